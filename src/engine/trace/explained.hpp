// One attempt, decided once, with everything that explains the decision: what it was judged by, and every step.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/decide.hpp"
#include "engine/stages/reply.hpp"
#include "model/tables/reasons.hpp"

namespace rapsim {

/// Values of a field of the decision: absent (an accept has no stage), unknown, or one or more texts.
using FieldTexts = Maybe<std::vector<std::string>>;

/// A decision with what made it. A copy shares the facts.
struct Explained {
  const CompiledSite& site;
  const World& world;
  const Attempt& attempt;  // with the tunnel and the method that client and server negotiated, if that is known
  Decision decision{};
  Trace trace{};
  std::shared_ptr<const Attempt> negotiated{};  // holds `attempt` when it is not the one that was asked
  std::shared_ptr<const AttemptContext> judged{};
  Maybe<ClientError> error{};        // that the client shows; absent: none, or no cause is known to have one
  std::vector<std::string> open{};   // see open_questions()
  bool is_one_case = true;           // false: the attempt has open fields, and may be several
  std::vector<FieldTexts> agreed{};  // of several cases, row by row of decision_fields(): what they agree in

  /// Under the request policy whose steps the trace shows.
  [[nodiscard]] const Facts& facts() const { return judged->facts(); }
  /// The request policy whose steps the trace shows: the first that may match; kNoPolicy when none does.
  [[nodiscard]] PolicyIndex shown_request_policy() const;
  /// Of a step of Trace::policies, or of Trace::request_policies.
  [[nodiscard]] const Rule& rule_of(const PolicyStep& step, bool is_request) const;
};

/// `none`: of the trace only the types of tunnel that were tried, for callers that decide for many and show no step.
enum class Recording : std::uint8_t { all, none };

/// Decides. The arguments must outlive the result.
Explained explain(const CompiledSite& site, const World& world, const Attempt& attempt,
                  Recording recording = Recording::all);

/// The same of each attempt that it may be: of one case that alone. No visit when they are too many.
void for_each_case(const Explained& explained, const std::function<void(const Explained&)>& visit);

/// One thing that is not known and on which the decision depends: `Calling-Station-Id`, `client.windows`, `dial-in
/// permission of the account`. Empty when the decision, its reason, its policy and the client's error are known.
inline const std::vector<std::string>& open_questions(const Explained& explained) { return explained.open; }

/// What the accept returns; nothing unless the attempt is accepted for sure, and by a policy that is known.
std::optional<std::vector<ReplyAttribute>> reply_of(const Explained& explained);

}  // namespace rapsim
