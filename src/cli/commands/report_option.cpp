#include "cli/commands/report_option.hpp"

#include <algorithm>
#include <utility>

#include "cli/commands/table_options.hpp"

namespace rapsim {
namespace {

std::string list_of(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) out.append(out.empty() ? "" : ", ").append(name);
  return out;
}

/// `junit=out/junit.xml`, `tap=-`, `tap`
std::optional<Output> output_in(const std::string& text, std::span<const std::string_view> formats, Context& context) {
  const std::size_t equals = text.find('=');
  Output out{text.substr(0, equals), equals == std::string::npos ? "-" : text.substr(equals + 1)};
  if (std::find(formats.begin(), formats.end(), out.format) == formats.end()) {
    const std::string near = did_you_mean(out.format, {formats.begin(), formats.end()});
    context.diags.error(code("R511"), argument_span(context, "--report", text),
                        "no report has the name `" + out.format + "`",
                        near.empty() ? "there are " + list_of(formats) : near);
    return std::nullopt;
  }
  if (out.file.empty()) {
    context.diags.error(code("R511"), argument_span(context, "--report", text), "the file of the report is missing",
                        "write `" + out.format + "=FILE`, or `" + out.format + "=-` for standard output");
    return std::nullopt;
  }
  if (out.file == "-" || is_stdout(out.file)) out.file.clear();
  return out;
}

bool is_same_place(const Output& one, const Output& other) {
  if (one.file.empty() || other.file.empty()) return one.file.empty() && other.file.empty();
  return is_same_target(one.file, other.file);
}

}  // namespace

OptionRow report_option(std::span<const std::string_view> formats) {
  OptionRow row{
      "--report", OptionKind::many,
      "also writes a report, whole or not at all; repeatable; without FILE or with `-` it is what stdout has; "
      "formats: " +
          list_of(formats)};
  row.placeholder = "FORMAT=FILE";
  for (const std::string_view format : formats) row.offers.push_back(std::string(format) + "=");
  return row;
}

OptionRow format_option(std::span<const std::string_view> formats) {
  return {"--format", OptionKind::value, "what stdout has; left out: text", {formats.begin(), formats.end()}};
}

std::optional<std::vector<Output>> outputs_of(const Arguments& arguments, std::span<const std::string_view> formats,
                                              Context& context) {
  std::vector<Output> out;
  if (arguments.has("--format")) out.push_back({arguments.value("--format"), ""});
  bool is_good = true;
  const auto reports = arguments.options.find("--report");
  for (const std::string& text : reports == arguments.options.end() ? std::vector<std::string>{} : reports->second) {
    const auto output = output_in(text, formats, context);
    is_good = is_good && output;
    if (!output) continue;
    if (std::any_of(out.begin(), out.end(), [&](const Output& other) { return is_same_place(*output, other); })) {
      context.diags.error(code("R512"), argument_span(context, "--report", text),
                          output->file.empty() ? "two outputs would go to standard output"
                                               : "two reports would go to the file `" + output->file + "`",
                          "give each report a separate file");
      is_good = false;
    }
    out.push_back(*output);
  }
  if (!is_good) return std::nullopt;
  if (std::none_of(out.begin(), out.end(), [](const Output& output) { return output.file.empty(); }))
    out.push_back({"text", ""});
  return out;
}

bool spares_inputs(const std::vector<Output>& outputs, Context& context) {
  bool is_good = true;
  const std::uint32_t inputs = context.sources.size();
  for (const Output& output : outputs)
    for (std::uint32_t input = 0; !output.file.empty() && input < inputs; ++input) {
      if (!is_same_target(output.file, std::string(context.sources.name(input)))) continue;
      context.diags.error(code("R512"), argument_span(context, "--report", output.format + "=" + output.file),
                          "the report would replace `" + output.file + "`, which was read");
      is_good = false;
      break;
    }
  return is_good;
}

void add_output(const Output& output, std::string text, Context& context) {
  if (output.file.empty())
    context.out += text;
  else
    context.reports.push_back({output.file, std::move(text)});
}

}  // namespace rapsim
