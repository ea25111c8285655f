#include "report/run/judged_text.hpp"

#include "base/visible.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/text/facts.hpp"
#include "suite/run/rows.hpp"

namespace rapsim {
namespace {

std::string value_texts(const std::vector<std::string>& values, AttributeId id, bool is_attribute,
                        std::string_view joint) {
  std::string out;
  for (const std::string& value : values)
    out += (out.empty() ? "" : std::string(joint)) + (is_attribute ? value_text(attribute(id), value) : value);
  return visible(out);
}

/// One word for the shell.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

}  // namespace

std::string expected_text(const Expectation& expectation) {
  if (expectation.is_whole && expectation.any_of.empty()) return "none";
  std::string out = value_texts(expectation.any_of, expectation.attribute, is_setting(expectation),
                                expectation.is_whole ? ", " : " or ");
  if (expectation.or_absent) out += out.empty() ? "absent" : " or absent";
  if (expectation.or_unknown) out += out.empty() ? "unknown" : " or unknown";
  return out;
}

std::string actual_text(const CheckedExpectation& checked) {
  if (checked.actual.is_unknown()) return "unknown";
  const Expectation& expectation = *checked.expectation;
  if (checked.actual.is_absent()) return expectation.is_whole ? "none" : "absent";
  return value_texts(checked.actual.value, expectation.attribute, is_setting(expectation), ", ");
}

std::string marker_text(const Suite& suite, RowId row, RowResult result) {
  const Marker* const marker = suite.cases[row.in_case].marker.get();
  if (marker == nullptr || result == RowResult::passed || result == RowResult::failed) return {};
  const std::string until = day_text(marker->until), reason = visible(marker->reason);
  switch (result) {
    case RowResult::passed_unexpectedly:
      return fmt::format("passes unexpectedly: it was to fail until {} ({}); remove its `expected-failure`", until,
                         reason);
    case RowResult::skip_ran_out:
      return fmt::format("the skip has run out: it was until {} ({})", until, reason);
    default:
      return fmt::format("until {}: {}", until, reason);
  }
}

std::string judged_name(const JudgedStep& judged) {
  if (judged.step != nullptr) return visible(step_text(*judged.step));
  const JudgedAttempt* const attempt = judged.attempt_of();
  if (attempt == nullptr || attempt->connect == nullptr) return {};
  return fmt::format("#{}{}", attempt->number, attempt->as.empty() ? "" : " " + visible(attempt->as));
}

Span where_of(const JudgedStep& judged) {
  return judged.step != nullptr ? judged.step->where : judged.attempt_of()->connect->where;
}

std::string failure_text(const JudgedStep& judged, const std::string& subject) {
  std::string out;
  const std::string before = subject.empty() ? "" : subject + (judged.step == nullptr ? " " : ": ");
  if (judged.could_not_be_done) out += before + visible(judged.remark);
  for (const CheckedExpectation& one : judged.checked)
    if (!one.holds)
      out += fmt::format("{}{}{} {}, expected {}", out.empty() ? "" : "; ", before, name_of(*one.expectation),
                         actual_text(one), expected_text(*one.expectation));
  return out;
}

std::string expectations_table(const JudgedStep& judged, Style style) {
  std::vector<CheckedExpectation> checked = judged.checked;
  std::erase_if(checked, [](const CheckedExpectation& one) { return one.holds && one.expectation->is_implied; });
  std::size_t name = std::string_view("field").size(), expected = std::string_view("expected").size();
  for (const CheckedExpectation& one : checked) {
    name = std::max(name, width_of(name_of(*one.expectation)));
    expected = std::max(expected, width_of(expected_text(*one.expectation)));
  }
  std::string out =
      style.dim(fmt::format("   {}  {}  actual", padded("field", name), padded("expected", expected))) + "\n";
  for (const CheckedExpectation& one : checked)
    out += fmt::format("{} {}  {}  {}\n", one.holds ? style.good("ok") : style.bad("x "),
                       padded(name_of(*one.expectation), name), padded(expected_text(*one.expectation), expected),
                       actual_text(one));
  return out;
}

std::string command_text(const Suite& suite, RowId row, std::size_t number) {
  return "rapsim explain --scenario " + shell_quoted(visible(reference_to(suite, row, number)));
}

}  // namespace rapsim
