// A timeline while it is read: what the steps so far have made of it, and one function for each kind of step. Inside
// src/suite only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "suite/load_timeline.hpp"
#include "suite/scenario_keys.hpp"

namespace rapsim {

/// File, line and column, and the state of the site for which it was read.
using ReadAt = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, SiteIndex>;

struct StepLoading {
  const TimelineLoader& from;
  Loader& in;
  std::optional<Instant> now{};
  SiteIndex site = 0;
  std::vector<Step> steps{};
  std::set<std::string, std::less<>> sessions{};  // names that a step before gave
  std::size_t attempts = 0;
  std::size_t spent = 0;                   // steps and names that were read
  std::vector<std::size_t> repetitions{};  // of the steps `repeat` around this one, the innermost last
  bool asserts = false;                    // some step has expectations
  bool is_full = false;                    // R403 was reported
  /// Attempts by the place of their map: unrolled repetitions share them.
  std::map<ReadAt, std::shared_ptr<const Attempt>> read{};
  /// The same of what is expected of them, and of other steps.
  std::map<ReadAt, Expectations> expected{};

  [[nodiscard]] const Site& current() const { return *site_at(from.suite, site)->site; }
  /// Of what is read now.
  [[nodiscard]] ReadAt at(yaml::Node node) const {
    return {node.span().file, node.span().line, node.span().column, site};
  }
  /// Adds a step at the present time. Errors: R501, R403.
  void add(decltype(Step::what) what, Span where);
  /// False after R403: attempts and steps are counted together with those before.
  bool count(std::size_t attempts, Span where);
  /// False after R403: too much was read. Repetitions read what becomes no step (`after`), and long lists of names.
  bool spend(std::size_t units, Span where);
  /// `s$i` in the repetition under way.
  [[nodiscard]] std::string in_repetition(std::string name) const;
  /// The name of a session; nothing after R111 or R410.
  std::optional<std::string> read_session(yaml::Node node);
  void report_no_time(Span where);
};

/// What stands under the key of a step, and under `expect` beside it.
struct StepForm {
  Shape value{}, expected{};
};

/// One kind of step. In: the map of the step, which has `key`.
struct StepKind {
  std::string_view key;
  std::string_view others;  // keys beside it, joined by blanks
  void (*load)(StepLoading&, yaml::Node step, yaml::Node value);
  KeySchema schema{};                          // of the value
  Shape (*expected)() = nullptr;               // of `expect` and `exactly`, for a kind that has them
  std::vector<StepForm> (*forms)() = nullptr;  // instead of both shapes, where one of them follows from the other
};
std::span<const StepKind> step_kinds();
/// The steps of a list. R112, R406, R110 for what is no step.
void load_steps(StepLoading& timeline, yaml::Node steps);

void load_connect(StepLoading& timeline, yaml::Node step, yaml::Node value);
void load_disconnect(StepLoading& timeline, yaml::Node step, yaml::Node value);
void load_traffic(StepLoading& timeline, yaml::Node step, yaml::Node value);
void load_restart(StepLoading& timeline, yaml::Node step, yaml::Node value);
void load_set(StepLoading& timeline, yaml::Node step, yaml::Node value);
void load_probe(StepLoading& timeline, yaml::Node step, yaml::Node value);
void load_reach(StepLoading& timeline, yaml::Node step, yaml::Node value);
void load_state(StepLoading& timeline, yaml::Node step, yaml::Node value);

// What the steps look like, for `rapsim schema`.
Shape connect_shape();
Shape disconnect_shape();
Shape set_shape();
Shape restart_shape();
std::vector<StepForm> probe_forms();
Shape reach_shape();
Shape reach_expected_shape();
Shape state_shape();
/// A fact with these values, as read_facts() reads it: one, a list of which any will do, null or unknown.
Shape fact_shape(Shape value);

/// What an expectation of a step may name, and the texts that it can have.
struct FactRow {
  std::string_view name;
  std::vector<std::string_view> values;  // empty: any
};
/// The map under `expect` of a step that is no connect. Errors: R401 without one, R110, R111, R405.
Expectations read_facts(StepLoading& timeline, yaml::Node step, std::string_view key, std::span<const FactRow> facts);

/// `$i` in a name stands for a number.
std::string numbered(std::string name, std::size_t number);

}  // namespace rapsim
