// Fuzz target: any bytes as an expression over one site; it is refused with a place, or it and its `not` answer as
// Kleene's logic says.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "engine/trace/where.hpp"
#include "model/load/load.hpp"

namespace {

using namespace rapsim;

constexpr const char* kSite =
    "format: rapsim/site/1\n"
    "directory: { complete: false, users: { alice: { groups: [Staff] } }, groups: { Staff: } }\n"
    "policies: [{ name: Staff, conditions: [{ Windows-Groups: Staff }], permission: grant }]\n";

Attempt attempt_of(const char* text, const Site& site) {
  Sources sources;
  Diagnostics diags;
  const auto document = yaml::read(sources, sources.add("attempt", text), diags);
  Attempt attempt;
  load_attempt(document->root(), site, attempt, diags);
  complete_attempt(attempt, site, document->root().span(), diags);
  if (diags.has_errors()) std::abort();
  return attempt;
}

struct Fixture {
  std::shared_ptr<const CompiledSite> site{};
  std::vector<Attempt> attempts{};

  Fixture() {
    Sources sources;
    Diagnostics diags;
    const auto read = load_site_text("site", kSite, sources, diags);
    if (!read) std::abort();
    site = compile(std::make_shared<const Site>(*read), diags);
    for (const char* text : {"{ user: unknown, at: unknown, from: unknown }",
                             "{ user: alice, at: 2003-11-03T09:00Z, from: 198.51.100.7, authentication: EAP-TLS }"})
      attempts.push_back(attempt_of(text, *site->site));
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Fixture fixture;
  const std::string text(reinterpret_cast<const char*>(data), size);
  Diagnostics diags;
  const auto where = read_where(text, places_of_option(0), *fixture.site->site, diags);
  if (where.has_value() == diags.has_errors()) std::abort();
  if (!where) return 0;
  const auto negated = read_where("not (" + text + ")", places_of_option(0), *fixture.site->site, diags);
  for (const Attempt& attempt : fixture.attempts) {
    const World world = world_at(attempt);
    const Explained explained = explain(*fixture.site, world, attempt);
    const Truth truth = where->evaluate(explained);
    if (negated && negated->evaluate(explained) != !truth) std::abort();  // nothing when it is too long or too deep now
  }
  return 0;
}
