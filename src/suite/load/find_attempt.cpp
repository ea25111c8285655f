#include "suite/load/find_attempt.hpp"

#include "base/visible.hpp"

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "model/load/keys.hpp"
#include "model/load/load.hpp"
#include "suite/run/rows.hpp"
#include "suite/run/timeline.hpp"

namespace rapsim {
namespace {

template <class Use>
void for_each_row(const Suite& suite, Use use) {
  for (std::uint32_t i = 0; i < suite.cases.size(); ++i)
    for (RowId row{i, 0}; row.index < suite.cases[i].row_count; ++row.index) use(row);
}

/// `s / at seven [user=bob]` as a whole; `s`, `s / at seven`, and nothing at all, when asked for `loosely`.
std::vector<RowId> rows_called(const Suite& suite, std::string_view name, bool loosely) {
  std::vector<RowId> out;
  for_each_row(suite, [&](RowId row) {
    const Case& in_case = suite.cases[row.in_case];
    const std::string& scenario = suite.scenarios[in_case.scenario].name;
    const std::string label = label_of(suite, row);
    const bool is_label = name == label || name == visible(label);  // `run` prints it without control characters
    const bool is_part = name.empty() || name == scenario || name == scenario + " / " + in_case.name;
    if (is_label || (loosely && is_part)) out.push_back(row);
  });
  return out;
}

/// Takes the `#3` off the end of a name; 0 when there is none.
std::size_t take_number(std::string_view& name) {
  const std::size_t mark = name.rfind('#');
  if (mark == std::string_view::npos) return 0;
  const std::size_t number = number_in<std::size_t>(name.substr(mark + 1)).value_or(0);
  if (number > 0) name = name.substr(0, mark);
  return number;
}

std::size_t attempts_of(const Case& in_case) {
  std::size_t count = 0;
  for (const Step& step : in_case.timeline)
    if (const auto* const connect = std::get_if<Connect>(&step.what)) count += connect->repeat;
  return count;
}

void report_none(const Suite& suite, std::string_view name, Span where, Diagnostics& diags) {
  std::vector<std::string_view> names;
  for (const Scenario& scenario : suite.scenarios) names.push_back(scenario.name);
  diags.error(code("R507"), where, "no scenario or case `" + std::string(name) + "` in " + suite.file,
              help_for_key(name, names));
}

void report_several(const Suite& suite, std::string_view name, const std::vector<RowId>& rows, Span where,
                    Diagnostics& diags) {
  constexpr std::size_t kMostNamed = 3;
  std::string help = "name one of them:";
  for (std::size_t i = 0; i < std::min(rows.size(), kMostNamed); ++i)
    help += (i == 0 ? " `" : ", `") + visible(label_of(suite, rows[i])) + "`";
  diags.error(code("R508"), where,
              name.empty() ? suite.file + " has " + std::to_string(rows.size()) + " rows"
                           : std::to_string(rows.size()) + " rows have the name `" + std::string(name) + "`",
              help + (rows.size() > kMostNamed ? ", ..." : ""));
}

/// The attempt without what complete_attempt() filled in, at the same instant in the site's zone.
Attempt given_on(const Attempt& attempt, const Site& site) {
  Attempt out = attempt;
  for (FieldValue& field : out.fields)
    if (!field.given) field = {};
  FieldValue& at = out[FieldId::at];
  if (at.is_given_value()) at.text = instant_text(Instant{std::chrono::seconds{at.number}}, site);
  return out;
}

/// The attempts before number `number`, and that one, as they would be on the sites of that moment; the last one need
/// not be complete there.
void complete_on(const Suite& suite, Case& in_case, std::size_t number, Diagnostics& diags) {
  SiteIndex site = 0;
  std::size_t count = 0;
  for (Step& step : in_case.timeline) {
    if (const auto* const set = std::get_if<SetSite>(&step.what)) site = set->site;
    auto* const connect = std::get_if<Connect>(&step.what);
    if (connect == nullptr) continue;
    count += connect->repeat;
    auto attempt = std::make_shared<Attempt>(given_on(*connect->attempt, *site_at(suite, site)->site));
    Diagnostics own;
    complete_attempt(*attempt, *site_at(suite, site)->site, connect->where, own);
    const bool is_only_last = count - connect->repeat + 1 >= number;
    if (!is_only_last) diags.add(own);
    connect->attempt = std::move(attempt);
    if (count >= number) return;
  }
}

std::shared_ptr<const CompiledSite> shared_site(const Suite& suite, const CompiledSite& site) {
  for (SiteIndex index = 0; index <= suite.edited.size(); ++index)
    if (site_at(suite, index).get() == &site) return site_at(suite, index);
  return nullptr;
}

}  // namespace

AttemptReference split_reference(std::string_view text) {
  std::error_code error;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
    const std::string file(text.substr(0, colon));
    if (std::filesystem::is_regular_file(file, error)) return {file, std::string(text.substr(colon + 1))};
  }
  return {std::string(text), ""};
}

std::optional<FoundAttempt> find_attempt(const Suite& suite, std::string_view name, Span where, Diagnostics& diags) {
  std::vector<RowId> rows = rows_called(suite, name, false);
  if (rows.size() > 1) rows.resize(1);  // cases that give the same fields have the same label, and the same attempt
  if (rows.empty()) rows = rows_called(suite, name, true);
  std::string_view base = name;
  std::size_t number = 0;
  if (rows.empty()) {
    number = take_number(base);
    rows = rows_called(suite, base, true);
  }
  if (rows.empty()) return report_none(suite, name, where, diags), std::nullopt;
  if (rows.size() > 1) return report_several(suite, base, rows, where, diags), std::nullopt;
  const Case& in_case = suite.cases[rows.front().in_case];
  const std::size_t count = attempts_of(in_case);
  if (number > count) {
    diags.error(code("R507"), where, "`" + std::string(base) + "` has no attempt " + std::to_string(number),
                count == 0 ? "only timelines have several attempts" : "it has " + std::to_string(count));
    return std::nullopt;
  }
  return FoundAttempt{rows.front(), number == 0 ? count : number};
}

Situation situation_of(const Suite& suite, const FoundAttempt& found, std::shared_ptr<const CompiledSite> site,
                       Sources& sources, Diagnostics& diags) {
  Diagnostics reported;  // by load_suite()
  if (suite.cases[found.row.in_case].timeline.empty()) {
    const Attempt attempt = attempt_of(suite.cases[found.row.in_case], found.row.index, *suite.site->site, reported);
    return {given_on(attempt, *site->site), {}, std::move(site)};
  }
  auto there = on_site(suite, std::move(site), sources, diags);
  if (!there) return {};
  Case& in_case = there->cases[found.row.in_case];
  complete_on(*there, in_case, found.number, diags);
  if (diags.has_errors()) return {};
  Situation out;
  Timeline(*there, in_case)
      .run(
          [&](const JudgedStep& judged) {
            const JudgedAttempt* const attempt = judged.attempt_of();
            if (attempt == nullptr || attempt->number != found.number) return;
            out.attempt = given_on(attempt->attempt, *attempt->explained.site.site);
            out.world = attempt->world;
            out.site = shared_site(*there, attempt->explained.site);
          },
          found.number);
  return out;
}

}  // namespace rapsim
