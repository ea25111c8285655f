// Reads the server and the directory: domain, groups, users with their dial-in properties. Source: semantics.md 5.1.
#include "base/text.hpp"
#include "model/sections.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kDialIn[] = {"allow", "deny", "policy"};

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

void load_references(Loader& in, yaml::Node node, std::vector<Reference>& into) {
  if (in.editing) into.clear();
  for (const yaml::Node item : read_list(in, node, "a group")) into.push_back({std::string(item.text()), item.span()});
}

void print_references(EffectivePrinter& out, const std::vector<Reference>& references) {
  std::vector<std::string> texts;
  for (const Reference& reference : references) texts.push_back(reference.text);
  texts.empty() ? out.nothing() : out.list(texts, references.front().where);
}

void print_text(EffectivePrinter& out, const Setting<std::string>& setting) {
  setting.value.empty() ? out.nothing() : out.value(yaml_scalar(setting.value), setting.where);
}

// clang-format off
constexpr Key<Group> kGroupKeys[] = {
  {"sid", [](Loader& in, yaml::Node node, Group& g) { in.set(node, g.sid, read_sid); },
   [](EffectivePrinter& out, const Group& g) { print_text(out, g.sid); }, ""},
  {"member-of", [](Loader& in, yaml::Node node, Group& g) { load_references(in, node, g.member_of); },
   [](EffectivePrinter& out, const Group& g) { print_references(out, g.member_of); }, ""},
};

constexpr Key<User> kDialInKeys[] = {
  {"permission",
   [](Loader& in, yaml::Node node, User& u) {
     in.set(node, u.permission, [](Loader& l, yaml::Node n) -> std::optional<DialInPermission> {
       const auto row = read_word(l, n, "dial-in permission", kDialIn);
       return row ? std::optional(static_cast<DialInPermission>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const User& u) { out.value(dial_in_permission_name(u.permission.value), u.permission.where); },
   "msNPAllowDialin absent: control access through policy (semantics 2.8)"},
  {"caller-id", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.caller_id, read_text); },
   [](EffectivePrinter& out, const User& u) { print_text(out, u.caller_id); }, ""},
};

constexpr Key<User> kUserKeys[] = {
  {"groups", [](Loader& in, yaml::Node node, User& u) { load_references(in, node, u.groups); },
   [](EffectivePrinter& out, const User& u) { print_references(out, u.groups); }, ""},
  {"primary-group", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.primary_group, read_text); },
   [](EffectivePrinter& out, const User& u) { print_text(out, u.primary_group); }, "Domain Users, as for every new user"},
  {"dial-in", [](Loader& in, yaml::Node node, User& u) { load_keys<User>(in, node, u, kDialInKeys, "`dial-in`"); },
   [](EffectivePrinter& out, const User& u) { out.open_map({}); print_keys<User>(out, u, kDialInKeys); out.close_map(); }, ""},
};

constexpr Key<Directory> kDomainKeys[] = {
  {"name", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.domain, read_name); },
   [](EffectivePrinter& out, const Directory& d) { print_text(out, d.domain); }, ""},
  {"sid", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.domain_sid, read_sid); },
   [](EffectivePrinter& out, const Directory& d) { print_text(out, d.domain_sid); }, ""},
};
// clang-format on

/// The row of the named element, made when there is none. Names of groups and users are equal without case.
template <class T>
T& row_of(std::vector<T>& rows, std::optional<std::size_t> found, yaml::Node name) {
  if (found) return rows[*found];
  T& row = rows.emplace_back();
  row.name = name.text();
  row.where = name.span();
  return row;
}

/// R318 when a name differs from an earlier one only in case; an entry without settings is fine. An edit adds nobody
/// (R316).
template <class T, class Find>
void load_named(Loader& in, yaml::Node node, std::vector<T>& rows, std::span<const Key<T>> keys, std::string_view what,
                Find find) {
  if (!in.expect_map(node, what)) return;
  rows.reserve(rows.size() + node.size());
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry);
    if (name.text().empty() || has_control_character(name.text())) {
      in.diags.error(code("R111"), name.span(), "expected a name without control characters");
      continue;
    }
    const std::optional<std::size_t> found = find(name.text());
    if (!found && in.editing) {
      in.diags.error(code("R316"), name.span(), "`" + std::string(name.text()) + "` is not in the directory");
      continue;
    }
    if (found && rows[*found].name != name.text()) {
      in.diags.error(code("R318"), name.span(),
                     "`" + std::string(name.text()) + "` and `" + rows[*found].name + "` differ only in case");
      continue;
    }
    T& row = row_of(rows, found, name);
    if (const yaml::Node value = node.value(entry); !value.is_null()) load_keys<T>(in, value, row, keys, what);
  }
}

std::optional<std::size_t> row_in(const std::unordered_map<std::string, std::size_t>& rows, std::string_view name) {
  const auto found = rows.find(lowered(name));
  return found == rows.end() ? std::nullopt : std::optional(found->second);
}

void load_groups(Loader& in, yaml::Node node, Directory& directory) {
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t row = 0; row < directory.groups.size(); ++row)
    known.emplace(lowered(directory.groups[row].name), row);
  load_named<Group>(in, node, directory.groups, kGroupKeys, "a group", [&](std::string_view name) {
    if (in.editing) return row_in(known, name);
    const auto [at, is_new] = known.try_emplace(lowered(name), directory.groups.size());
    return is_new ? std::nullopt : std::optional(at->second);
  });
}

void load_users(Loader& in, yaml::Node node, Directory& directory) {
  if (in.user_rows.empty())
    for (std::size_t row = 0; row < directory.users.size(); ++row)
      in.user_rows.emplace(lowered(directory.users[row].name), row);
  load_named<User>(in, node, directory.users, kUserKeys, "a user", [&](std::string_view name) {
    if (in.editing) return row_in(in.user_rows, name);
    const auto [at, is_new] = in.user_rows.try_emplace(lowered(name), directory.users.size());
    return is_new ? std::nullopt : std::optional(at->second);
  });
}

template <class T>
void print_named(EffectivePrinter& out, const std::vector<T>& rows, std::span<const Key<T>> keys) {
  if (rows.empty()) return out.value("{}", {});
  out.open_map({});
  for (const T& row : rows) {
    out.key(yaml_scalar(row.name), "");
    out.open_map(row.where);
    print_keys<T>(out, row, keys);
    out.close_map();
  }
  out.close_map();
}

// clang-format off
constexpr Key<Directory> kDirectoryKeys[] = {
  {"domain", [](Loader& in, yaml::Node node, Directory& d) { load_keys<Directory>(in, node, d, kDomainKeys, "`domain`"); },
   [](EffectivePrinter& out, const Directory& d) { out.open_map({}); print_keys<Directory>(out, d, kDomainKeys); out.close_map(); }, ""},
  {"complete", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.complete, read_bool); },
   [](EffectivePrinter& out, const Directory& d) { out.value(bool_text(d.complete.value), d.complete.where); },
   "an account or group that is not listed does not exist"},
  {"groups", load_groups, [](EffectivePrinter& out, const Directory& d) { print_named<Group>(out, d.groups, kGroupKeys); }, ""},
  {"users", load_users, [](EffectivePrinter& out, const Directory& d) { print_named<User>(out, d.users, kUserKeys); }, ""},
};

constexpr Key<Server> kServerAuthenticationKeys[] = {
  {"methods", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.methods, read_methods); },
   [](EffectivePrinter& out, const Server& s) { out.list(method_texts(s.methods.value), s.methods.where); },
   "methods that the server offers by default (semantics 6.4, G-13)"},
};

constexpr Key<Server> kServerKeys[] = {
  {"name", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.name, read_text); },
   [](EffectivePrinter& out, const Server& s) { print_text(out, s.name); }, "a name for the server"},
  {"address", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.address, read_ipv4); },
   [](EffectivePrinter& out, const Server& s) { print_text(out, s.address); }, ""},
  {"authentication",
   [](Loader& in, yaml::Node node, Server& s) { load_keys<Server>(in, node, s, kServerAuthenticationKeys, "`authentication`"); },
   [](EffectivePrinter& out, const Server& s) { out.open_map({}); print_keys<Server>(out, s, kServerAuthenticationKeys); out.close_map(); }, ""},
};
// clang-format on

}  // namespace

void load_server(Loader& in, yaml::Node node, Server& server) {
  load_keys<Server>(in, node, server, kServerKeys, "`server`");
}

void print_server(EffectivePrinter& out, const Server& server) {
  out.open_map({});
  print_keys<Server>(out, server, kServerKeys);
  out.close_map();
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
