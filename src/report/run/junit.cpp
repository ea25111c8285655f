// JUnit XML. There are several shapes of it; this is what Jenkins' xunit plugin publishes, with the order of elements
// and the attributes that other readers want. `time` is 0: the time of a simulation says nothing, and would differ.
#include <pugixml.hpp>
#include <sstream>

#include "base/visible.hpp"
#include "report/run/run_formats.hpp"
#include "report/run/run_steps.hpp"
#include "report/text/facts.hpp"

namespace rapsim {
namespace {

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

/// `scenarios.readings.mixed` of scenarios/readings/mixed.yaml: readers make a tree of packages of it.
std::string class_of(std::string_view file) {
  for (const std::string_view end : {".yaml", ".yml"})
    if (file.ends_with(end)) file.remove_suffix(end.size());
  while (file.starts_with('.') || file.starts_with('/')) file.remove_prefix(1);
  std::string out;
  for (const char c : file) out += c == '/' ? '.' : c;
  return visible(out);
}

void add_property(pugi::xml_node properties, const char* name, const std::string& value) {
  pugi::xml_node property = properties.append_child("property");
  set(property, "name", name);
  set(property, "value", value);
}

void add_properties(pugi::xml_node suite, const SuiteResult& result) {
  pugi::xml_node properties = suite.append_child("properties");
  add_property(properties, "rapsim.version", RAPSIM_VERSION);
  add_property(properties, "site.file", visible(result.suite->site_file));
  add_property(properties, "site.digest", result.suite->site->site->digest);
  add_property(properties, "site.dialect", std::string(dialect_name(result.suite->site->site->dialect.value)));
}

void add_failure(pugi::xml_node testcase, const ReportStep& step, const Sources& sources) {
  pugi::xml_node failure = testcase.append_child("failure");
  set(failure, "type", "failure");
  set(failure, "message", step.reason);
  const std::string text = step.reason + "\n" + visible(place_text(sources, step.where)) + "\n" + step.detail();
  failure.append_child(pugi::node_pcdata).set_value(text.c_str());
}

/// Readers know nothing between passed and failed but skipped.
void add_skipped(pugi::xml_node testcase, const ReportStep& step) {
  const bool is_skip = step.result == StepResult::skipped;
  pugi::xml_node skipped = testcase.append_child("skipped");
  set(skipped, "type", is_skip ? "skip" : "expected-failure");
  set(skipped, "message", (is_skip ? "skipped " : "fails as expected ") + step.reason);
}

void add_testcase(pugi::xml_node suite, const ReportStep& step, const Sources& sources) {
  pugi::xml_node testcase = suite.append_child("testcase");
  set(testcase, "classname", class_of(step.file));
  set(testcase, "name", step.name);
  set(testcase, "time", "0");
  if (step.result == StepResult::failed) add_failure(testcase, step, sources);
  if (step.result == StepResult::skipped || step.result == StepResult::expected_failure) add_skipped(testcase, step);
}

void set_counts(pugi::xml_node node, const StepCounts& counts) {
  set(node, "tests", std::to_string(counts.all()));
  set(node, "failures", std::to_string(counts.failed));
  set(node, "errors", "0");
}

StepCounts add_suite(pugi::xml_node root, const SuiteResult& result, const RunReport& run) {
  const Suite& from = *result.suite;
  pugi::xml_node suite = root.append_child("testsuite");
  set(suite, "name", visible(from.name.empty() ? from.file : from.name));
  set(suite, "file", visible(from.file));
  set(suite, "time", "0");
  add_properties(suite, result);
  StepCounts counts;
  for_each_step(result, run.sources, {run.detail, run.disputed_fails}, [&](const ReportStep& step) {
    add_testcase(suite, step, run.sources);
    counts.add(step.result);
  });
  set_counts(suite, counts);
  set(suite, "skipped", std::to_string(counts.skipped + counts.expected_failures));
  return counts;
}

}  // namespace

std::string render_junit(const RunReport& run) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", "rapsim");
  StepCounts all;
  for (const SuiteResult& result : run.results) all.add(add_suite(root, result, run));
  set_counts(root, all);
  std::ostringstream out;
  document.save(out, "  ", pugi::format_default, pugi::encoding_utf8);
  return out.str();
}

}  // namespace rapsim
