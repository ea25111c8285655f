#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <range/v3/algorithm/count_if.hpp>
#include <range/v3/algorithm/find.hpp>

#include "engine/checks.hpp"
#include "engine/permission.hpp"
#include "engine/settings.hpp"
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
    return from.presence == Presence::present ? "from " + from.text : "from an unknown place";
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
    std::string out = e_.decision.answer.is_present() && e_.decision.answer.value == Answer::accept
                          ? std::string{}
                          : reason_text() + "; ";
    if (e_.decision.policy.is_present())
      return out + fmt::format("policy \"{}\"", policy_name(e_.decision.policy.value));
    return out + (e_.decision.policy.is_unknown() ? "policy unknown" : "no policy");
  }

  [[nodiscard]] std::string reason_text() const {
    if (e_.decision.reason.is_unknown()) return "reason unknown";
    const Reason* row = find_reason(e_.decision.reason.value);
    std::string out = fmt::format("reason {}", e_.decision.reason.value);
    if (!row->symbol.empty()) out += " " + std::string(row->symbol);
    return out;
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
    line("open", fmt::format("the decision hangs on: {}", fmt::join(questions, ", ")));
    for (const Ending& ending : distinct_endings()) line("", "  it may be: " + ending_text(ending));
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
    std::size_t shown = 0, hidden = 0, after = 0;
    for (const PolicyStep& step : e_.trace.policies) {
      const bool is_plain_miss = step.matched == Truth::no || step.reach != PolicyReach::tried;
      if (!verbose() && step.reach == PolicyReach::after) {
        ++after;
      } else if (!verbose() && is_plain_miss && ++shown > kMostPolicies) {
        ++hidden;
      } else {
        policy(step);
      }
    }
    if (e_.trace.policies.empty()) line("policies", "none: nobody gets in");
    if (hidden != 0) line("", fmt::format("... and {} more that do not match (--verbose shows them)", hidden));
    if (after != 0)
      line("", fmt::format("{} later {} not looked at: the first match decides", after,
                           after == 1 ? "policy was" : "policies were"));
  }

  [[nodiscard]] static std::string_view match_text(const PolicyStep& step) {
    if (step.reach == PolicyReach::disabled) return "disabled, skipped";
    if (step.reach == PolicyReach::after)
      return step.matched == Truth::yes ? "not looked at; it would match too" : "not looked at";
    if (step.matched == Truth::yes) return "matches: it decides";
    return step.matched == Truth::no ? "does not match" : "may match";
  }

  void policy(const PolicyStep& step) {
    const Policy& policy = site().policies[step.policy];
    const std::string place = place_text(sources_, policy.where);
    out_ += fmt::format("{:<11}\"{}\"{}: {}\n", fmt::format("policy {}", step.policy + 1), policy.name,
                        place.empty() ? " (built in)" : " (" + place + ")", match_text(step));
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
    constexpr std::size_t kWidest = 60;
    const auto fitted = [&](const std::string& text) {
      return verbose() || text.size() <= kWidest ? text : text.substr(0, kWidest - 3) + "...";
    };
    std::size_t name = 0, wanted = 0, was = 0;
    for (const Row& row : rows) {
      name = std::max(name, row.name.size());
      wanted = std::max(wanted, fitted(row.wanted).size());
      was = std::max(was, fitted(row.was).size());
    }
    for (const Row& row : rows) {
      const std::string sign(mark(row.truth));
      std::string text = fmt::format("{} {:<{}}  wanted {:<{}}  was {:<{}}",
                                     row.truth == Truth::yes  ? style_.good(sign)
                                     : row.truth == Truth::no ? style_.bad(sign)
                                                              : style_.open(sign),
                                     row.name, name, fitted(row.wanted), wanted, fitted(row.was), was);
      if (row.where.known()) text += fmt::format("  ({})", where_text(row.where));
      text.erase(text.find_last_not_of(' ') + 1);
      line("", "   " + text);
    }
  }

  /// `line 30` in the file of the site's first policy, otherwise with the file.
  [[nodiscard]] std::string where_text(Span where) const {
    const bool same_file = !site().policies.empty() && site().policies.front().where.file == where.file;
    return same_file ? fmt::format("line {}", where.line) : place_text(sources_, where);
  }

  [[nodiscard]] std::string candidate(PolicyIndex policy) const {
    return e_.trace.permissions.size() > 1 ? fmt::format(" of \"{}\"", policy_name(policy)) : std::string{};
  }

  void permission(const PermissionStep& step) {
    const Policy& policy = site().policies[step.policy];
    const UserClass& account = facts_.facts.account;
    std::string text;
    if (step.is_rule_known) {
      const PermissionRule& rule = permission_rules()[step.rule];
      text = fmt::format("{}: {}", rule.rejects ? style_.bad("denied") : style_.good("granted"), rule.text);
      if (rule.basis != Basis::documented && verbose())
        text += fmt::format(" [{}{}: {}]", basis_name(rule.basis), rule.gap.empty() ? "" : ", " + std::string(rule.gap),
                            rule.source);
    } else {
      text = style_.open("unknown") + ": the account's dial-in permission is not known";
    }
    line("permission", text + candidate(step.policy));
    line("",
         fmt::format(
             "   account: {}; policy: {}{}; ignore account: {}{}",
             account.is_known ? dial_in_permission_name(account.permission) : "unknown",
             policy.grant.value ? "grant" : "deny",
             policy.grant.where.known() ? fmt::format(" ({})", where_text(policy.grant.where)) : " (default)",
             policy.ignore_dial_in.value ? "yes" : "no",
             policy.ignore_dial_in.where.known() ? fmt::format(" ({})", where_text(policy.ignore_dial_in.where)) : ""));
  }

  void constraints() {
    PolicyIndex last = kNoPolicy;
    std::vector<Row> rows;
    const auto flush = [&] {
      if (last == kNoPolicy) return;
      const auto bad = ranges::count_if(rows, [](const Row& row) { return row.truth == Truth::no; });
      const auto open =
          ranges::count_if(rows, [](const Row& row) { return row.truth == Truth::unknown; });
      line("limits", (bad != 0    ? style_.bad(fmt::format("{} violated; the first one gives the reason", bad))
                      : open != 0 ? style_.open(fmt::format("{} not known", open))
                                  : style_.good("all kept")) +
                         candidate(last));
      table(rows);
      rows.clear();
    };
    for (const CheckStep& step : e_.trace.checks) {
      if (step.policy != last) flush();
      last = step.policy;
      if (!verbose() && step.violated == Truth::no) continue;
      const Check& check = checks()[step.check];
      const CheckInput input{site().policies[step.policy], e_.attempt, facts_.facts};
      std::string wanted = check.wanted(input);
      rows.push_back({!step.violated, fmt::format("{} ({})", check.name, check.reason),
                      wanted.empty() ? "anything" : wanted, check.was(input), check.where(input)});
    }
    flush();
  }

  void settings() {
    const bool accepted = e_.decision.answer.is_present() && e_.decision.answer.value == Answer::accept;
    if (!accepted || !e_.decision.policy.is_present()) return;
    std::string text;
    for (const ReplyAttribute& reply : reply_of(e_.site, e_.decision.policy.value)) {
      const std::string value = value_text(attribute(reply.attribute), reply.value);
      text += fmt::format("{}{}={}{}", text.empty() ? "" : ", ", attribute(reply.attribute).name, value,
                          reply.basis == Basis::documented ? "" : "?");
    }
    line("returns", text);
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
    if (row != nullptr && row->basis != Basis::documented)
      line(fmt::format("{}?", row->number),
           fmt::format("{}{}: {}", basis_name(row->basis), row->gap.empty() ? "" : " (" + std::string(row->gap) + ")",
                       row->source));
  }

  void attempt() {
    line("attempt", "as it was decided; what was left out has its default");
    for (std::size_t row = 0; row < kFieldCount; ++row) {
      const FieldValue& field = e_.attempt.fields[row];
      const std::string value = field.presence == Presence::present   ? field.text
                                : field.presence == Presence::unknown ? "unknown"
                                                                      : "absent";
      line("", fmt::format("   {:<16}{:<28}{}", attempt_fields()[row].name, value, field.given ? "" : "default"));
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
