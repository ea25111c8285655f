// `--report FORMAT=FILE`, as often as one likes, beside `--format`: what goes where, decided before anything runs.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace rapsim {

/// One output of a command.
struct Output {
  std::string format{};
  std::string file{};  // empty: stdout
};

/// `formats`: the names of the command's table. An option's row says which there are.
OptionRow report_option(std::span<const std::string_view> formats);
OptionRow format_option(std::span<const std::string_view> formats);

/// Every output that was asked for; exactly one of them goes to stdout: `--format`, or a report without a file (or
/// `-`), or else `text`. Nothing when the wishes contradict each other, which is wrong usage (exit status 64). Errors:
/// R511, R512.
std::optional<std::vector<Output>> outputs_of(const Arguments& arguments, std::span<const std::string_view> formats,
                                              Context& context);

/// Whether no output would replace a file that was read; false is wrong usage. Errors: R512.
bool spares_inputs(const std::vector<Output>& outputs, Context& context);

/// Puts a rendered output where it belongs.
void add_output(const Output& output, std::string text, Context& context);
/// What reads a format: a name of run_formats(), `sarif`, `csv`; text for any other.
OutputKind kind_of_format(std::string_view format);

}  // namespace rapsim
