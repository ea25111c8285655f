// `rapsim why SITE`: from what was seen back to the causes.
#include "base/text.hpp"
#include "report/text/render_why.hpp"

#include <map>

#include "cli/commands/attempt_options.hpp"
#include "cli/commands/question.hpp"
#include "cli/commands/table_options.hpp"
#include "model/load/keys.hpp"
#include "model/tables/ras_errors.hpp"

namespace rapsim {
namespace {

std::optional<Symptom> error_of(const std::string& text, Context& context) {
  const auto number = number_in<std::uint16_t>(text);
  if (number && find_ras_error(*number) != nullptr) return Symptom{SymptomKind::error, *number};
  context.diags.error(code("R301"), argument_span(context, "--error", text), "unknown client error `" + text + "`",
                      "`rapsim errors` lists them");
  return std::nullopt;
}

std::optional<Symptom> reason_of(const std::string& text, Context& context) {
  const auto number = number_in<std::uint16_t>(text);
  if (number && find_reason(*number) != nullptr) return Symptom{SymptomKind::reason, *number};
  context.diags.error(code("R301"), argument_span(context, "--reason", text), "unknown reason code `" + text + "`",
                      "`rapsim reasons` lists them");
  return std::nullopt;
}

/// Exactly one of the three; the choices of --symptom were checked with the command line.
std::optional<Symptom> symptom_of(const Arguments& arguments, Context& context) {
  const int given = arguments.has("--error") + arguments.has("--reason") + arguments.has("--symptom");
  if (given != 1) {
    const Span where{context.sources.add("command line", ""), 0, 0, 0};
    context.diags.error(given == 0 ? code("R112") : code("R406"), where,
                        given == 0 ? "what was seen is missing" : "several symptoms at the same time",
                        "one of `--error 721`, `--reason 66`, `--symptom no-resources`");
    return std::nullopt;
  }
  if (arguments.has("--error")) return error_of(arguments.value("--error"), context);
  if (arguments.has("--reason")) return reason_of(arguments.value("--reason"), context);
  for (const SymptomRow& row : symptom_rows())
    if (row.name == arguments.value("--symptom")) return Symptom{row.kind};
  return std::nullopt;
}

std::string help_for_question(std::string_view id) {
  std::vector<std::string_view> ids;
  std::string all;
  for (const ClueQuestion& question : clue_questions()) {
    ids.push_back(question.id);
    add_item(all, question.id);
  }
  const std::string near = did_you_mean(id, ids);
  return near.empty() ? "its questions: " + all : near;
}

std::vector<Observation> clues_of(const Arguments& arguments, Context& context) {
  std::vector<Observation> out;
  const auto given = arguments.options.find("--answer");
  if (given == arguments.options.end()) return out;
  for (const std::string& text : given->second) {
    const std::size_t equals = text.find('=');
    const std::string id = text.substr(0, equals);
    const ClueQuestion* question = find_question(id);
    if (question == nullptr)
      context.diags.error(code("R301"), argument_span(context, "--answer", text), "unknown question `" + id + "`",
                          help_for_question(id));
    else if (equals == std::string::npos || equals + 1 == text.size())
      context.diags.error(code("R111"), argument_span(context, "--answer", text), "expected `" + id + "=ANSWER`",
                          std::string(question->text));
    else
      out.push_back({question, text.substr(equals + 1)});
  }
  return out;
}

std::string quoted(const std::vector<std::string>& answers) {
  std::string out;
  for (const std::string& answer : answers) out += (out.empty() ? "`" : ", `") + answer + "`";
  return out;
}

/// An answer that no case gives would silently exclude none, or all. Each question has one answer.
void check_clues(const Setup& setup, std::vector<Observation>& clues, Context& context) {
  std::map<const ClueQuestion*, std::string> given;
  for (Observation& clue : clues) {
    const std::string id(clue.question->id);
    const Span where = argument_span(context, "--answer", id + "=" + clue.answer);
    const bool has_form = clue.question->is_answer != nullptr;
    const std::vector<std::string> answers = has_form ? std::vector<std::string>{} : answers_to(setup, *clue.question);
    const auto known = known_answer(*clue.question, answers, clue.answer);
    if (!known) {
      context.diags.error(code("R301"), where, "`" + clue.answer + "` is not an answer to `" + id + "`",
                          has_form          ? std::string(clue.question->text)
                          : answers.empty() ? "this case has none"
                                            : "what cases give: " + quoted(answers));
      continue;
    }
    clue.answer = *known;
    const auto [at, is_first] = given.try_emplace(clue.question, *known);
    if (!is_first && at->second != *known)
      context.diags.error(code("R406"), where, "`" + id + "` is `" + at->second + "` already", "leave one of them out");
  }
}

/// An address of the intranet that is not the client's: what it wants to reach when that is not given.
network::ReachQuestion reach_of(const Arguments& arguments, const Site& site, Context& context) {
  network::ReachQuestion out{.port = 443};
  const Intranet& intranet = site.intranet;
  if (intranet.network.is_given()) out.to = intranet.network.value.first + 1;
  if (!intranet.hosts.empty()) out.to = intranet.hosts.front().first;
  if (const std::string text = arguments.value("--to-host"); !text.empty()) {
    if (const auto address = parse_ipv4(text))
      out.to = *address;
    else
      context.diags.error(code("R315"), argument_span(context, "--to-host", text),
                          "`" + text + "` is not an IPv4 address");
  }
  if (const std::string text = arguments.value("--port"); !text.empty()) {
    if (const auto port = number_in<std::uint16_t>(text))
      out.port = *port;
    else
      context.diags.error(code("R312"), argument_span(context, "--port", text), "a port is 0 to 65535");
  }
  return out;
}

}  // namespace

std::vector<OptionRow> why_options() {
  std::vector<std::string> symptoms, questions;
  for (const SymptomRow& row : symptom_rows()) symptoms.emplace_back(row.name);
  std::vector<OptionRow> rows = attempt_option_rows();
  for (OptionRow& row : question_option_rows()) rows.push_back(std::move(row));
  rows.push_back({"--error", OptionKind::value, "the number that the client shows", {}, "NUMBER"});
  rows.push_back({"--reason", OptionKind::value, "the reason code that the policy server logs", {}, "NUMBER"});
  rows.push_back({"--symptom", OptionKind::value, "something else that was seen", symptoms});
  rows.push_back(
      {"--to-host", OptionKind::value, "what the connected client wants to reach: an address", {}, "ADDRESS"});
  rows.push_back({"--port", OptionKind::value, "and its TCP port (default: 443)", {}, "PORT"});
  OptionRow answer{"--answer", OptionKind::many, "what a question of `why` gave: `event-log=65`", {}, "ID=ANSWER"};
  for (const ClueQuestion& question : clue_questions()) answer.offers.push_back(std::string(question.id) + "=");
  rows.push_back(std::move(answer));
  rows.push_back(format_option());
  return rows;
}

int run_why(const Arguments& arguments, Context& context) {
  if (!check_usage(arguments, context)) return kExitUsage;
  const auto question = question_of(arguments, context);
  if (!question) return kExitBadInput;
  const auto symptom = symptom_of(arguments, context);
  std::vector<Observation> clues = clues_of(arguments, context);
  const network::ReachQuestion reach_to = reach_of(arguments, *question->site->site, context);
  if (!symptom || context.diags.has_errors()) return kExitBadInput;
  const Setup setup = setup_of(*question->site, question->world, question->attempt, reach_to);
  check_clues(setup, clues, context);
  if (context.diags.has_errors()) return kExitBadInput;
  const Diagnosis diagnosis = why(setup, *symptom, clues);
  context.out += wants_json(arguments) ? why_json(*symptom, diagnosis)
                                       : render_why(setup, *symptom, diagnosis, context.verbose, context.style);
  return kExitAsExpected;
}

}  // namespace rapsim
