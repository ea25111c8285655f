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

Shape sid_shape() { return shapes::defined("sid", shapes::string("^S-1-[0-9]+(-[0-9]+)+$")); }

void load_groups(Loader& in, yaml::Node node, Directory& directory);

// clang-format off
constexpr Key<Group> kGroupKeys[] = {
  {"sid", [](Loader& in, yaml::Node node, Group& g) { in.set(node, g.sid, read_sid); },
   [](EffectivePrinter& out, const Group& g) { print_text(out, g.sid); }, "",
   {"its SID, as configuration exports name it", sid_shape}},
  {"member-of", [](Loader& in, yaml::Node node, Group& g) { load_references(in, node, g.member_of); },
   [](EffectivePrinter& out, const Group& g) { print_references(out, g.member_of); }, "",
   {"groups that it is a member of", shapes::references}},
};

constexpr Key<Directory> kDomainKeys[] = {
  {"name", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.domain, read_name); },
   [](EffectivePrinter& out, const Directory& d) { print_text(out, d.domain); }, "",
   {"NetBIOS name; left out: DOMAIN", shapes::text}},
  {"dns-name", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.dns_name, read_name); },
   [](EffectivePrinter& out, const Directory& d) { print_text(out, d.dns_name); }, "",
   {"DNS name, the realm of its accounts; left out: not told", shapes::text}},
  {"upn-suffixes", [](Loader& in, yaml::Node node, Directory& d) { load_references(in, node, d.upn_suffixes); },
   [](EffectivePrinter& out, const Directory& d) { print_references(out, d.upn_suffixes); }, "",
   {"other realms of its accounts", shapes::references}},
  {"sid", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.domain_sid, read_sid); },
   [](EffectivePrinter& out, const Directory& d) { print_text(out, d.domain_sid); }, "",
   {"SID of the domain", sid_shape}},
  {"mode",
   [](Loader& in, yaml::Node node, Directory& d) {
     in.set(node, d.mode, [](Loader& l, yaml::Node n) -> std::optional<DomainMode> {
       const auto row = read_word(l, n, "domain mode", kModes);
       return row ? std::optional(static_cast<DomainMode>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const Directory& d) { out.value(domain_mode_name(d.mode.value), d.mode.where); },
   "ours: nothing says that the domain is mixed",
   {"mode of the domain; workgroup: there is none; left out: native", [] { return shapes::words(kModes); }}},
};

constexpr Key<Directory> kDirectoryKeys[] = {
  {"domain", [](Loader& in, yaml::Node node, Directory& d) { load_keys<Directory>(in, node, d, kDomainKeys, "`domain`"); },
   [](EffectivePrinter& out, const Directory& d) { out.open_map({}); print_keys<Directory>(out, d, kDomainKeys); out.close_map(); }, "",
   {"the domain itself", [] { return map_shape(kDomainKeys); }}},
  {"complete", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.complete, read_bool); },
   [](EffectivePrinter& out, const Directory& d) { out.value(bool_text(d.complete.value), d.complete.where); },
   "an account or group that is not listed does not exist",
   {"false: accounts and groups that are not listed may exist; left out: true", shapes::boolean}},
  {"groups", load_groups, [](EffectivePrinter& out, const Directory& d) { print_named<Group>(out, d.groups, kGroupKeys); }, "",
   {"groups by name", [] { return named_shape(map_shape(kGroupKeys)); }}},
  {"users", load_users, print_users, "", {"accounts of users by name", users_shape}},
  {"computers", load_computers, print_computers, "",
   {"accounts of computers by name, of host/NAME and NAME$", users_shape}},
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

Shape directory_shape() { return map_shape(kDirectoryKeys); }

void print_directory(EffectivePrinter& out, const Directory& directory) {
  out.open_map({});
  print_keys<Directory>(out, directory, kDirectoryKeys);
  out.close_map();
}

}  // namespace rapsim
