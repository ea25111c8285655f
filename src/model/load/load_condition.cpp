// Reads conditions, in the readable form (`NAS-Port-Type: Virtual`) and in the form of exports
// (`MATCH("NAS-Port-Type=^5$")`).
#include <algorithm>

#include "base/text.hpp"
#include "grammar/constraint.hpp"
#include "model/load/attribute_shape.hpp"
#include "model/site/sections.hpp"

namespace rapsim {
namespace {

using grammar::ConstraintFunction;

void add_pattern(Loader& in, yaml::Node node, std::string_view text, std::size_t offset, Condition& condition) {
  SyntaxError error;
  if (auto tree = grammar::parse_pattern(text, error))
    condition.patterns.push_back({std::string(text), *std::move(tree), node.span_within(offset, text.size())});
  else
    in.report(node, error, offset);
}

/// R302 for an unknown attribute, R303 for one that is never a condition.
std::optional<AttributeId> condition_attribute(Loader& in, std::string_view name, Span where) {
  const auto id = find_attribute(name);
  if (!id) {
    in.diags.error(code("R302"), where, "unknown attribute `" + std::string(name) + "`",
                   did_you_mean(name, attribute_names()));
    return std::nullopt;
  }
  if (attribute(*id).condition == ConditionKind::none) {
    in.diags.error(code("R303"), where, "`" + std::string(attribute(*id).name) + "` cannot be a condition of a policy",
                   "`rapsim attributes` lists the ones that are");
    return std::nullopt;
  }
  return id;
}

void add_number(Loader& in, yaml::Node node, const Attribute& row, Condition& condition) {
  if (row.type == ValueType::enumeration) {
    if (const auto number = read_enumeration(in, node, *row.values)) condition.numbers.push_back({*number});
  } else if (row.type == ValueType::boolean) {
    if (const auto value = read_bool(in, node)) condition.numbers.push_back({*value ? 1U : 0U});
  } else if (const auto number = read_number(in, node, 0, UINT32_MAX)) {
    condition.numbers.push_back({*number});
  }
}

bool is_number_like(const Attribute& row) {
  return row.type == ValueType::enumeration || row.type == ValueType::integer || row.type == ValueType::boolean;
}

/// One value of the readable form.
void read_alternative(Loader& in, yaml::Node node, Condition& condition) {
  const Attribute& row = attribute(condition.attribute);
  switch (row.condition) {
    case ConditionKind::any_groups:
    case ConditionKind::user_groups:
    case ConditionKind::machine_groups:
      condition.groups.push_back({std::string(node.text()), node.span()});
      return;
    case ConditionKind::time_of_day:
      return;  // read as a whole
    default:
      break;
  }
  if (is_number_like(row))
    add_number(in, node, row, condition);
  else
    add_pattern(in, node, node.text(), 0, condition);
}

std::optional<Condition> read_readable(Loader& in, yaml::Node name, yaml::Node node) {
  const auto id = condition_attribute(in, name.text(), name.span());
  if (!id) return std::nullopt;
  Condition condition{.attribute = *id, .where = name.span()};
  if (attribute(*id).condition == ConditionKind::time_of_day) {
    condition.schedule = read_schedule(in, node).value_or(grammar::Schedule{});
    condition.text = grammar::to_text(condition.schedule);
    return condition;
  }
  const std::vector<yaml::Node> values = read_list(in, node, "a value");
  if (node.is_sequence() && node.size() == 0)
    in.diags.error(code("R111"), node.span(), "expected at least one value: a condition without any is never true");
  for (const yaml::Node value : values) {
    read_alternative(in, value, condition);
    add_item(condition.text, value.text());
  }
  return condition;
}

std::string_view attribute_name_of(const grammar::Constraint& constraint) {
  switch (constraint.function) {
    case ConstraintFunction::match:
      return constraint.attribute.text;
    case ConstraintFunction::time_of_day:
      return "Day-And-Time-Restrictions";
    case ConstraintFunction::nt_groups:
      return "Windows-Groups";
    case ConstraintFunction::user_nt_groups:
      return "Windows-User-Groups";
    case ConstraintFunction::machine_nt_groups:
      return "Windows-Machine-Groups";
  }
  return {};
}

bool is_group_condition(ConditionKind kind) {
  return kind == ConditionKind::any_groups || kind == ConditionKind::user_groups ||
         kind == ConditionKind::machine_groups;
}

void read_match(Loader& in, yaml::Node node, const grammar::ConstraintText& argument, Condition& condition) {
  const ConditionKind kind = attribute(condition.attribute).condition;
  condition.text = argument.text;
  if (kind == ConditionKind::time_of_day || is_group_condition(kind)) {
    in.diags.error(
        code("R303"), condition.where,
        "`" + std::string(attribute(condition.attribute).name) + "` cannot be a condition of MATCH",
        "exports write TIMEOFDAY(\"...\"), NTGROUPS(\"...\"), USERNTGROUPS(\"...\") or MACHINENTGROUPS(\"...\")");
    return;
  }
  add_pattern(in, node, argument.text, argument.offset, condition);
}

std::optional<Condition> read_constraint(Loader& in, yaml::Node node) {
  SyntaxError error;
  const auto constraint = grammar::parse_constraint(node.text(), error);
  if (!constraint) {
    in.report(node, error);
    return std::nullopt;
  }
  const grammar::ConstraintText& name = constraint->attribute;
  const auto id =
      condition_attribute(in, attribute_name_of(*constraint), node.span_within(name.offset, name.text.size()));
  if (!id) return std::nullopt;
  Condition condition{.attribute = *id, .where = node.span()};
  if (constraint->function == ConstraintFunction::match) {
    read_match(in, node, constraint->arguments.front(), condition);
  } else if (constraint->function == ConstraintFunction::time_of_day) {
    const grammar::ConstraintText& argument = constraint->arguments.front();
    if (auto schedule = grammar::parse_time_of_day(argument.text, error))
      condition.schedule = *std::move(schedule);
    else
      in.report(node, error, argument.offset);
    condition.text = grammar::to_text(condition.schedule);
  } else {
    for (const grammar::ConstraintText& argument : constraint->arguments) {
      condition.groups.push_back({argument.text, node.span_within(argument.offset, argument.text.size())});
      add_item(condition.text, argument.text);
    }
  }
  return condition;
}

Shape condition_map_shape(std::uint8_t places) {
  if (places == kConnectionRequestPolicy)
    return attributes_shape([](const Attribute& row) { return (row.conditions & kConnectionRequestPolicy) != 0; },
                            condition_value_shape);
  return attributes_shape(
      [](const Attribute& row) { return (row.conditions & (kRemoteAccessPolicy | kNetworkPolicy)) != 0; },
      condition_value_shape);
}

/// An edit names a condition by its attribute and replaces all conditions of the policy on it; null takes them away.
void edit_conditions(Loader& in, yaml::Node node, Rule& policy) {
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    if (node.value(entry).is_null()) {
      const auto id = condition_attribute(in, node.key(entry).text(), node.key(entry).span());
      if (id) std::erase_if(policy.conditions, [&](const Condition& old) { return old.attribute == *id; });
      continue;
    }
    auto condition = read_readable(in, node.key(entry), node.value(entry));
    if (!condition) continue;
    // In the place of the first: what is written down of the change keeps the order of the text.
    const auto is_on_it = [id = condition->attribute](const Condition& old) { return old.attribute == id; };
    auto& conditions = policy.conditions;
    const auto first = std::find_if(conditions.begin(), conditions.end(), is_on_it) - conditions.begin();
    std::erase_if(conditions, is_on_it);
    conditions.insert(conditions.begin() + first, *std::move(condition));
  }
}

}  // namespace

void load_conditions(Loader& in, yaml::Node node, Rule& policy) {
  if (in.editing && node.is_map()) return edit_conditions(in, node, policy);
  if (!in.expect_sequence(node, "a list of conditions")) return;
  policy.conditions.clear();
  policy.conditions_where = node.span();
  for (std::size_t i = 0; i < node.size(); ++i) {
    const yaml::Node item = node.element(i);
    if (item.is_scalar()) {
      if (auto condition = read_constraint(in, item)) policy.conditions.push_back(*std::move(condition));
    } else if (in.expect_map(item, "`Attribute: value` or `MATCH(\"Attribute=pattern\")`")) {
      for (std::size_t entry = 0; entry < item.size(); ++entry)
        if (auto condition = read_readable(in, item.key(entry), item.value(entry)))
          policy.conditions.push_back(*std::move(condition));
    }
  }
}

Shape conditions_shape(std::uint8_t places) {
  const Shape constraint = shapes::defined(
      "constraint", shapes::string("^[ \\t\\r\\n]*[A-Za-z]+[ \\t\\r\\n]*[(]"));  // as exports write them
  return shapes::list(shapes::any_of({condition_map_shape(places), constraint}));
}

namespace {

/// Each alternative in a form that load_conditions reads back.
std::vector<std::string> alternatives_of(const Condition& condition) {
  const Attribute& row = attribute(condition.attribute);
  std::vector<std::string> out;
  for (const ConditionNumber& number : condition.numbers) {
    if (row.type == ValueType::boolean)
      out.push_back(flag_text(number.number != 0));
    else if (const NamedValue* named = row.values != nullptr ? find_value(*row.values, number.number) : nullptr)
      out.emplace_back(named->name);
    else
      out.push_back(std::to_string(number.number));
  }
  for (const ConditionPattern& pattern : condition.patterns) out.push_back(pattern.text);
  for (const Reference& group : condition.groups) out.push_back(group.text);
  return out;
}

}  // namespace

void print_conditions(EffectivePrinter& out, const Rule& policy) {
  if (policy.conditions.empty()) return out.value("[]", policy.conditions_where);
  out.open_map(policy.conditions_where);
  for (const Condition& condition : policy.conditions) {
    const Attribute& row = attribute(condition.attribute);
    out.open_item();
    if (is_number_like(row) && !condition.patterns.empty()) {
      out.bare(yaml_scalar("MATCH(\"" + std::string(row.name) + "=" + condition.patterns.front().text + "\")"),
               condition.where);
    } else {
      out.key(row.name, "");
      if (row.condition == ConditionKind::time_of_day)
        out.value(schedule_text(condition.schedule), condition.where);
      else
        out.list(alternatives_of(condition), condition.where);
    }
    out.close_item();
  }
  out.close_map();
}

}  // namespace rapsim
