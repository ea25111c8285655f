// Reads the accounts of a directory: groups, dial-in properties, state. Source: semantics.md 5.1, 5.2.
#include <algorithm>

#include "base/text.hpp"
#include "model/named_rows.hpp"
#include "model/sections.hpp"
#include "model/zone.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kPermissions[] = {"allow", "deny", "policy"};

void print_flag(EffectivePrinter& out, const Setting<bool>& flag) { out.value(bool_text(flag.value), flag.where); }

// --- logon hours ---

constexpr std::size_t kLogonHoursDigits = 42;  // 21 bytes

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f'); });
}

/// Without a zone nobody can say what is meant: both readings are shown.
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

Shape expiry_shape() { return shapes::string("^[0-9]{4}-[0-9]{2}-[0-9]{2}"); }

// --- dial-in properties ---

/// `none`, `set-by-caller`, or the number to call.
void load_callback(Loader& in, yaml::Node node, User& user) {
  if (!in.may_set(node, user.dial_in.callback)) return;
  const auto text = read_name(in, node);
  if (!text) return;
  const Callback callback = *text == "none"            ? Callback::none
                            : *text == "set-by-caller" ? Callback::set_by_caller
                                                       : Callback::always;
  if (callback == Callback::always && text->find_first_of("0123456789") == std::string::npos)
    return report_unknown_name(in, node, "callback setting", {"none", "set-by-caller", "a telephone number"});
  user.dial_in.callback = {callback, node.span()};
  user.dial_in.callback_number = callback == Callback::always ? *text : std::string{};
}

Shape callback_shape() {
  constexpr std::string_view kWords[] = {"none", "set-by-caller"};
  return shapes::any_of({shapes::words(kWords), shapes::text()});
}

void print_callback(EffectivePrinter& out, const User& user) {
  constexpr std::string_view kNames[] = {"none", "set-by-caller"};
  const Setting<Callback>& callback = user.dial_in.callback;
  out.value(callback.value == Callback::always ? "'" + user.dial_in.callback_number + "'"
                                               : std::string(kNames[static_cast<std::size_t>(callback.value)]),
            callback.where);
}

void load_routes(Loader& in, yaml::Node node, User& user) {
  if (in.editing) user.dial_in.static_routes.clear();
  for (const yaml::Node item : read_list(in, node, "a network")) {
    if (parse_network(item.text()))
      user.dial_in.static_routes.push_back({std::string(item.text()), item.span()});
    else
      in.diags.error(code("R315"), item.span(),
                     "expected a network like `10.2.0.0/16`, found `" + std::string(item.text()) + "`");
  }
}

// clang-format off
constexpr Key<User> kDialInKeys[] = {
  {"permission",
   [](Loader& in, yaml::Node node, User& u) {
     in.set(node, u.dial_in.permission, [](Loader& l, yaml::Node n) -> std::optional<DialInPermission> {
       const auto row = read_word(l, n, "dial-in permission", kPermissions);
       return row ? std::optional(static_cast<DialInPermission>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const User& u) { out.value(dial_in_permission_name(u.dial_in.permission.value), u.dial_in.permission.where); },
   "msNPAllowDialin absent: control access through policy (semantics 2.8)",
   {"allow, deny, or leave it to the policy; left out: policy", [] { return shapes::words(kPermissions); }}},
  {"caller-id", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.dial_in.caller_id, read_text); },
   [](EffectivePrinter& out, const User& u) { print_text(out, u.dial_in.caller_id); }, "",
   {"Verify Caller-ID: the number or address that the caller must have", shapes::text}},
  {"callback", load_callback, print_callback, "a new account has none (semantics 5.1)",
   {"none, set-by-caller, or the number that is always called back; left out: none", callback_shape}},
  {"static-ip", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.dial_in.static_ip, read_ipv4); },
   [](EffectivePrinter& out, const User& u) { print_text(out, u.dial_in.static_ip); }, "",
   {"address that the client gets", shapes::ipv4}},
  {"static-routes", load_routes,
   [](EffectivePrinter& out, const User& u) { print_references(out, u.dial_in.static_routes); }, "",
   {"networks behind the client, like 10.2.0.0/16", [] { return shapes::one_or_list(shapes::network()); }}},
};

constexpr Key<User> kPasswordKeys[] = {
  {"must-change", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.state.must_change_password, read_bool); },
   [](EffectivePrinter& out, const User& u) { print_flag(out, u.state.must_change_password); }, "pwdLastSet is not 0",
   {"the password must be changed at the next logon; left out: false", shapes::boolean}},
  {"expired", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.state.password_expired, read_bool); },
   [](EffectivePrinter& out, const User& u) { print_flag(out, u.state.password_expired); }, "the password is not too old",
   {"the password is too old; left out: false", shapes::boolean}},
  {"reversible", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.state.reversible_password, read_bool); },
   [](EffectivePrinter& out, const User& u) { print_flag(out, u.state.reversible_password); }, "passwords are not stored with reversible encryption",
   {"the password is stored with reversible encryption, which CHAP needs; left out: false", shapes::boolean}},
};

constexpr Key<User> kStateKeys[] = {
  {"disabled", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.state.disabled, read_bool); },
   [](EffectivePrinter& out, const User& u) { print_flag(out, u.state.disabled); }, "userAccountControl without 0x2",
   {"the account is disabled; left out: false", shapes::boolean}},
  {"locked-out", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.state.locked_out, read_bool); },
   [](EffectivePrinter& out, const User& u) { print_flag(out, u.state.locked_out); }, "lockoutTime 0",
   {"the domain has locked the account; left out: false", shapes::boolean}},
  {"expires", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.state.expires, read_expiry); },
   [](EffectivePrinter& out, const User& u) { print_text(out, u.state.expires); }, "",
   {"a date, to the end of that day, or a time; left out: never", expiry_shape}},
  {"logon-hours", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.state.logon_hours, read_logon_hours); },
   [](EffectivePrinter& out, const User& u) {
     const Setting<LogonHours>& hours = u.state.logon_hours;
     hours.is_given() ? out.value(yaml_scalar(hours.value.text), hours.where) : out.nothing(); }, "",
   {"a schedule with its zone, like `Mon-Fri 07:00-17:00 UTC`, or the directory's 42 hex digits; left out: always", shapes::text}},
  {"smart-card-required", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.state.smart_card_required, read_bool); },
   [](EffectivePrinter& out, const User& u) { print_flag(out, u.state.smart_card_required); }, "userAccountControl without 0x40000",
   {"the account logs on with a smart card only; left out: false", shapes::boolean}},
  {"password", [](Loader& in, yaml::Node node, User& u) { load_keys<User>(in, node, u, kPasswordKeys, "`password`"); },
   [](EffectivePrinter& out, const User& u) { out.open_map({}); print_keys<User>(out, u, kPasswordKeys); out.close_map(); }, "",
   {"state of the password", [] { return map_shape(kPasswordKeys); }}},
};

constexpr Key<User> kUserKeys[] = {
  {"groups", [](Loader& in, yaml::Node node, User& u) { load_references(in, node, u.groups); },
   [](EffectivePrinter& out, const User& u) { print_references(out, u.groups); }, "",
   {"groups that it is a member of; nested groups count", shapes::references}},
  {"primary-group", [](Loader& in, yaml::Node node, User& u) { in.set(node, u.primary_group, read_text); },
   [](EffectivePrinter& out, const User& u) { print_text(out, u.primary_group); }, "Domain Users or Domain Computers, as for every new account",
   {"its primary group; left out: Domain Users, or Domain Computers", shapes::text}},
  {"dial-in", [](Loader& in, yaml::Node node, User& u) { load_keys<User>(in, node, u, kDialInKeys, "`dial-in`"); },
   [](EffectivePrinter& out, const User& u) { out.open_map({}); print_keys<User>(out, u, kDialInKeys); out.close_map(); }, "",
   {"dial-in properties", [] { return map_shape(kDialInKeys); }}},
  {"account", [](Loader& in, yaml::Node node, User& u) { load_keys<User>(in, node, u, kStateKeys, "`account`"); },
   [](EffectivePrinter& out, const User& u) { out.open_map({}); print_keys<User>(out, u, kStateKeys); out.close_map(); }, "",
   {"state of the account", [] { return map_shape(kStateKeys); }}},
};
// clang-format on

void load_accounts(Loader& in, yaml::Node node, std::vector<User>& rows, RowsByName& known, std::string_view what) {
  known.add_all(rows);
  load_named<User>(in, node, rows, known, kUserKeys, what);
}

}  // namespace

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

Shape users_shape() { return named_shape(shapes::defined("account", map_shape(kUserKeys))); }

void load_users(Loader& in, yaml::Node node, Directory& directory) {
  load_accounts(in, node, directory.users, in.users, "a user");
}
void load_computers(Loader& in, yaml::Node node, Directory& directory) {
  load_accounts(in, node, directory.computers, in.computers, "a computer");
}
void print_users(EffectivePrinter& out, const Directory& directory) {
  print_named<User>(out, directory.users, kUserKeys);
}
void print_computers(EffectivePrinter& out, const Directory& directory) {
  print_named<User>(out, directory.computers, kUserKeys);
}

}  // namespace rapsim
