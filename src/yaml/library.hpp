// The documents of a run: each file is read and parsed once, however many sites and suites name it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yaml/tree.hpp"

namespace rapsim::yaml {

class Library {
 public:
  /// In: how many files prepare() parses at once.
  explicit Library(Sources& sources, std::size_t jobs = 1) : sources_(sources), jobs_(jobs) {}

  /// Reads and parses files before they are asked for, side by side. Their rows of Sources are in the order of `paths`,
  /// for any number of jobs.
  void prepare(const std::vector<std::string>& paths);

  /// The text that find() takes for a file, instead of what is on the disk.
  void put(const std::string& path, std::string text);

  struct Found {
    const Document* document = nullptr;  // nullptr after an error; lives as long as the library
    std::uint32_t file = 0;              // row of Sources
  };
  /// The document of a file, for loading. Errors: those of read_file(), each time that it is asked for.
  Found find(const std::string& path, Diagnostics& diags);
  /// The same to look at: without its problems, and without saying that it was loaded.
  const Document* peek(const std::string& path);
  /// True when find() was asked for this file, by any path.
  [[nodiscard]] bool is_loaded(const std::string& path) const;

  [[nodiscard]] Sources& sources() { return sources_; }
  [[nodiscard]] std::size_t jobs() const { return jobs_; }

 private:
  struct Entry {
    std::uint32_t file = 0;
    std::optional<Document> document{};
    Diagnostics diags{};
    bool is_loaded = false;
  };
  Entry& entry(const std::string& path);

  Sources& sources_;
  std::size_t jobs_;
  std::map<std::string, Entry> entries_;  // by canonical path
};

/// The path without links and detours; as it is when the system refuses to say.
std::string canonical_path(const std::string& path);

}  // namespace rapsim::yaml
