#include "cli/commands/question.hpp"

#include <iostream>

#include "cli/commands/attempt_options.hpp"
#include "cli/commands/table_options.hpp"
#include "model/attempt/attempt_document.hpp"
#include "model/load/load.hpp"
#include "suite/load/find_attempt.hpp"
#include "suite/load/sites.hpp"
#include "suite/run/rows.hpp"
#include "yaml/bytes.hpp"

namespace rapsim {
namespace {

/// At most one byte more than may be read: the reader then says that it is too large.
std::string standard_input() {
  std::string text;
  char block[4096];
  while (text.size() <= yaml::kLargestFile && std::cin.read(block, sizeof block).gcount() > 0)
    text.append(block, static_cast<std::size_t>(std::cin.gcount()));
  return text;
}

void read_document(const std::string& file, Question& question, Context& context) {
  const auto document =
      file == "-" ? yaml::read(context.sources, yaml::add_text("standard input", standard_input(), context.sources),
                               context.diags)
                  : yaml::read_file(file, context.sources, context.diags);
  if (document) load_attempt_document(document->root(), *question.site->site, question.attempt, context.diags);
}

/// The suite's site, unless the command line names one.
void read_scenario(const std::string& text, Question& question, Context& context) {
  yaml::Library library(context.sources);
  SiteCache sites(library, context.diags);
  const AttemptReference reference = split_reference(text);
  const FindSite find = [&](const std::string& path, Span where) { return sites.find(path, where); };
  const auto suite = load_suite(reference.file, find, library, context.diags);
  if (!suite) return;
  if (question.site == nullptr) {
    question.site = suite->site;
    question.site_file = suite->site_file;
  }
  const Span where = argument_span(context, "--scenario", text);
  const auto found = find_attempt(*suite, reference.name, where, context.diags);
  if (!found) return;
  Situation situation = situation_of(*suite, *found, question.site, context.sources, context.diags);
  if (situation.site == nullptr) return;
  question.site = std::move(situation.site);
  question.attempt = std::move(situation.attempt);
  question.world = situation.world;
  question.name = label_of(*suite, found->row);
}

/// True after R317: a suite where a site is needed, of which a site's loader would only say what it does not know.
bool is_suite(const std::string& file, yaml::Library& library, Context& context) {
  const yaml::Document* const document = library.peek(file);
  const yaml::Node format = document != nullptr ? document->root().find("format") : yaml::Node();
  if (!format || format.text() != kSuiteFormat) return false;
  context.diags.error(
      code("R317"), format.span(), "this is a suite, not a site",
      "`rapsim run " + file + "` runs it, `rapsim explain --scenario " + file + ":NAME` explains one of its scenarios");
  return true;
}

}  // namespace

std::vector<OptionRow> question_option_rows() {
  return {{"--scenario",
           OptionKind::value,
           "the attempt of a scenario, `FILE:NAME`, or `FILE:NAME#3` of a timeline; without SITE on the suite's site",
           {},
           "FILE:NAME"},
          {"--access",
           OptionKind::value,
           "a kind of access that the site names under `access`; options replace its fields",
           {},
           "NAME"},
          {"--attempt",
           OptionKind::value,
           "an attempt, or a decision as JSON, in a file; `-`: standard input",
           {},
           "FILE"}};
}

bool check_usage(const Arguments& arguments, Context& context) {
  const Span where{context.sources.add("command line", ""), 0, 0, 0};
  if (arguments.has("--scenario") && arguments.has("--attempt"))
    context.diags.error(code("R406"), where, "`--scenario` and `--attempt` at the same time");
  else if (arguments.positionals.empty() && arguments.has("--access"))
    context.diags.error(code("R112"), where, "SITE is missing", "`--access` names a kind of access of a site");
  else if (arguments.positionals.empty() && !arguments.has("--scenario"))
    context.diags.error(code("R112"), where, "SITE is missing",
                        "name the file of a site, or a scenario: `--scenario FILE:NAME`");
  else
    return true;
  return false;
}

std::shared_ptr<const CompiledSite> site_of(const std::string& file, Context& context) {
  Diagnostics own;
  std::shared_ptr<const CompiledSite> compiled;
  yaml::Library library(context.sources);
  if (auto site = load_site(file, library, own))
    compiled = compile(std::make_shared<const Site>(*std::move(site)), own);
  if (compiled == nullptr && is_suite(file, library, context)) return nullptr;
  context.diags.add(own);
  return compiled;
}

std::optional<Question> question_of(const Arguments& arguments, Context& context, Asks asks) {
  std::shared_ptr<const CompiledSite> site;
  if (!arguments.positionals.empty()) {
    site = site_of(arguments.positionals.front(), context);
    if (site == nullptr) return std::nullopt;
  }
  return question_on(std::move(site), arguments, context, asks);
}

std::optional<Question> question_on(std::shared_ptr<const CompiledSite> site, const Arguments& arguments,
                                    Context& context, Asks asks) {
  Question out{.site = std::move(site)};
  if (!arguments.positionals.empty()) out.site_file = arguments.positionals.front();
  if (arguments.has("--access") && out.site != nullptr) {
    const std::string name = arguments.value("--access");
    load_access(name, argument_span(context, "--access", name), *out.site->site, out.attempt, context.diags);
  }
  if (arguments.has("--attempt")) read_document(arguments.value("--attempt"), out, context);
  if (arguments.has("--scenario")) read_scenario(arguments.value("--scenario"), out, context);
  if (context.diags.has_errors()) return std::nullopt;
  if (asks == Asks::all_accounts)
    set_field(out.attempt, FieldId::user, "unknown", true, {}, *out.site->site, context.diags);
  complete_from_options(arguments, *out.site->site, out.attempt, context);
  if (context.diags.has_errors()) return std::nullopt;
  out.world.clock = world_at(out.attempt).clock;
  return out;
}

}  // namespace rapsim
