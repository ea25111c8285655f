#include "diagnose/explanation.hpp"

#include "diagnose/dead_end.hpp"

namespace rapsim {

Explanation explanation_of(Explained explained, Extent extent, const Budget& budget) {
  Explanation out{std::move(explained)};
  out.client_error = client_error(out.explained);
  out.open_questions = open_questions(out.explained);
  out.reply = reply_of(out.explained);
  if (extent == Extent::decision) return out;
  out.nearest = near_policies(out.explained);
  out.later = later_policies_that_accept(out.explained);
  out.dead_end = dead_end_of(out.explained);
  out.wrong_name = wrong_name_of(out.explained);
  if (extent == Extent::policies) return out;
  out.attempt_changes = find_attempt_changes(out.explained, budget);
  out.proposals = find_proposals(out.explained, budget);
  return out;
}

}  // namespace rapsim
