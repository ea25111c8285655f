#include "cli/command.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace rapsim {
namespace {

// clang-format off
constexpr Command kCommands[] = {
  {"run", "PATH...", 0, SIZE_MAX, "runs suites (default: scenarios/), prints what failed and a summary",
   "rapsim run\n"
   "rapsim run scenarios/time.yaml --brief\n"
   "rapsim run scenarios --tag smoke --today 2026-07-01\n"
   "rapsim run scenarios --format json\n"
   "rapsim run scenarios --report junit=junit.xml --report markdown=summary.md",
   run_options, run_run},
  {"explain", "SITE", 0, 1, "decides one connection attempt and explains it",
   "rapsim explain policies/contoso.yaml --user alice --from 198.51.100.7 --tunnel L2TP --at 2003-11-03T20:15\n"
   "rapsim explain policies/contoso.yaml --user alice --at now --attribute NAS-Identifier=VPN2 --format json\n"
   "rapsim explain --scenario 'scenarios/time.yaml:each policy has its own hours [at=2003-11-09T08:00]' --user alice\n"
   "rapsim explain policies/contoso.yaml --attempt decision.json --write-suite suite.yaml",
   explain_options, run_explain},
  {"decide", "SITE FILE", 2, 2, "decides attempts that a file or standard input (`-`) has one a line, and writes a line for each",
   "rapsim decide policies/contoso.yaml attempts.ndjson > decisions.ndjson\n"
   "rapsim decide policies/contoso.yaml attempts.csv --format csv --show line,decision,policy,reason\n"
   "zcat attempts.ndjson.gz | rapsim decide policies/contoso.yaml - --at now --strict",
   decide_options, run_decide},
  {"who", "SITE", 0, 1, "decides the attempt for every account of the site",
   "rapsim who policies/contoso.yaml --tunnel L2TP --from 198.51.100.7 --at 2003-11-03T20:15\n"
   "rapsim who policies/contoso.yaml --at now --group-by class\n"
   "rapsim who policies/contoso.yaml --at now --where 'decision == reject and policy is absent' --format csv",
   who_options, run_who},
  {"why", "SITE", 0, 1, "goes from what was seen (an error, a reason, a symptom) back to the causes",
   "rapsim why policies/branch-vpn.yaml --user alice --at now --tunnel PPTP --error 721\n"
   "rapsim why policies/branch-vpn.yaml --user alice --at now --error 691 --answer event-log=65\n"
   "rapsim why policies/branch-vpn.yaml --user alice --at now --symptom no-resources --to-host 10.1.2.3",
   why_options, run_why},
  {"check", "PATH...", 0, SIZE_MAX, "validates sites and suites, and finds settings that do not do what they seem to say",
   "rapsim check policies scenarios\n"
   "rapsim check policies/contoso.yaml --effective\n"
   "rapsim check policies --fail-on warning --format sarif\n"
   "rapsim check --explain unanchored-pattern",
   check_options, run_check},
  {"import", "KIND FILE...", 2, SIZE_MAX, "makes a site of the configuration that a server has, and says what of it is not modelled",
   "rapsim import nps-export nps.xml -o site.yaml\n"
   "rapsim import nps-export nps.xml --check\n"
   "rapsim import directory users.csv groups.csv -o directory.yaml\n"
   "rapsim import nps-export nps.xml --directory directory.yaml -o site.yaml",
   import_options, run_import},
  {"doc", "WORD...", 0, SIZE_MAX, "prints everything that the built-in tables say of a reason, error, cause, attribute or other word",
   "rapsim doc 66\n"
   "rapsim doc NAS-Port-Type MS-CHAP-v2\n"
   "rapsim doc no-matching-policy --format json\n"
   "rapsim doc",
   doc_options, run_doc},
  {"attributes", "NAME", 0, 1, "prints the attributes that conditions test, or everything of one",
   "rapsim attributes\n"
   "rapsim attributes NAS-Port-Type\n"
   "rapsim attributes --enumerations --format json",
   attributes_options, run_attributes},
  {"causes", "ID", 0, 1, "prints why attempts fail, and the fix of one",
   "rapsim causes\n"
   "rapsim causes method-not-in-profile",
   table_options, run_table},
  {"readings", "NAME", 0, 1, "prints the rules that sources disagree on, and the switches for the other side",
   "rapsim readings\n"
   "rapsim readings lockout-exceeds --format json",
   table_options, run_table},
  {"reasons", "NUMBER", 0, 1, "prints the reason codes of IAS and NPS, or everything of one",
   "rapsim reasons\n"
   "rapsim reasons 66",
   table_options, run_table},
  {"errors", "NUMBER", 0, 1, "prints the errors that remote access clients show, or everything of one",
   "rapsim errors\n"
   "rapsim errors 691",
   table_options, run_table},
  {"schema", "site|suite|attempt|decision", 1, 1, "prints the JSON Schema of a format, for editors and validators",
   "rapsim schema site > site.schema.json\n"
   "rapsim schema decision",
   schema_options, run_schema},
};

constexpr ExitStatus kExitStatuses[] = {
  {"0",     "all as expected; `explain`, `decide` and `who` also when the attempt is rejected"},
  {"1",     "ran, and something is not as expected: a scenario failed, `check` found an error, or `decide` found a bad line"},
  {"2",     "bad input, such as a mistake in a site or suite, or a word that no table has; standard output is empty, but for what `decide --strict` wrote before the bad line"},
  {"64",    "wrong usage"},
  {"70",    "internal error"},
  {"74",    "the output or a report could not be written"},
  {"128+n", "ended by signal n; a closed pipe is 141"},
};
// clang-format on

}  // namespace

std::span<const Command> commands() { return kCommands; }

const Command* find_command(std::string_view name) {
  const auto found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                  [&](const Command& command) { return command.name == name; });
  return found == std::end(kCommands) ? nullptr : found;
}

std::vector<OptionRow> common_options() {
  return {{"--color",
           OptionKind::value,
           "colours in text: auto, always or never (also NO_COLOR)",
           {"auto", "always", "never"}},
          {"--quiet", OptionKind::flag, "say less"},
          {"--verbose", OptionKind::flag, "say everything"}};
}

std::string placeholder_of(const OptionRow& option) {
  if (!option.placeholder.empty()) return option.placeholder;
  return option.choices.empty() ? "TEXT" : "WORD";
}

std::span<const ExitStatus> exit_statuses() { return kExitStatuses; }

std::string Arguments::value(const std::string& name) const {
  const auto found = options.find(name);
  return found == options.end() || found->second.empty() ? std::string{} : found->second.back();
}

}  // namespace rapsim
