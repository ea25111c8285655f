#include "yaml/library.hpp"

#include <filesystem>
#include <system_error>

#include "base/parallel.hpp"
#include "yaml/bytes.hpp"

namespace rapsim::yaml {

std::string canonical_path(const std::string& path) {
  std::error_code refused;
  const std::filesystem::path whole = std::filesystem::weakly_canonical(path, refused);
  return refused ? path : whole.generic_string();
}

void Library::prepare(const std::vector<std::string>& paths) {
  std::vector<Entry*> to_parse;
  for (const std::string& path : paths) {
    const auto [at, is_new] = entries_.try_emplace(canonical_path(path));
    if (!is_new) continue;
    Entry& entry = at->second;
    const auto file = add_file(path, sources_, entry.diags);
    entry.file = file.value_or(sources_.size() - 1);
    if (file) to_parse.push_back(&entry);
  }
  // INVARIANT: nothing is added to sources_ while the threads read it.
  for_each_index(to_parse.size(), jobs_,
                 [&](std::size_t i) { to_parse[i]->document = read(sources_, to_parse[i]->file, to_parse[i]->diags); });
}

void Library::put(const std::string& path, std::string text) {
  Entry& entry = entries_[canonical_path(path)];
  entry = {};
  entry.file = sources_.add(path, std::move(text));
  entry.document = read(sources_, entry.file, entry.diags);
}

Library::Entry& Library::entry(const std::string& path) {
  prepare({path});
  return entries_.at(canonical_path(path));
}

Library::Found Library::find(const std::string& path, Diagnostics& diags) {
  Entry& found = entry(path);
  found.is_loaded = true;
  diags.add(found.diags);
  return {found.document ? &*found.document : nullptr, found.file};
}

const Document* Library::peek(const std::string& path) {
  const Entry& found = entry(path);
  return found.document ? &*found.document : nullptr;
}

bool Library::is_loaded(const std::string& path) const {
  const auto found = entries_.find(canonical_path(path));
  return found != entries_.end() && found->second.is_loaded;
}

}  // namespace rapsim::yaml
