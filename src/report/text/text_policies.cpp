// The policy x condition table, of request policies and of policies.
#include <range/v3/algorithm/any_of.hpp>

#include "base/visible.hpp"
#include "report/text/page.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostPolicies = 12;  // policies that do not match, shown one by one unless verbose

class PolicyTable {
 public:
  PolicyTable(Page& page, bool is_request) : page_(page), is_request_(is_request) {}

  /// Every policy in full.
  void all() {
    for (const PolicyStep& step : steps()) policy(step, true);
  }

  /// One line for each policy that did not match, the candidates in full, a count of those after the match.
  void until_match() {
    std::size_t shown = 0, hidden = 0, after = 0;
    for (const PolicyStep& step : steps()) {
      const bool is_miss = step.matched == Truth::no || step.reach != PolicyReach::tried;
      if (step.reach == PolicyReach::after)
        ++after;
      else if (is_miss && ++shown > kMostPolicies)
        ++hidden;
      else
        policy(step, !is_miss || is_near_miss(step));
    }
    if (hidden != 0) page_.line("", fmt::format("... and {} more that do not match (--verbose shows them)", hidden));
    if (after != 0)
      page_.line("", fmt::format("{} later {} not looked at: the first match decides", after,
                                 after == 1 ? "policy was" : "policies were"));
  }

  /// Nothing matched: the policies that came closest first and in full, with exactly what they lacked.
  void misses() {
    if (!page_.explanation.nearest) return;
    const std::vector<NearPolicy>& near = *page_.explanation.nearest;
    constexpr std::size_t kMostInFull = 3;
    for (std::size_t i = 0; i < near.size() && i < kMostPolicies; ++i)
      policy(near[i].step, i < kMostInFull, near[i].is_nearest ? "nearest" : "");
    if (near.size() > kMostPolicies)
      page_.line("", fmt::format("... and {} more (--verbose shows them)", near.size() - kMostPolicies));
    for (const PolicyStep& step : steps())
      if (step.reach == PolicyReach::disabled) policy(step, false);
  }

  /// Only a policy that keeps everybody out matched: the ones that came closest, then that one.
  void misses_until_match() {
    misses();
    for (const PolicyStep& step : steps())
      if (step.reach == PolicyReach::tried && step.matched != Truth::no) policy(step, true);
  }

  [[nodiscard]] bool has_candidate() const {
    return ranges::any_of(steps(),
                          [](const PolicyStep& s) { return s.reach == PolicyReach::tried && s.matched != Truth::no; });
  }

 private:
  [[nodiscard]] const std::vector<PolicyStep>& steps() const {
    return is_request_ ? page_.e.trace.request_policies : page_.e.trace.policies;
  }

  [[nodiscard]] static std::string_view match_text(const PolicyStep& step) {
    if (step.reach == PolicyReach::disabled)
      return step.matched == Truth::yes ? "disabled, skipped; it would match" : "disabled, skipped";
    if (step.reach == PolicyReach::after)
      return step.matched == Truth::yes ? "not looked at; it would match too" : "not looked at";
    if (step.matched == Truth::yes) return "matches: it decides, unless one that may match does";
    return step.matched == Truth::no ? "does not match" : "may match";
  }

  /// One condition short: perhaps the policy that was meant.
  [[nodiscard]] bool is_near_miss(const PolicyStep& step) const {
    return gets_in(page_.e.decision) == Truth::no && step.reach == PolicyReach::tried && step.count > 1 &&
           failed_conditions(page_.e, step) == 1;
  }

  [[nodiscard]] bool decides(const PolicyStep& step) const {
    const Maybe<PolicyIndex>& chosen = is_request_ ? page_.e.decision.request_policy : page_.e.decision.policy;
    return chosen.is_present() && chosen.value == step.policy && step.matched == Truth::yes &&
           step.reach == PolicyReach::tried;
  }

  /// `: NAS-Port-Type, Windows-Groups`, the conditions that do not hold.
  [[nodiscard]] std::string failed_names(const PolicyStep& step) const {
    std::string out;
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
      const ConditionStep& at = page_.e.trace.conditions[i];
      if (at.truth == Truth::no)
        out += (out.empty() ? ": " : ", ") +
               std::string(attribute(condition_of(page_.e, step, at, is_request_).attribute).name);
    }
    return out;
  }

  /// `, 3 of 4 conditions hold`, for a policy that did not match.
  [[nodiscard]] std::string held(const PolicyStep& step) const {
    if (step.reach != PolicyReach::tried || step.matched != Truth::no || step.count < 2) return {};
    const std::size_t failed = failed_conditions(page_.e, step) - (step.source == Truth::yes ? 0 : 1);
    return fmt::format(", {} of {} conditions hold", step.count - failed, step.count);
  }

  [[nodiscard]] std::string place(const Rule& rule) const {
    const bool is_builtin = is_request_ ? !page_.site().request_policies_where.known() : page_.is_builtin();
    return is_builtin ? "built in" : place_text(page_.sources, rule.where);
  }

  [[nodiscard]] std::string own_label(const PolicyStep& step) const {
    return fmt::format("{} {}", is_request_ ? "request" : "policy", step.policy + 1);
  }

  /// In full: with a row for each condition that tells something. Otherwise one line.
  void policy(const PolicyStep& step, bool in_full, std::string_view label = {}) {
    const Rule& row = page_.e.rule_of(step, is_request_);
    page_.line(
        label.empty() ? own_label(step) : std::string(label),
        fmt::format("\"{}\" ({}): {}{}", row.name, place(row), decides(step) ? "matches: it decides" : match_text(step),
                    in_full ? held(step) : failed_names(step)));
    if (!in_full) return;
    page_.table(condition_rows(page_, step, is_request_, page_.verbose() || step.matched != Truth::no));
    if (row.conditions.empty()) page_.line("", "   no conditions: every attempt matches");
  }

  Page& page_;
  bool is_request_;
};

std::string handling_text(const RequestPolicy& policy) {
  std::string out;
  switch (policy.provider.value) {
    case RequestProvider::windows:
      out = "this server authenticates";
      break;
    case RequestProvider::none:
      out = "accepts without looking at credentials or policies";
      break;
    case RequestProvider::forward:
      out = fmt::format("forwards to \"{}\"", policy.forward_to.value);
      break;
  }
  if (policy.map_to_windows_user.value) out += ", then this server authorizes the Windows user";
  if (policy.authentication.is_given()) out += "; its authentication methods replace those of the profile";
  return out;
}

}  // namespace

std::vector<PageRow> condition_rows(const Page& page, const PolicyStep& step, bool is_request, bool all) {
  const Rule& rule = page.e.rule_of(step, is_request);
  std::vector<PageRow> rows;
  if (rule.source.value != 0 && step.source != Truth::yes)
    rows.push_back({step.source, "policy source", std::string(find_value(kAccessServerType, rule.source.value)->name),
                    "another access server", rule.source.where});
  for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
    const ConditionStep& at = page.e.trace.conditions[i];
    if (!all && at.truth == Truth::yes) continue;
    const Condition& condition = condition_of(page.e, step, at, is_request);
    rows.push_back({at.truth, std::string(attribute(condition.attribute).name), visible(condition.text),
                    was_text(page.e.facts(), page.e.site.conditions[at.condition], condition), condition.where});
  }
  return rows;
}

void write_request_policies(Page& page) {
  if (page.e.trace.request_policies.empty() || !page.was_reached(StageId::request_policy)) {
    if (page.was_reached(StageId::request_policy) && page.site().request_policies.empty() &&
        page.site().dialect.value != Dialect::windows_2000)
      page.line("request", "no connection request policies: every request is refused");
    return;
  }
  PolicyTable table(page, true);
  const PolicyIndex chosen = page.e.shown_request_policy();
  const bool is_plain = chosen != kNoPolicy && page.e.trace.request_policies.size() == 1 &&
                        page.site().request_policies[chosen].provider.value == RequestProvider::windows &&
                        !page.site().request_policies[chosen].manipulated.is_given() &&
                        !page.site().request_policies[chosen].authentication.is_given();
  if (is_plain && !page.verbose()) return;  // the usual one for everybody
  page.verbose() ? table.all() : table.until_match();
  if (chosen == kNoPolicy) return;
  const RequestPolicy& policy = page.site().request_policies[chosen];
  page.line("", "   " + handling_text(policy));
  if (policy.manipulated.is_given())
    page.line("name",
              fmt::format("{} after the rules on {}: looked up as `{}`", visible(page.e.attempt[FieldId::user].text),
                          attribute(policy.manipulated.value).name, visible(page.e.facts().subject.name)));
}

void write_policies(Page& page) {
  if (!page.was_reached(StageId::policy) && !page.verbose()) return;
  if (page.e.trace.policies.empty()) {
    if (page.was_reached(StageId::policy)) page.line("policies", "none: no attempt is accepted");
    return;
  }
  if (!page.was_reached(StageId::policy)) page.line("policies", "not reached; would have been evaluated as:");
  PolicyTable table(page, false);
  if (page.verbose())
    table.all();
  else
    is_kept_out_by_all(page.e) ? table.misses_until_match()
    : table.has_candidate()    ? table.until_match()
                               : table.misses();
}

}  // namespace rapsim
