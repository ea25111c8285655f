// What would turn the decision: another attempt, a later policy, other settings.
#include <range/v3/view/take.hpp>

#include "base/visible.hpp"
#include "model/site/zone.hpp"
#include "report/text/page.hpp"

namespace rapsim {
namespace {

std::string reason_text(const Decision& decision) {
  const bool has_reason = decision.reason.is_present() && decision.reason.value != 0;
  if (has_reason) return fmt::format(" (reason {})", decision.reason.value);
  return decision.cause.is_present() ? fmt::format(" ({})", kCauses[decision.cause.value].id) : std::string{};
}

void write_later_policies(Page& page) {
  const Maybe<StageId>& stage = page.e.decision.stage;
  if (!page.explanation.later || !stage.is_present() || stage.value < StageId::permission) return;
  std::string names;
  for (const PolicyIndex later : *page.explanation.later)
    names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", page.policy_name(later));
  if (!names.empty()) page.line("later", names + " would accept, but the first policy that matches decides");
}

}  // namespace

/// The smallest changes of the attempt that turn the decision; each was decided again.
void write_attempt_turns(Page& page, std::size_t most) {
  if (!page.explanation.attempt_changes) return;
  const AttemptChanges& turns = *page.explanation.attempt_changes;
  std::string_view label = "would";
  const std::string verb = turns.to_accept ? "be accepted" : "fail";
  if (turns.times) {
    const LocalTime next = local_time(page.e.site.zone, turns.times->next);
    page.line(label, fmt::format("{} {}{} (next: {} {} {})", verb, grammar::to_text(turns.times->schedule),
                                 turns.times->is_weekly ? "" : " in the coming week", next.weekday, next.text,
                                 next.abbreviation));
    label = "";
  }
  for (const AttemptChange& turn : turns.turns | ranges::views::take(most)) {
    std::string changes;
    for (const Change& change : turn.changes)
      changes += fmt::format("{}`{}: {}`", changes.empty() ? "" : " and ", field_row(change.field).name,
                             visible(change.value));
    page.line(label, fmt::format("{} with {}{}", verb, changes, reason_text(turn.decision)));
    label = "";
  }
}

void write_turns(Page& page) {
  write_later_policies(page);
  write_attempt_turns(page, page.explanation.attempt_changes ? page.explanation.attempt_changes->turns.size() : 0);
}

}  // namespace rapsim
