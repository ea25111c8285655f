// A site compiled from another one, of which it is an edited copy, decides as one that is compiled afresh, and shares
// what the edit does not touch.
#include <memory>
#include <string>

#include "diagnose/remedies.hpp"
#include "diagnose/would.hpp"
#include "engine/compile/groups.hpp"
#include "suite/run/run.hpp"
#include "tests/model/edit_fixture.hpp"
#include "tests/shipped_suites.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

/// Every field of the decision, what else is wrong, and what each condition came to.
std::string told(const CompiledSite& site, const World& world, const Attempt& attempt) {
  const Explained e = explain(site, world, attempt);
  std::string out;
  for (const DecisionField& field : decision_fields()) {
    const FieldTexts texts = field.texts(e);
    out += std::string(field.name) + "=" + (texts.is_unknown() ? "?" : joined(texts.value)) + ";";
  }
  for (const CauseId also : e.trace.also) out += kCauses[also].id;
  for (const ConditionStep& step : e.trace.conditions) out += std::to_string(static_cast<int>(step.truth));
  return out;
}

constexpr const char* kSite =
    "time-zone: Europe/Berlin\n"
    "directory: { groups: { Staff: }, users: { alice: { groups: [Staff], account: { expires: 2004-01-01 } } } }\n"
    "policies:\n"
    "  - { name: A, conditions: [{ Calling-Station-Id: '^55' }, { Windows-Groups: Staff }], permission: grant }\n"
    "  - { name: B, permission: deny }\n";

}  // namespace

TEST_CASE("shared compile: what an edit does not touch is shared") {
  TestSite site(kSite);
  REQUIRE(site.compiled);
  struct Row {
    const char* path;
    const char* value;
    bool shares_accounts, shares_pattern;
  };
  const Row rows[] = {
      {"policies.B.permission", "grant", true, true},
      {"policies.B.conditions", "[{ Windows-Groups: Staff }]", true, true},
      {"policies.A.conditions.Calling-Station-Id", "^66", true, false},
      {"server.service.state", "stopped", true, true},
      {"readings.lockout-exceeds", "true", true, true},
      {"readings.logon-hours-leftmost-bit", "true", false, true},
      {"time-zone", "UTC", false, true},
      {"directory.users.alice.account.disabled", "true", false, true},
  };
  for (const Row& row : rows) {
    CAPTURE(row.path);
    auto edited = apply_path(*site.site, row.path, row.value, site.sources, site.diags);
    REQUIRE(edited);
    const auto before = site.compiled;
    const auto after = compile(std::make_shared<const Site>(*std::move(edited)), site.diags, before.get());
    REQUIRE(after);
    CHECK((after->accounts == before->accounts) == row.shares_accounts);
    CHECK(after->accounts->directory == after->site->directory);
    CHECK((after->programs.begin()->second == before->programs.begin()->second) == row.shares_pattern);
  }
}

TEST_CASE("shared compile: problems are those of a site that is compiled afresh") {
  TestSite site(kSite);
  REQUIRE(site.compiled);
  for (const char* value :
       {"[{ Windows-Groups: Staf }]", "[{ Windows-Groups: S-1-5-21-1 }]", "[{ Called-Station-Id: '\\1' }]"}) {
    CAPTURE(value);
    Diagnostics of_edit, fresh, shared;
    auto edited = apply_path(*site.site, "policies.B.conditions", value, site.sources, of_edit);
    REQUIRE(edited);
    const auto changed = std::make_shared<const Site>(*std::move(edited));
    CHECK((compile(changed, fresh) == nullptr) == (compile(changed, shared, site.compiled.get()) == nullptr));
    CHECK(codes(fresh) == codes(shared));
    CHECK_FALSE(codes(fresh).empty());
  }
}

TEST_CASE("shared compile: a directory that is not complete is not shared, since conditions add to it") {
  TestSite site("directory: { complete: false, users: { alice: { groups: [Staff] } } }\npolicies: [{ name: A }]\n");
  REQUIRE(site.compiled);
  auto edited =
      apply_path(*site.site, "policies.A.conditions", "[{ Windows-Groups: [New, Staff] }]", site.sources, site.diags);
  REQUIRE(edited);
  const auto changed = std::make_shared<const Site>(*std::move(edited));
  const auto shared = compile(changed, site.diags, site.compiled.get()), fresh = compile(changed, site.diags);
  CHECK(shared->accounts != site.compiled->accounts);
  CHECK(shared->accounts->groups->names() == fresh->accounts->groups->names());
}

TEST_CASE("shared compile: in shipped scenarios every remedy decides as on a site compiled afresh") {
  Sources sources;
  const auto suites = shipped_suites(sources);
  std::size_t attempts = 0, edits = 0, shared_accounts = 0;
  const auto check = [&](const Explained& e, const SiteEdit& edit) {
    CAPTURE(edit_text(edit));
    Diagnostics own;
    auto edited = apply(*e.site.site, edit, sources, own);
    if (!edited) return;
    const auto site = std::make_shared<const Site>(*std::move(edited));
    const auto fresh = compile(site, own), shared = compile(site, own, &e.site);
    REQUIRE((fresh != nullptr) == (shared != nullptr));
    if (fresh == nullptr) return;
    CHECK(told(*fresh, e.world, e.attempt) == told(*shared, e.world, e.attempt));
    ++edits;
    shared_accounts += shared->accounts == e.site.accounts ? 1 : 0;
  };
  for (const Suite& suite : suites)
    for (std::uint32_t i = 0; i < suite.cases.size(); ++i)
      for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index)
        judge_row(suite, row, [&](const JudgedAttempt& judged) {
          // Every edit of a remedy alone; of every second attempt, and of a timeline the first two.
          if (judged.number > 2 || attempts++ % 2 != 0) return;
          const bool is_in = gets_in(judged.explained.decision) == Truth::yes;
          for (const Remedy& remedy : is_in ? restrictions_of(judged.explained) : remedies_of(judged.explained))
            for (const SiteEdit& edit : remedy.edits) check(judged.explained, edit);
        });
  CHECK(attempts > 500);
  CHECK(edits > 2000);
  CHECK(shared_accounts > 500);
}
