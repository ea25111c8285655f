// What the commands that print tables share: `--format`, and where a wrong argument stands.
#pragma once

#include <optional>

#include "cli/command.hpp"
#include "report/tables.hpp"

namespace rapsim {

OptionRow format_option();
bool wants_json(const Arguments& arguments);
/// The text of a positional argument as a source for diagnostics.
Span argument_span(Context& context, std::string name, const std::string& text);
/// The table, or with `--verbose` or when `is_long` the long form of its rows; JSON has always everything.
void print_table(const Table& table, bool is_long, const Arguments& arguments, Context& context);
/// `--jobs N`: how many threads; left out, one for each processor. Errors: R312.
OptionRow jobs_option();
std::size_t jobs_of(const Arguments& arguments, Context& context);
/// The whole text as a number, decimal or after `0x` hexadecimal.
std::optional<std::uint32_t> number_in(std::string_view text);

}  // namespace rapsim
