// `rapsim explain SITE`: one attempt, decided and explained.
#include "cli/attempt_options.hpp"
#include "cli/table_options.hpp"
#include "model/load.hpp"
#include "report/decision_json.hpp"
#include "report/text.hpp"

namespace rapsim {

std::vector<OptionRow> explain_options() {
  std::vector<OptionRow> rows = attempt_option_rows();
  rows.push_back({"--brief", OptionKind::flag, "one line"});
  rows.push_back(format_option());
  return rows;
}

int run_explain(const Arguments& arguments, Context& context) {
  auto site = load_site(arguments.positionals.front(), context.sources, context.diags);
  if (!site) return kExitBadInput;
  const auto compiled = compile(std::make_shared<const Site>(*std::move(site)), context.diags);
  if (!compiled) return kExitBadInput;
  const Attempt attempt = attempt_from(arguments, *compiled->site, context);
  if (context.diags.has_errors()) return kExitBadInput;
  const World world = world_at(attempt);
  const Explained explained = explain(*compiled, world, attempt);
  if (wants_json(arguments)) {
    context.out += decision_json(explained, context.sources, arguments.positionals.front());
    return kExitAsExpected;
  }
  const Depth depth = arguments.has("--brief") ? Depth::brief : context.verbose ? Depth::verbose : Depth::standard;
  context.out += render_text(explained, context.sources, depth, context.style);
  return kExitAsExpected;
}

}  // namespace rapsim
