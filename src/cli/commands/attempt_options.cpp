#include "cli/commands/attempt_options.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "cli/clock.hpp"
#include "model/load/load.hpp"
#include "model/tables/methods.hpp"

namespace rapsim {
namespace {

/// `eap.type` -> `--eap-type`
std::string option_name(const AttemptField& field) {
  std::string name = "--" + std::string(field.name);
  std::replace(name.begin(), name.end(), '.', '-');
  return name;
}

/// The values that have names, in the preferred spelling; shells complete them.
std::vector<std::string> offers_of(const AttemptField& field) {
  std::vector<std::string> out;
  if (field.type == FieldType::method)
    for (const MethodName& method : method_names())
      if (&name_of(method.method) == &method) out.emplace_back(method.name);
  if (field.type == FieldType::methods)
    for (const MethodName& row : method_names()) out.emplace_back(row.name);
  if (field.type == FieldType::protocols)
    for (const std::string_view name : kLanProtocols) out.emplace_back(name);
  if (field.type == FieldType::levels) out = {"basic", "strong", "strongest"};
  if (field.type == FieldType::eap_result) out = {"success"};
  if (field.type == FieldType::time) out = {"now"};
  if (field.values != nullptr)
    for (const std::string_view name : names_of(*field.values)) out.emplace_back(name);
  if (!out.empty()) out.emplace_back("unknown");
  return out;
}

Span option_span(Context& context, const std::string& name, const std::string& text) {
  const std::uint32_t file = context.sources.add(name, text);
  for (std::size_t at = 0; at < text.size();) {
    const auto character = decode_utf8(std::string_view(text).substr(at));
    if (!character) {
      context.diags.error(code("R103"), {file, 1, static_cast<std::uint32_t>(at + 1), 1}, "the value is not UTF-8");
      break;
    }
    at += character->length;
  }
  return {file, 1, 1, static_cast<std::uint32_t>(std::max<std::size_t>(text.size(), 1))};
}

void read_attribute(const std::string& text, const Site& site, Attempt& attempt, Context& context) {
  const Span where = option_span(context, "--attribute", text);
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) {
    context.diags.error(code("R111"), where, "expected `Name=value`, found `" + text + "`");
    return;
  }
  // The same path as YAML: a map of one attribute.
  yaml::Document document;
  const Span name_span{where.file, 1, 1, static_cast<std::uint32_t>(equals)};
  const Span value_span{where.file, 1, static_cast<std::uint32_t>(equals + 2),
                        static_cast<std::uint32_t>(text.size() - equals - 1)};
  const auto name = document.add_scalar(text.substr(0, equals), name_span, true, true);
  const auto value = document.add_scalar(text.substr(equals + 1), value_span, true, true);
  const auto attributes = document.add_map({name, value}, where);
  document.set_root(document.add_map({document.add_scalar("attributes", where, true, false), attributes}, where));
  load_attempt(document.root(), site, attempt, context.diags);
}

}  // namespace

std::vector<OptionRow> attempt_option_rows() {
  std::vector<OptionRow> rows;
  for (const AttemptField& field : attempt_fields())
    rows.push_back({.name = option_name(field),
                    .kind = OptionKind::value,
                    .summary = std::string(field.summary) + " (left out: " + std::string(field.fallback) + ")",
                    .offers = offers_of(field)});
  rows.push_back({"--attribute",
                  OptionKind::many,
                  "a RADIUS attribute of the request, `Name=value`; repeatable",
                  {},
                  "NAME=VALUE"});
  return rows;
}

void complete_from_options(const Arguments& arguments, const Site& site, Attempt& attempt, Context& context) {
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    const std::string name = option_name(attempt_fields()[row]);
    if (!arguments.has(name)) continue;
    std::string text = arguments.value(name);
    const Span where = option_span(context, name, text);
    if (attempt_fields()[row].type == FieldType::time && text == "now") text = instant_text(now(), site);
    set_field(attempt, static_cast<FieldId>(row), text, true, where, site, context.diags);
  }
  if (const auto given = arguments.options.find("--attribute"); given != arguments.options.end())
    for (const std::string& text : given->second) read_attribute(text, site, attempt, context);
  const Span nowhere{context.sources.add("command line", ""), 0, 0, 0};
  complete_attempt(attempt, site, nowhere, context.diags);
}

}  // namespace rapsim
