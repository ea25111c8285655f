// The root of a suite file: its own keys, the site, the clock, fixtures, then the scenarios one by one.
#include <filesystem>

#include "model/load/keys.hpp"
#include "model/load/load.hpp"
#include "suite/load/load_scenario.hpp"
#include "suite/load/suite_shape.hpp"

namespace rapsim {
namespace {

namespace fs = std::filesystem;

struct SuiteEntries {
  std::string name{};
  Entry format{}, site{}, tags{}, clock{}, fixtures{}, scenarios{};
};

Shape format_shape() { return shapes::word(kSuiteFormat); }

// clang-format off
constexpr Section kSuite{"a suite", std::to_array<Key<SuiteEntries>>({
  later<format_shape, &SuiteEntries::format>("format", "what the file is; the first line of a suite"),
  key<kText, &SuiteEntries::name>("suite", "a name for people"),
  later<shapes::text, &SuiteEntries::site>("site", "path of the site, from the folder of this file"),
  later<tags_shape, &SuiteEntries::tags>("tags", "names that `rapsim run --tag` selects all of the scenarios by"),
  later<shapes::time, &SuiteEntries::clock>("clock", "time of attempts that have no `at`, like 2003-11-03T09:00; local to the site's zone"),
  later<fixtures_shape, &SuiteEntries::fixtures>("fixtures", "attempts that scenarios share"),
  later<scenarios_shape, &SuiteEntries::scenarios>("scenarios", "what is tried, and what is expected of it"),
})};
// clang-format on

class SuiteLoader {
 public:
  SuiteLoader(Sources& sources, Diagnostics& diags, SuiteLimits limits) : in_{sources, diags}, limits_(limits) {}

  void load(yaml::Node root, const FindSite& find_site, Suite& suite) {
    if (!in_.expect_map(root, "a suite: a map that begins with `format: rapsim/suite/1`")) return;
    if (!is_suite(root)) return;
    SuiteEntries given;
    kSuite.load(in_, root, given);
    suite.name = given.name;
    load_site_of(root, given.site.value, find_site, suite);
    const yaml::Node scenarios = given.scenarios.value;
    if (!scenarios)
      in_.diags.error(code("R112"), root.span(), "a suite needs `scenarios`");
    else if (in_.expect_sequence(scenarios, "a list of scenarios") && scenarios.size() == 0)
      in_.diags.error(code("R111"), scenarios.span(), "expected at least one scenario, found an empty list");
    if (suite.site != nullptr) load_scenarios(given, suite);
  }

 private:
  /// False when this is something else: nothing more is said of it then.
  bool is_suite(yaml::Node root) {
    const yaml::Node format = root.find("format");
    if (!format) {
      in_.diags.error(code("R112"), root.span(), "a suite begins with `format: " + std::string(kSuiteFormat) + "`");
    } else if (const auto text = read_text(in_, format); text && *text != kSuiteFormat) {
      in_.diags.error(code("R317"), format.span(),
                      "expected `" + std::string(kSuiteFormat) + "`, found `" + *text + "`",
                      *text == kSiteFormat ? "this is a site: `rapsim check` validates it, `rapsim explain` decides an "
                                             "attempt on it, and a suite names it under `site`"
                                           : "");
      return false;
    }
    return true;
  }

  void load_site_of(yaml::Node root, yaml::Node node, const FindSite& find_site, Suite& suite) {
    if (!node) return in_.diags.error(code("R112"), root.span(), "a suite needs the path of its `site`");
    const auto text = read_text(in_, node);
    if (!text) return;
    suite.site_file = (fs::path(suite.file).parent_path() / *text).lexically_normal().generic_string();
    suite.site = find_site(suite.site_file, node.span());
  }

  void load_scenarios(const SuiteEntries& given, Suite& suite) {
    const Site& site = *suite.site->site;
    Fixtures fixtures(site, limits_.rows, in_.diags);
    if (given.fixtures) fixtures.load(given.fixtures.value);
    EditedSites edited(suite, in_.sources);
    ScenarioLoader loader{
        site, fixtures, clock_of(given.clock.value, site), limits_.rows, load_tags(in_, given.tags), {}, suite, edited};
    const yaml::Node scenarios = given.scenarios.value;
    for (std::size_t i = 0; scenarios.is_sequence() && i < scenarios.size(); ++i) {
      Diagnostics own = in_.diags.part();
      loader.load(scenarios.element(i), own);
      in_.diags.add(own);
    }
  }

  /// The field `at` that attempts have unless they say otherwise.
  std::shared_ptr<const FieldChoices> clock_of(yaml::Node node, const Site& site) {
    if (!node || !in_.expect_scalar(node, "a time like `2003-11-03T09:00`")) return nullptr;
    Attempt read;
    set_field(read, FieldId::at, node.text(), false, node.span(), site, in_.diags);
    auto field = std::make_shared<FieldChoices>();
    field->name = field_row(FieldId::at).name;
    field->choices.push_back({std::string(node.text()), {{FieldId::at, read[FieldId::at]}}, {}});
    return field;
  }

  Loader in_;
  SuiteLimits limits_;
};

std::optional<Suite> load_document(const std::string& path, const yaml::Document* document, const FindSite& find_site,
                                   Sources& sources, Diagnostics& diags, SuiteLimits limits) {
  if (document == nullptr) return std::nullopt;
  Suite suite{.file = path};
  Diagnostics own;
  SuiteLoader(sources, own, limits).load(document->root(), find_site, suite);
  diags.add(own);
  if (own.has_errors() || suite.site == nullptr) return std::nullopt;
  return suite;
}

}  // namespace

Shape suite_shape() {
  Shape out = kSuite.shape();
  out.required = {"format", "site", "scenarios"};
  return out;
}

std::optional<Suite> load_suite(const std::string& path, const FindSite& find_site, yaml::Library& library,
                                Diagnostics& diags) {
  Diagnostics own;
  const yaml::Document* const document = library.find(path, own).document;
  diags.add(own);
  auto suite = load_document(path, document, find_site, library.sources(), diags, {});
  return own.has_errors() ? std::nullopt : std::move(suite);  // a key that is twice leaves a document
}

std::optional<Suite> load_suite_text(const std::string& name, std::string text, const FindSite& find_site,
                                     Sources& sources, Diagnostics& diags, SuiteLimits limits) {
  const std::uint32_t file = sources.add(name, std::move(text));
  Diagnostics own;
  const auto document = yaml::read(sources, file, own);
  diags.add(own);
  auto suite = load_document(name, document ? &*document : nullptr, find_site, sources, diags, limits);
  return own.has_errors() ? std::nullopt : std::move(suite);
}

}  // namespace rapsim
