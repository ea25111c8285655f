#include "suite/load_timeline.hpp"

#include <algorithm>

#include "grammar/duration.hpp"
#include "model/load.hpp"
#include "suite/load_step.hpp"
#include "suite/suite.hpp"

namespace rapsim {
namespace {

constexpr Instant kEnd{std::chrono::sys_days{std::chrono::year(9999) / 12 / 31}};  // as read_instant() has it

void load_after(StepLoading& timeline, yaml::Node, yaml::Node node) {
  Loader& in = timeline.in;
  if (!in.expect_scalar(node, "a duration like `10s`")) return;
  SyntaxError error;
  const auto duration = grammar::parse_duration(node.text(), error);
  if (!duration) return in.report(node, error);
  if (!timeline.now) return timeline.report_no_time(node.span());
  if (kEnd - *timeline.now <= *duration)
    in.diags.error(code("R408"), node.span(), "the timeline goes past the last day of the year 9999");
  else
    timeline.now = *timeline.now + *duration;
}

void load_at(StepLoading& timeline, yaml::Node, yaml::Node node) {
  Loader& in = timeline.in;
  if (!in.expect_scalar(node, "a time like `2003-11-03T09:00`")) return;
  const auto time = read_instant(node.text(), node.span(), timeline.current(), in.diags);
  if (!time) return;
  if (timeline.now && *time < *timeline.now)
    in.diags.error(code("R408"), node.span(),
                   "time never goes back: it is " + instant_text(*timeline.now, timeline.current()) + " already",
                   "what happened earlier stands earlier, or in another scenario");
  else
    timeline.now = time;
}

/// The steps again and again. What is wrong with them is wrong in the first repetition.
void load_repeat(StepLoading& timeline, yaml::Node, yaml::Node node) {
  Loader& in = timeline.in;
  if (!in.expect_map(node, "`times` and `steps`")) return;
  check_keys(in, node, std::array<std::string_view, 2>{"times", "steps"}, "a step `repeat`");
  const yaml::Node times = node.find("times"), steps = node.find("steps");
  if (!times || !steps)
    return in.diags.error(code("R112"), node.span(), "`repeat` needs `times` and `steps`",
                          "`repeat: { times: 3, steps: [ ... ] }`");
  const auto count = read_number(in, times, 1, static_cast<std::uint32_t>(timeline.from.most_steps));
  if (!count || !in.expect_sequence(steps, "a list of steps")) return;
  timeline.repetitions.push_back(0);
  for (std::uint32_t i = 1; i <= *count && !timeline.is_full && !in.diags.has_errors(); ++i) {
    // An empty list costs time, too.
    if (steps.size() == 0) break;
    timeline.repetitions.back() = i;
    load_steps(timeline, steps);
  }
  timeline.repetitions.pop_back();
}

Shape repeat_shape() {
  Shape out{.kind = ShapeKind::map, .required = {"times", "steps"}};
  out.keys = {shapes::under("times", "how often", shapes::number(1, kMostRows)),
              shapes::under("steps", "the steps", shapes::list({.kind = ShapeKind::reference, .definition = "step"}))};
  return out;
}

// clang-format off
constexpr StepKind kKinds[] = {
  {"connect", "expect exactly", load_connect, {"an attempt is made", connect_shape}, expected_shape},
  {"disconnect", "", load_disconnect, {"sessions end, by their names", disconnect_shape}},
  {"traffic", "", load_traffic, {"the session of this name sends or receives", shapes::text}},
  {"after", "", load_after, {"time goes by, like 10s", shapes::duration}},
  {"at", "", load_at, {"time goes on to this instant, like 2003-11-03T09:00", shapes::time}},
  {"set", "", load_set, {"settings of the site change: paths like `server.service.state`, and values", set_shape}},
  {"restart", "", load_restart, {"something is started again", restart_shape}},
  {"probe", "expect", load_probe, {"what one command shows"}, nullptr, probe_forms},
  {"reach", "expect", load_reach, {"whether the client of a session reaches an address", reach_shape}, reach_expected_shape},
  {"state", "", load_state, {"asserts what is used, free, live and ended", state_shape}},
  {"repeat", "", load_repeat, {"the same steps several times; $i in names is the number", repeat_shape}},
};
// clang-format on

/// The one thing that the step does; nullptr after reporting that there is none, or more than one.
const StepKind* kind_of(Loader& in, yaml::Node node) {
  const StepKind* found = nullptr;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const auto* const row = std::find_if(std::begin(kKinds), std::end(kKinds),
                                         [&](const StepKind& one) { return one.key == node.key(i).text(); });
    if (row == std::end(kKinds)) continue;
    if (found != nullptr) {
      in.diags.error(code("R406"), node.key(i).span(),
                     "`" + std::string(found->key) + "` and `" + std::string(row->key) + "` in one step",
                     "write two steps, in the order in which they happen");
      return nullptr;
    }
    found = row;
  }
  if (found != nullptr) return found;
  std::vector<std::string_view> names;
  for (const StepKind& row : kKinds) names.push_back(row.key);
  in.diags.error(code("R112"), node.span(), "the step does not say what happens",
                 node.size() == 0 ? help_for_key("", names) : help_for_key(node.key(0).text(), names));
  return nullptr;
}

std::vector<std::string_view> keys_of(const StepKind& kind) {
  std::vector<std::string_view> out = {kind.key};
  for (std::string_view rest = kind.others; !rest.empty();) {
    const std::size_t blank = std::min(rest.find(' '), rest.size());
    out.push_back(rest.substr(0, blank));
    rest.remove_prefix(std::min(blank + 1, rest.size()));
  }
  return out;
}

std::vector<StepForm> forms_of(const StepKind& kind) {
  if (kind.forms != nullptr) return kind.forms();
  return {{kind.schema.shape(), kind.expected == nullptr ? Shape{} : kind.expected()}};
}

Shape step_shape(const StepKind& kind, const StepForm& form) {
  Shape step{.kind = ShapeKind::map, .required = {kind.key}};
  step.keys.push_back(shapes::under(kind.key, kind.schema.summary, form.value));
  const std::vector<std::string_view> keys = keys_of(kind);
  step.one_of = {keys.begin() + 1, keys.end()};
  for (const std::string_view key : step.one_of)
    step.keys.push_back(shapes::under(key,
                                      key == "expect" ? "what must come of it; what is not named is not asserted"
                                                      : "all that comes of it: what is not named must be absent",
                                      form.expected));
  if (step.one_of.size() > 1) step.not_together = {step.one_of};
  return step;
}

}  // namespace

std::span<const StepKind> step_kinds() { return kKinds; }

/// One alternative for each kind of step, or for each of its forms.
Shape timeline_shape() {
  std::vector<Shape> steps;
  for (const StepKind& kind : kKinds)
    for (const StepForm& form : forms_of(kind)) steps.push_back(step_shape(kind, form));
  return shapes::list(shapes::defined("step", shapes::any_of(std::move(steps))), 1);
}

void load_steps(StepLoading& timeline, yaml::Node steps) {
  for (std::size_t i = 0; i < steps.size() && !timeline.is_full; ++i) {
    const yaml::Node step = steps.element(i);
    if (!timeline.spend(1, step.span())) return;
    if (!timeline.in.expect_map(step, "a step: a map like `connect: { user: alice }`")) continue;
    const StepKind* const kind = kind_of(timeline.in, step);
    if (kind == nullptr) continue;
    check_keys(timeline.in, step, keys_of(*kind), "a step `" + std::string(kind->key) + "`");
    kind->load(timeline, step, step.find(kind->key));
  }
}

std::vector<Step> TimelineLoader::load(yaml::Node steps, Loader& in) const {
  if (!in.expect_sequence(steps, "a list of steps")) return {};
  StepLoading timeline{.from = *this, .in = in, .now = clock};
  load_steps(timeline, steps);
  if (!timeline.asserts && !in.diags.has_errors())
    in.diags.error(code("R401"), steps.span(),
                   "a timeline without `connect`, `probe`, `reach` or `state` asserts nothing");
  return std::move(timeline.steps);
}

}  // namespace rapsim
