#include "report/suite_json.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "suite/rows.hpp"

namespace rapsim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kUnknown = "unknown";  // as in rapsim/decision/1

bool is_number(const Expectation& expectation) {
  return expectation.field != nullptr ? expectation.field->is_number
                                      : attribute(expectation.attribute).type == ValueType::integer;
}

Json value_json(const std::string& text, const Expectation& expectation) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole && is_number(expectation) ? Json(number) : Json(text);
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

Json row_json(const Suite& suite, RowId row, const Sources& sources) {
  const JudgedRow judged(suite, row);
  const Case& rows = suite.cases[row.in_case];
  Json checked = Json::array();
  for (const CheckedExpectation& one : judged.checked) checked.push_back(checked_json(one));
  return {{"label", label_of(suite, row)},
          {"scenario", suite.scenarios[rows.scenario].name},
          {"place", place_json(sources, rows.where)},
          {"passed", judged.passed()},
          {"expectations", std::move(checked)}};
}

Json suite_json(const SuiteResult& result, const Sources& sources) {
  const Suite& suite = *result.suite;
  const Site& site = *suite.site->site;
  Json rows = Json::array();
  for (std::uint32_t i = 0; i < suite.cases.size(); ++i)
    for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index)
      rows.push_back(row_json(suite, row, sources));
  return {{"file", suite.file},
          {"name", suite.name.empty() ? Json(nullptr) : Json(suite.name)},
          {"site",
           {{"file", suite.site_file},
            {"name", site.name.value.empty() ? Json(nullptr) : Json(site.name.value)},
            {"digest", site.digest},
            {"dialect", dialect_name(site.dialect.value)}}},
          {"passed", result.passed()},
          {"scenarios", suite.scenarios.size()},
          {"failed-scenarios", result.failed_scenarios},
          {"rows", std::move(rows)}};
}

}  // namespace

std::string run_json(const std::vector<SuiteResult>& results, const Sources& sources) {
  std::size_t scenarios = 0, rows = 0, failed = 0, failed_rows = 0;
  Json suites = Json::array();
  for (const SuiteResult& result : results) {
    scenarios += result.suite->scenarios.size();
    rows += result.row_count;
    failed += result.failed_scenarios;
    failed_rows += result.failed.size();
    suites.push_back(suite_json(result, sources));
  }
  const Json out = {{"format", "rapsim/run/1"},   {"program", {{"name", "rapsim"}, {"version", RAPSIM_VERSION}}},
                    {"passed", failed == 0},      {"scenarios", scenarios},
                    {"failed-scenarios", failed}, {"rows", rows},
                    {"failed-rows", failed_rows}, {"suites", std::move(suites)}};
  return out.dump(2) + "\n";
}

}  // namespace rapsim
