#include "tests/oracle/write_yaml.hpp"

#include <date/tz.h>

namespace rapsim::oracle {
namespace {

/// In single quotes, or in double ones with escapes when there is a control character.
std::string quoted(const std::string& text) {
  bool has_control = false;
  for (const char c : text) has_control = has_control || static_cast<unsigned char>(c) < 0x20;
  std::string out = has_control ? "\"" : "'";
  for (const char c : text) {
    if (!has_control)
      out += c == '\'' ? std::string("''") : std::string(1, c);
    else if (static_cast<unsigned char>(c) < 0x20)
      out += std::string("\\x") + "0123456789abcdef"[c >> 4] + "0123456789abcdef"[c & 15];
    else
      out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  }
  return out + (has_control ? "\"" : "'");
}

std::string list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "[" : ", ") + quoted(text);
  return out.empty() ? "[]" : out + "]";
}

std::string one_or_list(const std::vector<std::string>& texts) {
  return texts.size() == 1 ? quoted(texts[0]) : list(texts);
}

std::string line(int indent, const std::string& key, const std::string& value) {
  return std::string(static_cast<std::size_t>(indent), ' ') + key + ": " + value + "\n";
}

std::string boolean(bool value) { return value ? "true" : "false"; }

// --- conditions ---

std::string function_of(const std::string& attribute) {
  if (attribute == "Day-And-Time-Restrictions") return "TIMEOFDAY";
  if (attribute == "Windows-Groups") return "NTGROUPS";
  if (attribute == "Windows-User-Groups") return "USERNTGROUPS";
  return attribute == "Windows-Machine-Groups" ? "MACHINENTGROUPS" : "MATCH";
}

std::string constraint(const Condition& condition) {
  const std::string function = function_of(condition.attribute);
  if (function == "MATCH") return "MATCH(\"" + condition.attribute + "=" + condition.values[0] + "\")";
  std::string arguments;
  for (const std::string& value : condition.values)
    arguments += (arguments.empty() ? "" : condition.quotes_each ? "\";\"" : ";") + value;
  return function + "(\"" + arguments + "\")";
}

/// Booleans are read from plain text only.
std::string readable(const Condition& condition) {
  const bool is_boolean = condition.attribute == "Not-Quarantine-Capable";
  return condition.attribute + ": " + (is_boolean ? condition.values[0] : one_or_list(condition.values));
}

std::string policy_yaml(const Policy& policy) {
  std::string out = "  - name: " + quoted(policy.name) + "\n";
  if (policy.enabled) out += line(4, "enabled", boolean(*policy.enabled));
  if (policy.order) out += line(4, "processing-order", std::to_string(*policy.order));
  if (policy.source) out += line(4, "source", *policy.source);
  if (policy.conditions.empty())
    out += line(4, "conditions", "[]");
  else
    out += "    conditions:\n";
  for (const Condition& condition : policy.conditions)
    out += "      - " + (condition.is_constraint ? quoted(constraint(condition)) : readable(condition)) + "\n";
  if (policy.grants) out += line(4, "permission", *policy.grants ? "grant" : "deny");
  if (policy.ignores_account) out += line(4, "ignore-user-dial-in-properties", boolean(*policy.ignores_account));
  const Profile& profile = policy.profile;
  std::string inside;
  if (profile.methods) inside += line(6, "authentication", list(*profile.methods));
  if (profile.day_and_time) inside += line(6, "day-and-time-restrictions", quoted(*profile.day_and_time));
  if (profile.called_station) inside += line(6, "called-station-id", quoted(*profile.called_station));
  if (profile.port_types) inside += line(6, "nas-port-types", one_or_list(*profile.port_types));
  return inside.empty() ? out : out + "    profile:\n" + inside;
}

// --- the directory ---

std::string group_yaml(const Group& group) {
  if (group.sid.empty() && group.member_of.empty()) return line(4, quoted(group.name), "");
  std::string out = line(4, quoted(group.name), "");
  if (!group.sid.empty()) out += line(6, "sid", group.sid);
  if (!group.member_of.empty()) out += line(6, "member-of", one_or_list(group.member_of));
  return out;
}

std::string user_yaml(const User& user) {
  constexpr const char* kPermissions[] = {"allow", "deny", "policy"};
  std::string out = line(4, quoted(user.name), "");
  if (!user.groups.empty()) out += line(6, "groups", list(user.groups));
  if (user.primary_group) out += line(6, "primary-group", quoted(*user.primary_group));
  if (user.permission || !user.caller_id.empty()) out += line(6, "dial-in", "");
  if (user.permission) out += line(8, "permission", kPermissions[static_cast<std::size_t>(*user.permission)]);
  if (!user.caller_id.empty()) out += line(8, "caller-id", quoted(user.caller_id));
  return out;
}

std::string directory_yaml(const Site& site) {
  std::string out = "directory:\n";
  if (!site.domain_sid.empty()) out += "  domain:\n    sid: " + site.domain_sid + "\n";
  if (!site.is_complete) out += "  complete: false\n";
  if (!site.groups.empty()) out += "  groups:\n";
  for (const Group& group : site.groups) out += group_yaml(group);
  out += "  users:\n";
  for (const User& user : site.users) out += user_yaml(user);
  return out;
}

// --- attempts ---

using LocalSeconds = date::local_seconds;

/// A local time that the clocks skip or show twice needs an offset.
std::string time_text(const Site& site, const Attempt& attempt) {
  const date::sys_seconds instant{std::chrono::seconds{*attempt.at}};
  if (attempt.time_form == TimeForm::utc) return date::format("%Y-%m-%dT%H:%M:%SZ", instant);
  if (attempt.time_form == TimeForm::offset)
    return date::format("%Y-%m-%dT%H:%M:%S+05:30", instant + std::chrono::minutes{330});
  const date::time_zone* zone = date::locate_zone(site.zone);
  const LocalSeconds local = zone->to_local(instant);
  if (zone->get_info(local).result != date::local_info::unique) return date::format("%Y-%m-%dT%H:%M:%SZ", instant);
  return date::format(*attempt.at % 60 == 0 ? "%Y-%m-%dT%H:%M" : "%Y-%m-%dT%H:%M:%S", local);
}

std::string value_text(const Value& value, bool is_plain) {
  if (value.state == State::unknown) return "unknown";
  if (value.state == State::absent) return "null";
  return is_plain ? value.texts[0] : one_or_list(value.texts);
}

}  // namespace

std::string site_yaml(const Site& site) {
  constexpr const char* kDialects[] = {"windows-2000", "windows-2003", "nps"};
  std::string out = "format: rapsim/site/1\n";
  out += line(0, "dialect", kDialects[static_cast<std::size_t>(site.dialect)]);
  out += line(0, "time-zone", site.zone);
  if (!site.server_name.empty() || !site.server_address.empty()) out += "server:\n";
  if (!site.server_name.empty()) out += line(2, "name", quoted(site.server_name));
  if (!site.server_address.empty()) out += line(2, "address", site.server_address);
  out += directory_yaml(site);
  if (site.has_builtin_policies) return out;
  if (site.policies.empty()) return out + "policies: []\n";
  out += "policies:\n";
  for (const Policy& policy : site.policies) out += policy_yaml(policy);
  return out;
}

std::string attempt_yaml(const Site& site, const Attempt& attempt) {
  std::string out = line(0, "user", value_text(attempt.user, false));
  out += line(0, "at", attempt.at ? quoted(time_text(site, attempt)) : "unknown");
  const std::pair<const char*, const Value*> fields[] = {{"from", &attempt.from},
                                                         {"to", &attempt.to},
                                                         {"tunnel", &attempt.tunnel},
                                                         {"port-type", &attempt.port_type},
                                                         {"authentication", &attempt.authentication}};
  for (const auto& [name, value] : fields)
    if (value->state != State::left_out) out += line(0, name, value_text(*value, false));
  if (attempt.eap_type.state != State::left_out) out += "eap:\n" + line(2, "type", value_text(attempt.eap_type, true));
  if (!attempt.attributes.empty()) out += "attributes:\n";
  for (const auto& [name, value] : attempt.attributes)
    out += line(2, name, value_text(value, name == "Not-Quarantine-Capable"));
  return out;
}

std::string attempts_yaml(const Site& site, const std::vector<Attempt>& attempts) {
  std::string out;
  for (const Attempt& attempt : attempts) {
    std::string indent = "- ";
    const std::string text = attempt_yaml(site, attempt);
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
      out += indent + text.substr(begin, text.find('\n', begin) + 1 - begin);
      indent = "  ";
    }
  }
  return out;
}

}  // namespace rapsim::oracle
