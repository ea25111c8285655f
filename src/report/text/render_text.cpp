#include "report/text/render_text.hpp"

#include "base/visible.hpp"

#include <map>
#include <range/v3/algorithm/find.hpp>

#include "base/text.hpp"
#include "engine/stages/permission.hpp"
#include "report/text/page.hpp"
#include "report/text/short_page.hpp"

namespace rapsim {
namespace {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

/// Somebody who cannot work needs to read first that it did not work, even if the policy server accepted.
std::string verdict(const Decision& decision) {
  if (decision.answer.is_unknown()) return "UNKNOWN";
  const bool is_quiet_end = decision.answer.value == Answer::none || decision.answer.value == Answer::accept;
  if (is_quiet_end && decision.outcome == Outcome::not_connected) return "NOT CONNECTED";
  return upper(answer_name(decision.answer.value));
}

std::string painted(const Page& page, const std::string& text) {
  if (text == "UNKNOWN") return page.style.open(text);
  return text == "ACCEPT" ? page.style.good(text) : page.style.bad(text);
}

std::string from_text(const Attempt& attempt) {
  const FieldValue& from = attempt[FieldId::from];
  return from.presence == Presence::present ? "from " + visible(from.text) : "from an unknown place";
}

/// A wrong one is said; a right one is what people expect.
std::string password_text(const Explained& e) {
  const Maybe<Password> password = e.attempt.password();
  if (!password.is_present() || password.value == Password::right) return {};
  return password.value == Password::wrong ? " with a wrong password" : " with a blank password";
}

std::string reason_text(const Decision& decision) {
  if (!decision.reason.is_present()) return decision.reason.is_unknown() ? "reason unknown" : "no reason code";
  const Reason* row = find_reason(decision.reason.value);
  return fmt::format("reason {} {}", row->number, row->symbol.empty() ? row->meaning : row->symbol);
}

std::string brief_text(const Page& page) {
  const Decision& decision = page.e.decision;
  if (decision.answer.is_unknown())
    return fmt::format("not known: {}", fmt::join(page.explanation.open_questions, ", "));
  std::string out;
  if (decision.cause.is_present())
    out = fmt::format("{}; {}; ", kCauses[decision.cause.value].id, reason_text(decision));
  if (decision.policy.is_present()) return out + fmt::format("policy \"{}\"", page.policy_name(decision.policy.value));
  return out + (decision.policy.is_unknown() ? "policy unknown" : "no policy");
}

void write_header(Page& page) {
  const std::string text = verdict(page.e.decision);
  constexpr std::size_t kColumn = 11;
  std::string rest =
      fmt::format("{} on {}, {}, {}{}, {}, {}", account_text(page.e), server_text(page), medium_text(page.e.attempt),
                  method_text(page.e.attempt), password_text(page.e), from_text(page.e.attempt), time_text(page.e));
  const std::string label = painted(page, text) + std::string(text.size() < kColumn ? 0 : 2, ' ');
  if (page.depth == Depth::brief)
    page.out += fmt::format("{}{}{}; {}\n", label, std::string(text.size() < kColumn ? kColumn - text.size() : 0, ' '),
                            rest, brief_text(page));
  else
    page.line(label, rest);
}

std::string marked(std::uint16_t number, Basis basis) {
  return fmt::format("{}{}", number, basis == Basis::documented ? "" : "?");
}

void write_cause(Page& page) {
  const Decision& decision = page.e.decision;
  if (decision.answer.is_present() && decision.answer.value == Answer::accept && decision.cause.is_absent()) {
    page.line("outcome", decision.outcome == Outcome::connected
                             ? page.style.good("connected")
                             : "unknown: what the access server makes of the accept is its own affair");
    return;
  }
  if (!decision.cause.is_present()) return;
  const Cause& cause = kCauses[decision.cause.value];
  page.line("cause", fmt::format("{}: {}", page.style.strong(cause.id), cause.title));
  page.line("codes", codes_text(page));
  for (const CauseId also : page.e.trace.also)
    page.line("also", fmt::format("{}: {}{}", kCauses[also].id, kCauses[also].title,
                                  kCauses[also].reason != 0 ? fmt::format(" ({})", kCauses[also].reason) : ""));
  page.line("fix", fmt::format("{} [{}]", cause.fix, cause.source));
}

std::string ending_text(const Page& page, const PossibleResult& ending) {
  std::string out(answer_name(ending.answer));
  if (ending.answer == Answer::accept && ending.cause != kNoCause) out = "accept, then not connected";
  if (ending.cause != kNoCause) out += fmt::format(" ({})", kCauses[ending.cause].id);
  if (ending.reason != 0 && ending.reason != kNoReason) out += fmt::format(" {}", ending.reason);
  if (ending.policy != kNoPolicy) out += fmt::format(" by \"{}\"", page.policy_name(ending.policy));
  return out;
}

/// The field of the attempt that fills an attribute, where a left-out one is why it is not known.
std::string field_hint(const Page& page, std::string_view question) {
  constexpr std::pair<std::string_view, FieldId> kFields[] = {{"Calling-Station-Id", FieldId::from},
                                                              {"Called-Station-Id", FieldId::to},
                                                              {"NAS-Port-Type", FieldId::port_type},
                                                              {"Tunnel-Type", FieldId::tunnel},
                                                              {"Authentication-Type", FieldId::authentication}};
  for (const auto& [name, id] : kFields)
    if (name == question && page.e.attempt.find(attribute_of(name)) == nullptr)
      return fmt::format(" (`{}`)", field_row(id).name);
  return {};
}

std::string stage_text(const Page& page, std::size_t row) {
  switch (page.e.trace.stages[row]) {
    case StageState::passed:
      return page.style.good("ok");
    case StageState::ended:
      return page.style.bad(
          page.e.decision.answer.is_present() && page.e.decision.answer.value == Answer::discard  ? "DISCARD"
          : page.e.decision.answer.is_present() && page.e.decision.answer.value != Answer::reject ? "FAILED"
                                                                                                  : "REJECT");
    case StageState::unknown:
      return page.style.open("unknown");
    case StageState::not_reached:
      break;
  }
  return "not reached";
}

/// Two documents would let an account in that is set to Allow although no policy matches.
void write_no_match_note(Page& page) {
  const Decision& decision = page.e.decision;
  const UserClass& account = page.e.facts().account;
  const bool is_disputed = decision.cause.is_present() && decision.cause.value == cause("no-matching-policy") &&
                           account.is_known && account.permission == AccountPermission::allow;
  if (is_disputed)
    page.line("48?", "disputed (G-5): the account is set to Allow, and two of eight documents let it in");
}

const std::map<std::string_view, std::string_view> kNoteTexts = {{"reason", "what the reason code means"},
                                                                 {"permission", "how the permission was decided"},
                                                                 {"check", "the rule that ended it"},
                                                                 {"order", "the order of checks that fail together"}};

void write_attempt(Page& page) {
  page.line("attempt", "as it was decided; what was left out has its default");
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    const FieldValue& field = page.e.attempt.fields[row];
    if (field.presence == Presence::absent && !field.given) continue;
    const std::string value = field.presence == Presence::present ? visible(field.text) : "unknown";
    page.line("", fmt::format("   {:<22}{}{}", attempt_fields()[row].name, value, field.given ? "" : "   (default)"));
  }
  for (const GivenAttribute& given : page.e.attempt.attributes)
    page.line("", fmt::format("   {:<22}{}", attribute(given.attribute).name,
                              given.presence == Presence::present   ? fmt::format("{}", fmt::join(given.values, ", "))
                              : given.presence == Presence::unknown ? "unknown"
                                                                    : "absent"));
  page.line("rules", "of the steps above:");
  for (const StageRow& stage : stages())
    if (stage.is_simulated) page.line("", fmt::format("   {:<16}{} [{}]", stage.name, stage.summary, stage.source));
}

}  // namespace

std::string server_text(const Page& page) {
  const FieldValue& nas = page.e.attempt[FieldId::nas];
  if (nas.presence == Presence::absent) return page.site().server.name.value;
  return nas.presence == Presence::present ? visible(nas.text) : "an unknown access server";
}

/// Reason and client error of a cause.
std::string codes_text(const Page& page) {
  const Decision& decision = page.e.decision;
  std::string out;
  if (decision.answer.is_present() && decision.answer.value == Answer::accept)
    out = "the policy server accepts (reason 0)";
  else if (decision.answer.is_present() && decision.answer.value == Answer::none)
    out = "the policy server is never asked";
  else if (decision.reason.is_present()) {
    const Reason* row = find_reason(decision.reason.value);
    out = fmt::format("reason {}{}: {}", marked(row->number, row->basis),
                      row->symbol.empty() ? "" : " " + std::string(row->symbol), row->meaning);
  } else {
    out = "no reason code: the request is not answered";
  }
  if (const ClientError& error = page.explanation.client_error; error.number != 0)
    out += fmt::format("; the client shows {}", marked(error.number, error.basis));
  return out;
}

/// The types of tunnel that a strategy tried beside the one that the rest is about.
void write_tunnels(Page& page) {
  for (const TunnelStep& step : page.e.trace.tunnels) {
    std::vector<std::string_view> causes;
    for (const CauseId id : step.causes) causes.push_back(kCauses[id].id);
    page.line("tried", fmt::format("{} failed: {}", row_of(step.type).name, fmt::join(causes, ", ")));
  }
}

/// What each unknown fact decides.
void write_open(Page& page) {
  const std::vector<std::string>& questions = page.explanation.open_questions;
  if (questions.empty()) return;
  std::vector<std::string> shown;
  for (const std::string& question : questions) shown.push_back(question + field_hint(page, question));
  const bool is_one_end = page.e.trace.endings.size() == 1;
  const std::string_view what = page.e.decision.answer.is_unknown() ? "the decision"
                                : is_one_end                        ? "what the client shows"
                                                                    : "how it ends, and why,";
  page.line("open", fmt::format("{} depends on: {}", what, fmt::join(shown, ", ")));
  if (is_one_end) return;
  constexpr std::size_t kMost = 20;  // an unknown result of EAP alone has more than fifty
  std::vector<std::string> ends;
  for (const PossibleResult& ending : page.e.trace.endings)
    if (std::string text = ending_text(page, ending); ranges::find(ends, text) == ends.end())
      ends.push_back(std::move(text));
  for (std::size_t i = 0; i < ends.size() && (i < kMost || page.verbose()); ++i)
    page.line("", "  it may be: " + ends[i]);
  if (ends.size() > kMost && !page.verbose())
    page.line("", fmt::format("  ... and {} more (--verbose shows them)", ends.size() - kMost));
}

/// Up to the stage that ends the attempt; what follows was not reached.
void write_stages(Page& page) {
  std::string text;
  bool has_rest = false;
  for (std::size_t row = 0; row < kStageCount; ++row) {
    if (!stages()[row].is_simulated) continue;
    if (page.e.trace.stages[row] == StageState::not_reached)
      has_rest = true;
    else
      text += fmt::format("{}{} {}", text.empty() ? "" : " · ", stages()[row].name, stage_text(page, row));
  }
  page.line("stages", text + (has_rest ? " · the rest was not reached" : ""));
}

/// Every value with a question mark says why.
void write_notes(Page& page) {
  const ClientError& error = page.explanation.client_error;
  if (error.number != 0 && error.basis != Basis::documented)
    page.line(fmt::format("{}?", error.number),
              fmt::format("{} (G-15): few pairs of reason and client error are documented", basis_name(error.basis)));
  write_no_match_note(page);
  for (const FirmnessNote& note : firmness_notes(page.e))
    page.line("rests on", fmt::format("{}{}: {} [{}]", basis_name(note.basis),
                                      note.gap.empty() ? "" : " (" + std::string(note.gap) + ")",
                                      kNoteTexts.at(note.what), note.source));
  for (std::size_t i = 0; i < readings().size(); ++i)
    if (page.site().readings.switches[i].value)
      page.line("reading", fmt::format("{} ({}): {}", readings()[i].name, readings()[i].gap, readings()[i].other));
}

std::string render_text(const Explanation& explanation, const Sources& sources, Depth depth, Style style) {
  Page page(explanation, sources, depth, style);
  write_header(page);
  if (depth == Depth::brief) return std::move(page.out);
  if (depth == Depth::standard) {
    write_short(page);
    return std::move(page.out);
  }
  write_cause(page);
  write_tunnels(page);
  write_open(page);
  write_request_policies(page);
  write_account(page);
  write_policies(page);
  write_permissions(page);
  write_limits(page);
  write_returned(page);
  write_turns(page);
  write_stages(page);
  write_notes(page);
  write_attempt(page);
  return std::move(page.out);
}

}  // namespace rapsim
