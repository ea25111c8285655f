// What `meson install` installs: where it goes (from Meson's own list), and the generated manual and completions. Bash
// is really asked; the texts for zsh, fish and man are compared with the table of commands.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "cli/commands/knowledge.hpp"
#include "cli/generate/offered.hpp"
#include "report/schema/schema_files.hpp"
#include "tests/program.hpp"

namespace fs = std::filesystem;
using namespace rapsim;

namespace {

using Words = std::vector<std::string>;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), file.string());
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

fs::path build_folder() { return program::from_environment("RAPSIM_BUILD"); }
fs::path generated(const char* name) { return build_folder() / "src" / "cli" / "generate" / name; }

std::string without(std::string text, const std::string& part) {
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at)) text.erase(at, part.size());
  return text;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string shell_output(const std::string& script) {
  const fs::path file = fs::temp_directory_path() / ("rapsim-completion-" + std::to_string(getpid()));
  std::ofstream(file) << script;
  std::FILE* const pipe = popen(("bash --noprofile --norc '" + file.string() + "' 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out += static_cast<char>(c);
  pclose(pipe);
  fs::remove(file);
  return out;
}

/// What bash is offered behind these words of a command line (as bash splits it), one a line; `compopt` says so itself.
std::string completed(const Words& line) {
  std::string words;
  for (const std::string& word : line) words += " '" + word + "'";
  return shell_output("compopt() { echo \"compopt $*\"; }\nsource '" + generated("rapsim").string() +
                      "'\nCOMP_WORDS=(rapsim" + words + ")\nCOMP_CWORD=" + std::to_string(line.size()) +
                      "\n_rapsim\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n");
}

std::string lines(const Words& words) {
  std::string out;
  for (const std::string& word : words) out += word + "\n";
  return out;
}

}  // namespace

TEST_CASE("install: everything goes where its readers look for it") {
  const auto list = nlohmann::json::parse(text_of(build_folder() / "meson-info" / "intro-installed.json"));
  std::string prefix;
  std::set<std::string> places;
  for (const auto& [from, to] : list.items())
    if (fs::path(from).filename() == "rapsim" && to.get<std::string>().ends_with("/bin/rapsim"))
      prefix = to.get<std::string>().substr(0, to.get<std::string>().size() - 10);
  REQUIRE(!prefix.empty());
  for (const auto& [from, to] : list.items()) {
    REQUIRE(to.get<std::string>().starts_with(prefix));
    places.insert(to.get<std::string>().substr(prefix.size()));
  }
  for (const char* place :
       {"bin/rapsim", "share/man/man1/rapsim.1", "share/bash-completion/completions/rapsim",
        "share/zsh/site-functions/_rapsim", "share/fish/vendor_completions.d/rapsim.fish", "share/doc/rapsim/LICENSE",
        "share/doc/rapsim/README.md", "share/doc/rapsim/CHANGELOG.md", "share/doc/rapsim/CONTRIBUTING.md",
        "share/doc/rapsim/docs", "share/doc/rapsim/examples/policies", "share/doc/rapsim/examples/scenarios",
        "share/rapsim/schemas/site.schema.json", "share/rapsim/schemas/suite.schema.json",
        "share/rapsim/schemas/attempt.schema.json", "share/rapsim/schemas/decision.schema.json"}) {
    CAPTURE(std::string(place));
    CHECK(places.erase(place) == 1);
  }
  CHECK(places.empty());
}

TEST_CASE("install: the schemas are those of the command, which names all of them") {
  std::string names;
  for (const SchemaRow& row : schemas()) {
    names += (names.empty() ? "" : "|") + std::string(row.name);
    CHECK(text_of(generated((std::string(row.name) + ".schema.json").c_str())) == row.text());
  }
  CHECK(find_command("schema")->positionals == names);
}

TEST_CASE("bash: completes commands, options, values, words of the tables and files") {
  struct Row {
    const char* name;
    Words line;
    std::string want;
  };
  const std::string files = "compopt -o default\n\n";
  const Row rows[] = {
      {"commands", {"re"}, "readings\nreasons\n"},
      {"options of the program", {"--v"}, "--version\n"},
      {"options of a command", {"run", "--disp"}, "--disputed\n"},
      {"common options", {"causes", "--col"}, "--color\n"},
      {"choices", {"run", "--disputed", ""}, "list\nfail\n"},
      {"choices that begin so", {"who", "--format", "c"}, "csv\n"},
      {"a value behind a sign", {"run", "--format", "=", "j"}, "json\njsonl\njunit\n"},
      {"no value yet behind the sign", {"run", "--disputed", "="}, "list\nfail\n"},
      {"values of a field", {"explain", "site.yaml", "--tunnel", "S"}, "SSTP\n"},
      {"one spelling of a method", {"explain", "--authentication", "MS-CHAP-v2"}, "MS-CHAP-v2\nMS-CHAP-v2-CPW\n"},
      {"a text is nobody's to guess", {"explain", "--user", ""}, "\n"},
      {"a choice is no option of another command", {"check", "--disputed", "l"}, files},
      {"files of a command", {"check", ""}, files},
      {"files of an option", {"explain", "--attempt", "x"}, files},
      {"no files for a command without", {"reasons", "4"}, "4\n48\n49\n"},
      {"causes", {"causes", "logon"}, "logon-hours-denied\n"},
      {"errors", {"errors", "74"}, "741\n742\n743\n744\n"},
      {"attributes", {"attributes", "NAS-Port-T"}, "NAS-Port-Type\n"},
      {"words of all tables",
       {"doc", "permission"},
       "permission-denied-user\npermission-denied-policy\npermission-denied-mixed\npermission-denied\npermission\n"},
      {"the second word, too", {"doc", "66", "lockout-"}, "lockout-exceeds\n"},
  };
  for (const Row& row : rows) SUBCASE(row.name) CHECK(completed(row.line) == row.want);
}

TEST_CASE("bash: what is offered needs no quotes") {
  for (const Command& command : commands()) {
    Words words = offered_positionals(command).words;
    for (const OptionRow& option : all_options(command))
      for (const std::string& word : offered_values(option).words) words.push_back(word);
    for (const std::string& word : words) {
      CAPTURE(word);
      CHECK(!word.empty());
      CHECK(std::all_of(word.begin(), word.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || std::string_view("-_.+=").find(static_cast<char>(c)) != std::string_view::npos;
      }));
    }
  }
}

TEST_CASE("bash: every option of every command is offered") {
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    Words want;
    for (const OptionRow& option : all_options(command)) want.push_back(option.name);
    CHECK(completed({std::string(command.name), "--"}) == lines(want));
  }
}

TEST_CASE("zsh and fish: every command and option is there, with its values, and quotes are closed") {
  const std::string zsh = text_of(generated("_rapsim")), fish = text_of(generated("rapsim.fish"));
  CHECK(zsh.starts_with("#compdef rapsim\n"));
  for (const Command& command : commands()) {
    const std::string name(command.name);
    CAPTURE(name);
    CHECK(has(zsh, "\n  '" + name + ":"));
    CHECK(has(fish, "-n __rapsim_needs_command -a " + name + " -d '"));
    const std::size_t begin = zsh.find("\n    " + name + ")\n");
    REQUIRE(begin != std::string::npos);
    const std::string part = zsh.substr(begin, zsh.find(";;", begin) - begin);
    for (const OptionRow& option : all_options(command)) {
      CAPTURE(option.name);
      CHECK(has(part, option.name + (option.kind == OptionKind::flag ? "[" : "=[")));
      CHECK(has(fish, "'__rapsim_runs " + name + "' -l " + option.name.substr(2) + " "));
      for (const std::string& choice : option.choices) CHECK(has(part, choice));
    }
  }
  std::istringstream fish_lines(fish);
  for (std::string line; std::getline(fish_lines, line);) {
    const std::string plain = without(without(line, "\\\\"), "\\'");
    CHECK_MESSAGE(std::count(plain.begin(), plain.end(), '\'') % 2 == 0, line);
  }
  const std::string plain = without(zsh, "'\\''");
  std::istringstream zsh_lines(plain);
  for (std::string line; std::getline(zsh_lines, line);)
    CHECK_MESSAGE(std::count(line.begin(), line.end(), '\'') % 2 == 0, line);
}

TEST_CASE("man: sections for every command, option, exit status; no line that roff takes for another macro") {
  const std::string page = text_of(generated("rapsim.1"));
  const std::string plain = without(without(without(page, "\\fB"), "\\fI"), "\\fR");
  const std::string readable = [&] {  // \- is a hyphen
    std::string out = plain;
    for (std::size_t at = out.find("\\-"); at != std::string::npos; at = out.find("\\-", at)) out.erase(at, 1);
    return out;
  }();
  for (const char* section : {"NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS OF AN ATTEMPT", "COMMON OPTIONS",
                              "EXIT STATUS", "FILES", "ENVIRONMENT"})
    CHECK(has(page, "\n.SH " + std::string(section) + "\n"));
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    CHECK(has(readable, "\n.SS " + std::string(command.name) + "\nrapsim " + std::string(command.name)));
    for (const OptionRow& option : all_options(command)) CHECK(has(readable, "\n.TP\n" + option.name));
  }
  for (const ExitStatus& row : exit_statuses()) CHECK(has(readable, "\n.TP\n" + std::string(row.status) + "\n"));
  const std::set<std::string> macros = {".TH", ".SH", ".SS", ".TP", ".PP", ".br",  ".nf",
                                        ".fi", ".RS", ".RE", ".nh", ".ad", ".\\\""};
  std::istringstream in(page);
  for (std::string line; std::getline(in, line);) {
    CHECK_MESSAGE(!line.starts_with('\''), line);
    if (line.starts_with('.')) CHECK_MESSAGE(macros.contains(line.substr(0, line.find(' '))), line);
  }
}
