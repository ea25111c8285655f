#include "diagnose/explanation.hpp"

namespace rapsim {

Explanation explanation_of(Explained explained, Extent extent, const Budget& budget) {
  Explanation out{std::move(explained)};
  out.client_error = client_error(out.explained);
  out.open_questions = open_questions(out.explained);
  out.reply = reply_of(out.explained);
  if (extent == Extent::decision) return out;
  out.nearest = near_policies(out.explained);
  out.later = later_policies_that_accept(out.explained);
  if (extent == Extent::policies) return out;
  out.attempt_changes = find_attempt_changes(out.explained, budget);
  out.setting_changes = find_hypotheses(out.explained, budget);
  return out;
}

}  // namespace rapsim
