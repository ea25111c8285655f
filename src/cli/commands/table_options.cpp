#include "cli/commands/table_options.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

#include "base/parallel.hpp"

namespace rapsim {
OptionRow format_option() { return {"--format", OptionKind::value, "text (default) or json", {"text", "json"}}; }

bool wants_json(const Arguments& arguments) { return arguments.value("--format") == "json"; }

Span argument_span(Context& context, std::string name, const std::string& text) {
  return {context.sources.add(std::move(name), text), 1, 1,
          static_cast<std::uint32_t>(std::max<std::size_t>(text.size(), 1))};
}

OptionRow jobs_option() {
  return {"--jobs", OptionKind::value,
          "how many threads read and run files; the output is the same (left out: one a processor)"};
}

std::size_t jobs_of(const Arguments& arguments, Context& context) {
  constexpr std::uint32_t kMostJobs = 256;
  if (!arguments.has("--jobs")) return processor_count();
  const std::string text = arguments.value("--jobs");
  const auto jobs = number_in<std::uint32_t>(text);
  if (jobs && *jobs >= 1 && *jobs <= kMostJobs) return *jobs;
  context.diags.error(code("R312"), argument_span(context, "--jobs", text),
                      "expected a number from 1 to " + std::to_string(kMostJobs));
  return 1;
}

void report_unknown(Code code, std::string argument, const std::string& word, std::string message,
                    const std::vector<std::string>& known, std::string otherwise, Context& context) {
  std::string help = did_you_mean(word, {known.begin(), known.end()});
  context.diags.error(code, argument_span(context, std::move(argument), word), std::move(message),
                      help.empty() ? std::move(otherwise) : std::move(help));
}

void print_table(const Table& table, bool is_long, const Arguments& arguments, Context& context) {
  if (wants_json(arguments))
    context.out += render_json(table);
  else if (is_long || context.verbose || table.titles.empty())
    context.out += render_records(table, context.style);
  else
    context.out += render_table(table, !context.quiet, context.style);
}

}  // namespace rapsim
