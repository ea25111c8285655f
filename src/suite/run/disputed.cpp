#include "suite/run/disputed.hpp"

#include <algorithm>

#include "model/site/edit.hpp"

namespace rapsim {
namespace {

bool is_same(const Decision& a, const Decision& b) {
  return a.answer == b.answer && a.outcome == b.outcome && a.stage == b.stage && a.reason == b.reason &&
         a.cause == b.cause && a.policy == b.policy && a.request_policy == b.request_policy;
}

/// The suite on its site with one reading switched over; nothing when the site cannot be so.
std::optional<Suite> with_other_side(const Suite& suite, std::size_t row) {
  Sources scratch;
  Diagnostics diags;
  const bool is_on = suite.site->site->readings.switches[row].value;
  const SiteEdit edit{{"readings", std::string(readings()[row].name)},
                      value_of(is_on ? readings()[row].built_word : readings()[row].other_word)};
  auto site = apply(*suite.site->site, edit, scratch, diags);
  if (!site) return std::nullopt;
  auto compiled = compile(std::make_shared<const Site>(*std::move(site)), diags, suite.site.get());
  if (compiled == nullptr) return std::nullopt;
  return on_site(suite, std::move(compiled), scratch, diags);
}

std::vector<Decision> decisions_of(const Suite& suite, RowId row) {
  std::vector<Decision> out;
  judge_row(suite, row, [&](const JudgedAttempt& judged) { out.push_back(judged.explained.decision); });
  return out;
}

void compare(const Suite& suite, const Suite& other, RowId row, Reading reading, std::vector<DisputedRow>& out) {
  const std::vector<Decision> built = decisions_of(suite, row), switched = decisions_of(other, row);
  for (std::size_t i = 0; i < built.size(); ++i)
    if (!is_same(built[i], switched[i])) return out.push_back({row, reading, i + 1, built[i], switched[i]});
}

}  // namespace

std::vector<DisputedRow> find_disputed(const SuiteResult& result) {
  std::vector<DisputedRow> out;
  for (std::size_t row = 0; row < kReadingCount; ++row) {
    const auto other = with_other_side(*result.suite, row);
    if (!other) continue;
    for_each_result(result, [&](RowId id, RowResult what) {
      const bool was_run = what != RowResult::skipped && what != RowResult::skip_ran_out;
      if (was_run) compare(*result.suite, *other, id, static_cast<Reading>(row), out);
    });
  }
  std::stable_sort(out.begin(), out.end(), [](const DisputedRow& a, const DisputedRow& b) {
    return std::pair(a.row.in_case, a.row.index) < std::pair(b.row.in_case, b.row.index);
  });
  return out;
}

}  // namespace rapsim
