#include "import/directory_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <range/v3/algorithm/all_of.hpp>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>
#include <set>

#include "base/ipv4.hpp"
#include "base/text.hpp"
#include "import/nps_profile.hpp"
#include "import/sid.hpp"
#include "import/yaml_text.hpp"
#include "model/site/effective.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

/// What a column says.
enum class Column : std::uint8_t {
  name,  // SamAccountName, or what a list calls it
  display_name,
  dn,
  sid,
  object_class,
  enabled,
  control,
  expires,
  expires_local,
  locked_out,
  lockout_time,
  smart_card,
  reversible,
  password_expired,
  pwd_last_set,
  logon_hours,
  member_of,
  primary_group,
  primary_group_id,
  dial_in,
  caller_id,
  callback,
  static_ip,
  route,
  group_scope,
  members,
  of_group,  // the group whose member the row is
  upn,
};
constexpr std::size_t kColumnCount = static_cast<std::size_t>(Column::upn) + 1;

struct ColumnRow {
  std::string_view header;  // without case; blanks, hyphens and underscores do not count
  Column column;
};
constexpr ColumnRow kColumns[] = {
    {"samaccountname", Column::name},
    {"user", Column::name},
    {"username", Column::name},
    {"account", Column::name},
    {"accountname", Column::name},
    {"login", Column::name},
    {"logonname", Column::name},
    {"name", Column::display_name},
    {"displayname", Column::display_name},
    {"cn", Column::display_name},
    {"distinguishedname", Column::dn},
    {"dn", Column::dn},
    {"sid", Column::sid},
    {"objectsid", Column::sid},
    {"objectclass", Column::object_class},
    {"enabled", Column::enabled},
    {"useraccountcontrol", Column::control},
    {"accountexpires", Column::expires},
    {"accountexpirationdate", Column::expires_local},
    {"lockedout", Column::locked_out},
    {"lockouttime", Column::lockout_time},
    {"smartcardlogonrequired", Column::smart_card},
    {"allowreversiblepasswordencryption", Column::reversible},
    {"passwordexpired", Column::password_expired},
    {"pwdlastset", Column::pwd_last_set},
    {"logonhours", Column::logon_hours},
    {"memberof", Column::member_of},
    {"groups", Column::member_of},
    {"groupmembership", Column::member_of},
    {"primarygroup", Column::primary_group},
    {"primarygroupid", Column::primary_group_id},
    {"msnpallowdialin", Column::dial_in},
    {"msnpcallingstationid", Column::caller_id},
    {"msradiuscallbacknumber", Column::callback},
    {"msradiusframedipaddress", Column::static_ip},
    {"msradiusframedroute", Column::route},
    {"groupscope", Column::group_scope},
    {"groupcategory", Column::group_scope},
    {"grouptype", Column::group_scope},
    {"members", Column::members},
    {"member", Column::members},
    {"group", Column::of_group},
    {"groupname", Column::of_group},
    {"userprincipalname", Column::upn},
};

/// PowerShell prints the type of what has several values, unless a script joined them.
constexpr std::string_view kTypeName = "Microsoft.ActiveDirectory.Management.ADPropertyValueCollection";
constexpr std::string_view kByteArray = "System.Byte[]";
/// A group that no site lists: an account in it may be in any other.
constexpr std::string_view kUnknownMemberships = "memberships not in the file";

// userAccountControl (win32 ADS_USER_FLAG_ENUM)
constexpr std::uint32_t kDisabled = 0x2, kReversible = 0x80, kSmartCard = 0x40000, kPasswordExpired = 0x800000;

std::string header_key(std::string_view header) {
  std::string out = lowered(header);
  std::erase_if(out, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// Several values of one cell. Names of objects have commas, so a list of them ends where the next `CN=` begins.
std::vector<std::string> values_of(std::string_view cell) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view value) {
    value = trimmed(value);
    if (!value.empty()) out.emplace_back(value);
  };
  const bool has_dn = lowered(cell.substr(0, 3)) == "cn=" || lowered(cell.substr(0, 3)) == "ou=";
  const bool has_semicolons = cell.find(';') != std::string_view::npos;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= cell.size(); ++at) {
    const char c = at < cell.size() ? cell[at] : ';';
    const bool is_next_dn =
        c == ',' && lowered(trimmed(cell.substr(std::min(at + 1, cell.size()))).substr(0, 3)) == "cn=";
    const bool is_end = at == cell.size() || c == ';' || c == '\n' || c == '|' ||
                        (c == ',' && (has_dn ? is_next_dn && !has_semicolons : !has_semicolons));
    if (!is_end || (at > 0 && at < cell.size() && cell[at - 1] == '\\')) continue;
    add(cell.substr(begin, at - begin));
    begin = at + 1;
  }
  return out;
}

/// `VPN Users` of `CN=VPN Users,OU=...`; any other text as it is.
std::string name_of_dn(std::string_view dn) {
  if (lowered(dn.substr(0, 3)) != "cn=") return std::string(dn);
  std::string out;
  for (std::size_t i = 3; i < dn.size() && dn[i] != ','; ++i) {
    if (dn[i] == '\\' && i + 1 < dn.size()) ++i;
    out += dn[i];
  }
  return out;
}

/// `ad.example.com` of the DC= parts; empty: none.
std::string dns_name_of_dn(std::string_view dn) {
  std::string out;
  for (const std::string_view part : comma_list(dn))
    if (lowered(part.substr(0, 3)) == "dc=") add_item(out, part.substr(3), ".");
  const auto is_bad = [](char c) { return is_control(c) || c == ' '; };
  return ranges::any_of(out, is_bad) ? std::string{} : lowered(out);
}

std::optional<bool> flag_of(std::string_view text) {
  for (const std::string_view word : {"true", "1", "yes", "ja", "oui"})
    if (equal_without_case(text, word)) return true;
  for (const std::string_view word : {"false", "0", "no", "nein", "non"})
    if (equal_without_case(text, word)) return false;
  return std::nullopt;
}

/// 100 ns since 1601 as `2026-05-01T00:00Z`; empty: never. Nothing for any other text.
std::optional<std::string> instant_of_filetime(std::string_view text) {
  const auto ticks = number_in<std::int64_t>(text);
  if (!ticks || *ticks < 0) return std::nullopt;
  constexpr std::int64_t kYear9999 = 2650'467'743'990'000'000;
  if (*ticks == 0 || *ticks >= kYear9999) return std::string{};  // INT64_MAX and the like
  constexpr std::int64_t kTicksOfSecond = 10'000'000, kSecondsTo1970 = 11'644'473'600;
  const LocalTime time =
      local_time(find_zone("UTC"), Instant{std::chrono::seconds{*ticks / kTicksOfSecond - kSecondsTo1970}});
  std::string out = time.text + "Z";
  out[out.find(' ')] = 'T';
  return out;
}

/// The numbers and the order of a date like `5/26/2025 4:28:53 PM`, `26.05.2025 16:28`, `2025-05-26 16:28:53`.
struct CultureDate {
  std::array<std::uint32_t, 3> parts{};
  char sign = '/';
  std::uint32_t hour = 0, minute = 0;
};

std::optional<CultureDate> culture_date(std::string_view text) {
  CultureDate out;
  std::vector<std::string> numbers(1);
  std::size_t at = 0;
  for (; at < text.size() && text[at] != ' ' && text[at] != 'T'; ++at) {
    if (is_digit(text[at])) {
      numbers.back() += text[at];
    } else if (text[at] == '/' || text[at] == '.' || text[at] == '-') {
      out.sign = text[at];
      numbers.emplace_back();
    } else {
      return std::nullopt;
    }
  }
  if (numbers.size() != 3) return std::nullopt;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = number_in<std::uint32_t>(numbers[i]);
    if (!number || numbers[i].size() > 4) return std::nullopt;
    out.parts[i] = *number;
  }
  const std::string_view clock = trimmed(text.substr(std::min(at + 1, text.size())));
  if (clock.empty()) return out;
  const std::size_t colon = clock.find(':');
  const auto hour = number_in<std::uint32_t>(clock.substr(0, std::min(colon, clock.size())));
  const auto minute =
      colon == std::string_view::npos ? std::nullopt : number_in<std::uint32_t>(clock.substr(colon + 1, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  out.minute = *minute;
  const std::string end = lowered(clock);
  if ((end.ends_with("pm") || end.ends_with("am")) && (*hour == 0 || *hour > 12)) return std::nullopt;
  out.hour = end.ends_with("pm") ? *hour % 12 + 12 : end.ends_with("am") ? *hour % 12 : *hour;
  return out;
}

/// What the date itself says of its order.
DateOrder order_of(const CultureDate& date) {
  if (date.parts[0] > 31) return DateOrder::year_first;
  if (date.sign == '.') return DateOrder::day_first;
  if (date.parts[0] > 12) return DateOrder::day_first;
  return date.parts[1] > 12 ? DateOrder::month_first : DateOrder::unknown;
}

struct Account {
  std::string name{};
  std::string place{};
  std::set<std::string> groups{};  // names, and what is not known of them
  std::vector<std::string> dial_in{}, state{}, password{};
  std::string primary_group{};
  bool has_groups = false;  // a file says which
};

struct GroupEntry {
  std::string name{}, sid{}, place{};
  std::set<std::string> member_of{};
  bool has_memberships = false;
};

class DirectoryReader {
 public:
  DirectoryReader(const DirectoryOptions& options, const Sources& sources, Diagnostics& diags)
      : options_(options), sources_(sources), diags_(diags) {}

  std::optional<Imported> read(const std::vector<CsvTable>& tables) {
    // Groups first: names of objects are resolved by them.
    std::vector<bool> is_group_table;
    for (const CsvTable& table : tables) {
      find_columns(table);
      is_group_table.push_back(is_of_groups(table));
      if (is_group_table.back()) read_groups(table);
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
      find_columns(tables[i]);
      if (!is_group_table[i]) read_accounts(tables[i]);
    }
    if (diags_.has_errors()) return std::nullopt;
    return write(tables);
  }

 private:
  void note(ImportNoteKind kind, Span where, std::string what, std::string affects) {
    notes_.push_back({kind, where, std::move(what), std::move(affects)});
  }

  // --- columns ---

  void find_columns(const CsvTable& table) {
    at_.fill(SIZE_MAX);
    for (std::size_t i = 0; i < table.header.size(); ++i)
      for (const ColumnRow& row : kColumns)
        if (row.header == header_key(table.header[i]) && at_[static_cast<std::size_t>(row.column)] == SIZE_MAX)
          at_[static_cast<std::size_t>(row.column)] = i;
  }
  [[nodiscard]] bool has(Column column) const { return at_[static_cast<std::size_t>(column)] != SIZE_MAX; }
  [[nodiscard]] std::string_view cell(const CsvRow& row, Column column) const {
    return has(column) ? trimmed(row.cells[at_[static_cast<std::size_t>(column)]]) : std::string_view{};
  }
  [[nodiscard]] std::string place(const CsvRow& row) const { return place_text(row.where, sources_); }

  [[nodiscard]] bool is_of_groups(const CsvTable& table) const {
    if (has(Column::of_group) && (has(Column::name) || has(Column::display_name) || has(Column::members))) return false;
    if (has(Column::group_scope) || table.type.find("ADGroup") != std::string::npos) return true;
    return has(Column::object_class) && !table.rows.empty() && ranges::all_of(table.rows, [&](const CsvRow& row) {
             return equal_without_case(cell(row, Column::object_class), "group");
           });
  }

  /// The account's name; a list may call it something else.
  [[nodiscard]] std::string_view name_in(const CsvRow& row) const {
    const std::string_view name = cell(row, Column::name);
    return name.empty() && !has(Column::name) ? cell(row, Column::display_name) : name;
  }

  bool expect_names(const CsvTable& table, std::string_view what) {
    if (has(Column::name) || has(Column::display_name)) return true;
    const Span where{table.rows.empty() ? 0 : table.rows.front().where.file, 1, 1, 1};
    diags_.error(
        code("R602"), where, "no column has the names of " + std::string(what),
        table.separator == '\t'
            ? "a table of ldapdomaindump has no place here; `Get-ADUser ... | Export-Csv` writes what is needed"
            : "`SamAccountName`, or `User` in a list of your own");
    return false;
  }

  // --- groups ---

  void read_groups(const CsvTable& table) {
    if (!expect_names(table, "groups")) return;
    for (const CsvRow& row : table.rows) {
      const std::string name(name_in(row));
      if (!check_name(name, row)) continue;
      const auto [at, is_new] = group_by_name_.try_emplace(lowered(name), groups_.size());
      if (!is_new) {
        diags_.error(code("R604"), row.where, "the group `" + name + "` is also at " + groups_[at->second].place);
        continue;
      }
      GroupEntry& group = groups_.emplace_back(GroupEntry{.name = name, .sid = sid_of(row), .place = place(row)});
      if (const std::string_view dn = cell(row, Column::dn); !dn.empty()) group_by_dn_[lowered(dn)] = name;
      note_domain(row);
      const std::string_view parents = cell(row, Column::member_of);
      group.has_memberships = has(Column::member_of) && parents != kTypeName;
      if (group.has_memberships) pending_parents_.emplace_back(groups_.size() - 1, std::string(parents));
      if (const std::string_view members = cell(row, Column::members); has(Column::members) && members != kTypeName)
        for (const std::string& member : values_of(members)) members_by_dn_[lowered(member)].insert(name);
    }
  }

  /// The name of a group that the files describe, or what a name of an object says; on one line.
  [[nodiscard]] std::string group_named(std::string_view value) const {
    const auto by_dn = group_by_dn_.find(lowered(value));
    if (by_dn != group_by_dn_.end()) return by_dn->second;
    std::string name = name_of_dn(value);
    for (char& c : name)
      if (is_control(c)) c = ' ';
    const auto by_name = group_by_name_.find(lowered(name));
    return by_name == group_by_name_.end() ? name : groups_[by_name->second].name;
  }

  // --- accounts ---

  void read_accounts(const CsvTable& table) {
    if (!expect_names(table, "accounts")) return;
    const bool is_member_table = has(Column::of_group);
    if (is_member_table && repeats_members(table)) return;
    const DateOrder dates = date_order(table);
    say_what_lacks(table, is_member_table);
    for (const CsvRow& row : table.rows) {
      const std::string name = without_domain(name_in(row));
      if (!check_name(name, row) || !check_account_name(name, row)) continue;
      const std::string kind = lowered(cell(row, Column::object_class));
      if (kind == "group") {
        read_group_member(name, row);
        continue;
      }
      const bool is_computer = kind == "computer" || name.ends_with('$');
      Account& account = account_of(name, is_computer, row, is_member_table);
      if (diags_.has_errors()) return;
      read_memberships(row, account, is_member_table);
      read_state(row, account, dates);
      read_dial_in(row, account);
      note_domain(row);
    }
  }

  Account& account_of(const std::string& name, bool is_computer, const CsvRow& row, bool may_repeat) {
    auto& accounts = is_computer ? computers_ : users_;
    std::string key = name.ends_with('$') ? name.substr(0, name.size() - 1) : name;
    const auto [at, is_new] = by_name_[is_computer ? 1 : 0].try_emplace(lowered(key), accounts.size());
    if (is_new) {
      accounts.push_back({.name = std::move(key), .place = place(row)});
    } else if (!may_repeat && !repeatable_.contains(lowered(name))) {
      diags_.error(code("R604"), row.where, "the account `" + name + "` is also at " + accounts[at->second].place);
    }
    if (may_repeat) repeatable_.insert(lowered(name));
    return accounts[at->second];
  }

  void read_group_member(const std::string& name, const CsvRow& row) {
    const auto [at, is_new] = group_by_name_.try_emplace(lowered(name), groups_.size());
    if (is_new) groups_.push_back({.name = name, .sid = sid_of(row), .place = place(row)});
    if (has(Column::of_group)) groups_[at->second].member_of.insert(group_named(cell(row, Column::of_group)));
  }

  void read_memberships(const CsvRow& row, Account& account, bool is_member_table) {
    if (is_member_table) {
      account.has_groups = true;
      add_plain_group(cell(row, Column::of_group), row, account);
    }
    const std::string_view groups = cell(row, Column::member_of);
    if (has(Column::member_of) && groups != kTypeName) {
      account.has_groups = true;
      for (const std::string& value : values_of(groups)) add_plain_group(value, row, account);
    }
    if (const auto found = members_by_dn_.find(lowered(cell(row, Column::dn)));
        found != members_by_dn_.end() && has(Column::dn))
      account.groups.insert(found->second.begin(), found->second.end());
    if (const std::string_view primary = cell(row, Column::primary_group); !primary.empty())
      account.primary_group = group_named(primary);
    else if (const auto rid = number_in<std::uint32_t>(cell(row, Column::primary_group_id)))
      account.primary_group = group_of_rid(*rid);
  }

  /// A group that people wrote down is one; of one that a directory names, it is not known what it is nested in.
  void add_plain_group(std::string_view value, const CsvRow& row, Account& account) {
    if (trimmed(value).empty()) return;
    const std::string name = group_named(trimmed(value));
    if (!check_name(name, row)) return;
    account.groups.insert(name);
    const bool is_dn = lowered(value.substr(0, 3)) == "cn=";
    if (group_by_name_.contains(lowered(name))) return;
    if (is_dn) {
      undescribed_.insert(name);
      return;
    }
    group_by_name_.emplace(lowered(name), groups_.size());
    groups_.push_back({.name = name, .place = place(row), .has_memberships = true});
    plain_groups_.insert(name);
  }

  [[nodiscard]] std::string group_of_rid(std::uint32_t rid) const {
    constexpr std::pair<std::uint32_t, std::string_view> kRows[] = {
        {512, "Domain Admins"}, {513, "Domain Users"}, {514, "Domain Guests"}, {515, "Domain Computers"}};
    for (const GroupEntry& group : groups_)
      if (group.sid.ends_with("-" + std::to_string(rid))) return group.name;
    for (const auto& [number, name] : kRows)
      if (number == rid) return std::string(name);
    return "RID " + std::to_string(rid);
  }

  void read_state(const CsvRow& row, Account& account, DateOrder dates) {
    const auto control = export_number(cell(row, Column::control));
    const auto flag = [&](Column column, std::uint32_t bit, std::string_view key, bool is_other,
                          std::vector<std::string>& into) {
      const std::string_view text = cell(row, column);
      std::optional<bool> value = flag_of(text);
      if (!value && !text.empty()) bad_value(row, column, "True or False");
      if (!value && control && bit != 0) value = ((*control & bit) != 0) != is_other;
      if (value && *value != is_other) into.push_back(std::string(key) + ": true");
    };
    flag(Column::enabled, kDisabled, "disabled", true, account.state);
    flag(Column::smart_card, kSmartCard, "smart-card-required", false, account.state);
    flag(Column::locked_out, 0, "locked-out", false, account.state);
    if (const std::string_view time = cell(row, Column::lockout_time); !time.empty() && !has(Column::locked_out)) {
      const auto ticks = number_in<std::int64_t>(time);
      if (!ticks) bad_value(row, Column::lockout_time, "a number");
      if (ticks && *ticks != 0) account.state.emplace_back("locked-out: true");
    }
    flag(Column::password_expired, kPasswordExpired, "expired", false, account.password);
    flag(Column::reversible, kReversible, "reversible", false, account.password);
    if (cell(row, Column::pwd_last_set) == "0") account.password.emplace_back("must-change: true");
    read_expiry(row, account, dates);
    read_hours(row, account);
  }

  void read_expiry(const CsvRow& row, Account& account, DateOrder dates) {
    if (const std::string_view ticks = cell(row, Column::expires); !ticks.empty()) {
      const auto instant = instant_of_filetime(ticks);
      if (!instant) return bad_value(row, Column::expires, "100 ns since 1601, as a number");
      if (!instant->empty()) account.state.push_back("expires: " + *instant);
      return;
    }
    const std::string_view text = cell(row, Column::expires_local);
    if (text.empty()) return;
    const auto date = culture_date(text);
    if (!date) return bad_value(row, Column::expires_local, "a date");
    const DateOrder own = order_of(*date);
    const DateOrder order = own == DateOrder::year_first ? own : dates;
    if (order == DateOrder::unknown)
      return diags_.error(code("R603"), row.where,
                          "which of the numbers is the day, in a date like `" + std::string(text) + "`?",
                          "say it: `--dates dmy` or `--dates mdy`");
    const auto& p = date->parts;
    const auto [year, month, day] = order == DateOrder::year_first    ? std::array{p[0], p[1], p[2]}
                                    : order == DateOrder::month_first ? std::array{p[2], p[0], p[1]}
                                                                      : std::array{p[2], p[1], p[0]};
    const std::string iso = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}", year < 100 ? year + 2000 : year, month, day,
                                        date->hour, date->minute);
    if (read_local(find_zone("UTC"), iso).reading == LocalReading::malformed)
      return bad_value(row, Column::expires_local, "a date of the order that the others have");
    account.state.push_back("expires: " + iso);
  }

  /// 42 hex digits, or 21 numbers as a script joins them.
  void read_hours(const CsvRow& row, Account& account) {
    const std::string_view text = cell(row, Column::logon_hours);
    if (text.empty()) return;
    constexpr std::size_t kBytes = 21;
    std::string hex;
    if (text.size() == 2 * kBytes && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos) {
      hex = text;
    } else {
      std::string number;
      for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && is_digit(text[i])) {
          number += text[i];
          continue;
        }
        if (const auto byte = number_in<std::uint8_t>(number)) hex += fmt::format("{:02x}", *byte);
        number.clear();
      }
    }
    if (hex.size() != 2 * kBytes) {
      if (text == kByteArray) {
        if (!has_byte_arrays_)
          note(ImportNoteKind::open, row.where,
               "logonHours says `System.Byte[]` only: the hours are lost, and taken as none",
               "accounts with logon hours, at times outside of them (reason 37)");
        has_byte_arrays_ = true;
        return;
      }
      return bad_value(row, Column::logon_hours, "21 bytes");
    }
    if (lowered(hex) != std::string(2 * kBytes, 'f')) account.state.push_back("logon-hours: '" + lowered(hex) + "'");
  }

  void read_dial_in(const CsvRow& row, Account& account) {
    if (const std::string_view text = cell(row, Column::dial_in); !text.empty()) {
      const auto allowed = flag_of(text);
      if (!allowed) return bad_value(row, Column::dial_in, "True or False");
      account.dial_in.emplace_back(*allowed ? "permission: allow" : "permission: deny");
    }
    if (const std::string_view text = cell(row, Column::caller_id); !text.empty())
      account.dial_in.push_back("caller-id: " + yaml_quoted(text));
    if (const std::string_view text = cell(row, Column::callback);
        ranges::any_of(text, is_digit) && !ranges::any_of(text, is_control))
      account.dial_in.push_back("callback: " + yaml_quoted(text));
    if (const std::string_view text = cell(row, Column::static_ip); !text.empty()) {
      const auto plain = parse_ipv4(text);
      const auto number = plain ? plain : export_number(text);
      if (!number) return bad_value(row, Column::static_ip, "an address, or the number of one");
      account.dial_in.push_back("static-ip: " + ipv4_text(*number));
    }
    std::vector<std::string> routes;
    for (const std::string& route : values_of(cell(row, Column::route))) {
      const auto network = parse_network(std::string_view(route).substr(0, route.find(' ')));
      if (!network) return bad_value(row, Column::route, "a network like 10.2.0.0/16");
      routes.push_back(network_text(*network));
    }
    if (!routes.empty()) account.dial_in.push_back("static-routes: " + yaml_list(routes));
  }

  // --- what is wrong, what lacks ---

  /// The value itself stays out: a column may be shifted, and hold anything.
  void bad_value(const CsvRow& row, Column column, std::string_view wanted) {
    std::string_view header;
    for (const ColumnRow& one : kColumns)
      if (one.column == column && header.empty()) header = one.header;
    diags_.error(code("R603"), row.where,
                 "expected " + std::string(wanted) + " in the column `" + std::string(header) + "`");
  }

  /// `alice` of `CONTOSO\\alice` and `alice@contoso.example`, which lists have.
  std::string without_domain(std::string_view name) {
    const std::size_t backslash = name.find('\\');
    if (backslash != std::string_view::npos && backslash > 0) {
      domains_of_names_.insert(std::string(name.substr(0, backslash)));
      return std::string(name.substr(backslash + 1));
    }
    return std::string(name.substr(0, name.find('@', 1)));
  }

  /// Characters that no sAMAccountName has (MS-SAMR 3.1.1.6).
  bool check_account_name(std::string_view name, const CsvRow& row) {
    if (name.find_first_of("\"/\\[]:;|=,+*?<>@") == std::string_view::npos && name != "$") return true;
    diags_.error(code("R604"), row.where, "not the name of an account: it has a character that no account name has",
                 "`SamAccountName` is the column that is needed");
    return false;
  }

  bool check_name(const std::string& name, const CsvRow& row) {
    if (!name.empty() && !ranges::any_of(name, is_control)) return true;
    diags_.error(code("R604"), row.where, "a row without a name, or with one that has control characters");
    return false;
  }

  [[nodiscard]] std::string sid_of(const CsvRow& row) const {
    const std::string_view sid = cell(row, Column::sid);
    return is_sid_text(sid) ? std::string(sid) : std::string{};
  }

  void note_domain(const CsvRow& row) {
    if (const std::string sid = sid_of(row); sid.starts_with("S-1-5-21-"))
      domain_sids_.insert(sid.substr(0, sid.rfind('-')));
    if (const std::string name = dns_name_of_dn(cell(row, Column::dn)); !name.empty()) domain_names_.insert(name);
  }

  /// A script that reads the wrong variable prints the member as its own group.
  bool repeats_members(const CsvTable& table) {
    const auto is_same = [&](const CsvRow& row) {
      const std::string_view group = cell(row, Column::of_group);
      return equal_without_case(group, cell(row, Column::name)) ||
             equal_without_case(group, cell(row, Column::display_name));
    };
    if (table.rows.size() < 2 || !ranges::all_of(table.rows, is_same)) return false;
    note(ImportNoteKind::open, table.rows.front().where,
         "the group column repeats the member in every row: the file is not used", "memberships in groups");
    return true;
  }

  /// The order that every date of the file may have, and one at least must.
  DateOrder date_order(const CsvTable& table) {
    if (options_.dates != DateOrder::unknown || !has(Column::expires_local)) return options_.dates;
    DateOrder found = DateOrder::unknown;
    for (const CsvRow& row : table.rows) {
      const auto date = culture_date(cell(row, Column::expires_local));
      const DateOrder own = date ? order_of(*date) : DateOrder::unknown;
      if (own == DateOrder::unknown || own == DateOrder::year_first) continue;
      if (found != DateOrder::unknown && found != own) return DateOrder::unknown;
      found = own;
    }
    return found;
  }

  void say_what_lacks(const CsvTable& table, bool is_member_table) {
    if (is_member_table || table.rows.empty()) return;
    const Span where = table.rows.front().where;
    struct Row {
      bool is_there;
      std::string_view what, affects;
    };
    const bool has_group_values = has(Column::member_of) && !ranges::all_of(table.rows, [&](const CsvRow& row) {
                                    return cell(row, Column::member_of) == kTypeName;
                                  });
    for (const Row& row :
         {Row{has_group_values || !members_by_dn_.empty(), "groups of accounts (MemberOf, joined by `;`)",
              "every condition on groups: unknown"},
          Row{has(Column::dial_in), "dial-in permission (msNPAllowDialin): taken as left to the policy",
              "accounts that are set to Allow or Deny"},
          Row{has(Column::enabled) || has(Column::control), "whether accounts are disabled: taken as enabled",
              "disabled accounts (reason 34)"},
          Row{has(Column::expires) || has(Column::expires_local), "when accounts expire: taken as never",
              "expired accounts (reason 35)"},
          Row{has(Column::logon_hours), "logon hours: taken as none", "accounts with logon hours (reason 37)"}})
      if (!row.is_there) note(ImportNoteKind::open, where, std::string(row.what), std::string(row.affects));
  }

  // --- the site ---

  [[nodiscard]] bool is_listed(const std::string& group) const { return group_by_name_.contains(lowered(group)); }

  Imported write(const std::vector<CsvTable>& tables) {
    for (auto& [group, parents] : pending_parents_)
      for (const std::string& value : values_of(parents)) groups_[group].member_of.insert(group_named(value));
    YamlText out;
    out.remark(0, "Imported by `rapsim import directory`; comments say where values are from.");
    out.line(0, "format: rapsim/site/1");
    out.line(0, "directory:");
    domain(out);
    out.line(1, fmt::format("complete: {}", options_.complete),
             options_.complete ? "given with --complete"
                               : "whether these are all accounts, the files do not say: `--complete` does");
    write_groups(out);
    write_accounts(out, "users", users_);
    write_accounts(out, "computers", computers_);
    if (!undescribed_.empty())
      note(ImportNoteKind::open, {},
           fmt::format("{} group{} that accounts are members of, without a description: `Get-ADGroup -Filter * "
                       "-Properties MemberOf | Export-Csv`",
                       undescribed_.size(), undescribed_.size() == 1 ? "" : "s"),
           "which groups these are nested in: conditions on other groups are unknown for their members");
    if (!plain_groups_.empty())
      note(ImportNoteKind::remark, {},
           fmt::format("{} group{} taken as not nested in others, as the list names them", plain_groups_.size(),
                       plain_groups_.size() == 1 ? "" : "s"),
           "");
    return {.yaml = out.text(),
            .summary = fmt::format("users: {}, computers: {}, groups: {}, files: {}", users_.size(), computers_.size(),
                                   groups_.size(), tables.size()),
            .notes = std::move(notes_)};
  }

  void domain(YamlText& out) {
    std::vector<std::string> keys;
    const std::string name = !options_.domain.empty()        ? options_.domain
                             : domains_of_names_.size() == 1 ? *domains_of_names_.begin()
                                                             : std::string{};
    if (!name.empty()) keys.push_back("name: " + yaml_scalar(name));
    if (domain_names_.size() == 1) keys.push_back("dns-name: " + yaml_scalar(*domain_names_.begin()));
    if (domain_sids_.size() == 1) keys.push_back("sid: " + yaml_scalar(*domain_sids_.begin()));
    if (!keys.empty()) out.line(1, fmt::format("domain: {{ {} }}", fmt::join(keys, ", ")));
    if (domain_sids_.size() > 1 || domain_names_.size() > 1 || domains_of_names_.size() > 1)
      note(ImportNoteKind::not_modelled, {},
           "accounts of several domains in one list: all are taken as of the server's own",
           "names with a domain, groups of another domain");
  }

  void write_groups(YamlText& out) {
    if (groups_.empty()) return;
    out.line(1, "groups:");
    for (const GroupEntry& group : groups_) {
      std::vector<std::string> keys;
      if (!group.sid.empty()) keys.push_back("sid: " + yaml_scalar(group.sid));
      std::vector<std::string> parents(group.member_of.begin(), group.member_of.end());
      if (!group.has_memberships && !options_.complete) parents.emplace_back(kUnknownMemberships);
      if (options_.complete) std::erase_if(parents, [&](const std::string& parent) { return !is_listed(parent); });
      if (!parents.empty()) keys.push_back("member-of: " + yaml_list(parents));
      out.line(2,
               fmt::format("{}: {{{}}}", yaml_scalar(group.name),
                           keys.empty() ? "" : fmt::format(" {} ", fmt::join(keys, ", "))),
               group.place);
    }
  }

  void write_accounts(YamlText& out, std::string_view key, std::vector<Account>& accounts) {
    if (accounts.empty()) return;
    out.line(1, std::string(key) + ":");
    for (Account& account : accounts) {
      std::vector<std::string> keys;
      std::vector<std::string> groups(account.groups.begin(), account.groups.end());
      if (!account.has_groups && members_by_dn_.empty() && !options_.complete) groups.emplace_back(kUnknownMemberships);
      if (options_.complete) std::erase_if(groups, [&](const std::string& group) { return !is_listed(group); });
      if (!groups.empty()) keys.push_back("groups: " + yaml_list(groups));
      if (!account.primary_group.empty()) keys.push_back("primary-group: " + yaml_scalar(account.primary_group));
      if (!account.password.empty())
        account.state.push_back(fmt::format("password: {{ {} }}", fmt::join(account.password, ", ")));
      if (!account.state.empty()) keys.push_back(fmt::format("account: {{ {} }}", fmt::join(account.state, ", ")));
      if (!account.dial_in.empty()) keys.push_back(fmt::format("dial-in: {{ {} }}", fmt::join(account.dial_in, ", ")));
      out.line(2,
               fmt::format("{}: {{{}}}", yaml_scalar(account.name),
                           keys.empty() ? "" : fmt::format(" {} ", fmt::join(keys, ", "))),
               account.place);
    }
  }

  const DirectoryOptions& options_;
  const Sources& sources_;
  Diagnostics& diags_;
  std::array<std::size_t, kColumnCount> at_{};
  std::vector<ImportNote> notes_;
  std::vector<GroupEntry> groups_;
  std::vector<Account> users_, computers_;
  std::map<std::string, std::size_t> group_by_name_;  // lower case
  std::map<std::string, std::string> group_by_dn_;    // lower case
  std::map<std::string, std::set<std::string>> members_by_dn_;
  std::vector<std::pair<std::size_t, std::string>> pending_parents_;  // of groups
  std::array<std::map<std::string, std::size_t>, 2> by_name_;         // users, computers
  std::set<std::string> repeatable_;                                  // accounts of lists with a row a membership
  std::set<std::string> undescribed_, plain_groups_, domain_sids_, domain_names_, domains_of_names_;
  bool has_byte_arrays_ = false;
};

}  // namespace

std::optional<Imported> directory_of(const std::vector<CsvTable>& tables, const DirectoryOptions& options,
                                     const Sources& sources, Diagnostics& diags) {
  return DirectoryReader(options, sources, diags).read(tables);
}

}  // namespace rapsim
