#include "suite/load_step.hpp"

#include <algorithm>

#include "suite/scenario_keys.hpp"

namespace rapsim {
namespace {

/// One value that the fact may have, or nothing after reporting that it cannot.
std::optional<std::string> fact_value(Loader& in, yaml::Node node, const FactRow& fact) {
  if (!in.expect_scalar(node, "a value or a list of values for `" + std::string(fact.name) + "`")) return std::nullopt;
  const std::string text(node.text());
  if (fact.values.empty() || std::find(fact.values.begin(), fact.values.end(), text) != fact.values.end()) return text;
  in.diags.error(code("R405"), node.span(), "`" + std::string(fact.name) + "` can never be `" + text + "`",
                 help_for_key(text, fact.values));
  return std::nullopt;
}

Expectation read_fact(Loader& in, yaml::Node node, const FactRow& fact) {
  Expectation out{.fact = std::string(fact.name), .where = node.span()};
  const auto add = [&](yaml::Node value) {
    if (value.is_null())
      out.or_absent = true;
    else if (value.is_scalar() && value.is_plain() && value.text() == "unknown")
      out.or_unknown = true;
    else if (auto text = fact_value(in, value, fact))
      out.any_of.push_back(*std::move(text));
  };
  if (!node.is_sequence()) {
    add(node);
    return out;
  }
  if (node.size() == 0) in.diags.error(code("R401"), node.span(), "an empty list can never hold");
  for (std::size_t i = 0; i < node.size(); ++i) add(node.element(i));
  return out;
}

}  // namespace

Shape fact_shape(Shape value) {
  const Shape one = shapes::any_of({std::move(value), shapes::word("unknown"), shapes::null()});
  return shapes::any_of({one, shapes::list(one, 1)});
}

std::string numbered(std::string name, std::size_t number) {
  constexpr std::string_view kMark = "$i";
  if (const std::size_t at = name.find(kMark); at != std::string::npos)
    name.replace(at, kMark.size(), std::to_string(number));
  return name;
}

void StepLoading::report_no_time(Span where) {
  in.diags.error(code("R501"), where, "no time: the suite has no `clock`, and no step `at` stands before",
                 "give the suite a `clock: 2003-11-03T09:00`");
}

void StepLoading::add(decltype(Step::what) what, Span where) {
  if (!now) return report_no_time(where);
  if (!count(0, where)) return;
  steps.push_back({std::move(what), *now, where});
}

bool StepLoading::count(std::size_t more, Span where) {
  attempts += more;  // each at most most_steps, and counting ends at the first excess: no overflow
  const bool has_attempts = attempts > from.most_steps, has_steps = steps.size() >= from.most_steps;
  if ((has_attempts || has_steps) && !is_full)
    in.diags.error(
        code("R403"), where,
        "the timeline has more than " + std::to_string(from.most_steps) + (has_attempts ? " attempts" : " steps"));
  is_full = is_full || has_attempts || has_steps;
  return !is_full;
}

bool StepLoading::spend(std::size_t units, Span where) {
  const std::size_t most = 2 * from.most_steps;
  spent += units;  // each is less than the values of a file
  if (spent <= most || is_full) return !is_full;
  is_full = true;
  in.diags.error(code("R403"), where,
                 "the timeline has more than " + std::to_string(most) + " steps and names, repetitions unrolled");
  return false;
}

std::string StepLoading::in_repetition(std::string name) const {
  return repetitions.empty() ? std::move(name) : numbered(std::move(name), repetitions.back());
}

std::optional<std::string> StepLoading::read_session(yaml::Node node) {
  auto name = read_name(in, node);
  if (!name) return std::nullopt;
  *name = in_repetition(std::move(*name));
  if (sessions.contains(*name)) return name;
  std::string help;
  if (sessions.empty())
    help = "`connect: { as: NAME, ... }` gives a name";
  else if (in.diags.may_search(sessions.size()))
    help = help_for_key(*name, {sessions.begin(), sessions.end()});
  in.diags.error(code("R410"), node.span(), "no step before this one connects `" + *name + "`", std::move(help));
  return std::nullopt;
}

Expectations read_facts(StepLoading& timeline, yaml::Node step, std::string_view key, std::span<const FactRow> facts) {
  Loader& in = timeline.in;
  Expectations& known = timeline.expected[timeline.at(step)];
  if (known != nullptr) return known;
  auto out = std::make_shared<std::vector<Expectation>>();
  known = out;
  std::vector<std::string_view> names;
  for (const FactRow& fact : facts) names.push_back(fact.name);
  const yaml::Node node = step.find("expect");
  if (!node || node.is_null() || (node.is_map() && node.size() == 0)) {
    in.diags.error(code("R401"), node ? node.span() : span_of_key(step, key),
                   "a `" + std::string(key) + "` without `expect` asserts nothing", help_for_key("", names));
    return out;
  }
  if (!in.expect_map(node, "a map of what is expected, like `" + std::string(names.front()) + ": ...`")) return out;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const auto found =
        std::find_if(facts.begin(), facts.end(), [&](const FactRow& row) { return row.name == node.key(i).text(); });
    if (found != facts.end())
      out->push_back(read_fact(in, node.value(i), *found));
    else
      in.diags.error(code("R110"), node.key(i).span(),
                     "unknown field `" + std::string(node.key(i).text()) + "` in the `expect` of a " + std::string(key),
                     help_for_key(node.key(i).text(), names));
  }
  timeline.asserts = true;
  return out;
}

}  // namespace rapsim
