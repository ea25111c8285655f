// The root of a site file: its own keys, what it includes, the built-in policies.
#include "model/load/load.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <filesystem>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/count.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/stable_sort.hpp>

#include "model/site/rras_sections.hpp"
#include "model/site/sections.hpp"
#include "model/site/zone.hpp"
#include "model/tables/builtin.hpp"

namespace rapsim {
namespace {

namespace fs = std::filesystem;

constexpr Words<3> kDialects{"dialect", {"windows-2000", "windows-2003", "nps"}};

std::optional<std::string> read_zone(Loader& in, yaml::Node node) {
  auto name = read_text(in, node);
  if (!name || find_zone(*name) != nullptr) return name;
  in.diags.error(code("R311"), node.span(), "unknown time zone `" + *name + "`",
                 "zones are named like `Europe/Berlin` or `UTC`");
  return std::nullopt;
}
constexpr ValueKind<std::string> kZone{read_zone, scalar_text, shapes::text};

void load_format(Loader& in, yaml::Node node, Site&) {
  const auto text = read_text(in, node);
  if (text && *text != kSiteFormat)
    in.diags.error(code("R317"), node.span(), "expected `" + std::string(kSiteFormat) + "`, found `" + *text + "`");
}

void print_format(EffectivePrinter& out, const Site&) { out.value(kSiteFormat, {}); }
Shape format_shape() { return shapes::word(kSiteFormat); }

void nothing_to_load(Loader&, yaml::Node, Site&) {}
void nothing_to_print(EffectivePrinter&, const Site&) {}

void load_readings(Loader& in, yaml::Node node, Site& site) {
  if (!in.expect_map(node, "a map of readings")) return;
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry);
    std::vector<std::string_view> names;
    bool is_known = false;
    for (std::size_t row = 0; row < readings().size(); ++row) {
      names.push_back(readings()[row].name);
      if (readings()[row].name != name.text()) continue;
      is_known = true;
      in.set(node.value(entry), site.readings.switches[row], [&](Loader& l, yaml::Node side) -> std::optional<bool> {
        if (readings()[row].other_word == "true") return read_bool(l, side);
        const std::string_view words[] = {readings()[row].built_word, readings()[row].other_word};
        const auto word = read_word(l, side, "side of `" + std::string(readings()[row].name) + "`", words);
        return word ? std::optional(*word == 1) : std::nullopt;
      });
    }
    if (!is_known)
      in.diags.error(code("R110"), name.span(), "unknown reading `" + std::string(name.text()) + "`",
                     in.diags.may_search(names.size()) ? help_for_key(name.text(), names) : "");
  }
}

void print_readings(EffectivePrinter& out, const Site& site) {
  out.open_map({});
  for (std::size_t row = 0; row < readings().size(); ++row) {
    out.key(readings()[row].name, std::string(readings()[row].built) + " (" + std::string(readings()[row].gap) + ")");
    const Setting<bool>& side = site.readings.switches[row];
    out.value(side.value ? readings()[row].other_word : readings()[row].built_word, side.where);
  }
  out.close_map();
}

Shape readings_shape() {
  Shape out{.kind = ShapeKind::map};
  for (const ReadingRow& row : readings()) {
    const std::string_view words[] = {row.built_word, row.other_word};
    out.keys.push_back(shapes::under(row.name,
                                     std::string(row.other_word) + ": " + std::string(row.other) + "; " +
                                         std::string(row.built_word) + ", or left out: " + std::string(row.built),
                                     row.other_word == "true" ? shapes::boolean() : shapes::words(words)));
  }
  return out;
}

// clang-format off
constexpr Key<Site> kSiteKeys[] = {
  {"format", "", "what the file is; the first line of a site, not needed in a file that a site includes",
    load_format, print_format, format_shape},
  key<kName, &Site::name>("name", "a name for people"),
  key<kDialects, &Site::dialect>("dialect", "the system of the troubleshooting document",
    "the system whose rules hold: its vocabulary and defaults; left out: windows-2003"),
  key<kZone, &Site::time_zone>("time-zone", "rapsim's choice: no zone is given", "zone of the policy server's clock, like `Europe/Berlin`; left out: UTC"),
  {"include", "", "files that are read before this one, in its folder or below",  // by load_root, before the other keys
    nothing_to_load, nothing_to_print, [] { return shapes::one_or_list(shapes::text()); }},
  {"override", "", "true: this file may set again what an included one has set", nothing_to_load, nothing_to_print, shapes::boolean},
  key<kServer, &Site::server>("server", "the remote access server"),
  key<kDirectory>("directory", "the domain: groups, users, computers"),
  key<kNetworkPath, &Site::network>("network", "the way from the client to the server; left out: all gets through"),
  key<kIntranet, &Site::intranet>("intranet", "the network behind the server; left out: not known"),
  key<kRadiusClients>("radius-clients", "access servers that the policy server answers, by friendly name; left out: not described"),
  key<kReferences, &Site::remote_groups>("remote-radius-groups", "names of the groups of remote RADIUS servers that exist"),
  {"request-policies", "the built-in policy of the dialect (semantics 4.7)",
    "connection request policies in processing order; left out: the built-in one, []: none",
    load_request_policies, print_request_policies, request_policies_shape},
  {"readings", "", "the other side of rules that sources disagree on; `rapsim readings` lists them",
    load_readings, print_readings, readings_shape},
  {"access", "", "kinds of access that the site serves, by name: fields of an attempt",
    load_access_kinds, print_access_kinds, access_kinds_shape},
  {"policies", "the built-in policies of the dialect (semantics 4.7)",
    "remote access policies (network policies) in processing order; left out: the built-in ones, []: none",
    load_policies, print_policies, policies_shape},
};
// clang-format on

/// Reads one file and what it includes, included files first.
class FileLoader {
 public:
  /// Without a library: for a text, which includes nothing.
  FileLoader(Sources& sources, Diagnostics& diags, yaml::Library* library = nullptr)
      : in_{sources, diags}, library_(library) {}

  void load_file(const std::string& path, Site& site) {
    ++files_;
    const auto [document, file] = library_->find(path, in_.diags);
    if (document == nullptr) return;
    site.files.push_back(file);
    hash(in_.sources.text(file));
    open_.push_back(canonical(path));
    read_.push_back(open_.back());
    load_root(document->root(), fs::path(path).parent_path(), site);
    open_.pop_back();
  }

  void load_root(yaml::Node root, const fs::path& folder, Site& site) {
    if (!in_.expect_map(root, "a site: a map that begins with `format: rapsim/site/1`")) return;
    if (!root.find("format") && open_.size() <= 1)
      in_.diags.error(code("R112"), root.span(), "a site begins with `format: " + std::string(kSiteFormat) + "`");
    if (const yaml::Node include = root.find("include")) load_includes(include, folder, site);
    bool overrides = false;
    if (const yaml::Node node = root.find("override")) overrides = read_bool(in_, node).value_or(false);
    const bool before = std::exchange(in_.overwrite, overrides);
    load_site_keys(in_, root, site);
    in_.overwrite = before;
  }

  void hash(std::string_view text) { digest_ = XXH3_64bits_withSeed(text.data(), text.size(), digest_); }
  [[nodiscard]] XXH64_hash_t digest() const { return digest_; }

 private:
  // Each included file is read on the stack of the one before, and compared with all the others.
  static constexpr std::size_t kDeepestInclude = 64;  // the site file counts
  static constexpr std::size_t kMostFiles = 1000;     // ... and here
  static constexpr std::ptrdiff_t kMostSteps = 64;    // of a path; finding the whole path is quadratic in them

  /// Empty when the system refuses the path (too long, no access to a folder above).
  static fs::path canonical(const fs::path& path) {
    std::error_code refused;
    // A relative path of which nothing exists would stay relative, and lie outside of every folder.
    const fs::path from_root = fs::absolute(path, refused);
    if (refused) return {};
    fs::path out = fs::weakly_canonical(from_root, refused);
    return refused ? fs::path{} : out;
  }

  void load_includes(yaml::Node include, const fs::path& folder, Site& site) {
    if (open_.empty()) return in_.diags.error(code("R310"), include.span(), "only a file can include others");
    for (const yaml::Node item : read_list(in_, include, "a file")) {
      if (has_enough_) return;
      load_include(item, folder, site);
    }
  }

  void load_include(yaml::Node item, const fs::path& folder, Site& site) {
    const std::string limit = passed_limit();
    const fs::path path = folder / fs::path(std::string(item.text()));
    const bool is_long = ranges::count(item.text(), '/') >= kMostSteps;
    const std::string problem = !limit.empty() ? limit
                                : is_long      ? "a path has more than " + std::to_string(kMostSteps) + " steps"
                                               : include_problem(path, folder);
    if (problem.empty()) return load_file(path.string(), site);
    in_.diags.error(code("R310"), item.span(), problem);
    has_enough_ = !limit.empty() || ++problems_ == kMostDiagnostics;
  }

  /// The limit that one more file would pass; empty for none.
  [[nodiscard]] std::string passed_limit() const {
    if (open_.size() >= kDeepestInclude)
      return "includes are nested more than " + std::to_string(kDeepestInclude) + " files deep";
    if (files_ >= kMostFiles) return "a site has more than " + std::to_string(kMostFiles) + " files";
    return {};
  }

  /// Why a file cannot be included here; empty when it can.
  [[nodiscard]] std::string include_problem(const fs::path& path, const fs::path& folder) const {
    const fs::path whole = canonical(path);
    const fs::path relative = whole.lexically_relative(canonical(folder.empty() ? fs::path(".") : folder));
    if (!whole.empty() && (relative.empty() || *relative.begin() == ".."))
      return "an include stays inside the folder of the including file";
    if (ranges::find(open_, whole) != open_.end()) return "includes go in a circle";
    if (ranges::find(read_, whole) != read_.end()) return "`" + path.string() + "` is included already";
    std::error_code refused;
    const bool exists = !whole.empty() && fs::exists(whole, refused);
    return exists ? std::string{} : "no file `" + path.string() + "`";
  }

  Loader in_;
  yaml::Library* library_;
  std::vector<fs::path> open_;  // files being read, outermost first
  std::vector<fs::path> read_;  // all of them, also the ones that are done
  std::size_t files_ = 0;       // these, and the ones that cannot be read
  std::size_t problems_ = 0;    // includes that cannot be followed
  bool has_enough_ = false;     // of includes: the site is refused, and the rest would say the same
  XXH64_hash_t digest_ = 0;
};

/// A list that no file gives is the built-in one of the dialect.
template <class P>
void add_builtin(std::vector<P>& rules, Span& where, void (*load)(Loader&, yaml::Node, Site&), std::string_view what,
                 std::string_view text, Site& site, Sources& sources, Diagnostics& diags) {
  if (where.known() || !rules.empty() || text.empty()) return;
  Loader in{sources, diags};
  const std::uint32_t file = sources.add(
      "built-in " + std::string(what) + " of " + std::string(dialect_name(site.dialect.value)), std::string(text));
  const auto document = yaml::read(sources, file, diags);
  load(in, document->root(), site);
  where = {};
}

template <class P>
void sort_rules(std::vector<P>& rules) {
  ranges::stable_sort(rules,
                      [](const P& a, const P& b) { return a.processing_order.value < b.processing_order.value; });
}

}  // namespace

void load_site_keys(Loader& in, yaml::Node node, Site& site) { load_keys<Site>(in, node, site, kSiteKeys, "a site"); }

std::string digest_of(std::string_view text) { return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size())); }

std::optional<Site> finish_site(Site site, Sources& sources, Diagnostics& diags) {
  site.dialect.set_default(Dialect::windows_2003);
  const Dialect dialect = site.dialect.value;
  add_builtin(site.policies, site.policies_where, load_policies, "policies", builtin_policies(dialect), site, sources,
              diags);
  add_builtin(site.request_policies, site.request_policies_where, load_request_policies, "request policies",
              builtin_request_policies(dialect), site, sources, diags);
  fill_defaults(site);
  check_site(site, diags);
  check_access_kinds(site, diags);
  sort_rules(site.policies);
  sort_rules(site.request_policies);
  if (diags.has_errors()) return std::nullopt;
  return site;
}

std::string_view dialect_name(Dialect dialect) { return kDialects.names[static_cast<std::size_t>(dialect)]; }

std::optional<Site> load_site(const std::string& path, yaml::Library& library, Diagnostics& diags) {
  Site site;
  FileLoader loader(library.sources(), diags, &library);
  loader.load_file(path, site);
  site.digest = fmt::format("{:016x}", loader.digest());
  return finish_site(std::move(site), library.sources(), diags);
}

std::optional<Site> load_site(const std::string& path, Sources& sources, Diagnostics& diags) {
  yaml::Library library(sources);
  return load_site(path, library, diags);
}

std::optional<Site> load_site_text(std::string name, std::string text, Sources& sources, Diagnostics& diags) {
  const std::uint32_t file = sources.add(std::move(name), std::move(text));
  const auto document = yaml::read(sources, file, diags);
  if (!document) return std::nullopt;
  Site site;
  FileLoader loader(sources, diags);
  site.files.push_back(file);
  loader.hash(sources.text(file));
  loader.load_root(document->root(), {}, site);
  site.digest = fmt::format("{:016x}", loader.digest());
  return finish_site(std::move(site), sources, diags);
}

Shape site_shape() { return map_shape(kSiteKeys); }

std::string effective_yaml(const Site& site, const Sources& sources) {
  EffectivePrinter out(sources, site.dialect.value);
  print_keys<Site>(out, site, kSiteKeys);
  return out.text();
}

}  // namespace rapsim
