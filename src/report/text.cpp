#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <range/v3/algorithm/count_if.hpp>
#include <range/v3/algorithm/find.hpp>
#include <range/v3/algorithm/stable_sort.hpp>
#include <range/v3/functional/comparisons.hpp>

#include "diagnose/would.hpp"
#include "engine/checks.hpp"
#include "engine/permission.hpp"
#include "engine/settings.hpp"
#include "model/zone.hpp"
#include "report/facts.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostPolicies = 12;  // policies that do not match, shown one by one unless verbose

std::string_view mark(Truth truth) {
  constexpr std::string_view kMarks[] = {"x ", "? ", "ok"};
  return kMarks[static_cast<std::size_t>(truth)];
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
  return out;
}

/// One row of a table under a policy: `x Attribute  wanted ... was ...  (line 30)`.
struct Row {
  Truth truth = Truth::yes;
  std::string name{};
  std::string wanted{};
  std::string was{};
  Span where{};
};

class Text {
 public:
  Text(const Explained& e, const Sources& sources, Depth depth, Style style)
      : e_(e), sources_(sources), depth_(depth), style_(style), facts_(e) {}

  std::string render() {
    header();
    if (depth_ == Depth::brief) return std::move(out_);
    reason();
    unknown();
    policies();
    for (const PermissionStep& step : e_.trace.permissions) permission(step);
    constraints();
    settings();
    would();
    stage_line();
    notes();
    if (depth_ == Depth::verbose) attempt();
    return std::move(out_);
  }

 private:
  [[nodiscard]] const Site& site() const { return *e_.site.site; }
  [[nodiscard]] bool verbose() const { return depth_ == Depth::verbose; }
  [[nodiscard]] const std::string& policy_name(PolicyIndex row) const { return site().policies[row].name; }

  void line(std::string_view label, std::string_view text) { out_ += fmt::format("{:<11}{}\n", label, text); }

  [[nodiscard]] std::string answer() const {
    if (e_.decision.answer.is_unknown()) return style_.open("UNKNOWN");
    const std::string text = upper(answer_name(e_.decision.answer.value));
    return e_.decision.answer.value == Answer::accept ? style_.good(text) : style_.bad(text);
  }

  [[nodiscard]] std::string from() const {
    const FieldValue& from = e_.attempt[FieldId::from];
    return from.presence == Presence::present ? "from " + printable(from.text) : "from an unknown place";
  }

  void header() {
    const std::string shown = answer();
    const std::size_t width = e_.decision.answer.is_unknown() ? 7 : 6;
    out_ += shown + std::string(11 - width, ' ');
    out_ += fmt::format("{} -> {} {} with {}, {}, {}", account_text(e_), site().server.name.value,
                        medium_text(e_.attempt), method_text(e_.attempt), from(), time_text(e_));
    if (depth_ == Depth::brief) out_ += "; " + brief_reason();
    out_ += '\n';
  }

  [[nodiscard]] std::string brief_reason() const {
    if (e_.decision.answer.is_unknown()) return fmt::format("not known: {}", fmt::join(open_questions(e_), ", "));
    std::string out = e_.decision.answer.value == Answer::accept ? std::string{} : reason_text() + "; ";
    if (e_.decision.policy.is_present())
      return out + fmt::format("policy \"{}\"", policy_name(e_.decision.policy.value));
    return out + (e_.decision.policy.is_unknown() ? "policy unknown" : "no policy");
  }

  [[nodiscard]] std::string reason_text() const {
    if (e_.decision.reason.is_unknown()) return "reason unknown";
    const Reason* row = find_reason(e_.decision.reason.value);
    return fmt::format("reason {} {}", row->number, row->symbol.empty() ? row->meaning : row->symbol);
  }

  /// ` (disputed, G-20)`; nothing for what is documented.
  [[nodiscard]] static std::string firmness(Basis basis, std::string_view gap) {
    if (basis == Basis::documented) return {};
    return fmt::format(" ({}{}{})", basis_name(basis), gap.empty() ? "" : ", ", gap);
  }

  void reason() {
    if (e_.decision.answer.is_present() && e_.decision.answer.value == Answer::accept) {
      line("outcome", "unknown: address, encryption and what follows the accept are not simulated yet");
      return;
    }
    if (!e_.decision.reason.is_present()) return;
    const Reason* row = find_reason(e_.decision.reason.value);
    std::string text =
        fmt::format("{}{}: {}", row->number, row->symbol.empty() ? "" : " " + std::string(row->symbol), row->meaning);
    if (const ClientError error = client_error(e_); error.number != 0)
      text += fmt::format("; the client shows {}{}", error.number, error.basis == Basis::documented ? "" : "?");
    line("reason", text);
  }

  /// What each unknown fact decides.
  void unknown() {
    const std::vector<std::string> questions = open_questions(e_);
    if (questions.empty()) return;
    std::vector<std::string> shown;
    for (const std::string& question : questions) shown.push_back(question + field_hint(question));
    const std::string_view what = e_.decision.answer.is_unknown() ? "the decision" : "who decides, and why,";
    line("open", fmt::format("{} hangs on: {}", what, fmt::join(shown, ", ")));
    for (const Ending& ending : distinct_endings()) line("", "  it may be: " + ending_text(ending));
  }

  /// The field of the attempt that fills an attribute, where a left-out one is why it is not known.
  [[nodiscard]] std::string field_hint(std::string_view question) const {
    constexpr std::pair<std::string_view, FieldId> kFields[] = {{"Calling-Station-Id", FieldId::from},
                                                                {"Called-Station-Id", FieldId::to},
                                                                {"NAS-Port-Type", FieldId::port_type},
                                                                {"Tunnel-Type", FieldId::tunnel},
                                                                {"Authentication-Type", FieldId::authentication}};
    for (const auto& [name, id] : kFields)
      if (name == question && e_.attempt.find(attribute_of(name)) == nullptr)
        return fmt::format(" (`{}`)", field_row(id).name);
    return {};
  }

  [[nodiscard]] std::vector<Ending> distinct_endings() const {
    std::vector<Ending> out;
    for (const Ending& ending : e_.trace.endings)
      if (ranges::find(out, ending) == out.end()) out.push_back(ending);
    return out;
  }

  [[nodiscard]] std::string ending_text(const Ending& ending) const {
    std::string out(answer_name(ending.answer));
    if (ending.reason != 0) out += fmt::format(" {}", ending.reason);
    if (ending.policy != kNoPolicy) out += fmt::format(" by \"{}\"", policy_name(ending.policy));
    return ending.policy == kNoPolicy ? out + ", no policy matches" : out;
  }

  void policies() {
    if (e_.trace.policies.empty()) line("policies", "none: nobody gets in");
    if (verbose()) {
      for (const PolicyStep& step : e_.trace.policies) policy(step, true);
      return;
    }
    const bool has_candidate = !e_.trace.permissions.empty();
    has_candidate ? until_match() : misses();
  }

  /// One line for each policy that was tried in vain, the candidates in full, a count of those after the match.
  void until_match() {
    std::size_t shown = 0, hidden = 0, after = 0;
    for (const PolicyStep& step : e_.trace.policies) {
      const bool is_miss = step.matched == Truth::no || step.reach != PolicyReach::tried;
      if (step.reach == PolicyReach::after)
        ++after;
      else if (is_miss && ++shown > kMostPolicies)
        ++hidden;
      else
        policy(step, !is_miss);
    }
    if (hidden != 0) line("", fmt::format("... and {} more that do not match (--verbose shows them)", hidden));
    if (after != 0)
      line("", fmt::format("{} later {} not looked at: the first match decides", after,
                           after == 1 ? "policy was" : "policies were"));
  }

  [[nodiscard]] std::size_t failed_conditions(const PolicyStep& step) const {
    std::size_t out = step.source == Truth::yes ? 0 : 1;
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i)
      if (e_.trace.conditions[i].truth != Truth::yes) ++out;
    return out;
  }

  /// Nothing matched: the policies that came closest first and in full, with exactly what they lacked.
  void misses() {
    std::vector<PolicyStep> steps;
    for (const PolicyStep& step : e_.trace.policies)
      if (step.reach == PolicyReach::tried) steps.push_back(step);
    // Fewest missing first; of those, the most specific: two of three conditions say more than none of one.
    const auto rank = [&](const PolicyStep& step) { return std::pair(failed_conditions(step), ~step.count); };
    ranges::stable_sort(steps, ranges::less{}, rank);
    constexpr std::size_t kMostInFull = 3;
    for (std::size_t i = 0; i < steps.size() && i < kMostPolicies; ++i)
      policy(steps[i], i < kMostInFull, rank(steps[i]) == rank(steps.front()) ? "nearest" : "");
    if (steps.size() > kMostPolicies)
      line("", fmt::format("... and {} more (--verbose shows them)", steps.size() - kMostPolicies));
    for (const PolicyStep& step : e_.trace.policies)
      if (step.reach == PolicyReach::disabled) policy(step, false);
  }

  [[nodiscard]] static std::string_view match_text(const PolicyStep& step) {
    if (step.reach == PolicyReach::disabled)
      return step.matched == Truth::yes ? "disabled, skipped; it would match" : "disabled, skipped";
    if (step.reach == PolicyReach::after)
      return step.matched == Truth::yes ? "not looked at; it would match too" : "not looked at";
    if (step.matched == Truth::yes) return "matches: it decides, unless one that may match does";
    return step.matched == Truth::no ? "does not match" : "may match";
  }

  [[nodiscard]] bool is_builtin() const { return !site().policies_where.known(); }

  [[nodiscard]] bool decides(const PolicyStep& step) const {
    return e_.decision.policy.is_present() && e_.decision.policy.value == step.policy && step.matched == Truth::yes &&
           step.reach == PolicyReach::tried;
  }

  /// `: NAS-Port-Type, Windows-Groups`, the conditions that do not hold.
  [[nodiscard]] std::string failed_names(const PolicyStep& step) const {
    std::string out;
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
      const ConditionStep& at = e_.trace.conditions[i];
      if (at.truth == Truth::no)
        out += (out.empty() ? ": " : ", ") + std::string(attribute(facts_.condition(step, at).attribute).name);
    }
    return out;
  }

  /// In full: with a row for each condition that tells something. Otherwise one line.
  /// `, 3 of 4 conditions hold`, for a policy that was tried in vain.
  [[nodiscard]] std::string held(const PolicyStep& step) const {
    if (step.reach != PolicyReach::tried || step.matched != Truth::no || step.count < 2) return {};
    const std::size_t failed = failed_conditions(step) - (step.source == Truth::yes ? 0 : 1);
    return fmt::format(", {} of {} conditions hold", step.count - failed, step.count);
  }

  void policy(const PolicyStep& step, bool in_full, std::string_view label = {}) {
    const Policy& policy = site().policies[step.policy];
    const std::string place = is_builtin() ? "built in" : place_text(sources_, policy.where);
    out_ += fmt::format("{:<11}\"{}\" ({}): {}{}\n",
                        label.empty() ? fmt::format("policy {}", step.policy + 1) : std::string(label), policy.name,
                        place, decides(step) ? "matches: it decides" : match_text(step),
                        in_full ? held(step) : failed_names(step));
    if (!in_full) return;
    std::vector<Row> rows;
    if (policy.source.value != 0 && step.source != Truth::yes)
      rows.push_back({step.source, "policy source",
                      std::string(find_value(kAccessServerType, policy.source.value)->name), "another access server",
                      policy.source.where});
    for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
      const ConditionStep& at = e_.trace.conditions[i];
      const bool is_telling = verbose() || step.matched != Truth::no || at.truth != Truth::yes;
      if (!is_telling) continue;
      const Condition& condition = facts_.condition(step, at);
      rows.push_back({at.truth, std::string(attribute(condition.attribute).name), facts_.wanted(condition),
                      facts_.was(e_.site.conditions[at.condition], condition), condition.where});
    }
    table(rows);
    if (policy.conditions.empty()) line("", "   no conditions: every attempt matches");
  }

  /// Columns aligned, long texts cut unless verbose.
  void table(const std::vector<Row>& rows) {
    std::size_t name = 0, wanted = 0, was = 0;
    for (const Row& row : rows) {
      name = std::max(name, width_of(row.name));
      wanted = std::max(wanted, width_of(fitted(row.wanted)));
      was = std::max(was, width_of(fitted(row.was)));
    }
    for (const Row& row : rows) {
      const std::string sign(mark(row.truth));
      std::string text = (row.truth == Truth::yes  ? style_.good(sign)
                          : row.truth == Truth::no ? style_.bad(sign)
                                                   : style_.open(sign)) +
                         " " + padded(row.name, name) + "  wanted " + padded(fitted(row.wanted), wanted) + "  was " +
                         padded(fitted(row.was), was);
      if (row.where.known()) text += fmt::format("  ({})", where_text(row.where));
      text.erase(text.find_last_not_of(' ') + 1);
      line("", "   " + text);
    }
  }

  [[nodiscard]] std::string fitted(const std::string& text) const {
    constexpr std::size_t kWidest = 60;
    if (verbose() || text.size() <= kWidest) return text;
    std::size_t end = kWidest - 3;
    while (end > 0 && continues_code_point(text[end])) --end;
    return text.substr(0, end) + "...";
  }

  /// `line 30` in the file of the site's first policy, otherwise with the file.
  [[nodiscard]] std::string where_text(Span where) const {
    if (is_builtin() && !site().policies.empty() && site().policies.front().where.file == where.file) return "built in";
    const bool same_file = !site().policies.empty() && site().policies.front().where.file == where.file;
    return same_file ? fmt::format("line {}", where.line) : place_text(sources_, where);
  }

  [[nodiscard]] std::string candidate(PolicyIndex policy) const {
    return e_.trace.permissions.size() > 1 ? fmt::format("\"{}\" ", policy_name(policy)) : std::string{};
  }

  void permission(const PermissionStep& step) {
    const Policy& policy = site().policies[step.policy];
    const UserClass& account = facts_.facts.account;
    std::string text = style_.open("unknown") + ": the account's dial-in permission is not known";
    if (step.is_rule_known) {
      const PermissionRule& rule = permission_rules()[step.rule];
      text = fmt::format("{}: {}{}", rule.rejects() ? style_.bad("denied") : style_.good("granted"), rule.text,
                         firmness(rule.basis, rule.gap));
      if (verbose()) text += fmt::format(" [{}]", rule.source);
    }
    line("permission", candidate(step.policy) + text);
    line("",
         fmt::format(
             "   account: {}; policy: {}{}; ignore account: {}{}",
             account.is_known ? account_permission_name(account.permission) : "unknown",
             policy.grant.value ? "grant" : "deny",
             policy.grant.where.known() ? fmt::format(" ({})", where_text(policy.grant.where)) : " (default)",
             policy.ignore_dial_in.value ? "yes" : "no",
             policy.ignore_dial_in.where.known() ? fmt::format(" ({})", where_text(policy.ignore_dial_in.where)) : ""));
  }

  void constraints() {
    check_lines(StageId::constraints, "limits");
    check_lines(StageId::negotiation, "encryption");
  }

  void check_lines(StageId stage, std::string_view label) {
    PolicyIndex last = kNoPolicy;
    std::vector<Row> rows;
    const auto flush = [&] {
      if (last == kNoPolicy) return;
      const auto bad = ranges::count_if(rows, [](const Row& row) { return row.truth == Truth::no; });
      const auto open = ranges::count_if(rows, [](const Row& row) { return row.truth == Truth::unknown; });
      line(label,
           candidate(last) + (bad != 0    ? style_.bad(fmt::format("{} violated; the first one gives the reason", bad))
                              : open != 0 ? style_.open(fmt::format("{} not known", open))
                                          : style_.good("all kept")));
      table(rows);
      rows.clear();
    };
    for (const CheckStep& step : e_.trace.checks) {
      if (checks()[step.check].stage != stage || !step.counts) continue;
      if (step.policy != last) flush();
      last = step.policy;
      if (!verbose() && step.violated == Truth::no) continue;
      const Check& check = checks()[step.check];
      const CheckInput input{facts_.facts, &site().policies[step.policy]};
      std::string wanted = check.wanted(input);
      rows.push_back({!step.violated, std::string(check.name),
                      wanted.empty() ? "anything" : printable(wanted), printable(check.was(input)),
                      check.where(input)});
    }
    flush();
  }

  void settings() {
    const bool accepted = e_.decision.answer.is_present() && e_.decision.answer.value == Answer::accept;
    if (!accepted || !e_.decision.policy.is_present()) return;
    std::string text;
    for (const ReplyAttribute& reply : reply_of(facts_.facts, e_.decision.policy.value)) {
      const std::string value = value_text(attribute(reply.attribute), reply.value);
      text += fmt::format("{}{}={}{}", text.empty() ? "" : ", ", attribute(reply.attribute).name, value,
                          reply.basis == Basis::documented ? "" : "?");
    }
    line("returns", text);
  }

  /// The smallest changes that turn the decision; each was decided again.
  void would() {
    const Turns turns = find_turns(e_);
    std::string_view label = "would";
    const std::string verb = turns.to_accept ? "be accepted" : "be rejected";
    if (turns.times) {
      const LocalTime next = local_time(e_.site.zone, turns.times->next);
      line(label, fmt::format("{} {} (next: {} {} {})", verb, grammar::to_text(turns.times->schedule), next.weekday,
                              next.text, next.abbreviation));
      label = "";
    }
    for (const Turn& turn : turns.turns) {
      std::string changes;
      for (const Change& change : turn.changes)
        changes += fmt::format("{}`{}: {}`", changes.empty() ? "" : " and ", field_row(change.field).name,
                               printable(change.value));
      const bool has_reason = turn.decision.reason.is_present() && turn.decision.reason.value != 0;
      line(label, fmt::format("{} with {}{}", verb, changes,
                              has_reason ? fmt::format(" (reason {})", turn.decision.reason.value) : std::string{}));
      label = "";
    }
  }

  void stage_line() {
    std::string text;
    for (std::size_t row = 0; row < kStageCount; ++row) {
      const StageRow& stage = stages()[row];
      std::string state = "not reached";
      if (!stage.is_simulated)
        state = "-";
      else if (e_.trace.stages[row] == StageState::passed)
        state = style_.good("ok");
      else if (e_.trace.stages[row] == StageState::ended)
        state = style_.bad("REJECT");
      else if (e_.trace.stages[row] == StageState::unknown)
        state = style_.open("unknown");
      if (state == "-" && !verbose()) continue;
      text += fmt::format("{}{} {}", text.empty() ? "" : " · ", stage.name, state);
    }
    line("stages", text + (verbose() ? "   (-: not simulated yet)" : "; the others are not simulated yet"));
  }

  /// Every value with a question mark says why.
  void notes() {
    const ClientError error = client_error(e_);
    if (error.number != 0 && error.basis != Basis::documented)
      line(fmt::format("{}?", error.number),
           fmt::format("{} (G-15): few pairs of reason and client error are documented", basis_name(error.basis)));
    const Reason* row = e_.decision.reason.is_present() ? find_reason(e_.decision.reason.value) : nullptr;
    note_on_no_match();
    if (row != nullptr && row->basis != Basis::documented)
      line(fmt::format("{}?", row->number),
           fmt::format("{}{}: {}", basis_name(row->basis), row->gap.empty() ? "" : " (" + std::string(row->gap) + ")",
                       row->source));
  }

  /// Two documents would let an account in that is set to Allow although no policy matches.
  void note_on_no_match() {
    constexpr std::uint16_t kNoPolicyMatch = 48;
    const UserClass& account = facts_.facts.account;
    const bool is_disputed = e_.decision.reason.is_present() && e_.decision.reason.value == kNoPolicyMatch &&
                             account.is_known && account.permission == AccountPermission::allow;
    if (is_disputed) line("48?", "disputed (G-5): the account is set to Allow, and two of eight documents let it in");
  }

  void attempt() {
    line("attempt", "as it was decided; what was left out has its default");
    for (std::size_t row = 0; row < kFieldCount; ++row) {
      const FieldValue& field = e_.attempt.fields[row];
      const std::string value = field.presence == Presence::present   ? printable(field.text)
                                : field.presence == Presence::unknown ? "unknown"
                                                                      : "absent";
      line("", fmt::format("   {:<16}{}{}", attempt_fields()[row].name, value, field.given ? "" : "   (default)"));
    }
    for (const GivenAttribute& given : e_.attempt.attributes)
      line("", fmt::format("   {:<16}{}", attribute(given.attribute).name,
                           given.presence == Presence::present   ? fmt::format("{}", fmt::join(given.values, ", "))
                           : given.presence == Presence::unknown ? "unknown"
                                                                 : "absent"));
    line("rules", "of the steps above:");
    for (std::size_t row = 0; row < kStageCount; ++row)
      if (stages()[row].is_simulated)
        line("", fmt::format("   {:<16}{} [{}]", stages()[row].name, stages()[row].summary, stages()[row].source));
  }

  const Explained& e_;
  const Sources& sources_;
  Depth depth_;
  Style style_;
  FactTexts facts_;
  std::string out_;
};

}  // namespace

std::string render_text(const Explained& explained, const Sources& sources, Depth depth, Style style) {
  return Text(explained, sources, depth, style).render();
}

}  // namespace rapsim
