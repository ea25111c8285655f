// The table of commands. A command is one row here and one function in its own file; only main.cpp knows CLI11.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/visible.hpp"
#include "cli/report_files.hpp"
#include "report/text/style.hpp"

namespace rapsim {

// Exit status; exit_statuses() says what each one means.
inline constexpr int kExitAsExpected = 0, kExitNotAsExpected = 1, kExitBadInput = 2, kExitUsage = 64,
                     kExitInternal = 70, kExitOutput = 74;

enum class OptionKind : std::uint8_t { flag, value, many };

struct OptionRow {
  std::string name;  // `--format`
  OptionKind kind = OptionKind::flag;
  std::string summary{};
  std::vector<std::string> choices{};  // empty: anything
  std::string placeholder{};           // what the value is called: `FILE`; empty: `WORD` with choices, else `TEXT`
  std::vector<std::string> offers{};   // what shells complete where anything goes; `junit=` before a FILE
};

/// What stood on the command line. Names as in the rows.
struct Arguments {
  std::vector<std::string> positionals{};
  std::map<std::string, std::vector<std::string>> options{};

  [[nodiscard]] bool has(const std::string& name) const { return options.contains(name); }
  /// The last value given; empty for none.
  [[nodiscard]] std::string value(const std::string& name) const;
};

/// Where a command reads and writes. Results collect in `out` and `reports`, and are written only when the input was
/// good: the reports whole or not at all, before `out` is printed.
struct Context {
  std::string_view command{};  // name of the row that runs
  Sources sources{};
  Diagnostics diags{};
  std::string out{};
  OutputKind kind = OutputKind::text;  // what reads `out`
  std::vector<ReportFile> reports{};
  Style style{};  // of stdout
  bool quiet = false;
  bool verbose = false;
};

struct Command {
  std::string_view name;
  std::string_view positionals;  // `SITE`, `PATH...`, `SITE FILE`: all of them are needed; empty: none
  std::size_t least_positionals;
  std::size_t most_positionals;
  std::string_view summary;
  std::string_view examples;  // lines, printed by --help
  std::vector<OptionRow> (*options)();
  int (*run)(const Arguments&, Context&);
};

std::span<const Command> commands();
/// nullptr: no such command.
const Command* find_command(std::string_view name);
/// What every command takes besides its own options.
std::vector<OptionRow> common_options();
/// What `--help` and the manual call the value of an option.
std::string placeholder_of(const OptionRow& option);

struct ExitStatus {
  std::string_view status;  // `64`, `128+n`
  std::string_view meaning;
};
std::span<const ExitStatus> exit_statuses();

// The functions of the rows, one file each.
std::vector<OptionRow> attributes_options();
int run_attributes(const Arguments& arguments, Context& context);
std::vector<OptionRow> check_options();
int run_check(const Arguments& arguments, Context& context);
std::vector<OptionRow> decide_options();
int run_decide(const Arguments& arguments, Context& context);  // writes its output as it goes
std::vector<OptionRow> doc_options();
int run_doc(const Arguments& arguments, Context& context);
std::vector<OptionRow> explain_options();
int run_explain(const Arguments& arguments, Context& context);
std::vector<OptionRow> import_options();
int run_import(const Arguments& arguments, Context& context);
std::vector<OptionRow> run_options();
int run_run(const Arguments& arguments, Context& context);
std::vector<OptionRow> schema_options();
int run_schema(const Arguments& arguments, Context& context);
std::vector<OptionRow> table_options();  // of the commands that print one built-in table
int run_table(const Arguments& arguments, Context& context);
std::vector<OptionRow> who_options();
int run_who(const Arguments& arguments, Context& context);
std::vector<OptionRow> why_options();
int run_why(const Arguments& arguments, Context& context);

}  // namespace rapsim
