#include "report/facts.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/zone.hpp"

namespace rapsim {
namespace {

std::string groups_text(const CompiledSite& site, const UserClass& account, std::size_t most) {
  if (!account.is_known) return "unknown";
  std::string out;
  for (std::size_t i = 0; i < account.groups.size() && i < most; ++i)
    out += (out.empty() ? "" : ", ") + site.group_names[account.groups[i]];
  if (account.groups.size() > most) out += fmt::format(" and {} more", account.groups.size() - most);
  return "member of " + out;
}

std::string view_text(const Attribute& attribute, const AttributeView& view) {
  if (view.presence != Presence::present) return view.presence == Presence::unknown ? "unknown" : "absent";
  std::string out;
  for (std::size_t i = 0; i < view.size(); ++i) out += (out.empty() ? "" : ", ") + value_text(attribute, view[i]);
  return out;
}

}  // namespace

std::string value_text(const Attribute& attribute, std::string_view value) {
  if (attribute.type != ValueType::enumeration) return printable(value);
  const NamedValue* named = find_value(*attribute.values, value);
  return named == nullptr ? std::string(value) : fmt::format("{} ({})", value, named->name);
}

const Condition& FactTexts::condition(const PolicyStep& step, const ConditionStep& at, bool is_request) const {
  const CompiledSite& site = explained.site;
  const Rule& rule = is_request ? static_cast<const Rule&>(site.site->request_policies[step.policy])
                                : site.site->policies[step.policy];
  return rule.conditions[site.conditions[at.condition].row];
}

std::string FactTexts::was(const CompiledCondition& compiled, const Condition& condition) const {
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
      return groups_text(explained.site, account, most_groups);
    }
    default:
      return view_text(attribute(condition.attribute), facts.request[compiled.slot]);
  }
}

std::string place_text(const Sources& sources, Span where) {
  return where.known() ? fmt::format("{}:{}", sources.name(where.file), where.line) : std::string{};
}

std::string account_text(const Explained& e) {
  const FieldValue& user = e.attempt[FieldId::user];
  if (user.presence != Presence::present) return "an unknown account";
  if (user.text != user.wire) return user.text;
  return e.site.site->directory->domain.value + "\\" + user.text;
}

std::string medium_text(const Attempt& attempt) {
  const FieldValue& tunnel = attempt[FieldId::tunnel];
  if (tunnel.presence != Presence::present) return "over an unknown tunnel";
  if (tunnel.number != 0) return "over " + tunnel.text;
  const FieldValue& port = attempt[FieldId::port_type];
  return "by dial-up" + (port.presence == Presence::present ? " (" + port.text + ")" : std::string{});
}

std::string method_text(const Attempt& attempt) {
  const FieldValue& field = attempt[FieldId::authentication];
  if (field.presence != Presence::present) return "an unknown method";
  const Method method{static_cast<std::uint8_t>(field.number >> 8), static_cast<std::uint8_t>(field.number)};
  return std::string(name_of(method).label);
}

std::string time_text(const Explained& e) {
  if (!e.world.clock.is_present()) return "at an unknown time";
  const LocalTime local = local_time(e.site.zone, e.world.clock.value);
  return fmt::format("{} {} {}", local.weekday, local.text, local.abbreviation);
}

}  // namespace rapsim
