#include "suite/load/load_scenario.hpp"

#include "base/text.hpp"

#include <algorithm>

#include "suite/load/expected.hpp"
#include "suite/load/load_timeline.hpp"
#include "suite/run/rows.hpp"

namespace rapsim {
namespace {

struct CaseEntries : UseEntry, ExpectEntries {
  Entry name{}, skip{}, expected_failure{};
};
struct ScenarioEntries : ExpectEntries {
  Entry name{}, tags{}, skip{}, expected_failure{}, timeline{}, attempt{}, cases{};
};

// clang-format off
constexpr Key<UseEntry> kAttemptKeys[] = {
  later<uses_shape, &UseEntry::use>("use", "the fixture that the attempt begins with; of a list each in turn"),
};
constexpr Key<CaseEntries> kCaseKeys[] = {
  later<uses_shape, &UseEntry::use>("use", "the fixture that the case begins with, instead of that of the scenario"),
  later<shapes::text, &CaseEntries::name>("name", "a name for people that no other case of the scenario has"),
  later<marker_shape, &CaseEntries::skip>("skip", "the case is not run, until a day"),
  later<marker_shape, &CaseEntries::expected_failure>("expected-failure", "the case must fail, until a day"),
  later<expected_shape, &ExpectEntries::expect>("expect", "what the decision must be; what is not named is not asserted"),
  later<expected_shape, &ExpectEntries::exactly>("exactly", "all that the decision is: what is not named must be absent"),
};
Shape one_attempt_shape() { return attempt_with_keys(true, kAttemptKeys); }
Shape cases_shape() {
  Shape one = attempt_with_keys(true, kCaseKeys);
  one.not_together = {{"expect", "exactly"}, {"skip", "expected-failure"}};
  return shapes::list(std::move(one), 1);
}
constexpr Section kScenario{"a scenario", std::to_array<Key<ScenarioEntries>>({
  later<shapes::text, &ScenarioEntries::name>("name", "the rule that the scenario proves; no other one of the suite has it"),
  later<tags_shape, &ScenarioEntries::tags>("tags", "names that `rapsim run --tag` selects by"),
  later<marker_shape, &ScenarioEntries::skip>("skip", "the scenario is not run, until a day"),
  later<marker_shape, &ScenarioEntries::expected_failure>("expected-failure", "the scenario must fail, until a day"),
  later<timeline_shape, &ScenarioEntries::timeline>("timeline", "steps that follow one another, instead of `attempt`"),
  later<one_attempt_shape, &ScenarioEntries::attempt>("attempt", "fields of the attempt; a list multiplies out"),
  later<expected_shape, &ExpectEntries::expect>("expect", "what the decision must be; beside `cases` it holds for all of them"),
  later<expected_shape, &ExpectEntries::exactly>("exactly", "all that the decision is: what is not named must be absent"),
  later<cases_shape, &ScenarioEntries::cases>("cases", "rows with fields of their own over those of `attempt`"),
})};
// clang-format on
constexpr std::size_t kMostValues = 1'000'000;  // expected by the cases of a suite

/// What a list of cases shares, or is replaced in one of them.
struct Fields {
  yaml::Node use{};
  AttemptChoices own{};
};

/// One scenario under way.
class OneScenario {
 public:
  OneScenario(ScenarioLoader& loader, Diagnostics& diags) : loader_(loader), in_{none_, diags} {}

  void load(yaml::Node node) {
    scenario_.where = node.span();
    scenario_.first_case = static_cast<std::uint32_t>(loader_.suite.cases.size());
    if (!in_.expect_map(node, "a scenario: a map with a `name`")) return;
    ScenarioEntries given;
    kScenario.load(in_, node, given);
    load_name(given.name.value);
    load_scenario_tags(given.tags);
    marker_ = load_marker(in_, given.skip, given.expected_failure);
    if (given.timeline)
      load_timeline(given);
    else
      load_attempts(given);
    scenario_.case_count = static_cast<std::uint32_t>(loader_.suite.cases.size()) - scenario_.first_case;
    loader_.suite.scenarios.push_back(scenario_);
  }

 private:
  void load_attempts(const ScenarioEntries& given) {
    Fields fields;
    if (given.attempt && in_.expect_map(given.attempt.value, "the fields of an attempt")) {
      UseEntry other;
      fields.own = reader().read<UseEntry>(given.attempt.value, other, kAttemptKeys, "an attempt");
      fields.use = other.use.value;
    }
    load_cases(given, fields);
    if (!in_.diags.has_errors() && is_good_) check_attempts();
  }

  void load_timeline(const ScenarioEntries& given) {
    for (const Entry& other : {given.attempt, given.expect, given.exactly, given.cases})
      if (other)
        in_.diags.error(code("R406"), other.key.span(),
                        "`timeline` and `" + std::string(other.key.text()) + "` in one scenario",
                        "each step `connect` has its own fields and its own `expect`");
    Case row{.scenario = static_cast<std::uint32_t>(loader_.suite.scenarios.size()),
             .marker = marker_,
             .where = scenario_.where,
             .row_count = 1};
    const TimelineLoader timeline{loader_.suite, loader_.edited, loader_.fixtures, clock(), loader_.most_rows};
    row.timeline = timeline.load(given.timeline.value, in_);
    scenario_.row_count = 1;
    loader_.suite.cases.push_back(std::move(row));
  }

  [[nodiscard]] std::optional<Instant> clock() const {
    if (loader_.clock == nullptr) return std::nullopt;
    const FieldValue& at = loader_.clock->choices.front().fields.front().second;
    return at.is_given_value() ? std::optional(Instant{std::chrono::seconds{at.number}}) : std::nullopt;
  }

  void load_name(yaml::Node name) {
    if (!name) return in_.diags.error(code("R112"), scenario_.where, "a scenario needs a `name`");
    auto text = read_text(in_, name);
    if (!text) return;
    name_where_ = name.span();
    const auto [first, is_new] = loader_.lines.try_emplace(*text, name_where_.line);
    if (!is_new)
      in_.diags.error(
          code("R404"), name_where_,
          "duplicate scenario name `" + *text + "`, first defined on line " + std::to_string(first->second));
    scenario_.name = *std::move(text);
  }

  void load_scenario_tags(const Entry& tags) {
    scenario_.tags = loader_.tags;
    for (std::string& tag : load_tags(in_, tags))
      if (std::find(scenario_.tags.begin(), scenario_.tags.end(), tag) == scenario_.tags.end())
        scenario_.tags.push_back(std::move(tag));
  }

  /// The name is what people look for; without one, the map.
  [[nodiscard]] Span where() const { return name_where_.known() ? name_where_ : scenario_.where; }

  ChoiceReader reader() { return {loader_.site, in_, loader_.most_rows}; }

  void load_cases(const ScenarioEntries& given, const Fields& fields) {
    shared_ = load_expected(in_, given, loader_.site);
    const yaml::Node cases = given.cases.value;
    if (!cases && shared_) {
      Case rows{.marker = marker_, .where = scenario_.where};
      rows.expectations = expectations_of(*shared_);
      return add_case(rows, fields, {});
    }
    if (!cases)
      return in_.diags.error(code("R401"), where(), "a scenario without `expect` asserts nothing",
                             "say what you expect: `expect: { decision: reject }`");
    if (!in_.expect_sequence(cases, "a list of cases")) return;
    if (cases.size() == 0) in_.diags.error(code("R401"), cases.span(), "a scenario without cases asserts nothing");
    for (std::size_t i = 0; i < cases.size() && !is_full_; ++i) load_case(cases.element(i), i + 1, fields);
  }

  void load_case(yaml::Node node, std::size_t number, const Fields& shared) {
    if (!in_.expect_map(node, "a case: a map of fields with an `expect`")) return;
    CaseEntries given;
    const AttemptChoices fields = reader().read<CaseEntries>(node, given, kCaseKeys, "a case");
    const Fields own{given.use.value, fields};
    Case rows{.marker = load_marker(in_, given.skip, given.expected_failure), .where = node.span()};
    if (rows.marker == nullptr) rows.marker = marker_;
    if (given.name)
      load_case_name(given.name.value, rows);
    else if (own.own.empty() && !own.use)
      rows.name = "case " + std::to_string(number);
    const auto expected = load_expected(in_, given, loader_.site);
    if (!expected && !shared_)
      in_.diags.error(code("R401"), node.span(), "a case without `expect` asserts nothing",
                      "say what you expect: `expect: { decision: reject }`, here or for all cases");
    rows.expectations = case_expectations(expected);
    add_case(rows, shared, own);
  }

  /// Cases that add nothing have the same list; the others together have no more values than a suite may have.
  std::shared_ptr<const std::vector<Expectation>> case_expectations(const std::optional<Expected>& own) {
    if (!own && shared_list_ == nullptr) shared_list_ = expectations_of(shared_.value_or(Expected{}));
    if (!own) return shared_list_;
    Expected both = merged(shared_.value_or(Expected{}), *own);
    for (const Expectation& one : both.named) loader_.values += one.any_of.size();
    if (loader_.values > kMostValues && !is_full_) {
      in_.diags.error(code("R403"), where(),
                      "the expectations of its cases have more than " + std::to_string(kMostValues) + " values",
                      "name in `expect` of the scenario only what holds for all cases");
      is_full_ = true;
    }
    return expectations_of(std::move(both));
  }

  void load_case_name(yaml::Node node, Case& rows) {
    auto text = read_text(in_, node);
    if (!text) return;
    const auto [first, is_new] = case_lines_.try_emplace(*text, node.span().line);
    if (!is_new)
      in_.diags.error(code("R404"), node.span(),
                      "duplicate case name `" + *text + "`, first defined on line " + std::to_string(first->second));
    rows.name = *std::move(text);
  }

  /// One case for every fixture that it uses. A case's own `use` replaces that of the scenario.
  void add_case(const Case& rows, const Fields& shared, const Fields& own) {
    const yaml::Node use = own.use ? own.use : shared.use;
    if (!use) return add_rows(rows, nullptr, {}, shared, own);
    if (!use.is_sequence()) return add_fixture(rows, use, false, shared, own);
    if (use.size() == 0)
      in_.diags.error(code("R111"), use.span(), "expected at least one fixture, found an empty list");
    for (std::size_t i = 0; i < use.size() && !is_full_; ++i) add_fixture(rows, use.element(i), true, shared, own);
  }

  void add_fixture(const Case& rows, yaml::Node use, bool is_list, const Fields& shared, const Fields& own) {
    const Fixture* const fixture = loader_.fixtures.find(use, in_.diags);
    if (fixture == nullptr) return;
    is_good_ = is_good_ && fixture->is_good;
    auto label = std::make_shared<FieldChoices>();  // a field that sets nothing
    label->name = "use";
    label->choices.push_back({.text = std::string(use.text())});
    label->is_list = is_list;
    add_rows(rows, label, fixture->fields, shared, own);
  }

  void add_rows(Case rows, const std::shared_ptr<const FieldChoices>& use, AttemptChoices fields, const Fields& shared,
                const Fields& own) {
    replace_fields(fields, shared.own);
    replace_fields(fields, own.own);
    const bool is_nameless = rows.name.empty();
    if (use != nullptr) rows.fields.push_back({use, use->is_list || (is_nameless && own.use)});
    if (!has_field(fields, "at")) add_clock(rows);
    for (const auto& field : fields) {
      const bool is_own = std::find(own.own.begin(), own.own.end(), field) != own.own.end();
      rows.fields.push_back({field, field->is_list || (is_nameless && is_own)});
    }
    rows.scenario = static_cast<std::uint32_t>(loader_.suite.scenarios.size());
    if (count_rows(rows)) loader_.suite.cases.push_back(std::move(rows));
  }

  void add_clock(Case& rows) {
    if (loader_.clock != nullptr)
      rows.fields.push_back({loader_.clock, false});
    else
      in_.diags.error(code("R501"), rows.where == scenario_.where ? where() : rows.where,
                      "no time: the attempt has no `at`, the suite no `clock`",
                      "give the suite a `clock: 2003-11-03T09:00`");
  }

  /// False when the scenario has too many rows (R403).
  bool count_rows(Case& rows) {
    rows.row_count = 1;
    std::string factors;
    for (const CaseField& field : rows.fields) {
      const std::size_t count = field.values->choices.size();
      if (count > 1) add_item(factors, std::to_string(count) + " of `" + field.values->name + "`", " x ");
      if (rows.row_count <= loader_.most_rows) rows.row_count *= count;  // both small: no overflow
    }
    scenario_.row_count += rows.row_count;
    if (scenario_.row_count <= loader_.most_rows) return true;
    const bool is_alone = rows.row_count > loader_.most_rows;
    in_.diags.error(code("R403"), where(),
                    "multiplies out to more than " + std::to_string(loader_.most_rows) +
                        " rows: " + (is_alone ? factors : "all its cases and fixtures together"),
                    "split the scenario, or leave out values that change nothing");
    is_full_ = true;
    return false;
  }

  /// The same mistake in thousands of combinations is still one mistake; it need not be looked for in all of them.
  void check_attempts() {
    constexpr std::size_t kMostBadAttempts = 100;
    std::size_t bad = 0;
    for (std::size_t i = scenario_.first_case; i < loader_.suite.cases.size(); ++i) {
      const Case& rows = loader_.suite.cases[i];
      for (std::size_t index = 0; index < rows.row_count && bad < kMostBadAttempts; ++index) {
        Diagnostics own = in_.diags.part();
        attempt_of(rows, index, loader_.site, own);
        if (own.empty()) continue;
        if (own.has_errors()) ++bad;
        in_.diags.add(own);
      }
    }
  }

  ScenarioLoader& loader_;
  Sources none_;  // a loader names sources only for settings given twice
  Loader in_;
  Scenario scenario_;
  std::shared_ptr<const Marker> marker_;
  std::optional<Expected> shared_;  // by all cases
  std::shared_ptr<const std::vector<Expectation>> shared_list_{};
  Span name_where_;
  std::map<std::string, std::uint32_t, std::less<>> case_lines_;
  bool is_good_ = true;   // as far as its fixtures go
  bool is_full_ = false;  // R403 was reported
};

}  // namespace

Shape scenarios_shape() {
  Shape one = kScenario.shape();
  one.required = {"name"};
  one.one_of = {"expect", "exactly", "cases", "timeline"};  // an editor asks for the first
  one.not_together = {{"expect", "exactly"}, {"skip", "expected-failure"}};
  for (const std::string_view key : {"attempt", "expect", "exactly", "cases"})
    one.not_together.push_back({"timeline", key});
  return shapes::list(std::move(one), 1);
}

Shape tags_shape() { return shapes::one_or_list(shapes::text()); }

std::vector<std::string> load_tags(Loader& in, const Entry& tags) {
  std::vector<std::string> out;
  constexpr std::size_t kMostTags = 100;
  if (!tags) return out;
  if (tags.value.size() > kMostTags)
    return in.diags.error(code("R116"), tags.value.span(), "more than " + std::to_string(kMostTags) + " tags"), out;
  for (const yaml::Node tag : read_list(in, tags.value, "a tag"))
    if (auto text = read_name(in, tag); text && std::find(out.begin(), out.end(), *text) == out.end())
      out.push_back(*std::move(text));
  return out;
}

void ScenarioLoader::load(yaml::Node node, Diagnostics& diags) { OneScenario(*this, diags).load(node); }

}  // namespace rapsim
