#include "report/run/suite_json.hpp"

#include "base/text.hpp"

#include <nlohmann/json.hpp>

#include "report/text/facts.hpp"
#include "suite/run/rows.hpp"

namespace rapsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kUnknown = "unknown";  // as in rapsim/decision/1
constexpr std::string_view kResultNames[] = {
    "passed", "failed", "skipped", "expected-failure", "passed-unexpectedly", "skip-ran-out", "not-selected",
};

bool is_number(const Expectation& expectation) {
  if (!expectation.fact.empty()) return expectation.is_number;
  return expectation.field != nullptr ? expectation.field->is_number
                                      : attribute(expectation.attribute).type == ValueType::integer;
}

Json value_json(const std::string& text, const Expectation& expectation) {
  const auto number = number_in<std::uint64_t>(text);
  return number && is_number(expectation) ? Json(*number) : Json(text);
}

Json list_json(const std::vector<std::string>& texts, const Expectation& expectation) {
  Json out = Json::array();
  for (const std::string& text : texts) out.push_back(value_json(text, expectation));
  return out;
}

Json checked_json(const CheckedExpectation& checked) {
  const Expectation& expectation = *checked.expectation;
  Json expected = list_json(expectation.any_of, expectation);
  if (expectation.or_absent) expected.push_back(nullptr);
  if (expectation.or_unknown) expected.push_back(kUnknown);
  Json actual = nullptr;
  if (checked.actual.is_unknown())
    actual = kUnknown;
  else if (checked.actual.is_present() && checked.actual.value.size() == 1)
    actual = value_json(checked.actual.value.front(), expectation);
  else if (checked.actual.is_present())
    actual = list_json(checked.actual.value, expectation);
  return {{"field", name_of(expectation)},
          {"expected", std::move(expected)},
          {"actual", std::move(actual)},
          {"holds", checked.holds}};
}

Json place_json(const Sources& sources, Span where) {
  return {{"file", sources.name(where.file)}, {"line", where.line}, {"column", where.column}};
}

Json marker_json(const Marker* marker) {
  if (marker == nullptr) return nullptr;
  return {{"kind", marker_name(marker->kind)}, {"reason", marker->reason}, {"until", day_text(marker->until)}};
}

Json checked_json(const JudgedStep& judged) {
  Json out = Json::array();
  for (const CheckedExpectation& one : judged.checked)
    if (!one.holds || !one.expectation->is_implied) out.push_back(checked_json(one));
  return out;
}

Json connect_json(const JudgedAttempt& judged, const Sources& sources) {
  return {{"number", judged.number},
          {"as", judged.as.empty() ? Json(nullptr) : Json(judged.as)},
          {"at", judged.attempt[FieldId::at].text},
          {"place", place_json(sources, judged.connect->where)},
          {"passed", judged.passed()},
          {"expectations", checked_json(judged)}};
}

/// What a step asked that is not a connect. `remark`: what explains it.
Json step_json(const JudgedStep& judged, const Sources& sources) {
  return {{"step", step_name(*judged.step)},
          {"asked", step_text(*judged.step)},
          {"at", judged.at},
          {"place", place_json(sources, judged.step->where)},
          {"passed", judged.passed()},
          {"remark", judged.remark.empty() ? Json(nullptr) : Json(judged.remark)},
          {"expectations", checked_json(judged)}};
}

/// `expectations` of a row, or `connects` of a timeline, each with its own, and its other `steps` that asserted
/// something or could not be done; empty for a row that was not run.
void add_steps(Json& out, const Suite& suite, RowId row, RowResult result, const Sources& sources) {
  const bool is_timeline = !suite.cases[row.in_case].timeline.empty();
  Json list = Json::array(), steps = Json::array();
  if (result != RowResult::skipped && result != RowResult::skip_ran_out)
    judge_steps(suite, row, [&](const JudgedStep& judged) {
      const JudgedAttempt* const attempt = judged.attempt_of();
      if (attempt == nullptr)
        steps.push_back(step_json(judged, sources));
      else if (is_timeline)
        list.push_back(connect_json(*attempt, sources));
      else
        list = checked_json(judged);
    });
  out[is_timeline ? "connects" : "expectations"] = std::move(list);
  if (is_timeline) out["steps"] = std::move(steps);
}

Json row_json(const Suite& suite, RowId row, RowResult result, const Sources& sources) {
  const Case& rows = suite.cases[row.in_case];
  Json out = {{"label", label_of(suite, row)},
              {"scenario", suite.scenarios[rows.scenario].name},
              {"tags", suite.scenarios[rows.scenario].tags},
              {"place", place_json(sources, rows.where)},
              {"passed", result == RowResult::passed},
              {"result", kResultNames[static_cast<std::size_t>(result)]},
              {"marker", marker_json(rows.marker.get())}};
  add_steps(out, suite, row, result, sources);
  return out;
}

/// `scenarios`, `failed-scenarios` and so on.
void add_counts(Json& out, const Counts& counts, const std::string& what, bool with_all) {
  if (with_all) out[what] = counts.all();
  out["failed-" + what] = counts.failed;
  out["skipped-" + what] = counts.skipped;
  out["expected-failure-" + what] = counts.expected_failures;
}

Json disputed_json(const SuiteResult& result) {
  const Site& site = *result.suite->site->site;
  Json out = Json::array();
  for (const DisputedRow& row : *result.disputed) {
    const ReadingRow& reading = readings()[static_cast<std::size_t>(row.reading)];
    out.push_back({{"label", label_of(*result.suite, row.row)},
                   {"number", row.number},
                   {"reading", reading.name},
                   {"gap", reading.gap},
                   {"as-it-is", decision_text(row.as_it_is, site)},
                   {"other-side", decision_text(row.other, site)}});
  }
  return out;
}

/// Without its rows.
Json suite_head(const SuiteResult& result) {
  const Suite& suite = *result.suite;
  const Site& site = *suite.site->site;
  Json out = {{"file", suite.file},
              {"name", suite.name.empty() ? Json(nullptr) : Json(suite.name)},
              {"site",
               {{"file", suite.site_file},
                {"name", site.name.value.empty() ? Json(nullptr) : Json(site.name.value)},
                {"digest", site.digest},
                {"dialect", dialect_name(site.dialect.value)}}},
              {"passed", result.passed()}};
  add_counts(out, result.scenarios, "scenarios", true);
  add_counts(out, result.rows, "rows", false);
  return out;
}

Json suite_json(const SuiteResult& result, const Sources& sources) {
  Json out = suite_head(result);
  Json& rows = out["rows"] = Json::array();
  for_each_result(result,
                  [&](RowId row, RowResult what) { rows.push_back(row_json(*result.suite, row, what, sources)); });
  if (result.disputed) out["disputed"] = disputed_json(result);
  return out;
}

Json program_json() { return {{"name", "rapsim"}, {"version", RAPSIM_VERSION}}; }

/// `passed` and all counts.
void add_totals(Json& out, const std::vector<SuiteResult>& results) {
  Counts scenarios, rows;
  for (const SuiteResult& result : results) {
    scenarios.add(result.scenarios);
    rows.add(result.rows);
  }
  out["passed"] = rows.failed == 0;
  add_counts(out, scenarios, "scenarios", true);
  add_counts(out, rows, "rows", true);
}

/// A name of a file may be no UTF-8; such bytes are U+FFFD.
std::string dumped(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// With its type in front.
std::string line_of(std::string_view type, const Json& members) {
  Json out = {{"type", type}};
  out.update(members);
  return dumped(out, -1);
}

}  // namespace

std::string run_json(const std::vector<SuiteResult>& results, const Sources& sources) {
  Json out = {{"format", "rapsim/run/1"}, {"program", program_json()}};
  add_totals(out, results);
  Json& suites = out["suites"] = Json::array();
  for (const SuiteResult& result : results) suites.push_back(suite_json(result, sources));
  return dumped(out, 2);
}

std::string run_json_lines(const std::vector<SuiteResult>& results, const Sources& sources) {
  std::string out = line_of("run", {{"format", "rapsim/run-lines/1"}, {"program", program_json()}});
  for (const SuiteResult& result : results) {
    out += line_of("suite", suite_head(result));
    for_each_result(result, [&](RowId row, RowResult what) {
      Json members = {{"suite", result.suite->file}};
      members.update(row_json(*result.suite, row, what, sources));
      out += line_of("row", members);
    });
    if (!result.disputed) continue;
    for (const Json& row : disputed_json(result)) {
      Json members = {{"suite", result.suite->file}};
      members.update(row);
      out += line_of("disputed", members);
    }
  }
  Json totals;
  add_totals(totals, results);
  return out + line_of("summary", totals);
}

}  // namespace rapsim
