// Reads the directory: domain, groups; its accounts are load_account.cpp's.
#include "model/named_rows.hpp"
#include "model/setting_keys.hpp"

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
void load_trusted_domains(Loader& in, yaml::Node node, Directory& directory);

// clang-format off
constexpr Key<Group> kGroupKeys[] = {
  {"sid", [](Loader& in, yaml::Node node, Group& g) { in.set(node, g.sid, read_sid); },
   [](EffectivePrinter& out, const Group& g) { print_text(out, g.sid); }, "",
   {"its SID, as configuration exports name it", sid_shape}},
  {"member-of", [](Loader& in, yaml::Node node, Group& g) { load_references(in, node, g.member_of); },
   [](EffectivePrinter& out, const Group& g) { print_references(out, g.member_of); }, "",
   {"groups that it is a member of", shapes::references}},
};

// What the server's own domain and a trusted one have in common.
template <class Domain>
constexpr auto kDnsNameKey = name_key<&Domain::dns_name>("dns-name", "DNS name, the realm of its accounts; left out: not told");
template <class Domain>
constexpr Key<Domain> kSuffixesKey = {"upn-suffixes",
   [](Loader& in, yaml::Node node, Domain& d) { load_references(in, node, d.upn_suffixes); },
   [](EffectivePrinter& out, const Domain& d) { print_references(out, d.upn_suffixes); }, "",
   {"other realms of its accounts", shapes::references}};
template <class Domain>
constexpr Key<Domain> kSidKey = {"sid", [](Loader& in, yaml::Node node, Domain& d) { in.set(node, d.sid, read_sid); },
   [](EffectivePrinter& out, const Domain& d) { print_text(out, d.sid); }, "", {"SID of the domain", sid_shape}};

constexpr Key<Directory> kDomainKeys[] = {
  name_key<&Directory::domain>("name", "NetBIOS name; left out: DOMAIN"),
  kDnsNameKey<Directory>,
  kSuffixesKey<Directory>,
  kSidKey<Directory>,
  {"mode",
   [](Loader& in, yaml::Node node, Directory& d) {
     in.set(node, d.mode, [](Loader& l, yaml::Node n) -> std::optional<DomainMode> {
       const auto row = read_word(l, n, "domain mode", kModes);
       return row ? std::optional(static_cast<DomainMode>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const Directory& d) { out.value(domain_mode_name(d.mode.value), d.mode.where); },
   "ours: nothing says that the domain is mixed",
   {"mode of the domain; workgroup: there is none; left out: native", [] { return shapes::words(kModes); }}},
};

constexpr Key<Directory> kDomainLockoutKeys[] = {
  number_key<0, 999, &Directory::lockout, &DomainLockout::threshold>("threshold", "0: off (semantics 2.6)", "failed logons after which the domain locks an account; 0, or left out: off"),
  duration_key<&Directory::lockout, &DomainLockout::window>("window", "30 minutes (unverified)", "how long after the last failure the counter is deleted; left out: 30m"),
  duration_key<&Directory::lockout, &DomainLockout::duration>("duration", "30 minutes (unverified)", "how long an account stays locked; left out: 30m"),
};

constexpr Words<2> kGroupTypes{"group type", {"distribution", "security"}};
constexpr Words<3> kGroupScopes{"group scope", {"domain-local", "global", "universal"}};

constexpr Section kServersGroup{"`ras-and-ias-servers`", std::to_array<Key<DirectoryAccess>>({
  flag_key<&DirectoryAccess::group_exists>("exists", "the server can read the domain (ours)", "whether there is the group RAS and IAS Servers; left out: true"),
  word_key<kGroupTypes, &DirectoryAccess::group_is_security>("type", "as it must be (the troubleshooting document)", "its type; left out: security"),
  word_key<kGroupScopes, &DirectoryAccess::group_scope>("scope", "as it must be (the troubleshooting document)", "its scope; left out: domain-local"),
  flag_key<&DirectoryAccess::group_can_read>("read-access-check", "as it must be (the troubleshooting document)", "whether the group may read the remote access properties; left out: true"),
  flag_key<&DirectoryAccess::registered>("server-is-member", "as it must be (the troubleshooting document)", "whether the server is a member (registered); left out: true"),
  given_flag_key<&DirectoryAccess::registered_at_start>("server-was-member-at-start", "whether it was when the server was last started; left out: as now"),
})};

constexpr Section kServerAccess{"`server-access`", std::to_array<Key<DirectoryAccess>>({
  flag_key<&DirectoryAccess::joined>("joined", "the server is a member of the domain (ours)", "whether the server is a member of the domain; left out: true"),
  map_key<kServersGroup, DirectoryAccess>("ras-and-ias-servers", "the group RAS and IAS Servers"),
  flag_key<&DirectoryAccess::everyone_in_pre_windows_2000>("everyone-in-pre-windows-2000-compatible-access", "as an NT 4.0 server needs it (ours)", "whether Everyone is in that group, which an NT 4.0 server needs; left out: true"),
  given_flag_key<&DirectoryAccess::everyone_at_start>("everyone-was-there-at-start", "whether it was when the domain controllers were last started; left out: as now"),
})};

constexpr Key<TrustedDomain> kTrustedDomainKeys[] = {
  kDnsNameKey<TrustedDomain>,
  kSuffixesKey<TrustedDomain>,
  kSidKey<TrustedDomain>,
  map_key<kServersGroup, &TrustedDomain::access>("ras-and-ias-servers", "its group RAS and IAS Servers, which the server must be in as well"),
};

constexpr Key<Directory> kDirectoryKeys[] = {
  {"domain", [](Loader& in, yaml::Node node, Directory& d) { load_keys<Directory>(in, node, d, kDomainKeys, "`domain`"); },
   [](EffectivePrinter& out, const Directory& d) { out.open_map({}); print_keys<Directory>(out, d, kDomainKeys); out.close_map(); }, "",
   {"the domain itself", [] { return map_shape(kDomainKeys); }}},
  {"trusted-domains", load_trusted_domains,
   [](EffectivePrinter& out, const Directory& d) { print_named<TrustedDomain>(out, d.trusted_domains, kTrustedDomainKeys); }, "",
   {"other domains by NetBIOS name, whose accounts are listed as DOMAIN\\NAME", [] { return named_shape(map_shape(kTrustedDomainKeys)); }}},
  {"complete", [](Loader& in, yaml::Node node, Directory& d) { in.set(node, d.complete, read_bool); },
   [](EffectivePrinter& out, const Directory& d) { out.value(bool_text(d.complete.value), d.complete.where); },
   "an account or group that is not listed does not exist",
   {"false: accounts and groups that are not listed may exist; left out: true", shapes::boolean}},
  {"account-lockout",
   [](Loader& in, yaml::Node node, Directory& d) { load_keys<Directory>(in, node, d, kDomainLockoutKeys, "`account-lockout`"); },
   [](EffectivePrinter& out, const Directory& d) { out.open_map({}); print_keys<Directory>(out, d, kDomainLockoutKeys); out.close_map(); }, "",
   {"lockout of the domain, which is not that of remote access", [] { return map_shape(kDomainLockoutKeys); }}},
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

/// Microsoft, "Active Directory maximum limits": Kerberos follows no more trusts.
constexpr std::size_t kMostTrustedDomains = 2400;

void load_trusted_domains(Loader& in, yaml::Node node, Directory& directory) {
  if (directory.trusted_domains.size() + node.size() > kMostTrustedDomains && !in.editing)
    return in.diags.error(code("R116"), node.span(),
                          "more than " + std::to_string(kMostTrustedDomains) + " trusted domains",
                          "Active Directory has no more trusts");
  RowsByName known;
  known.add_all(directory.trusted_domains);
  load_named<TrustedDomain>(in, node, directory.trusted_domains, known, kTrustedDomainKeys, "a trusted domain");
}

/// A key of the directory as one of the site: copies of a site share the directory until one of them changes it.
template <std::size_t kRow>
constexpr Key<Site> shared_key() {
  return {kDirectoryKeys[kRow].name,
          [](Loader& in, yaml::Node node, Site& s) {
            if (s.directory.use_count() > 1) s.directory = std::make_shared<Directory>(*s.directory);
            kDirectoryKeys[kRow].load(in, node, *s.directory);
          },
          [](EffectivePrinter& out, const Site& s) { kDirectoryKeys[kRow].print(out, *s.directory); },
          kDirectoryKeys[kRow].origin, kDirectoryKeys[kRow].schema};
}

template <std::size_t... kRows>
constexpr auto keys_of_site(std::index_sequence<kRows...>) {
  // What the server may read is the server's, not the directory's: to change it copies no accounts.
  return Section{"`directory`",
                 std::to_array<Key<Site>>(
                     {shared_key<kRows>()..., map_key<kServerAccess, &Site::server, &Server::rras, &Rras::access>(
                                                  "server-access", "what the server may read in the domain")})};
}

constexpr auto kDirectory = keys_of_site(std::make_index_sequence<std::size(kDirectoryKeys)>{});

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

void load_directory(Loader& in, yaml::Node node, Site& site) { kDirectory.load(in, node, site); }

Shape directory_shape() { return kDirectory.shape(); }

void print_directory(EffectivePrinter& out, const Site& site) { kDirectory.print(out, site); }

}  // namespace rapsim
