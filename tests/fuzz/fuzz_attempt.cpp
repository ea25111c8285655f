// Fuzz target: any bytes as the document of `explain --attempt`, YAML or JSON, also a decision that was printed; it is
// refused with a place, or decided, and its printed decision is read again to the same answer.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>

#include "model/attempt/attempt_document.hpp"
#include "model/load/load.hpp"
#include "report/json/decision_json.hpp"

namespace {

using namespace rapsim;

constexpr const char* kSite = R"(format: rapsim/site/1
time-zone: Europe/Berlin
server: { authentication: { methods: [EAP, MS-CHAP-v2, PAP] } }
directory:
  groups: { Staff: {} }
  users: { alice: { groups: [Staff] }, bob: { dial-in: { permission: deny } } }
policies:
  - name: Staff
    conditions: [ { Windows-Groups: [Staff] }, { Calling-Station-Id: '^1' } ]
    permission: grant
)";

void require(bool holds) {
  if (!holds) std::abort();
}

std::shared_ptr<const CompiledSite> fixed_site(Sources& sources) {
  Diagnostics diags;
  auto site = load_site_text("site", kSite, sources, diags);
  require(site.has_value());
  return compile(std::make_shared<const Site>(*std::move(site)), diags);
}

/// Nothing after an error.
std::optional<Attempt> attempt_of(const std::string& text, const Site& site, Sources& sources, Diagnostics& diags) {
  const auto document = yaml::read(sources, sources.add("attempt", text), diags);
  require(document.has_value() || diags.has_errors());
  if (!document) return std::nullopt;
  Attempt attempt;
  load_attempt_document(document->root(), site, attempt, diags);
  if (diags.has_errors()) return std::nullopt;
  complete_attempt(attempt, site, document->root().span(), diags);
  return diags.has_errors() ? std::nullopt : std::optional(std::move(attempt));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Sources site_sources;
  static const std::shared_ptr<const CompiledSite> site = fixed_site(site_sources);
  Sources sources = site_sources;
  Diagnostics diags;
  const auto attempt = attempt_of(std::string(reinterpret_cast<const char*>(data), size), *site->site, sources, diags);
  for (const Diagnostic& diagnostic : diags.sorted()) {
    const Span& where = diagnostic.where;
    require(where.known() && where.column >= 1 && where.column <= sources.line(where.file, where.line).size() + 1);
  }
  if (!attempt) return 0;
  const World world = world_at(*attempt);
  const Explained explained = explain(*site, world, *attempt);
  const std::string printed = decision_json(explanation_of(explained, Extent::everything), sources, "site.yaml");
  Diagnostics again;
  const auto same = attempt_of(printed, *site->site, sources, again);
  require(same.has_value());
  const World same_world = world_at(*same);
  const Explained once_more = explain(*site, same_world, *same);
  require(once_more.decision.answer == explained.decision.answer &&
          once_more.decision.reason == explained.decision.reason);
  return 0;
}
