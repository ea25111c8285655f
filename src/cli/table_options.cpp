#include "cli/table_options.hpp"

#include <algorithm>
#include <charconv>
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
  const auto jobs = number_in(text);
  if (jobs && *jobs >= 1 && *jobs <= kMostJobs) return *jobs;
  context.diags.error(code("R312"), argument_span(context, "--jobs", text),
                      "expected a number from 1 to " + std::to_string(kMostJobs));
  return 1;
}

void print_table(const Table& table, bool is_long, const Arguments& arguments, Context& context) {
  if (wants_json(arguments))
    context.out += render_json(table);
  else if (is_long || context.verbose || table.titles.empty())
    context.out += render_records(table, context.style);
  else
    context.out += render_table(table, !context.quiet, context.style);
}

std::optional<std::uint32_t> number_in(std::string_view text) {
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, is_hex ? 16 : 10);
  return error == std::errc{} && stop == end ? std::optional(number) : std::nullopt;
}

}  // namespace rapsim
