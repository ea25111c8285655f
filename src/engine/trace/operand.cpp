#include "engine/trace/operand.hpp"

#include "engine/compile/groups.hpp"
#include "model/load/load.hpp"

namespace rapsim {
namespace {

/// Calls a reader of the model. What it says of a value is, here, about an expression: R210.
template <class Read>
auto read_for_expression(Diagnostics& diags, Read read) {
  Diagnostics found;
  auto value = read(found);
  for (const Diagnostic& diagnostic : found.sorted())
    diags.error(code("R210"), diagnostic.where, diagnostic.message, diagnostic.help);
  return found.has_errors() ? decltype(value){} : value;
}

// ---- fields of the attempt ----

ActualValue see_field(FieldId id, const Explained& e) {
  const FieldValue& value = e.attempt[id];
  if (value.presence != Presence::present) return {value.presence};
  switch (field_row(id).type) {
    case FieldType::time:
      return {Presence::present, {std::to_string(value.number)}};
    case FieldType::account:  // as written, and without its domain
      return {Presence::present, {value.text, value.wire}};
    default:
      return {Presence::present, {value.text}};
  }
}

std::optional<ExpectedValue> read_field(FieldId id, std::string_view text, Span where, const Site& site,
                                        Diagnostics& diags) {
  return read_for_expression(diags, [&](Diagnostics& found) -> std::optional<ExpectedValue> {
    Attempt attempt;
    set_field(attempt, id, text, false, where, site, found);
    const FieldValue& value = attempt[id];
    return ExpectedValue{field_row(id).type == FieldType::time ? std::to_string(value.number) : value.text};
  });
}

Operand field_operand(FieldId id, const Site& site) {
  Operand out;
  if (field_row(id).type == FieldType::time) out.order = OperandOrder::time;
  out.see = [id](const Explained& e) { return see_field(id, e); };
  out.read = [id, &site](std::string_view text, Span where, Diagnostics& diags) {
    return read_field(id, text, where, site, diags);
  };
  return out;
}

// ---- fields of the decision ----

ActualValue see_decision(const DecisionField& field, const Explained& e) {
  FieldTexts texts = field.texts(e);
  return {texts.presence, std::move(texts.value)};
}

std::optional<ExpectedValue> read_decision(const DecisionField& field, std::string_view text, Span where,
                                           const Site& site, Diagnostics& diags) {
  if (field.is_possible(text, site)) return ExpectedValue{std::string(text)};
  diags.error(code("R210"), where, "`" + std::string(field.name) + "` can never be `" + std::string(text) + "`",
              did_you_mean(text, possible_names(field, site)));
  return std::nullopt;
}

Operand decision_operand(const DecisionField& field, const Site& site) {
  Operand out;
  out.is_exact = true;  // two policies may differ in case only
  if (field.is_number) out.order = OperandOrder::number;
  out.see = [&field](const Explained& e) { return see_decision(field, e); };
  out.read = [&field, &site](std::string_view text, Span where, Diagnostics& diags) {
    return read_decision(field, text, where, site, diags);
  };
  return out;
}

// ---- attributes ----

ActualValue see_attribute(const Slot& slot, const Explained& e) {
  const AttributeView view = view_of(slot, {*e.site.site, e.attempt, e.facts().asker});
  ActualValue out{view.presence};
  for (std::size_t i = 0; i < view.size(); ++i) out.texts.emplace_back(view[i]);
  return out;
}

Operand attribute_operand(AttributeId id) {
  Operand out;
  if (attribute(id).type == ValueType::integer) out.order = OperandOrder::number;
  out.see = [slot = slot_of(id)](const Explained& e) { return see_attribute(slot, e); };
  out.read = [id](std::string_view text, Span where, Diagnostics& diags) {
    return read_for_expression(diags, [&](Diagnostics& found) -> std::optional<ExpectedValue> {
      auto value = attribute_value(id, text, where, found);
      return value ? std::optional(ExpectedValue{*std::move(value)}) : std::nullopt;
    });
  };
  return out;
}

/// The account's groups by name, nested ones too; of a computer when only those are asked for, and the other way round.
ActualValue see_groups(ConditionKind kind, const Explained& e) {
  const UserClass& account = e.facts().account;
  if (!account.is_known) return {Presence::unknown};
  const bool is_other =
      kind != ConditionKind::any_groups && account.is_computer != (kind == ConditionKind::machine_groups);
  if (is_other || account.groups.empty()) return {Presence::absent};
  ActualValue out{Presence::present};
  for (const GroupIndex group : account.groups) out.texts.push_back(e.site.accounts->groups->names()[group]);
  out.may_have_more = account.has_unlisted_group;
  return out;
}

std::optional<ExpectedValue> read_group(std::string_view text, Span where, const Site& site, Diagnostics& diags) {
  Diagnostics of_site;  // reported when the site was compiled
  Groups groups(*site.directory, of_site);
  const auto index = groups.resolve({std::string(text), where}, of_site);
  if (index) return ExpectedValue{groups.names()[*index], groups.is_described(*index)};
  std::vector<std::string_view> names;
  for (const Group& group : site.directory->groups) names.push_back(group.name);
  diags.error(code("R210"), where, "unknown group `" + std::string(text) + "`", did_you_mean(text, names));
  return std::nullopt;
}

Operand group_operand(ConditionKind kind, const Site& site) {
  Operand out;
  out.see = [kind](const Explained& e) { return see_groups(kind, e); };
  out.read = [&site](std::string_view text, Span where, Diagnostics& diags) {
    return read_group(text, where, site, diags);
  };
  return out;
}

std::optional<Operand> operand_of(AttributeId id, Span where, const Site& site, Diagnostics& diags) {
  switch (attribute(id).condition) {
    case ConditionKind::any_groups:
    case ConditionKind::user_groups:
    case ConditionKind::machine_groups:
      return group_operand(attribute(id).condition, site);
    case ConditionKind::time_of_day:
      diags.error(code("R210"), where, "`" + std::string(attribute(id).name) + "` is a condition and has no value",
                  "ask for the time: `at within \"Mon-Fri 07:00-19:00\"`");
      return std::nullopt;
    default:
      return attribute_operand(id);
  }
}

constexpr std::string_view kAttributePrefix = "attributes.";

void report_unknown_name(std::string_view name, Span where, Diagnostics& diags) {
  std::vector<std::string_view> names;
  for (const AttemptField& field : attempt_fields()) names.push_back(field.name);
  for (const DecisionField& field : decision_fields()) names.push_back(field.name);
  for (const Attribute& row : attributes()) names.push_back(row.name);
  diags.error(code("R210"), where, "no field and no attribute has the name `" + std::string(name) + "`",
              did_you_mean(name, names));
}

}  // namespace

std::optional<Operand> find_operand(std::string_view name, Span where, const Site& site, Diagnostics& diags) {
  for (std::size_t row = 0; row < attempt_fields().size(); ++row)
    if (attempt_fields()[row].name == name) return field_operand(static_cast<FieldId>(row), site);
  if (const DecisionField* field = find_decision_field(name)) return decision_operand(*field, site);
  const bool is_prefixed = name.starts_with(kAttributePrefix);
  const std::string_view attribute_name = is_prefixed ? name.substr(kAttributePrefix.size()) : name;
  if (const auto id = find_attribute(attribute_name)) return operand_of(*id, where, site, diags);
  report_unknown_name(attribute_name, where, diags);
  return std::nullopt;
}

}  // namespace rapsim
