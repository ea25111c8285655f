// Reads the directory: domain, groups; its accounts are load_account.cpp's.
#include "model/named_rows.hpp"
#include "model/sections.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kModes[] = {"native", "mixed", "nt4", "workgroup"};

/// `S-1-` and at least two numbers: enough to tell a SID from a name.
bool is_sid(std::string_view text) {
  if (!text.starts_with("S-1-")) return false;
  int numbers = 0;
  bool digit_before = false;
  for (const char c : text.substr(4)) {
    if (c == '-' && !digit_before) return false;
    if (c != '-' && (c < '0' || c > '9')) return false;
    if (c != '-' && !digit_before) ++numbers;
    digit_before = c != '-';
  }
  return digit_before && numbers >= 2;
}

std::optional<std::string> read_sid(Loader& in, yaml::Node node) {
  auto text = read_text(in, node);
  if (!text || is_sid(*text)) return text;
  in.diags.error(code("R306"), node.span(), "expected a SID like `S-1-5-21-1-2-3-1105`, found `" + *text + "`");
  return std::nullopt;
}

void load_groups(Loader& in, yaml::Node node, Directory& directory);

// clang-format off
constexpr Key<Group> kGroupKeys[] = {
  {"sid", [](Loader& in, yaml::Node node, Group& g) { in.set(node, g.sid, read_sid); },
   [](EffectivePrinter& out, const Group& g) { print_text(out, g.sid); }, ""},
  {"member-of", [](Loader& in, yaml::Node node, Group& g) { load_references(in, node, g.member_of); },
   [](EffectivePrinter& out, const Group& g) { print_references(out, g.member_of); }, ""},
};

constexpr Key<Directory> kDomainKeys[] = {
  {"name", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.domain, read_name); },
   [](EffectivePrinter& out, const Directory& d) { print_text(out, d.domain); }, ""},
  {"dns-name", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.dns_name, read_name); },
   [](EffectivePrinter& out, const Directory& d) { print_text(out, d.dns_name); }, ""},
  {"upn-suffixes", [](Loader& in, yaml::Node node, Directory& d) { load_references(in, node, d.upn_suffixes); },
   [](EffectivePrinter& out, const Directory& d) { print_references(out, d.upn_suffixes); }, ""},
  {"sid", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.domain_sid, read_sid); },
   [](EffectivePrinter& out, const Directory& d) { print_text(out, d.domain_sid); }, ""},
  {"mode",
   [](Loader& in, yaml::Node node, Directory& d) {
     in.set(node, d.mode, [](Loader& l, yaml::Node n) -> std::optional<DomainMode> {
       const auto row = read_word(l, n, "domain mode", kModes);
       return row ? std::optional(static_cast<DomainMode>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const Directory& d) { out.value(domain_mode_name(d.mode.value), d.mode.where); },
   "ours: nothing says that the domain is mixed"},
};

constexpr Key<Directory> kDirectoryKeys[] = {
  {"domain", [](Loader& in, yaml::Node node, Directory& d) { load_keys<Directory>(in, node, d, kDomainKeys, "`domain`"); },
   [](EffectivePrinter& out, const Directory& d) { out.open_map({}); print_keys<Directory>(out, d, kDomainKeys); out.close_map(); }, ""},
  {"complete", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.complete, read_bool); },
   [](EffectivePrinter& out, const Directory& d) { out.value(bool_text(d.complete.value), d.complete.where); },
   "an account or group that is not listed does not exist"},
  {"groups", load_groups, [](EffectivePrinter& out, const Directory& d) { print_named<Group>(out, d.groups, kGroupKeys); }, ""},
  {"users", load_users, print_users, ""},
  {"computers", load_computers, print_computers, ""},
};
// clang-format on

void load_groups(Loader& in, yaml::Node node, Directory& directory) {
  RowsByName known;
  known.add_all(directory.groups);
  load_named<Group>(in, node, directory.groups, known, kGroupKeys, "a group");
}

}  // namespace

std::string_view domain_mode_name(DomainMode mode) { return kModes[static_cast<std::size_t>(mode)]; }

void load_references(Loader& in, yaml::Node node, std::vector<Reference>& into) {
  if (in.editing) into.clear();
  for (const yaml::Node item : read_list(in, node, "a name")) into.push_back({std::string(item.text()), item.span()});
}

void print_references(EffectivePrinter& out, const std::vector<Reference>& references) {
  std::vector<std::string> texts;
  for (const Reference& reference : references) texts.push_back(reference.text);
  texts.empty() ? out.nothing() : out.list(texts, references.front().where);
}

void print_text(EffectivePrinter& out, const Setting<std::string>& setting) {
  setting.value.empty() ? out.nothing() : out.value(yaml_scalar(setting.value), setting.where);
}

void load_directory(Loader& in, yaml::Node node, Site& site) {
  // Copies of a site share the directory until one of them changes it.
  if (site.directory.use_count() > 1) site.directory = std::make_shared<Directory>(*site.directory);
  load_keys<Directory>(in, node, *site.directory, kDirectoryKeys, "`directory`");
}

void print_directory(EffectivePrinter& out, const Directory& directory) {
  out.open_map({});
  print_keys<Directory>(out, directory, kDirectoryKeys);
  out.close_map();
}

}  // namespace rapsim
