// Reads the directory: domain, groups, accounts with their dial-in properties and state. Source: semantics.md 5.1, 5.2.
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/none_of.hpp>

#include "base/text.hpp"
#include "model/site/named_rows.hpp"
#include "model/site/sections.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

// --- accounts ---

constexpr std::size_t kLogonHoursDigits = 42;  // 21 bytes

bool is_hex(std::string_view text) {
  return ranges::all_of(text, [](char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); });
}

/// Without a zone the meaning is not clear: both readings are shown.
void report_zone_missing(Loader& in, yaml::Node node) {
  in.diags.error(code("R205"), node.span(),
                 "logon hours need a zone: the directory keeps UTC, the console shows local time",
                 "`" + std::string(node.text()) + " UTC` as the directory keeps it, or `" + std::string(node.text()) +
                     " Europe/Berlin` as the console of a server in that zone shows it");
}

/// Local hours of a zone as UTC. The directory keeps no summer time: the shift is that of winter.
grammar::Schedule shifted_to_utc(const grammar::Schedule& local, std::chrono::minutes east) {
  const auto week = static_cast<std::int64_t>(grammar::kMinutesOfWeek);
  std::vector<bool> open(grammar::kMinutesOfWeek);
  for (const grammar::MinuteRange& range : local.open)
    for (std::int64_t minute = range.begin; minute < range.end; ++minute)
      open[static_cast<std::size_t>((minute - east.count() + week) % week)] = true;
  return grammar::schedule_of(open);
}

std::optional<LogonHours> read_logon_hours(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "logon hours like `Mon-Fri 07:00-17:00 UTC`")) return std::nullopt;
  LogonHours out{.text = std::string(node.text())};
  if (out.text.size() == kLogonHoursDigits && is_hex(out.text)) {
    out.is_bits = true;
    out.schedule = logon_hours_of_bits(out.text, false);
    return out;
  }
  SyntaxError error;
  const auto parsed = grammar::parse_schedule(out.text, error);
  if (!parsed) {
    in.report(node, error);
    return std::nullopt;
  }
  const bool is_week = parsed->schedule.open.empty() || parsed->schedule.contains_all();
  if (parsed->zone.empty() && !is_week) {
    report_zone_missing(in, node);
    return std::nullopt;
  }
  const date::time_zone* zone = parsed->zone.empty() ? nullptr : find_zone(parsed->zone);
  if (!parsed->zone.empty() && zone == nullptr) {
    in.diags.error(code("R311"), node.span_within(parsed->zone_offset, parsed->zone.size()),
                   "unknown time zone `" + parsed->zone + "`", "zones are named like `Europe/Berlin` or `UTC`");
    return std::nullopt;
  }
  out.schedule = zone == nullptr ? parsed->schedule : shifted_to_utc(parsed->schedule, standard_offset(zone));
  return out;
}

/// Which zone's day it is, the whole site says; here only the form is read.
std::optional<std::string> read_expiry(Loader& in, yaml::Node node) {
  auto text = read_text(in, node);
  const date::time_zone* utc = find_zone("UTC");
  if (!text || end_of_day(utc, *text) || read_local(utc, *text).reading != LocalReading::malformed) return text;
  in.diags.error(
      code("R502"), node.span(),
      "expected a date like `2004-12-31` (to the end of that day) or a time like `2004-12-31T17:00`, found `" + *text +
          "`");
  return std::nullopt;
}

constexpr ValueKind<LogonHours> kLogonHours{
    read_logon_hours, [](const LogonHours& hours) { return yaml_scalar(hours.text); }, shapes::text};
constexpr ValueKind<std::string> kExpiry{read_expiry, scalar_text,
                                         [] { return shapes::string("^[0-9]{4}-[0-9]{2}-[0-9]{2}"); }};

constexpr std::array<std::string_view, 2> kCallbacks = {"none", "set-by-caller"};

/// `none`, `set-by-caller`, or the number to call.
void load_callback(Loader& in, yaml::Node node, DialIn& dial_in) {
  if (!in.may_set(node, dial_in.callback)) return;
  const auto text = read_name(in, node);
  if (!text) return;
  const Callback callback = *text == "none"            ? Callback::none
                            : *text == "set-by-caller" ? Callback::set_by_caller
                                                       : Callback::always;
  if (callback == Callback::always && ranges::none_of(*text, is_digit))
    return report_unknown_name(in, node, "callback setting", {"none", "set-by-caller", "a telephone number"});
  dial_in.callback = {callback, node.span()};
  dial_in.callback_number = callback == Callback::always ? *text : std::string{};
}

Shape callback_shape() { return shapes::any_of({shapes::words(kCallbacks), shapes::text()}); }

void print_callback(EffectivePrinter& out, const DialIn& dial_in) {
  const Setting<Callback>& callback = dial_in.callback;
  out.value(callback.value == Callback::always ? "'" + dial_in.callback_number + "'"
                                               : std::string(kCallbacks[static_cast<std::size_t>(callback.value)]),
            callback.where);
}

std::optional<Reference> read_route(Loader& in, yaml::Node node) {
  if (parse_network(node.text())) return read_reference(in, node);
  in.diags.error(code("R315"), node.span(),
                 "expected a network like `10.2.0.0/16`, found `" + std::string(node.text()) + "`");
  return std::nullopt;
}
constexpr List<Reference> kRoutes{"a network", read_route, reference_text,
                                  [] { return shapes::one_or_list(shapes::network()); }};

constexpr Words<3> kPermissions{"dial-in permission", {"allow", "deny", "policy"}};

// clang-format off
constexpr Section kDialIn{"`dial-in`", std::to_array<Key<DialIn>>({
  key<kPermissions, &DialIn::permission>("permission", "msNPAllowDialin absent: control access through policy (semantics 2.8)",
    "allow, deny, or leave it to the policy; left out: policy"),
  key<kText, &DialIn::caller_id>("caller-id", "Verify Caller-ID: the number or address that the caller must have"),
  {"callback", "a new account has none (semantics 5.1)", "none, set-by-caller, or the number that is always called back; left out: none",
    load_callback, print_callback, callback_shape},
  key<kIpv4, &DialIn::static_ip>("static-ip", "address that the client gets"),
  key<kRoutes, &DialIn::static_routes>("static-routes", "networks behind the client, like 10.2.0.0/16"),
})};

constexpr Section kPassword{"`password`", std::to_array<Key<AccountState>>({
  key<kFlag, &AccountState::must_change_password>("must-change", "pwdLastSet is not 0",
    "the password must be changed at the next logon; left out: false"),
  key<kFlag, &AccountState::password_expired>("expired", "the password is not too old", "the password is too old; left out: false"),
  key<kFlag, &AccountState::reversible_password>("reversible", "passwords are not stored with reversible encryption",
    "the password is stored with reversible encryption, which CHAP needs; left out: false"),
})};

constexpr Section kState{"`account`", std::to_array<Key<AccountState>>({
  key<kFlag, &AccountState::disabled>("disabled", "userAccountControl without 0x2", "the account is disabled; left out: false"),
  key<kFlag, &AccountState::locked_out>("locked-out", "lockoutTime 0", "the domain has locked the account; left out: false"),
  key<kExpiry, &AccountState::expires>("expires", "a date, to the end of that day, or a time; left out: never"),
  key<kLogonHours, &AccountState::logon_hours>("logon-hours",
    "a schedule with its zone, like `Mon-Fri 07:00-17:00 UTC`, or the directory's 42 hex digits; left out: always"),
  key<kFlag, &AccountState::smart_card_required>("smart-card-required", "userAccountControl without 0x40000",
    "the account logs on with a smart card only; left out: false"),
  key<kPassword>("password", "state of the password"),
})};

constexpr auto kAccountKeys = std::to_array<Key<User>>({
  key<kReferences, &User::groups>("groups", "groups that it is a member of; nested groups count"),
  key<kText, &User::primary_group>("primary-group", "Domain Users or Domain Computers, as for every new account",
    "its primary group; left out: Domain Users, or Domain Computers"),
  key<kDialIn, &User::dial_in>("dial-in", "dial-in properties"),
  key<kState, &User::state>("account", "state of the account"),
});
// clang-format on

/// Accounts are many: their rows by name are kept for the files that add to them.
template <std::vector<User> Directory::*kRows, RowsByName Loader::*kKnown>
void load_accounts(Loader& in, yaml::Node node, Directory& directory) {
  (in.*kKnown).add_all(directory.*kRows);
  const std::string_view what = kRows == &Directory::users ? "a user" : "a computer";
  load_named<User>(in, node, directory.*kRows, in.*kKnown, kAccountKeys, what);
}
template <std::vector<User> Directory::*kRows>
void print_accounts(EffectivePrinter& out, const Directory& directory) {
  print_named<User>(out, directory.*kRows, kAccountKeys);
}
Shape accounts_shape() { return named_shape(shapes::defined("account", map_shape(kAccountKeys))); }

// --- groups and domains ---

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

constexpr ValueKind<std::string> kSid{read_sid, scalar_text,
                                      [] { return shapes::defined("sid", shapes::string("^S-1-[0-9]+(-[0-9]+)+$")); }};
constexpr Words<4> kModes{"domain mode", {"native", "mixed", "nt4", "workgroup"}};
constexpr Words<2> kGroupTypes{"group type", {"distribution", "security"}};
constexpr Words<3> kGroupScopes{"group scope", {"domain-local", "global", "universal"}};

// clang-format off
constexpr Section kGroup{"a group", std::to_array<Key<Group>>({
  key<kSid, &Group::sid>("sid", "its SID, as configuration exports name it"),
  key<kReferences, &Group::member_of>("member-of", "groups that it is a member of"),
})};

// What the server's own domain and a trusted one have in common.
template <class Domain>
constexpr auto kDnsName = key<kName, &Domain::dns_name>("dns-name", "DNS name, the realm of its accounts; left out: not known");
template <class Domain>
constexpr auto kSuffixes = key<kReferences, &Domain::upn_suffixes>("upn-suffixes", "other realms of its accounts");
template <class Domain>
constexpr auto kDomainSid = key<kSid, &Domain::sid>("sid", "SID of the domain");

constexpr Section kDomain{"`domain`", std::to_array<Key<Directory>>({
  key<kName, &Directory::domain>("name", "NetBIOS name; left out: DOMAIN"),
  kDnsName<Directory>,
  kSuffixes<Directory>,
  kDomainSid<Directory>,
  key<kModes, &Directory::mode>("mode", "rapsim's choice: nothing says that the domain is mixed",
    "mode of the domain; workgroup: there is none; left out: native"),
})};

constexpr Section kLockout{"`account-lockout`", std::to_array<Key<DomainLockout>>({
  key<kNumber<0, 999>, &DomainLockout::threshold>("threshold", "0: off (semantics 2.6)",
    "failed logons after which the domain locks an account; 0, or left out: off"),
  key<kDuration, &DomainLockout::window>("window", "30 minutes (unverified)",
    "how long after the last failure the counter is deleted; left out: 30m"),
  key<kDuration, &DomainLockout::duration>("duration", "30 minutes (unverified)", "how long an account stays locked; left out: 30m"),
})};

constexpr Section kServersGroup{"`ras-and-ias-servers`", std::to_array<Key<DirectoryAccess>>({
  key<kFlag, &DirectoryAccess::group_exists>("exists", "the server can read the domain (rapsim's choice)",
    "whether there is the group RAS and IAS Servers; left out: true"),
  key<kGroupTypes, &DirectoryAccess::group_is_security>("type", "as it must be (the troubleshooting document)", "its type; left out: security"),
  key<kGroupScopes, &DirectoryAccess::group_scope>("scope", "as it must be (the troubleshooting document)", "its scope; left out: domain-local"),
  key<kFlag, &DirectoryAccess::group_can_read>("read-access-check", "as it must be (the troubleshooting document)",
    "whether the group may read the remote access properties; left out: true"),
  key<kFlag, &DirectoryAccess::registered>("server-is-member", "as it must be (the troubleshooting document)",
    "whether the server is a member (registered); left out: true"),
  key<kFlag, &DirectoryAccess::registered_at_start>("server-was-member-at-start",
    "whether it was when the server was last started; left out: as now"),
})};

constexpr Section kServerAccess{"`server-access`", std::to_array<Key<DirectoryAccess>>({
  key<kFlag, &DirectoryAccess::joined>("joined", "the server is a member of the domain (rapsim's choice)",
    "whether the server is a member of the domain; left out: true"),
  key<kServersGroup>("ras-and-ias-servers", "the group RAS and IAS Servers"),
  key<kFlag, &DirectoryAccess::everyone_in_pre_windows_2000>("everyone-in-pre-windows-2000-compatible-access",
    "as an NT 4.0 server needs it (rapsim's choice)", "whether Everyone is in that group, which an NT 4.0 server needs; left out: true"),
  key<kFlag, &DirectoryAccess::everyone_at_start>("everyone-was-there-at-start",
    "whether it was when the domain controllers were last started; left out: as now"),
})};

constexpr Section kTrustedDomain{"a trusted domain", std::to_array<Key<TrustedDomain>>({
  kDnsName<TrustedDomain>,
  kSuffixes<TrustedDomain>,
  kDomainSid<TrustedDomain>,
  key<kServersGroup, &TrustedDomain::access>("ras-and-ias-servers", "its group RAS and IAS Servers, which the server must be in as well"),
})};
// clang-format on

/// Microsoft, "Active Directory maximum limits": Kerberos follows no more trusts.
constexpr std::size_t kMostTrustedDomains = 2400;

void load_trusted_domains(Loader& in, yaml::Node node, std::vector<TrustedDomain>& domains) {
  if (domains.size() + node.size() > kMostTrustedDomains && !in.editing)
    return in.diags.error(code("R116"), node.span(),
                          "more than " + std::to_string(kMostTrustedDomains) + " trusted domains",
                          "Active Directory has no more trusts");
  kByName<kTrustedDomain>.load(in, node, domains);
}
constexpr Part<std::vector<TrustedDomain>> kTrustedDomains{
    load_trusted_domains,
    [](EffectivePrinter& out, const std::vector<TrustedDomain>& domains) {
      kByName<kTrustedDomain>.print(out, domains);
    },
    [] { return kByName<kTrustedDomain>.shape(); }};

// clang-format off
constexpr Key<Directory> kDirectoryKeys[] = {
  key<kDomain>("domain", "the domain itself"),
  key<kTrustedDomains, &Directory::trusted_domains>("trusted-domains",
    "other domains by NetBIOS name, whose accounts are listed as DOMAIN\\NAME"),
  key<kFlag, &Directory::complete>("complete", "an account or group that is not listed does not exist",
    "false: accounts and groups that are not listed may exist; left out: true"),
  key<kLockout, &Directory::lockout>("account-lockout", "lockout of the domain, which is not that of remote access"),
  key<kByName<kGroup>, &Directory::groups>("groups", "groups by name"),
  {"users", "", "accounts of users by name",
    load_accounts<&Directory::users, &Loader::users>, print_accounts<&Directory::users>, accounts_shape},
  {"computers", "", "accounts of computers by name, of host/NAME and NAME$",
    load_accounts<&Directory::computers, &Loader::computers>, print_accounts<&Directory::computers>, accounts_shape},
};
// clang-format on

/// A key of the directory as one of the site: copies of a site share the directory until one of them changes it.
template <std::size_t kRow>
constexpr Key<Site> shared_key() {
  constexpr const Key<Directory>& kKey = kDirectoryKeys[kRow];
  return {kKey.name,
          kKey.origin,
          kKey.summary,
          [](Loader& in, yaml::Node node, Site& site) {
            if (site.directory.use_count() > 1) site.directory = std::make_shared<Directory>(*site.directory);
            kDirectoryKeys[kRow].load(in, node, *site.directory);
          },
          [](EffectivePrinter& out, const Site& site) { kDirectoryKeys[kRow].print(out, *site.directory); },
          kKey.shape};
}

template <std::size_t... kRows>
constexpr auto keys_of_site(std::index_sequence<kRows...>) {
  // What the server may read is the server's, not the directory's: to change it copies no accounts.
  return std::to_array<Key<Site>>(
      {shared_key<kRows>()..., key<kServerAccess, &Site::server, &Server::rras, &Rras::access>(
                                   "server-access", "what the server may read in the domain")});
}

constexpr Section kDirectorySection{"`directory`", keys_of_site(std::make_index_sequence<std::size(kDirectoryKeys)>{})};

}  // namespace

constexpr Part<Site> kDirectory = kPartOf<Site, kDirectorySection>;

std::string_view dial_in_permission_name(DialInPermission permission) {
  return kPermissions.names[static_cast<std::size_t>(permission)];
}

std::string_view domain_mode_name(DomainMode mode) { return kModes.names[static_cast<std::size_t>(mode)]; }

grammar::Schedule logon_hours_of_bits(std::string_view hex, bool leftmost_first) {
  constexpr std::size_t kBitsOfByte = 8;
  std::vector<bool> open(grammar::kMinutesOfWeek);
  const auto digit = [&](std::size_t at) {
    const char c = lower(hex[at]);
    return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  for (std::size_t hour = 0; hour < hex.size() / 2 * kBitsOfByte; ++hour) {
    const std::size_t byte = hour / kBitsOfByte, bit = hour % kBitsOfByte;
    const unsigned value = digit(byte * 2) * 16 + digit(byte * 2 + 1);
    const std::size_t shift = leftmost_first ? kBitsOfByte - 1 - bit : bit;
    if ((value >> shift & 1U) == 0) continue;
    for (std::size_t minute = 0; minute < 60; ++minute) open[hour * 60 + minute] = true;
  }
  return grammar::schedule_of(open);
}

}  // namespace rapsim
