// What decide() did, as data: indices, no text. Texts are made in src/report.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/truth.hpp"
#include "engine/compile/compiled.hpp"
#include "engine/stages/stages.hpp"
#include "model/tables/causes.hpp"

namespace rapsim {

inline constexpr std::uint16_t kNoReason =
    UINT16_MAX;  // no server gave one: the policy server was not asked, or is silent

/// One way in which the attempt can end. An accept that fails in negotiation has a stage, too.
struct PossibleResult {
  Answer answer = Answer::accept;
  std::optional<StageId> stage{};  // that ended it; empty: none, as far as the stages are simulated
  std::uint16_t reason = 0;        // kNoReason: none
  CauseId cause = kNoCause;
  PolicyIndex policy = kNoPolicy;          // that was chosen; kNoPolicy: none
  PolicyIndex request_policy = kNoPolicy;  // of Site::request_policies
  std::optional<TunnelType> tunnel{};      // that was used; empty: none, or it is not known
  friend bool operator==(const PossibleResult&, const PossibleResult&) = default;
};

struct ConditionStep {
  std::uint32_t condition = 0;  // row of CompiledSite::conditions
  Truth truth = Truth::no;
};

/// Why a policy's conditions were looked at, or not.
enum class PolicyReach : std::uint8_t {
  tried,     // its turn came
  disabled,  // skipped, only looked at for the explanation
  after,     // a policy before it matched; only looked at for the explanation
};

struct PolicyStep {
  PolicyIndex policy = 0;
  PolicyReach reach = PolicyReach::tried;
  Truth source = Truth::yes;  // the request comes from the policy's kind of access server
  Truth matched = Truth::no;  // source and every condition
  std::uint32_t first = 0;    // row of Trace::conditions
  std::uint32_t count = 0;
  bool counts = true;
};

/// `counts` is false once something before has surely ended the attempt: the step is only there to tell of other
/// causes.
struct PermissionStep {
  PolicyIndex policy = 0;
  Truth rejects = Truth::no;
  std::uint8_t rule = 0;  // row of permission_rules(), when it is known which one applies
  bool is_rule_known = false;
  bool counts = true;
};

struct CheckStep {
  PolicyIndex policy = kNoPolicy;  // the candidate; kNoPolicy: before one was chosen
  std::uint8_t check = 0;          // row of checks()
  Truth violated = Truth::no;
  bool counts = true;
};

/// `unknown`: the attempt may have ended here or gone on.
enum class StageState : std::uint8_t { not_reached, passed, ended, unknown };

/// A type of tunnel that a strategy tried without success before, or beside, the one of the steps.
struct TunnelStep {
  TunnelType type = TunnelType::pptp;
  std::vector<CauseId> causes{};  // the first ended it
};

/// Where several request policies may match, the steps are those of the first; endings and stages are of all.
struct Trace {
  std::vector<TunnelStep> tunnels{};  // in the order in which they were tried
  std::vector<PolicyStep> request_policies{};
  std::vector<PolicyStep> policies{};
  std::vector<ConditionStep> conditions{};
  std::vector<PermissionStep> permissions{};  // one a candidate policy
  std::vector<CheckStep> checks{};            // every check of the stages, and of each candidate policy
  std::vector<PossibleResult> endings{};      // every way the attempt can end; one when nothing is unknown
  std::vector<CauseId> also{};                // what else is surely wrong, in the order of the stages
  std::array<StageState, kStageCount> stages{};
};

/// What is true of both: a step that differs is unknown, or absent where one of the attempts did not get to it; endings
/// of both.
void merge(Trace& into, const Trace& other);

/// Where decide() writes its trace. A default one drops everything and costs a test of a pointer.
class TraceSink {
 public:
  TraceSink() = default;
  explicit TraceSink(Trace& trace) : trace_(&trace) { trace = {}; }
  [[nodiscard]] explicit operator bool() const { return trace_ != nullptr; }
  Trace* operator->() const { return trace_; }
  [[nodiscard]] Trace* get() const { return trace_; }

 private:
  Trace* trace_ = nullptr;
};

}  // namespace rapsim
