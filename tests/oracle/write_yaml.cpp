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

/// What policies and request policies have in common.
std::string rule_yaml(const Policy& policy) {
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
  return out;
}

std::string policy_yaml(const Policy& policy) {
  std::string out = rule_yaml(policy);
  if (policy.grants) out += line(4, "permission", *policy.grants ? "grant" : "deny");
  if (policy.ignores_account) out += line(4, "ignore-user-dial-in-properties", boolean(*policy.ignores_account));
  const Profile& profile = policy.profile;
  std::string inside;
  if (profile.methods) inside += line(6, "authentication", list(*profile.methods));
  if (profile.day_and_time) inside += line(6, "day-and-time-restrictions", quoted(*profile.day_and_time));
  if (profile.called_station) inside += line(6, "called-station-id", quoted(*profile.called_station));
  if (profile.port_types) inside += line(6, "nas-port-types", one_or_list(*profile.port_types));
  if (profile.encryption) inside += line(6, "encryption", one_or_list(*profile.encryption));
  return inside.empty() ? out : out + "    profile:\n" + inside;
}

std::string request_policy_yaml(const RequestPolicy& policy) {
  std::string out = rule_yaml(policy.rule);
  if (!policy.provider.empty()) out += line(4, "provider", policy.provider);
  if (!policy.forward_to.empty()) out += line(4, "forward-to", quoted(policy.forward_to));
  if (policy.maps_to_user) out += line(4, "map-to-windows-user", boolean(*policy.maps_to_user));
  if (policy.methods) out += line(4, "authentication", list(*policy.methods));
  if (!policy.manipulation) return out;
  out += "    manipulation:\n" + line(6, "attribute", policy.manipulation->attribute) + "      rules:\n";
  for (const Replacement& rule : policy.manipulation->rules)
    out += "        - { find: " + quoted(rule.find) + ", replace: " + quoted(rule.replace) + " }\n";
  return out;
}

// --- times ---

using LocalSeconds = date::local_seconds;

/// A local time that the clocks skip or show twice needs an offset.
std::string time_text(const Site& site, const Time& time) {
  const date::sys_seconds instant{std::chrono::seconds{time.at}};
  if (time.form == TimeForm::day) return date::format("%Y-%m-%d", instant);
  if (time.form == TimeForm::utc) return date::format("%Y-%m-%dT%H:%M:%SZ", instant);
  if (time.form == TimeForm::offset)
    return date::format("%Y-%m-%dT%H:%M:%S+05:30", instant + std::chrono::minutes{330});
  const date::time_zone* zone = date::locate_zone(site.zone);
  const LocalSeconds local = zone->to_local(instant);
  if (zone->get_info(local).result != date::local_info::unique) return date::format("%Y-%m-%dT%H:%M:%SZ", instant);
  return date::format(time.at % 60 == 0 ? "%Y-%m-%dT%H:%M" : "%Y-%m-%dT%H:%M:%S", local);
}

// --- the directory ---

std::string group_yaml(const Group& group) {
  if (group.sid.empty() && group.member_of.empty()) return line(4, quoted(group.name), "");
  std::string out = line(4, quoted(group.name), "");
  if (!group.sid.empty()) out += line(6, "sid", group.sid);
  if (!group.member_of.empty()) out += line(6, "member-of", one_or_list(group.member_of));
  return out;
}

std::string state_yaml(const Site& site, const AccountState& state) {
  std::string out, password;
  const std::pair<const char*, bool> flags[] = {{"disabled", state.disabled},
                                                {"locked-out", state.locked_out},
                                                {"smart-card-required", state.smart_card_required}};
  for (const auto& [key, is_on] : flags)
    if (is_on) out += line(8, key, "true");
  if (state.expires) out += line(8, "expires", time_text(site, *state.expires));
  if (!state.logon_hours.empty()) out += line(8, "logon-hours", quoted(state.logon_hours));
  const std::pair<const char*, bool> of_password[] = {
      {"must-change", state.must_change}, {"expired", state.password_expired}, {"reversible", state.reversible}};
  for (const auto& [key, is_on] : of_password)
    if (is_on) password += line(10, key, "true");
  if (!password.empty()) out += line(8, "password", "") + password;
  return out.empty() ? out : line(6, "account", "") + out;
}

std::string account_yaml(const Site& site, const User& user) {
  constexpr const char* kPermissions[] = {"allow", "deny", "policy"};
  std::string out = line(4, quoted(user.name), ""), dial_in;
  if (!user.groups.empty()) out += line(6, "groups", list(user.groups));
  if (user.primary_group) out += line(6, "primary-group", quoted(*user.primary_group));
  if (user.permission) dial_in += line(8, "permission", kPermissions[static_cast<std::size_t>(*user.permission)]);
  if (!user.caller_id.empty()) dial_in += line(8, "caller-id", quoted(user.caller_id));
  if (!user.callback.empty()) dial_in += line(8, "callback", quoted(user.callback));
  if (!user.static_ip.empty()) dial_in += line(8, "static-ip", user.static_ip);
  if (!user.static_routes.empty()) dial_in += line(8, "static-routes", list(user.static_routes));
  if (!dial_in.empty()) out += line(6, "dial-in", "") + dial_in;
  return out + state_yaml(site, user.state);
}

std::string domain_yaml(const Domain& domain) {
  std::string out;
  if (!domain.name.empty()) out += line(4, "name", quoted(domain.name));
  if (!domain.dns_name.empty()) out += line(4, "dns-name", domain.dns_name);
  if (!domain.upn_suffixes.empty()) out += line(4, "upn-suffixes", list(domain.upn_suffixes));
  if (!domain.sid.empty()) out += line(4, "sid", domain.sid);
  if (!domain.mode.empty()) out += line(4, "mode", domain.mode);
  return out.empty() ? out : line(2, "domain", "") + out;
}

std::string directory_yaml(const Site& site) {
  std::string out = "directory:\n" + domain_yaml(site.domain);
  if (!site.trusted.empty()) out += "  trusted-domains:\n";
  for (const Domain& trusted : site.trusted) {
    out += line(4, quoted(trusted.name), "");
    if (!trusted.dns_name.empty()) out += line(6, "dns-name", trusted.dns_name);
    if (!trusted.upn_suffixes.empty()) out += line(6, "upn-suffixes", list(trusted.upn_suffixes));
    if (!trusted.sid.empty()) out += line(6, "sid", trusted.sid);
  }
  if (!site.is_complete) out += "  complete: false\n";
  if (!site.groups.empty()) out += "  groups:\n";
  for (const Group& group : site.groups) out += group_yaml(group);
  out += "  users:\n";
  for (const User& user : site.users) out += account_yaml(site, user);
  if (!site.computers.empty()) out += "  computers:\n";
  for (const User& computer : site.computers) out += account_yaml(site, computer);
  return out;
}

// --- the server ---

std::string duration(int minutes) {
  return minutes % 60 == 0 ? std::to_string(minutes / 60) + "h" : std::to_string(minutes) + "m";
}

std::string server_yaml(const Server& server) {
  std::string out, inside;
  if (!server.name.empty()) out += line(2, "name", quoted(server.name));
  if (!server.address.empty()) out += line(2, "address", server.address);
  if (!server.default_domain.empty()) out += line(2, "default-domain", quoted(server.default_domain));
  if (!server.provider.empty()) inside += line(4, "provider", server.provider);
  if (server.methods) inside += line(4, "methods", list(*server.methods));
  if (server.allow_lm) inside += line(4, "allow-lm", boolean(*server.allow_lm));
  if (!inside.empty()) out += line(2, "authentication", "") + inside;
  inside.clear();
  if (server.max_denials) inside += line(4, "max-denials", std::to_string(*server.max_denials));
  if (server.reset_minutes) inside += line(4, "reset-time", duration(*server.reset_minutes));
  if (!inside.empty()) out += line(2, "account-lockout", "") + inside;
  return out.empty() ? out : "server:\n" + out;
}

std::string clients_yaml(const std::vector<RadiusClient>& clients) {
  if (clients.empty()) return "radius-clients: {}\n";
  std::string out = "radius-clients:\n";
  for (const RadiusClient& client : clients)
    out += line(2, quoted(client.name),
                "{ address: " + client.address + (client.vendor.empty() ? "" : ", vendor: " + client.vendor) + " }");
  return out;
}

std::string readings_yaml(const std::set<std::string>& readings) {
  std::string out;
  for (const std::string& reading : readings) out += line(2, reading, "true");
  return out.empty() ? out : "readings:\n" + out;
}

// --- attempts ---

std::string value_text(const Value& value, bool is_plain) {
  if (value.state == State::unknown) return "unknown";
  if (value.state == State::absent) return "null";
  return is_plain ? value.texts[0] : one_or_list(value.texts);
}

/// `eap.result` is under `eap`. Strengths are a list, also a single one.
std::string fields_yaml(const Attempt& attempt) {
  std::map<std::string, std::string> sections;
  std::string out;
  if (attempt.eap_type.state != State::left_out) sections["eap"] = line(2, "type", value_text(attempt.eap_type, true));
  for (const auto& [path, value] : attempt.fields) {
    const std::size_t dot = path.find('.');
    const bool is_list = path == "encryption.can" && value.state == State::given;
    const std::string text = is_list ? list(value.texts) : value_text(value, false);
    if (dot == std::string::npos)
      out += line(0, path, text);
    else
      sections[path.substr(0, dot)] += line(2, path.substr(dot + 1), text);
  }
  for (const auto& [section, lines] : sections) out += section + ":\n" + lines;
  return out;
}

}  // namespace

std::string site_yaml(const Site& site) {
  constexpr const char* kDialects[] = {"windows-2000", "windows-2003", "nps"};
  std::string out = "format: rapsim/site/1\n";
  out += line(0, "dialect", kDialects[static_cast<std::size_t>(site.dialect)]);
  out += line(0, "time-zone", site.zone);
  out += server_yaml(site.server);
  out += directory_yaml(site) + readings_yaml(site.readings);
  if (site.radius_clients) out += clients_yaml(*site.radius_clients);
  if (site.remote_groups) out += line(0, "remote-radius-groups", list(*site.remote_groups));
  if (site.request_policies) out += site.request_policies->empty() ? "request-policies: []\n" : "request-policies:\n";
  for (const RequestPolicy& policy : site.request_policies.value_or(std::vector<RequestPolicy>{}))
    out += request_policy_yaml(policy);
  if (site.has_builtin_policies) return out;
  if (site.policies.empty()) return out + "policies: []\n";
  out += "policies:\n";
  for (const Policy& policy : site.policies) out += policy_yaml(policy);
  return out;
}

std::string attempt_yaml(const Site& site, const Attempt& attempt) {
  std::string out = line(0, "user", value_text(attempt.user, false));
  out += line(0, "at", attempt.at ? quoted(time_text(site, {*attempt.at, attempt.time_form})) : "unknown");
  const std::pair<const char*, const Value*> fields[] = {{"from", &attempt.from},
                                                         {"to", &attempt.to},
                                                         {"tunnel", &attempt.tunnel},
                                                         {"port-type", &attempt.port_type},
                                                         {"authentication", &attempt.authentication}};
  for (const auto& [name, value] : fields)
    if (value->state != State::left_out) out += line(0, name, value_text(*value, false));
  out += fields_yaml(attempt);
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
