// Reads the command line (CLI11), runs one row of commands(), prints, and turns what happened into an exit status.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <range/v3/algorithm/find.hpp>

#include "cli/command.hpp"
#include "cli/commands/report_option.hpp"
#include "cli/output.hpp"
#include "report/text/render_diagnostics.hpp"

namespace rapsim {
namespace {

/// Where CLI11 puts what it parsed, until the command runs.
struct Bound {
  std::deque<std::vector<std::string>> positionals{};  // one for each word of the row, `SITE FILE`
  std::map<std::string, std::vector<std::string>> values{};
  std::map<std::string, bool> flags{};
};

/// The name of a positional says all of it (`PATH...`): CLI11 would add a count, as in `PATH...(1x)`, and a section.
class Help : public CLI::Formatter {
 public:
  std::string make_option_usage(const CLI::Option* option) const override {
    const std::string name = make_option_name(option, true);
    return option->get_required() ? name : "[" + name + "]";
  }
  std::string make_positionals(const CLI::App* /*app*/) const override { return {}; }
};

constexpr std::string_view kOutputOption = "--output";  // also `-o`

void add_option(CLI::App& app, const OptionRow& row, Bound& bound) {
  if (row.kind == OptionKind::flag) {
    app.add_flag(row.name, bound.flags[row.name], row.summary);
    return;
  }
  const std::string name = row.name == kOutputOption ? "-o," + row.name : row.name;
  CLI::Option* option = app.add_option(name, bound.values[row.name], row.summary);
  option->type_name(placeholder_of(row));
  option->allow_extra_args(false);  // one value each: what follows may be a positional
  option->expected(1)->multi_option_policy(row.kind == OptionKind::many ? CLI::MultiOptionPolicy::TakeAll
                                                                        : CLI::MultiOptionPolicy::TakeLast);
  if (!row.choices.empty()) option->check(CLI::IsMember(row.choices));
}

/// `SITE FILE`: each word is one positional.
std::vector<std::string_view> words_of(std::string_view positionals) {
  std::vector<std::string_view> out;
  for (std::size_t from = 0; from < positionals.size();) {
    const std::size_t end = std::min(positionals.find(' ', from), positionals.size());
    out.push_back(positionals.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

void add_command(CLI::App& app, const Command& command, Bound& bound) {
  CLI::App* sub = app.add_subcommand(std::string(command.name), std::string(command.summary));
  if (const std::vector<std::string_view> names = words_of(command.positionals); names.size() > 1) {
    for (const std::string_view name : names) {
      CLI::Option* word = sub->add_option(std::string(name), bound.positionals.emplace_back())->required();
      name.ends_with("...") ? word->expected(1, 1 << 20) : word->expected(1)->allow_extra_args(false);
    }
  } else if (!names.empty()) {
    CLI::Option* positionals = sub->add_option(std::string(command.positionals), bound.positionals.emplace_back());
    // At least one where any is given: CLI11 takes none after `--` when it expects none.
    positionals->expected(std::max(1, static_cast<int>(command.least_positionals)),
                          command.most_positionals == SIZE_MAX ? 1 << 20 : static_cast<int>(command.most_positionals));
    if (command.least_positionals > 0) positionals->required();
  }
  for (const OptionRow& row : command.options()) add_option(*sub, row, bound);
  for (const OptionRow& row : common_options()) add_option(*sub, row, bound);
  if (!command.examples.empty()) sub->footer("Examples:\n" + std::string(command.examples));
}

Arguments arguments_of(const Bound& bound) {
  Arguments out;
  for (const auto& words : bound.positionals) out.positionals.insert(out.positionals.end(), words.begin(), words.end());
  for (const auto& [name, values] : bound.values)
    if (!values.empty()) out.options[name] = values;
  for (const auto& [name, is_set] : bound.flags)
    if (is_set) out.options[name];
  return out;
}

bool wants_color(const std::string& choice, int descriptor) {
  if (choice == "always") return true;
  const char* no_color = std::getenv("NO_COLOR");
  if (choice == "never" || (no_color != nullptr && *no_color != '\0')) return false;
  return isatty(descriptor) != 0;
}

/// The reports first: a reader of stdout that goes away must not cost them.
int write_results(const Context& context, int status) {
  if (const auto failure = write_files(context.reports)) {
    print(stderr, "rapsim: " + visible(message_of(*failure)) + "\n");
    status = kExitOutput;
  }
  return print(stdout, safe_output(context.out, context.kind, context.style.color)) ? status : output_failed();
}

int run_command(const Command& command, const Bound& bound) {
  const Arguments arguments = arguments_of(bound);
  Context context{.command = command.name};
  const std::string color = arguments.value("--color");
  context.style.color = wants_color(color, STDOUT_FILENO);
  context.quiet = arguments.has("--quiet");
  context.verbose = arguments.has("--verbose");
  context.kind = kind_of_format(arguments.value("--format"));
  const int status = command.run(arguments, context);
  const bool has_color = wants_color(color, STDERR_FILENO);
  print(stderr, safe_output(render(context.diags, context.sources, has_color), OutputKind::text, has_color));
  if (status == kExitBadInput) return status;  // nothing half done: stdout stays empty
  return write_results(context, status);
}

/// The first word is to be a command. CLI11 would only say that one is missing.
std::optional<std::string> unknown_command(int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return std::nullopt;
  const std::string_view word = argv[1];
  std::vector<std::string_view> names;
  for (const Command& command : commands()) names.push_back(command.name);
  if (ranges::find(names, word) != names.end()) return std::nullopt;
  const std::string help = did_you_mean(word, names);
  return "unknown command `" + std::string(word) + "`" + (help.empty() ? "" : "; " + help);
}

/// An option that the command does not have. CLI11 would take its value for one positional too many and complain of
/// that.
std::optional<std::string> unknown_option(int argc, char** argv) {
  for (const Command& command : commands()) {
    if (argc < 2 || command.name != argv[1]) continue;
    std::vector<OptionRow> rows = command.options();
    for (OptionRow& row : common_options()) rows.push_back(std::move(row));
    std::vector<std::string_view> names{"--help", "-h"};
    for (const OptionRow& row : rows) names.push_back(row.name);
    if (ranges::find(names, kOutputOption) != names.end()) names.push_back("-o");
    for (int i = 2; i < argc; ++i) {
      const std::string_view word = argv[i];
      const std::string_view name = word.substr(0, word.find('='));
      if (word == "--") break;
      const bool is_option = word.size() > 1 && word[0] == '-' && (word[1] < '0' || word[1] > '9');  // -5 is a value
      if (!is_option || ranges::find(names, name) != names.end()) continue;
      const std::string help = did_you_mean(name, names);
      return "unknown option `" + std::string(name) + "`" + (help.empty() ? "" : "; " + help);
    }
  }
  return std::nullopt;
}

int run(int argc, char** argv) {
  CLI::App app{
      "Simulates how a Windows remote access server (RRAS, IAS, NPS) decides, and explains every accept and reject.",
      "rapsim"};
  app.formatter(std::make_shared<Help>());
  app.set_version_flag("--version", "rapsim " RAPSIM_VERSION);
  app.require_subcommand(1);
  std::vector<std::unique_ptr<Bound>> bounds;  // commands may share option names
  for (const Command& command : commands()) add_command(app, command, *bounds.emplace_back(std::make_unique<Bound>()));
  if (argc == 1) {
    print(stderr, app.help());
    return kExitUsage;
  }
  auto problem = unknown_command(argc, argv);
  if (!problem) problem = unknown_option(argc, argv);
  if (problem) {
    print(stderr, "rapsim: " + visible(*problem) + "\nRun with --help for more information.\n");
    return kExitUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    const bool is_printed = std::cout.flush().good() && std::fflush(stdout) == 0;
    return code != 0 ? kExitUsage : is_printed ? kExitAsExpected : kExitOutput;
  }
  for (std::size_t row = 0; row < commands().size(); ++row)
    if (app.got_subcommand(std::string(commands()[row].name))) return run_command(commands()[row], *bounds[row]);
  return kExitUsage;
}

}  // namespace
}  // namespace rapsim

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of its write, like a full disk
  try {
    return rapsim::run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rapsim: internal error: %s\n", error.what());
    return rapsim::kExitInternal;
  }
}
