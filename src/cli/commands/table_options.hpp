// What the commands that print tables share: `--format`, and where a wrong argument is.
#pragma once

#include "cli/command.hpp"
#include "report/tables/tables.hpp"

namespace rapsim {

OptionRow format_option();
/// `--jobs N`: how many threads; left out, one for each processor. Errors: R312.
OptionRow jobs_option();
std::size_t jobs_of(const Arguments& arguments, Context& context);
bool wants_json(const Arguments& arguments);
/// The text of a positional argument as a source for diagnostics.
Span argument_span(Context& context, std::string name, const std::string& text);
/// A word on the command line that names nothing, with the nearest of the known ones, else the other help.
void report_unknown(Code code, std::string argument, const std::string& word, std::string message,
                    const std::vector<std::string>& known, std::string otherwise, Context& context);
/// The table, or with `--verbose` or when `is_long` the long form of its rows; JSON has always everything.
void print_table(const Table& table, bool is_long, const Arguments& arguments, Context& context);

}  // namespace rapsim
