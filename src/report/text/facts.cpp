#include "report/text/facts.hpp"

#include "base/visible.hpp"

#include <fmt/format.h>

#include <range/v3/algorithm/any_of.hpp>

#include "base/text.hpp"
#include "engine/compile/groups.hpp"
#include "engine/stages/checks.hpp"
#include "engine/stages/permission.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

std::string groups_text(const CompiledSite& site, const UserClass& account, std::size_t most) {
  if (!account.is_known) return "unknown";
  std::string out;
  for (std::size_t i = 0; i < account.groups.size() && i < most; ++i)
    out += (out.empty() ? "" : ", ") + site.accounts->groups->names()[account.groups[i]];
  if (account.groups.size() > most) out += fmt::format(" and {} more", account.groups.size() - most);
  return "member of " + out;
}

std::string view_text(const Attribute& attribute, const AttributeView& view) {
  if (view.presence != Presence::present) return view.presence == Presence::unknown ? "unknown" : "absent";
  std::string out;
  for (std::size_t i = 0; i < view.size(); ++i) out += (out.empty() ? "" : ", ") + value_text(attribute, view[i]);
  return out;
}

bool is_deciding(const Explained& e, const CheckStep& step) {
  return step.counts && step.violated == Truth::yes && checks()[step.check].cause == e.decision.cause.value;
}

/// Another violated check of the deciding one's stage.
bool has_rival(const Explained& e, const Check& deciding) {
  return ranges::any_of(e.trace.checks, [&](const CheckStep& step) {
    const Check& check = checks()[step.check];
    return check.stage == deciding.stage && check.cause != deciding.cause && step.violated == Truth::yes;
  });
}

void add_check_notes(const Explained& e, std::vector<FirmnessNote>& out) {
  for (const CheckStep& step : e.trace.checks) {
    if (!is_deciding(e, step)) continue;
    const Check& check = checks()[step.check];
    if (check.basis != Basis::documented) out.push_back({"check", check.basis, check.gap, check.source});
    const bool is_order_open = check.gap == "G-1" || check.gap == "G-2";
    if (is_order_open && has_rival(e, check))
      out.push_back({"order", Basis::disputed, check.gap, "no source tells which of several violations comes first"});
  }
}

}  // namespace

std::vector<FirmnessNote> firmness_notes(const Explained& e) {
  std::vector<FirmnessNote> out;
  const Decision& decision = e.decision;
  const Reason* reason = decision.reason.is_present() ? find_reason(decision.reason.value) : nullptr;
  if (reason != nullptr && reason->basis != Basis::documented)
    out.push_back({"reason", reason->basis, reason->gap, reason->source});
  for (const PermissionStep& step : e.trace.permissions) {
    const bool is_known = step.counts && step.is_rule_known && decision.policy.is_present();
    if (!is_known || step.policy != decision.policy.value) continue;
    const PermissionRule& rule = permission_rules()[step.rule];
    if (rule.basis != Basis::documented) out.push_back({"permission", rule.basis, rule.gap, rule.source});
  }
  if (decision.cause.is_present()) add_check_notes(e, out);
  return out;
}

std::string value_text(const Attribute& attribute, std::string_view value) {
  if (attribute.type != ValueType::enumeration) return visible(value);
  const NamedValue* named = find_value(*attribute.values, value);
  return named == nullptr ? std::string(value) : fmt::format("{} ({})", value, named->name);
}

const Condition& condition_of(const Explained& explained, const PolicyStep& step, const ConditionStep& at,
                              bool is_request) {
  return explained.rule_of(step, is_request).conditions[explained.site.conditions[at.condition].row];
}

std::string was_text(const Facts& facts, const CompiledCondition& compiled, const Condition& condition,
                     std::size_t most) {
  switch (compiled.kind) {
    case ConditionKind::time_of_day:
      return minute_text(facts.minute_of_week);
    case ConditionKind::any_groups:
    case ConditionKind::user_groups:
    case ConditionKind::machine_groups: {
      const UserClass& account = facts.account;
      const bool wants_computer = compiled.kind == ConditionKind::machine_groups;
      if (compiled.kind != ConditionKind::any_groups && account.is_known && account.is_computer != wants_computer)
        return account.is_computer ? "a computer account" : "a user account";
      return groups_text(facts.site, account, most);
    }
    default:
      return view_text(attribute(condition.attribute), facts.request[compiled.slot]);
  }
}

std::string place_text(const Sources& sources, Span where) {
  return where.known() ? fmt::format("{}:{}", visible(sources.name(where.file)), where.line) : std::string{};
}

std::string account_text(const Explained& e) {
  const FieldValue& user = e.attempt[FieldId::user];
  if (user.presence != Presence::present) return "an unknown account";
  if (user.text != user.wire) return user.text;
  return e.site.site->directory->domain.value + "\\" + user.text;
}

std::string medium_text(const Attempt& attempt) {
  const Maybe<Tunnel> tunnel = attempt.tunnel();
  if (!tunnel.is_present()) return "an unknown tunnel";
  if (tunnel.value) return "VPN (" + attempt[FieldId::tunnel].text + ")";
  const FieldValue& port = attempt[FieldId::port_type];
  if (port.presence != Presence::present) return "an unknown kind of access";
  constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
      {"Wireless-IEEE-802.11", "Wi-Fi (802.1X)"}, {"Wireless-Other", "Wi-Fi (802.1X)"}, {"Ethernet", "wired (802.1X)"}};
  for (const auto& [type, kind] : kKinds)
    if (port.text == type) {
      // Access points send their address, a colon and the name of the network (RFC 3580 3.20).
      const FieldValue& to = attempt[FieldId::to];
      const std::size_t colon = to.text.rfind(':');
      const bool has_network = to.presence == Presence::present && colon != std::string::npos;
      return has_network ? fmt::format("{}, network {}", kind, visible(to.text.substr(colon + 1))) : std::string(kind);
    }
  const GivenAttribute* source = attempt.find(attribute_of("MS-Network-Access-Server-Type"));
  if (source != nullptr && ranges::any_of(source->values, [](const std::string& value) { return value == "1"; }))
    return "RD Gateway";
  return port.text == "Virtual" ? "VPN" : fmt::format("dial-up ({})", port.text);
}

std::string method_text(const Attempt& attempt) {
  const Maybe<Method> method = attempt.method();
  return method.is_present() ? std::string(name_of(method.value).label) : "an unknown method";
}

std::string decision_text(const Decision& decision, const Site& site) {
  if (decision.answer.is_unknown()) return "unknown";
  std::string out(answer_name(decision.answer.value));
  if (decision.reason.is_present() && decision.reason.value != 0) out += fmt::format(" {}", decision.reason.value);
  if (decision.cause.is_present()) out += fmt::format(" ({})", kCauses[decision.cause.value].id);
  if (decision.policy.is_present()) out += fmt::format(" by \"{}\"", site.policies[decision.policy.value].name);
  return out;
}

std::string time_text(const Explained& e) {
  if (!e.world.clock.is_present()) return "at an unknown time";
  const LocalTime local = local_time(e.site.zone, e.world.clock.value);
  return fmt::format("{} {} {}", local.weekday, local.text, local.abbreviation);
}

}  // namespace rapsim
