#include "report/run/suite_yaml.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include "engine/trace/decision_fields.hpp"
#include "model/site/effective.hpp"
#include "suite/suite.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kUnknown = "unknown";

/// `a`, or `[a, b]`
template <class Text>
std::string value_yaml(const std::vector<std::string>& values, Text text) {
  if (values.size() == 1) return text(values.front());
  std::string out;
  for (const std::string& value : values) add_item(out, text(value));
  return "[" + out + "]";
}

std::string attribute_yaml(const GivenAttribute& given) {
  if (given.presence == Presence::absent) return "null";
  if (given.presence == Presence::unknown) return std::string(kUnknown);
  const bool is_boolean = attribute(given.attribute).type == ValueType::boolean;
  return value_yaml(given.values, [&](const std::string& value) {
    return is_boolean ? std::string(value == "1" ? "true" : "false") : yaml_scalar(value);
  });
}

void add_attempt(std::string& out, const Attempt& attempt) {
  out += "    attempt:\n";
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    const FieldValue& field = attempt.fields[row];
    if (field.given)
      out += fmt::format("      {}: {}\n", attempt_fields()[row].name,
                         field.presence == Presence::present ? yaml_scalar(field.text) : kUnknown);
  }
  if (!attempt.attributes.empty()) out += "      attributes:\n";
  for (const GivenAttribute& given : attempt.attributes)
    out += fmt::format("        {}: {}\n", attribute(given.attribute).name, attribute_yaml(given));
}

void add_expect(std::string& out, const Explained& explained) {
  out += "    expect:\n";
  for (const DecisionField& field : decision_fields()) {
    const FieldTexts texts = field.texts(explained);
    if (texts.is_absent()) continue;
    out += fmt::format("      {}: {}\n", field.name,
                       texts.is_unknown() ? std::string(kUnknown) : value_yaml(texts.value, yaml_scalar));
  }
}

/// What the accept returns, values of one attribute together.
void add_settings(std::string& out, const std::vector<ReplyAttribute>& attributes) {
  std::vector<GivenAttribute> settings;
  for (const ReplyAttribute& reply : attributes) {
    if (settings.empty() || settings.back().attribute != reply.attribute)
      settings.push_back({.attribute = reply.attribute});
    settings.back().values.push_back(reply.value);
  }
  if (!settings.empty()) out += "      settings:\n";
  for (const GivenAttribute& given : settings)
    out += fmt::format("        {}: {}\n", attribute(given.attribute).name, attribute_yaml(given));
}

}  // namespace

std::string suite_yaml(const Explanation& explanation, std::string_view site_file, std::string_view name) {
  std::string out = fmt::format("format: {}\nsite: {}\n\nscenarios:\n  - name: {}\n", kSuiteFormat,
                                yaml_scalar(site_file), yaml_scalar(name));
  add_attempt(out, explanation.explained.attempt);
  add_expect(out, explanation.explained);
  if (explanation.reply) add_settings(out, *explanation.reply);
  return out;
}

}  // namespace rapsim
