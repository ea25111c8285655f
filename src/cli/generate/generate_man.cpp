// The manual page, in the macros of man(7), which man-db, mandoc and every older man read.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/commands/attempt_options.hpp"
#include "cli/generate/generate.hpp"
#include "cli/generate/offered.hpp"

namespace rapsim {
namespace {

/// Characters that roff reads as something else, or prints as another one than was typed.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      default:
        out += c;
    }
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

std::string bold(std::string_view text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + escaped(text) + "\\fR"; }

/// Prose: what is in backticks is bold.
std::string prose(std::string_view text) {
  std::string out;
  while (true) {
    const std::size_t open = text.find('`');
    const std::size_t close = open == std::string_view::npos ? open : text.find('`', open + 1);
    if (close == std::string_view::npos) return out + escaped(text);
    out += escaped(text.substr(0, open)) + bold(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
}

std::string head_of(const OptionRow& option) {
  if (option.kind == OptionKind::flag) return bold(option.name);
  if (option.choices.empty()) return bold(option.name) + " " + italic(placeholder_of(option));
  std::string out = bold(option.name) + " ";
  for (std::size_t i = 0; i < option.choices.size(); ++i) out += (i == 0 ? "" : "|") + bold(option.choices[i]);
  return out;
}

std::string entry(const std::string& head, std::string_view text) { return ".TP\n" + head + "\n" + prose(text) + "\n"; }

std::string entries(const std::vector<OptionRow>& options) {
  std::string out;
  for (const OptionRow& option : options) out += entry(head_of(option), option.summary);
  return out;
}

std::string example(std::string_view lines) {
  std::string out = ".PP\nExamples:\n.PP\n.nf\n.RS 4\n";
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    out += escaped(lines.substr(0, end)) + "\n";
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return out + ".RE\n.fi\n";
}

bool has_option(const std::vector<OptionRow>& options, std::string_view name) {
  return std::any_of(options.begin(), options.end(), [&](const OptionRow& row) { return row.name == name; });
}

/// A sentence about the options of an attempt, which several commands share and one section describes; empty: none.
std::string about_attempt_options(const std::vector<OptionRow>& options) {
  std::string without;
  std::size_t shared = 0;
  for (const OptionRow& row : attempt_option_rows()) {
    if (has_option(options, row.name))
      ++shared;
    else
      add_item(without, row.name);
  }
  if (shared == 0) return {};
  return ".PP\nIt also takes the options of an attempt, see below" +
         (without.empty() ? std::string{} : ", without " + bold(without)) + ".\n";
}

std::string synopsis(const Command& command) {
  std::string out = bold(fmt::format("rapsim {}", command.name)) + " [" + italic("OPTION") + "]...";
  if (command.positionals.empty()) return out;
  const std::string words = italic(command.positionals);
  return out + " " + (command.least_positionals == 0 ? "[" + words + "]" : words);
}

/// `runs suites` -> `Runs suites.`
std::string sentence(std::string_view text) {
  std::string out = prose(text) + ".";
  if (out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string section_of(const Command& command) {
  std::vector<OptionRow> own = command.options();
  const std::string attempt_options = about_attempt_options(own);
  const std::vector<OptionRow> shared = attempt_option_rows();
  std::erase_if(own, [&](const OptionRow& row) { return has_option(shared, row.name); });
  return fmt::format(".SS {}\n{}\n.PP\n{}\n{}{}{}", escaped(command.name), synopsis(command), sentence(command.summary),
                     entries(own), attempt_options, example(command.examples));
}

std::string exit_statuses_section() {
  std::string out = ".SH EXIT STATUS\n";
  for (const ExitStatus& row : exit_statuses()) out += entry(bold(row.status), row.meaning);
  return out;
}

struct Described {
  std::string_view name;
  std::string_view text;
};

constexpr Described kFiles[] = {
    {"SITE",
     "YAML, `format: rapsim/site/1`: server, directory, RADIUS clients, policies. Sites read what they `include`."},
    {"SUITE", "YAML, `format: rapsim/suite/1`: scenarios over a site, with what is expected of each."},
    {"scenarios/", "the folder whose suites `rapsim run` runs when none is named."},
};

constexpr Described kEnvironment[] = {
    {"NO_COLOR", "when it is set and not empty, output has no colours unless `--color always` is given."},
};

template <std::size_t Size>
std::string described(std::string_view title, const Described (&rows)[Size]) {
  std::string out = fmt::format(".SH {}\n", title);
  for (const Described& row : rows) out += entry(italic(row.name), row.text);
  return out;
}

constexpr std::string_view kDescription =
    "rapsim simulates how a Windows remote access server decides whether a connection attempt is let in: Routing and "
    "Remote Access (RRAS) of Windows 2000 and Windows Server 2003 with its remote access policies (IAS), and the "
    "network policies of NPS. It reads sites and suites as text files, works offline, and explains every accept and "
    "reject. What neither the files nor a documented default settles is reported as unknown.\n"
    ".PP\n"
    "Results go to standard output, problems to standard error. The same input gives the same output.";

constexpr std::string_view kSummary = "simulates and explains the decisions of a Windows remote access server";

}  // namespace

std::string man_page() {
  std::string out = fmt::format(
      ".\\\" Generated from the table of commands.\n"
      ".TH RAPSIM 1 \"\" \"rapsim {0}\" \"User Commands\"\n.nh\n.ad l\n"
      ".SH NAME\nrapsim \\- {1}\n"
      ".SH SYNOPSIS\n\\fBrapsim\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]...\n.br\n"
      "\\fBrapsim\\fR [\\fICOMMAND\\fR] {2}\n.br\n\\fBrapsim\\fR {3}\n"
      ".SH DESCRIPTION\n{4}\n.SH COMMANDS\n",
      RAPSIM_VERSION, kSummary, bold("--help"), bold("--version"), kDescription);
  for (const Command& command : commands()) out += section_of(command);
  out += ".SH OPTIONS OF AN ATTEMPT\n" + entries(attempt_option_rows());
  out += ".SH COMMON OPTIONS\n" + entries(common_options());
  out += entry(bold("--help"), "prints the options and examples of the command.");
  out += exit_statuses_section();
  return out + described("FILES", kFiles) + described("ENVIRONMENT", kEnvironment);
}

}  // namespace rapsim
