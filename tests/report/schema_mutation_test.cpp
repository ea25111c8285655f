// What a schema refuses, the loader refuses: thousands of changes of valid documents, always the same ones. The other
// direction does not hold, because a schema knows no other file and no other line; but it must see most of the mistakes
// that an editor could mark, or an empty schema would pass.
#include <doctest/doctest.h>

#include <functional>
#include <iostream>
#include <range/v3/algorithm/all_of.hpp>
#include <set>

#include "model/attempt/attempt_document.hpp"
#include "model/load/load.hpp"
#include "report/json/decision_json.hpp"
#include "suite/load/sites.hpp"
#include "suite/run/run.hpp"
#include "tests/schema/document.hpp"
#include "tests/schema/mutate.hpp"
#include "tests/schema/shipped.hpp"
#include "tests/schema/validator.hpp"

namespace {

using namespace schema_test;
using rapsim::Diagnostics;
using rapsim::Sources;

struct Document {
  std::string name{};
  Tree tree{};
};

/// How the loader finds a text: nothing when it takes it, else the first problem.
using Load = std::function<std::string(const std::string& name, const std::string& text)>;

std::string first_of(const Diagnostics& diags, bool is_loaded) {
  for (const rapsim::Diagnostic& one : diags.sorted())
    if (one.severity == rapsim::Severity::error) return std::string(one.code.text()) + " " + one.message;
  return is_loaded ? "" : "not loaded";
}

std::string load_site(const std::string& name, const std::string& text) {
  Sources sources;
  Diagnostics diags;
  const auto site = rapsim::load_site_text(name, text, sources, diags);
  return first_of(diags, site.has_value());
}

/// RAPSIM_SCHEMA_MUTANTS=10 makes ten times as many.
std::size_t effort() {
  const char* const value = std::getenv("RAPSIM_SCHEMA_MUTANTS");
  return value == nullptr ? 1 : std::max<std::size_t>(1, std::strtoul(value, nullptr, 10));
}

struct Counts {
  std::size_t mutants = 0, refused = 0, by_loader_alone = 0;
};

/// What mutants are made of: the slices of the documents that have every key in seven of eight turns.
struct Documents {
  std::vector<Document> dense{}, others{};

  [[nodiscard]] const Document& turn(std::size_t number) const {
    constexpr std::size_t kTurns = 8;
    if (dense.empty()) return others[number % others.size()];
    if (number % kTurns == 0) return others[number / kTurns % others.size()];
    return dense[(number - number / kTurns) % dense.size()];
  }
  void add_words(Words& words) const {
    for (const Document& document : dense) words.add(document.tree);
    for (const Document& document : others) words.add(document.tree);
  }
};

/// Adds the slices of the document; they take a fraction of the time of the whole, which most of a mutant is else.
void add_slices(const std::string& path, const Load& load, std::vector<Document>& out) {
  const Tree whole = read_file(path);
  CHECK(load(path, yaml_of(whole)) == "");
  for (Tree& slice : slices(whole, [&](const Tree& tree) { return load(path, yaml_of(tree)).empty(); }))
    out.push_back({path, std::move(slice)});
}

/// Mutants of the documents in turn; each that the schema refuses and the loader takes is a failure.
Counts check_mutants(const Documents& documents, const Validator& schema, const Load& load, std::size_t count,
                     std::uint64_t seed) {
  Words words;
  documents.add_words(words);
  Dice dice(seed);
  Counts out;
  for (; out.mutants < count; ++out.mutants) {
    const Document& from = documents.turn(out.mutants);
    Tree mutant = from.tree;
    std::string what, also;
    mutate(mutant, words, dice, what);
    if (dice.below(4) == 0) mutate(mutant, words, dice, also);
    const nlohmann::json seen = json_of(mutant);
    const bool is_refused = !schema.accepts(seen);
    const std::string problem = load(from.name, yaml_of(mutant));
    if (is_refused) ++out.refused;
    if (!is_refused && !problem.empty()) ++out.by_loader_alone;
    if (!is_refused || !problem.empty()) continue;
    INFO(from.name << ", " << what << " " << also << "\n" << schema.problem_of(seen) << yaml_of(mutant));
    FAIL_CHECK("the schema refuses what the loader takes");
  }
  return out;
}

/// `least`: per cent of what the loader refuses that the schema must refuse, too.
void report(const char* what, const Counts& counts, std::size_t least) {
  std::cout << what << ": " << counts.mutants << " mutants, " << counts.refused
            << " refused by the schema and the loader, " << counts.by_loader_alone << " by the loader alone\n";
  CHECK(counts.refused * 100 >= least * (counts.refused + counts.by_loader_alone));
  CHECK(counts.refused > counts.mutants / 4);
}

}  // namespace

TEST_CASE("schema: of a site, what it refuses the loader refuses") {
  Documents documents;
  for (const std::string& path : dense_sites()) add_slices(path, load_site, documents.dense);
  for (const std::string& path : files_of("policies")) {
    Document document{path, read_file(path)};
    if (load_site(path, yaml_of(document.tree)).empty())
      documents.others.push_back(std::move(document));  // the rest includes files
  }
  REQUIRE(documents.others.size() > 15);
  report("site", check_mutants(documents, Validator(schema("site")), load_site, 1600 * effort(), 1), 85);
}

TEST_CASE("schema: of a suite, what it refuses the loader refuses") {
  Sources site_sources;
  Diagnostics site_diags;
  rapsim::yaml::Library library(site_sources);
  rapsim::SiteCache sites(library, site_diags);
  const Load load = [&](const std::string& name, const std::string& text) {
    Sources sources;
    Diagnostics diags;
    const auto suite = rapsim::load_suite_text(
        name, text,
        [&](const std::string& path, rapsim::Span where) {
          if (std::filesystem::exists(path)) return sites.find(path, where);
          diags.error(rapsim::code("R101"), where, "no file `" + path + "`");
          return std::shared_ptr<const rapsim::CompiledSite>();
        },
        sources, diags);
    return first_of(diags, suite.has_value());
  };
  Documents documents;
  for (const std::string& path : dense_suites()) add_slices(path, load, documents.dense);
  for (const std::string& path : files_of("scenarios")) documents.others.push_back({path, read_file(path)});
  report("suite", check_mutants(documents, Validator(schema("suite")), load, 700 * effort(), 2), 75);
}

TEST_CASE("schema: of an attempt, what it refuses the loader refuses") {
  Sources sources;
  Diagnostics diags;
  const auto site = rapsim::load_site(root() + "/policies/contoso.yaml", sources, diags);
  REQUIRE(site.has_value());
  const Load load = [&](const std::string& name, const std::string& text) {
    Sources own_sources;
    Diagnostics own;
    const auto document = rapsim::yaml::read(own_sources, own_sources.add(name, text), own);
    rapsim::Attempt attempt;
    if (document) rapsim::load_attempt_document(document->root(), *site, attempt, own);
    return first_of(own, document.has_value());
  };
  // Single values from the fixtures of suites, each once.
  Documents documents;
  std::set<std::string> known;
  const auto is_attempt = [&](const Tree& tree) {
    return !tree.entries.empty() && ranges::all_of(tree.entries, [](const auto& entry) {
      return schema("attempt")["properties"].contains(entry.first);
    });
  };
  const std::function<void(const Tree&)> add = [&](const Tree& tree) {
    Document one{"an attempt", tree};
    std::erase_if(one.tree.entries, [](const auto& entry) { return entry.first == "use"; });
    if (is_attempt(one.tree) && known.insert(yaml_of(one.tree)).second && load(one.name, yaml_of(one.tree)).empty())
      documents.others.push_back(std::move(one));
    for (const auto& entry : tree.entries) add(entry.second);
    for (const Tree& item : tree.items) add(item);
  };
  for (const std::string& path : suite_files()) add(read_file(path));
  REQUIRE(documents.others.size() > 150);
  const Validator validator(schema("attempt"));
  for (const Document& document : documents.others) {
    INFO(yaml_of(document.tree));
    CHECK(validator.problem_of(json_of(document.tree)) == "");
  }
  report("attempt", check_mutants(documents, validator, load, 2000 * effort(), 3), 75);
}
