// libFuzzer target: any bytes give a site or a diagnostic; a site compiles or says why, decides attempts, explains them
// and can be printed and loaded again. Never a crash, and the decision does not depend on whether it is traced.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "model/load/load.hpp"
#include "model/site/effective.hpp"
#include "report/text/render_diagnostics.hpp"
#include "report/text/render_text.hpp"

namespace {

using namespace rapsim;

void require(bool holds) {
  if (!holds) std::abort();
}

void decide_one(const CompiledSite& site, Sources& sources, const char* text) {
  Diagnostics diags;
  const auto document = yaml::read(sources, sources.add("attempt", text), diags);
  require(document.has_value());
  Attempt attempt;
  load_attempt(document->root(), *site.site, attempt, diags);
  complete_attempt(attempt, *site.site, document->root().span(), diags);
  if (diags.has_errors()) return;  // the site lists other accounts
  const World world = world_at(attempt);
  const Explained explained = explain(site, world, attempt);
  TraceSink none;
  const Decision again = decide(site, world, attempt, none);
  require(again.answer == explained.decision.answer && again.reason == explained.decision.reason &&
          again.policy == explained.decision.policy && again.stage == explained.decision.stage);
  for (const Depth depth : {Depth::brief, Depth::standard, Depth::verbose})
    require(!render_text(explanation_of(explained, Extent::everything), sources, depth, Style{}).empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Sources sources;
  Diagnostics diags;
  auto site = load_site_text("fuzz", std::string(reinterpret_cast<const char*>(data), size), sources, diags);
  require(site.has_value() == !diags.has_errors());
  static_cast<void>(render(diags, sources, false));
  if (!site) return 0;
  const auto compiled = compile(std::make_shared<const Site>(*site), diags);
  require((compiled != nullptr) == !diags.has_errors());
  static_cast<void>(render(diags, sources, true));
  if (compiled == nullptr) return 0;
  decide_one(*compiled, sources, "{ user: unknown, at: unknown }");
  decide_one(*compiled, sources, "{ user: alice, at: 2003-11-03T09:00Z, from: 198.51.100.7, tunnel: L2TP }");
  decide_one(*compiled, sources, "{ user: bob, at: unknown, from: unknown, tunnel: none, authentication: EAP-TLS }");
  decide_one(*compiled, sources,
             "{ user: unknown, at: 2004-02-29T23:59Z, attributes: { NAS-Port-Type: [0, 5], Service-Type: unknown } }");
  Diagnostics again;
  require(load_site_text("effective", effective_yaml(*site, sources), sources, again).has_value());
  return 0;
}
