#include "import/nps_site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/count_if.hpp>
#include <range/v3/algorithm/find_if.hpp>
#include <range/v3/algorithm/stable_sort.hpp>
#include <set>

#include "base/ipv4.hpp"
#include "base/text.hpp"
#include "base/visible.hpp"
#include "import/nps_conditions.hpp"
#include "import/nps_profile.hpp"
#include "import/sid.hpp"
#include "import/yaml_text.hpp"
#include "model/site/effective.hpp"
#include "model/tables/enumerations.hpp"

namespace rapsim {
namespace {

struct WellKnownSid {
  std::string_view sid, name;
};
/// Of every computer; the names are the English ones (win32 well-known SIDs).
constexpr WellKnownSid kWellKnownSids[] = {
    {"S-1-5-32-544", "Administrators"},
    {"S-1-5-32-545", "Users"},
    {"S-1-5-32-546", "Guests"},
    {"S-1-5-32-555", "Remote Desktop Users"},
};
/// The last number of a domain's SIDs.
constexpr WellKnownSid kWellKnownRids[] = {
    {"512", "Domain Admins"}, {"513", "Domain Users"}, {"514", "Domain Guests"}, {"515", "Domain Computers"}};

/// Every method, for a policy whose list is not known.
constexpr std::string_view kEveryMethod =
    "[PAP, CHAP, SPAP, MS-CHAP, MS-CHAP-v2, MS-CHAP-CPW, MS-CHAP-v2-CPW, EAP, ARAP, None, Custom]";

/// A remote RADIUS server group that no server has.
constexpr std::string_view kUnknownServers = "not modelled";

constexpr std::string_view kWholePolicy = "which policy decides: unknown where this one could match";

std::string domain_of(std::string_view sid) { return std::string(sid.substr(0, sid.rfind('-'))); }
std::string_view rid_of(std::string_view sid) { return sid.substr(sid.rfind('-') + 1); }

bool is_true(const NpsProperty& property) {
  return property.value != "0" && !property.value.empty() && !equal_without_case(property.value, "false");
}

/// A policy on its way into the site.
struct PolicyText {
  std::vector<std::pair<std::string, std::string>> conditions{};  // and comments
  YamlText profile{};
  std::vector<UnknownLimit> unknown{};
};

class SiteWriter {
 public:
  SiteWriter(const NpsExport& config, const NpsSiteOptions& options, const Sources& sources)
      : config_(config), options_(options), sources_(sources) {}

  Imported write() {
    name_groups();
    // The parts below add notes and hours, which the head tells.
    YamlText body;
    YamlText requests;
    request_policies(requests);
    server(body);
    clients(body);
    server_groups(body);
    body.append(requests);
    policies(body);
    registry();
    YamlText out;
    head(out);
    directory(out);
    out.append(body);
    return {.yaml = out.text(), .summary = summary(), .notes = std::move(notes_)};
  }

 private:
  // --- what is said of it ---

  void note(ImportNoteKind kind, Span where, std::string what, std::string affects) {
    notes_.push_back({kind, where, std::move(what), std::move(affects)});
  }
  [[nodiscard]] std::string at(Span where) const { return place_text(where, sources_); }
  [[nodiscard]] std::string at(const NpsProperty& property) const { return at(property.where) + " " + property.name; }

  [[nodiscard]] std::string summary() const {
    const auto counted = [](std::size_t count, std::string_view one) {
      return fmt::format("{} {}{}", count, one, count == 1 ? "" : one.ends_with('y') ? "" : "s");
    };
    const auto policies = [](std::size_t count, std::string_view kind) {
      return fmt::format("{} {} {}", count, kind, count == 1 ? "policy" : "policies");
    };
    return policies(config_.policies.size(), "network") + ", " +
           policies(config_.request_policies.size(), "connection request") + ", " +
           counted(config_.clients.size(), "RADIUS client") + ", " +
           counted(config_.server_groups.size(), "remote RADIUS server group");
  }

  // --- the head ---

  void head(YamlText& out) {
    const std::string file = visible(sources_.name(config_.file));
    out.remark(0, "Imported by `rapsim import nps-export` from " + file + "; comments say where values are from.");
    out.remark(0, "What is not modelled: `rapsim import nps-export --check` with the same file.");
    out.line(0, "format: rapsim/site/1");
    if (!options_.include.empty()) out.line(0, "include: " + yaml_line(options_.include));
    out.line(0, "dialect: nps",
             config_.version_where.known() ? fmt::format("{} Version {}", at(config_.version_where), config_.version)
                                           : std::string{});
    if (config_.version != 256 && config_.version != 257)
      note(ImportNoteKind::remark, config_.version_where, "a version of the export that is neither 256 nor 257",
           "anything: the format may have changed");
    if (!options_.time_zone.empty()) {
      out.line(0, "time-zone: " + yaml_line(options_.time_zone), "given with --time-zone");
    } else if (has_hours_) {
      out.remark(0, "time-zone: of the server's clock; an export does not have it, so it is UTC here");
      note(ImportNoteKind::open, {}, "the time zone of the server: taken as UTC; `--time-zone Europe/Berlin` says it",
           "policies with hours");
    }
    out.blank();
  }

  // --- groups: SIDs ---

  void name_groups() {
    std::set<std::string> domains;
    std::vector<std::string> sids;
    for (const NpsObject& policy : config_.policies)
      for (const NpsProperty* property : policy.all("msNPConstraint"))
        for (const std::string& sid : readable_condition(property->value, kNetworkPolicy).sids)
          if (is_sid_text(sid) && !ranges::contains(sids, sid)) sids.push_back(sid);
    for (const std::string& sid : sids)
      if (sid.starts_with("S-1-5-21-")) domains.insert(domain_of(sid));
    for (const std::string& sid : sids) {
      if (const auto known = options_.group_names.find(sid); known != options_.group_names.end()) {
        group_names_[sid] = known->second;
      } else if (options_.include.empty()) {
        std::string name = placeholder(sid, domains.size() > 1);
        while (!used_names_.insert(lowered(name)).second) name += "'";
        group_names_[sid] = name;
        placeholders_.push_back(sid);
      }
    }
  }

  static std::string placeholder(const std::string& sid, bool has_domains) {
    for (const WellKnownSid& row : kWellKnownSids)
      if (row.sid == sid) return std::string(row.name);
    if (!has_domains && sid.starts_with("S-1-5-21-"))
      for (const WellKnownSid& row : kWellKnownRids)
        if (row.sid == rid_of(sid)) return std::string(row.name);
    return has_domains || !sid.starts_with("S-1-5-21-") ? "Group " + sid : "Group " + std::string(rid_of(sid));
  }

  void directory(YamlText& out) {
    if (!options_.include.empty()) return;
    out.line(0, "directory:");
    out.line(1, "complete: false", "an export has no accounts: `rapsim import directory`");
    if (!placeholders_.empty()) out.line(1, "groups:", "names are placeholders: an export has SIDs only");
    for (const std::string& sid : placeholders_)
      out.line(2, fmt::format("{}: {{ sid: {} }}", yaml_scalar(group_names_[sid]), yaml_scalar(sid)));
    out.blank();
    note(ImportNoteKind::open, {}, "accounts and groups", "every attempt of an account: who is a member of what");
    if (!placeholders_.empty())
      note(ImportNoteKind::remark, {},
           fmt::format("{} group{} known by SID only, with a placeholder as name", placeholders_.size(),
                       placeholders_.size() == 1 ? "" : "s"),
           "");
  }

  // --- server, RADIUS clients, remote servers ---

  [[nodiscard]] const NpsRegistryValue* registry_value(std::string_view key_end, std::string_view name) const {
    const auto found = ranges::find_if(config_.registry, [&](const NpsRegistryValue& value) {
      return lowered(value.key).ends_with(lowered(key_end)) && equal_without_case(value.name, name);
    });
    return found == config_.registry.end() ? nullptr : &*found;
  }

  void server(YamlText& out) {
    const NpsRegistryValue* denials = registry_value("\\AccountLockout", "MaxDenials");
    const NpsRegistryValue* reset = registry_value("\\AccountLockout", "ResetTime (mins)");
    const NpsRegistryValue* lm = registry_value("\\RemoteAccess\\Policy", "Allow LM Authentication");
    YamlText inner;
    if (lm != nullptr && export_number(lm->value)) {
      inner.line(1, fmt::format("authentication: {{ allow-lm: {} }}", *export_number(lm->value) != 0),
                 at(lm->where) + " " + lm->name);
    }
    const auto most = denials != nullptr ? export_number(denials->value) : std::nullopt;
    const auto minutes = reset != nullptr ? export_number(reset->value) : std::nullopt;
    if (most && *most <= 1'000'000) {
      std::string text = fmt::format("account-lockout: {{ max-denials: {}", *most);
      if (minutes && *minutes > 0 && *minutes <= 10'000U * 24 * 60) text += fmt::format(", reset-time: {}m", *minutes);
      inner.line(1, text + " }", at(denials->where) + " AccountLockout");
    }
    if (!inner.empty()) {
      out.line(0, "server:");
      out.append(inner);
      out.blank();
    }
    ports();
  }

  void ports() {
    struct Row {
      std::string_view property, usual, what;
    };
    for (const Row& row : {Row{"Authentication_Port", "1812,1645", "authentication"},
                           Row{"Accounting_Port", "1813,1646", "accounting"}}) {
      const NpsProperty* property = config_.radius.find(row.property);
      if (property == nullptr || property->value == row.usual) continue;
      note(ImportNoteKind::not_modelled, property->where,
           fmt::format("the server listens for {} on {}, not on {}", row.what, property->value, row.usual),
           "RADIUS clients that send to another port or address, which get no answer");
    }
  }

  /// Registry values that exports have; what others would change, nothing here says.
  void registry() {
    for (const NpsRegistryValue& value : config_.registry) {
      const bool is_known = value.name == "Allow SNMP Set" || value.name == "MaxDenials" ||
                            value.name == "ResetTime (mins)" || value.name == "Allow LM Authentication";
      if (!is_known) note(ImportNoteKind::not_modelled, value.where, "registry value `" + value.name + "`", "unknown");
    }
  }

  void clients(YamlText& out) {
    // A client that cannot be said would be an unknown one, whose requests are discarded for sure.
    const bool is_sure = !ranges::any_of(
        config_.clients, [&](const NpsObject& client) { return is_enabled(client) && !address_of(client); });
    const std::string mark = is_sure ? "" : "# ";
    if (config_.clients.empty()) {
      out.line(0, "radius-clients: {}", "none in the export");
      out.blank();
      return;
    }
    if (!is_sure) out.remark(0, "Complete the addresses and remove the `# `: until then the clients are not known.");
    out.line(0, mark + "radius-clients:");
    bool has_any = false;
    for (const NpsObject& client : config_.clients) has_any = write_client(client, mark, out) || has_any;
    if (!has_any) out.line(1, mark + "{}");
    out.blank();
  }

  static bool is_enabled(const NpsObject& client) {
    const NpsProperty* enabled = client.find("Radius_Client_Enabled");
    return enabled == nullptr || is_true(*enabled);
  }
  static std::optional<Network> address_of(const NpsObject& client) {
    const NpsProperty* address = client.find("IP_Address");
    return address == nullptr ? std::nullopt : parse_network(address->value);
  }

  bool write_client(const NpsObject& client, const std::string& mark, YamlText& out) {
    const NpsProperty* address = client.find("IP_Address");
    const NpsProperty* vendor = client.find("NAS_Manufacturer");
    if (!is_enabled(client)) {
      out.remark(1, at(client.where) + " " + client.name + " is disabled: its requests are discarded");
      return false;
    }
    const auto network = address_of(client);
    if (!network)
      note(ImportNoteKind::not_modelled, client.where,
           "RADIUS client `" + client.name + "`: " + (address == nullptr ? "no address" : address->value) +
               " is not an IPv4 address or network",
           "every attempt over RADIUS: whether the request is from a client, and from which; the clients are left out");
    std::string text =
        fmt::format("{}: {{ address: {}", yaml_scalar(client.name), network ? network_text(*network) : "ADDRESS");
    if (vendor != nullptr && vendor->value != "0")
      if (const auto number = export_number(vendor->value)) {
        const NamedValue* named = find_value(kClientVendor, *number);
        text += ", vendor: " + (named != nullptr ? std::string(named->name) : std::to_string(*number));
      }
    out.line(1, mark + text + " }", at(client.where) + (network || address == nullptr ? "" : " " + address->value));
    if (const NpsProperty* signature = client.find("Require_Signature"); signature && is_true(*signature))
      note(ImportNoteKind::not_modelled, signature->where,
           "RADIUS client `" + client.name + "` must send Message-Authenticator",
           "requests of this client without it, which are discarded");
    return true;
  }

  void server_groups(YamlText& out) {
    if (config_.server_groups.empty() && !needs_unknown_servers_) return;
    out.line(0, "remote-radius-groups:");
    if (needs_unknown_servers_) out.line(1, "- " + std::string(kUnknownServers), "for what is not modelled");
    for (const NpsServerGroup& group : config_.server_groups) {
      out.line(1, "- " + yaml_line(group.group.name), at(group.group.where));
      for (const NpsObject& server : group.servers) {
        const auto value = [&](std::string_view name, std::string_view otherwise) {
          const NpsProperty* property = server.find(name);
          return property == nullptr ? std::string(otherwise) : property->value;
        };
        out.remark(2, fmt::format("{} server {}, port {}, priority {}, weight {}, time-out {} s", at(server.where),
                                  value("Address", server.name), value("Server_Authentication_Port", "1812"),
                                  value("Priority", "1"), value("Weight", "50"), value("Timeout", "3")));
      }
      note(ImportNoteKind::not_modelled, group.group.where,
           "the servers of the remote RADIUS server group `" + group.group.name + "`",
           "attempts that are forwarded to it: what the servers answer, and which of them");
    }
    out.blank();
  }

  // --- policies ---

  /// By msNPSequence, not in the order of the file; equal ones as in the file.
  std::vector<const NpsObject*> in_order(const std::vector<NpsObject>& policies) {
    const auto number = [](const NpsObject* policy) {
      const NpsProperty* sequence = policy->find("msNPSequence");
      return sequence == nullptr ? std::nullopt : number_in<std::int64_t>(sequence->value);
    };
    std::vector<const NpsObject*> out;
    for (const NpsObject& policy : policies) out.push_back(&policy);
    ranges::stable_sort(out, [&](const NpsObject* a, const NpsObject* b) {
      return number(a).value_or(INT64_MAX) < number(b).value_or(INT64_MAX);
    });
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!number(out[i]) && out.size() > 1)
        note(ImportNoteKind::open, out[i]->where,
             "policy `" + out[i]->name + "` has no msNPSequence: taken as the last", "which policy comes first");
      else if (i > 0 && number(out[i]) == number(out[i - 1]))
        note(ImportNoteKind::open, out[i]->where,
             "policies `" + out[i - 1]->name + "` and `" + out[i]->name +
                 "` have the same msNPSequence: taken in the order of the file",
             "which of them comes first");
    }
    return out;
  }

  /// By the policy's own name; msNPAction is out of date after a policy was renamed or copied.
  const NpsObject* profile_of(const NpsObject& policy, const std::vector<NpsObject>& profiles) {
    const auto named = [&](std::string_view name) -> const NpsObject* {
      const auto found =
          ranges::find_if(profiles, [&](const NpsObject& one) { return equal_without_case(one.name, name); });
      return found == profiles.end() ? nullptr : &*found;
    };
    if (const NpsObject* own = named(policy.name)) return own;
    const NpsProperty* action = policy.find("msNPAction");
    const NpsObject* other = action == nullptr ? nullptr : named(action->value);
    note(other == nullptr ? ImportNoteKind::not_modelled : ImportNoteKind::remark, policy.where,
         "policy `" + policy.name + "`: there is no profile of its name" +
             (other == nullptr ? "" : "; taken is the one that msNPAction names, `" + other->name + "`"),
         other == nullptr ? "attempts that this policy decides: unknown" : "");
    return other;
  }

  void read_conditions(const NpsObject& policy, ConditionPlace place, PolicyText& out) {
    for (const NpsProperty* property : policy.all("msNPConstraint")) {
      ReadableCondition condition = readable_condition(property->value, place);
      has_hours_ = has_hours_ || condition.has_hours;
      if (!condition.sids.empty()) condition.yaml = group_condition(condition);
      if (!condition.not_modelled.empty())
        note(ImportNoteKind::not_modelled, property->where, "policy `" + policy.name + "`: " + condition.not_modelled,
             std::string(kWholePolicy));
      out.conditions.emplace_back(std::move(condition.yaml),
                                  at(property->where) + (condition.not_modelled.empty() ? "" : " " + property->value));
    }
    if (out.conditions.empty())
      note(ImportNoteKind::remark, policy.where, "policy `" + policy.name + "` has no condition: it always matches",
           "");
  }

  std::string group_condition(const ReadableCondition& condition) {
    std::vector<std::string> names;
    for (const std::string& sid : condition.sids) {
      const auto named = group_names_.find(sid);
      names.push_back(named == group_names_.end() ? sid : named->second);
    }
    return condition.attribute + ": " + (names.size() == 1 ? yaml_line(names.front()) : yaml_list(names));
  }

  void write_conditions(YamlText& out, const PolicyText& policy,
                        const std::vector<std::pair<std::string, std::string>>& more = {}) {
    if (policy.conditions.empty() && more.empty()) return out.line(2, "conditions: []");
    out.line(2, "conditions:");
    for (const auto* list : {&policy.conditions, &more})
      for (const auto& [text, comment] : *list) out.line(3, "- " + text, comment);
  }

  /// Name, state, policy source.
  void write_head(YamlText& out, const NpsObject& policy) {
    const NpsProperty* sequence = policy.find("msNPSequence");
    out.line(1, "- name: " + yaml_line(policy.name),
             at(policy.where) + (sequence == nullptr ? "" : ", msNPSequence " + sequence->value));
    write_state(out, policy);
  }

  void write_state(YamlText& out, const NpsObject& policy) {
    if (const NpsProperty* enabled = policy.find("Policy_Enabled"); enabled != nullptr && !is_true(*enabled))
      out.line(2, "enabled: false", at(*enabled));
    const NpsProperty* source = policy.find("Policy_SourceTag");
    const auto number = source == nullptr ? std::nullopt : export_number(source->value);
    if (source == nullptr || (number && *number == 0)) return;
    if (const NamedValue* named = number ? find_value(kAccessServerType, *number) : nullptr)
      return out.line(2, "source: " + yaml_line(named->name), at(*source));
    out.remark(2, at(*source) + " of a kind that is not known here");
  }

  [[nodiscard]] static bool has_unknown_source(const NpsObject& policy) {
    const NpsProperty* source = policy.find("Policy_SourceTag");
    const auto number = source == nullptr ? std::nullopt : export_number(source->value);
    return source != nullptr && (!number || find_value(kAccessServerType, *number) == nullptr);
  }

  void add_unknown_source(const NpsObject& policy, PolicyText& text) {
    if (!has_unknown_source(policy)) return;
    const NpsProperty& source = *policy.find("Policy_SourceTag");
    note(ImportNoteKind::not_modelled, source.where,
         "policy `" + policy.name + "`: a policy source that is not known here", std::string(kWholePolicy));
    text.conditions.emplace_back(unknown_condition("Policy-SourceTag"), at(source));
  }

  void policies(YamlText& out) {
    if (config_.policies.empty()) return out.line(0, "policies: []");
    out.line(0, "policies:", "in the order of msNPSequence");
    for (const NpsObject* policy : in_order(config_.policies)) write_policy(out, *policy);
  }

  void write_policy(YamlText& out, const NpsObject& policy) {
    PolicyText text;
    read_conditions(policy, kNetworkPolicy, text);
    add_unknown_source(policy, text);
    const NpsObject* profile = profile_of(policy, config_.profiles);
    const NpsProperty* allow = profile == nullptr ? nullptr : profile->find("msNPAllowDialin");
    const NpsProperty* ignore = profile == nullptr ? nullptr : profile->find("msIgnoreUserDialinProperties");
    if (profile != nullptr) {
      ReadableProfile read = readable_profile(*profile, 3, config_, sources_);
      has_hours_ = has_hours_ || read.has_hours;
      for (ImportNote& one : read.notes) {
        one.what = "policy `" + policy.name + "`: " + one.what;
        notes_.push_back(std::move(one));
      }
      text.profile = std::move(read.lines);
      text.unknown = std::move(read.unknown);
      if (allow == nullptr) {
        note(ImportNoteKind::not_modelled, profile->where, "policy `" + policy.name + "`: no msNPAllowDialin",
             "attempts that this policy decides: it may grant or deny");
        text.unknown.push_back({"permission"});
      }
    } else {
      text.profile.line(3, "authentication: " + std::string(kEveryMethod), "there is no profile");
      text.unknown.push_back({"profile"});
    }
    write_unknown(out, policy, text, ignore);
    write_head(out, policy);
    write_conditions(out, text);
    const bool grants = allow == nullptr || is_true(*allow);
    out.line(2, grants ? "permission: grant" : "permission: deny",
             allow != nullptr     ? at(*allow)
             : profile == nullptr ? "there is no profile"
                                  : "no msNPAllowDialin");
    if (ignore != nullptr && ignore->value == "1") out.line(2, "ignore-user-dial-in-properties: true", at(*ignore));
    out.line(2, "profile:");
    out.append(text.profile);
    out.blank();
  }

  /// A policy before the real one, for what is not known to be allowed or rejected: whether its condition Not-Modelled
  /// holds is unknown, so the answer is sure only where both agree.
  void write_unknown(YamlText& out, const NpsObject& policy, const PolicyText& text, const NpsProperty* ignore) {
    std::size_t number = 0;
    for (const UnknownLimit& limit : text.unknown) {
      std::vector<std::pair<std::string, std::string>> more;
      if (limit.only_eap) more.emplace_back("Authentication-Type: [EAP, PEAP]", "");
      more.emplace_back(unknown_condition(limit.what), "unknown: " + limit.what);
      out.remark(1, "For what is not modelled of the next policy.");
      out.line(1, "- name: " + yaml_line(unique_name(policy.name, ++number, config_.policies)));
      write_state(out, policy);
      write_conditions(out, text, more);
      out.line(2, "permission: grant");
      if (limit.may_allow) {
        if (ignore != nullptr && is_true(*ignore)) out.line(2, "ignore-user-dial-in-properties: true");
        out.line(2, "profile: { authentication: " + std::string(kEveryMethod) + " }");
      } else {
        out.line(2, "profile: { day-and-time-restrictions: never }", "rejects every attempt");
      }
      out.blank();
    }
  }

  static std::string unique_name(const std::string& policy, std::size_t number,
                                 const std::vector<NpsObject>& policies) {
    std::string name = policy + " (not modelled " + std::to_string(number) + ")";
    while (ranges::any_of(policies, [&](const NpsObject& one) { return equal_without_case(one.name, name); }))
      name += "'";
    return name;
  }

  // --- connection request policies ---

  void request_policies(YamlText& out) {
    if (config_.request_policies.empty()) return out.line(0, "request-policies: []");
    out.line(0, "request-policies:", "in the order of msNPSequence");
    for (const NpsObject* policy : in_order(config_.request_policies)) write_request_policy(out, *policy);
  }

  void write_request_policy(YamlText& out, const NpsObject& policy) {
    PolicyText text;
    read_conditions(policy, kConnectionRequestPolicy, text);
    add_unknown_source(policy, text);
    const NpsObject* profile = profile_of(policy, config_.request_profiles);
    YamlText keys;
    std::string unknown = profile == nullptr ? "profile" : "";
    if (profile != nullptr) {
      write_provider(keys, *profile, policy, unknown);
      write_override(keys, *profile, policy, unknown);
      write_manipulation(keys, *profile, policy, unknown);
      request_rest(*profile, policy);
    }
    if (!unknown.empty()) {
      // Forwarded to servers that are not known: the answer is unknown.
      needs_unknown_servers_ = true;
      std::vector<std::pair<std::string, std::string>> more{{unknown_condition(unknown), "unknown: " + unknown}};
      out.remark(1, "For what is not modelled of the next policy.");
      out.line(1, "- name: " + yaml_line(unique_name(policy.name, 1, config_.request_policies)));
      write_state(out, policy);
      write_conditions(out, text, more);
      out.line(2, "provider: forward");
      out.line(2, "forward-to: " + std::string(kUnknownServers));
      out.blank();
    }
    write_head(out, policy);
    write_conditions(out, text);
    out.append(keys);
    out.blank();
  }

  /// Source: win32 sdo-auth-provider-type.
  void write_provider(YamlText& out, const NpsObject& profile, const NpsObject& policy, std::string& unknown) {
    const NpsProperty* type = profile.find("msAuthProviderType");
    const NpsProperty* group = profile.find("msAuthProviderName");
    const auto number = type == nullptr ? std::optional<std::uint32_t>(1) : export_number(type->value);
    if (type == nullptr)
      note(ImportNoteKind::open, profile.where,
           "request policy `" + policy.name + "` has no msAuthProviderType: taken as Windows", "who authenticates");
    if (number && *number == 0) {
      out.line(2, "provider: none", at(*type) + " 0: accepted without validation");
    } else if (number && *number == 2 && group != nullptr && !group->value.empty()) {
      out.line(2, "provider: forward", at(*type) + " 2");
      out.line(2, "forward-to: " + yaml_line(group->value), at(*group));
      if (!ranges::any_of(config_.server_groups,
                          [&](const NpsServerGroup& one) { return one.group.name == group->value; }))
        note(ImportNoteKind::remark, group->where,
             "request policy `" + policy.name + "` forwards to `" + group->value + "`, which is not in the export",
             "attempts that this policy handles");
    } else if (type != nullptr && (!number || *number != 1)) {
      note(ImportNoteKind::not_modelled, type->where,
           "request policy `" + policy.name + "`: an authentication provider that is not known here",
           "attempts that this policy handles");
      unknown = "msAuthProviderType";
    } else if (type != nullptr) {
      out.line(2, "provider: windows", at(*type) + " 1");
    }
  }

  void write_override(YamlText& out, const NpsObject& profile, const NpsObject& policy, std::string& unknown) {
    const NpsProperty* override_flag = profile.find("msOverrideRAPAuth");
    if (override_flag == nullptr || !is_true(*override_flag)) return;
    ReadableMethods methods = readable_methods(profile);
    out.line(2, "authentication: " + yaml_list(methods.names), at(*override_flag) + " 1");
    for (ImportNote& one : methods.notes) {
      one.what = "request policy `" + policy.name + "`: " + one.what;
      notes_.push_back(std::move(one));
    }
    if (!methods.unknown.empty()) unknown = "authentication";
  }

  /// Rules are pairs: what is found, what replaces it (semantics 2.3).
  void write_manipulation(YamlText& out, const NpsObject& profile, const NpsObject& policy, std::string& unknown) {
    const NpsProperty* target = profile.find("msManipulationTarget");
    const auto rules = profile.all("msManipulationRule");
    if (target == nullptr && rules.empty()) return;
    struct Row {
      std::uint32_t id;
      std::string_view name;
    };
    constexpr Row kTargets[] = {{1, "User-Name"}, {30, "Called-Station-Id"}, {31, "Calling-Station-Id"}};
    const auto id = target == nullptr ? std::nullopt : export_number(target->value);
    const auto* row = ranges::find_if(kTargets, [&](const Row& one) { return id && one.id == *id; });
    const Span where = target != nullptr ? target->where : rules.front()->where;
    if (row == std::end(kTargets) || rules.empty() || rules.size() % 2 != 0 || !are_rules(rules)) {
      note(ImportNoteKind::not_modelled, where, "request policy `" + policy.name + "`: rules that change an attribute",
           "attempts that this policy handles: which account it is");
      unknown = "msManipulationRule";
      return;
    }
    out.line(2, "manipulation:", at(where) + " msManipulationTarget");
    out.line(3, "attribute: " + std::string(row->name));
    out.line(3, "rules:");
    for (std::size_t i = 0; i < rules.size(); i += 2)
      out.line(
          4,
          fmt::format("- {{ find: {}, replace: {} }}", yaml_quoted(rules[i]->value), yaml_quoted(rules[i + 1]->value)),
          at(*rules[i]));
  }

  /// Whether the site can say them.
  static bool are_rules(const std::vector<const NpsProperty*>& rules) {
    for (std::size_t i = 0; i < rules.size(); i += 2) {
      SyntaxError error;
      if (!grammar::parse_pattern(rules[i]->value, error)) return false;
      const std::string& replace = rules[i + 1]->value;
      for (std::size_t at = 0; at < replace.size(); ++at) {
        if (replace[at] != '\\') continue;
        const char next = at + 1 < replace.size() ? replace[at + 1] : '\0';
        if (next != '\\' && (next < '1' || next > '9')) return false;
        ++at;
      }
    }
    return true;
  }

  void request_rest(const NpsObject& profile, const NpsObject& policy) {
    constexpr std::string_view kRead[] = {
        "msAuthProviderType", "msAuthProviderName",   "msOverrideRAPAuth",  "msNPAuthenticationType2",
        "msNPAllowedEapType", "msManipulationTarget", "msManipulationRule", "msAcctProviderType",
        "msAcctProviderName", "Opaque_Data",          "Template_Guid",      "IP_Filter_Template_Guid"};
    std::set<std::string> said;
    for (const NpsProperty& property : profile.properties) {
      if (ranges::contains(kRead, std::string_view(property.name)) || !said.insert(property.name).second) continue;
      const bool is_vendor = property.name == "msRADIUSAnyVSA";
      note(ImportNoteKind::not_modelled, property.where, "request policy `" + policy.name + "`: " + property.name,
           is_vendor || property.name.starts_with("msRADIUS") ? "what the accept returns" : "attempts that it handles");
    }
  }

  const NpsExport& config_;
  const NpsSiteOptions& options_;
  const Sources& sources_;
  std::vector<ImportNote> notes_;
  std::map<std::string, std::string> group_names_;  // by SID
  std::vector<std::string> placeholders_;           // SIDs
  std::set<std::string> used_names_;
  bool has_hours_ = false;
  bool needs_unknown_servers_ = false;
};

}  // namespace

Imported site_of(const NpsExport& config, const NpsSiteOptions& options, const Sources& sources) {
  return SiteWriter(config, options, sources).write();
}

}  // namespace rapsim
