// Patterns that match more than they seem to say. A condition searches its pattern anywhere in the value (G-17), and a
// dot represents any character; conditions on numbers never see names.
#include <range/v3/algorithm/any_of.hpp>

#include "analysis/lint_site.hpp"
#include "analysis/pattern_reading.hpp"
#include "analysis/site_values.hpp"
#include "base/text.hpp"

namespace rapsim {
namespace {

using grammar::Pattern;
using grammar::PatternKind;

constexpr std::size_t kStepsOfPattern = 500;  // programs to compile, addresses to try

bool is_address_attribute(const Attribute& row) {
  return row.type == ValueType::ipv4 || row.name == "Calling-Station-Id" || row.name == "Called-Station-Id";
}

/// Every pattern of a condition that is decided by patterns.
template <class Visit>
void for_each_pattern(const LintSite& site, Visit visit) {
  for (const std::vector<RuleView>* rules : {&site.policies, &site.request_policies})
    for (const RuleView& rule : *rules)
      for (const Condition& condition : rule.rule->conditions)
        for (const ConditionPattern& pattern : condition.patterns) visit(rule, condition, pattern);
}

/// Values of the site that the pattern is meant for, and those that it matches beside.
struct FoundValues {
  std::vector<SiteValue> meant{}, beside{};
};

/// The other patterns of the condition, as they are meant: a value may be there for one of them.
std::vector<PatternProgram> others_of(const Condition& condition, const ConditionPattern& pattern) {
  std::vector<PatternProgram> out;
  for (const ConditionPattern& other : condition.patterns)
    if (&other != &pattern) out.push_back(is_tied(other.tree) ? found_anywhere(other.tree) : whole_value(other.tree));
  return out;
}

FoundValues read_values(const LintSite& site, const Condition& condition, const ConditionPattern& pattern,
                        const PatternProgram& found, const PatternProgram& meant) {
  FoundValues out;
  if (found == nullptr || meant == nullptr) return out;
  std::vector<SiteValue> values = site_values(site.site, condition.attribute);
  constexpr std::size_t kStepsOfProgram = 50;
  const std::size_t steps = (values.size() + kStepsOfProgram) * condition.patterns.size();
  if (values.empty() || !site.can_afford(steps)) return out;
  const std::vector<PatternProgram> others = others_of(condition, pattern);
  for (SiteValue& value : values) {
    if (!matches(*found, value.text)) continue;
    if (matches(*meant, value.text))
      out.meant.push_back(std::move(value));
    else if (!ranges::any_of(others, [&](const auto& o) { return o != nullptr && matches(*o, value.text); }))
      out.beside.push_back(std::move(value));
  }
  return out;
}

std::string labels_of(const std::vector<SiteValue>& values) {
  std::vector<std::string> texts;
  for (const SiteValue& value : values) texts.push_back(value.label);
  return some_of(texts, 3);
}

void add_places(const std::vector<SiteValue>& values, Finding& finding) {
  constexpr std::size_t kMostPlaces = 3;
  for (const SiteValue& value : values)
    if (value.where.known() && finding.related.size() < kMostPlaces)
      finding.related.push_back({value.where, "`" + value.label + "`"});
}

std::string of_this_site(const std::vector<SiteValue>& values) {
  return values.front().where.known() ? " of this site" : "";
}

/// Values of the site, or one that was made for want of them.
std::string beside_text(const FoundValues& values, const std::string& made) {
  return values.beside.empty() ? "`" + made + "`" : labels_of(values.beside) + of_this_site(values.beside);
}

std::string loose_end(const AddressPattern& address) {
  if (address.from_begin) return "the end";
  return address.is_whole && !address.to_end ? "begin and end" : "the begin";
}

void find_unanchored_address(const LintSite& site, const RuleView& rule, const Condition& condition,
                             const ConditionPattern& pattern, AddressPattern address, Findings& out) {
  address.any.assign(address.any.size(), false);  // open dots are the other row's
  const bool is_suffix = address.to_end && !address.is_whole;
  const bool is_loose = !address.from_begin || (address.is_whole && !address.to_end);
  const PatternProgram found = program_of(address.escaped());
  if (is_suffix || !is_loose || found == nullptr) return;
  const FoundValues values = read_values(site, condition, pattern, found, program_of(address.meant()));
  const std::string made = accidental_address(address, *found, address.meant());
  if (values.beside.empty() && made.empty()) return;
  Finding finding = finding_of("unanchored-pattern", rule, pattern.where,
                               "nothing ties `" + pattern.text + "` to " + loose_end(address) +
                                   " of an address: it also matches " + beside_text(values, made),
                               "write `" + address.meant() + "`");
  add_places(values.beside, finding);
  out.push_back(std::move(finding));
}

std::string meant_text(const std::string& pattern) {
  const bool has_choice = pattern.find('|') != std::string::npos;
  return has_choice ? "^(" + pattern + ")$" : "^" + pattern + "$";
}

void find_unanchored_name(const LintSite& site, const RuleView& rule, const Condition& condition,
                          const ConditionPattern& pattern, Findings& out) {
  const FoundValues values =
      read_values(site, condition, pattern, found_anywhere(pattern.tree), whole_value(pattern.tree));
  if (values.meant.empty() || values.beside.empty()) return;  // a fragment, meant to be found
  Finding finding =
      finding_of("unanchored-pattern", rule, pattern.where,
                 "`" + pattern.text + "` is found anywhere in the value: beside " + labels_of(values.meant) +
                     " it matches " + labels_of(values.beside) + of_this_site(values.beside),
                 "write `" + meant_text(pattern.text) + "`");
  add_places(values.beside, finding);
  out.push_back(std::move(finding));
}

// --- names where numbers are compared ---

/// Every match must hold this character.
std::optional<char32_t> needed_letter(const Pattern& tree) {
  for (const Pattern& child : tree.children) {
    if (tree.kind != PatternKind::sequence && tree.kind != PatternKind::group) break;
    const bool is_group = child.kind == PatternKind::group || child.kind == PatternKind::sequence;
    if (child.kind == PatternKind::literal && (child.code_point < U'0' || child.code_point > U'9'))
      return child.code_point;
    if (is_group)
      if (const auto inside = needed_letter(child)) return inside;
  }
  return std::nullopt;
}

bool sees_numbers(const Attribute& row) {
  const bool is_number = row.type == ValueType::integer || row.type == ValueType::boolean ||
                         (row.type == ValueType::enumeration && row.values != &kAuthenticationType);  // `SPAP` has none
  return is_number && row.condition == ConditionKind::pattern;
}

std::string number_help(const Attribute& row, const std::string& pattern) {
  const std::string name(row.name);
  std::string word = pattern;
  std::erase_if(word, [](char c) { return c == '^' || c == '$'; });
  if (row.values != nullptr)
    for (const NamedValue& value : row.values->values)
      if (equal_without_case(value.name, word))
        return "write `" + name + ": " + std::string(value.name) + "`, or the number: `^" +
               std::to_string(value.number) + "$`";
  return "write the number; `rapsim attributes " + name + "` lists them";
}

}  // namespace

void find_unanchored_patterns(const LintSite& site, Findings& out) {
  for_each_pattern(site, [&](const RuleView& rule, const Condition& condition, const ConditionPattern& pattern) {
    const auto address =
        is_address_attribute(attribute(condition.attribute)) ? address_pattern(pattern.tree) : std::nullopt;
    if (!site.can_afford(kStepsOfPattern)) return;
    if (address)
      find_unanchored_address(site, rule, condition, pattern, *address, out);
    else if (!is_tied(pattern.tree))
      find_unanchored_name(site, rule, condition, pattern, out);
  });
}

void find_unescaped_dots(const LintSite& site, Findings& out) {
  for_each_pattern(site, [&](const RuleView& rule, const Condition& condition, const ConditionPattern& pattern) {
    if (!is_address_attribute(attribute(condition.attribute)) || !site.can_afford(kStepsOfPattern)) return;
    const auto address = address_pattern(pattern.tree);
    const PatternProgram found = found_anywhere(pattern.tree);
    if (!address || !address->has_open_dot() || found == nullptr) return;
    const FoundValues values = read_values(site, condition, pattern, found, program_of(address->escaped()));
    const std::string made = accidental_address(*address, *found, address->escaped());
    if (values.beside.empty() && made.empty()) return;  // between ^ and $ no other address fits
    Finding finding = finding_of(
        "unescaped-dot", rule, pattern.where,
        "a dot in `" + pattern.text + "` matches any character: it also matches " + beside_text(values, made),
        "write `" + address->meant() + "`");
    add_places(values.beside, finding);
    out.push_back(std::move(finding));
  });
}

void find_names_in_number_patterns(const LintSite& site, Findings& out) {
  for_each_pattern(site, [&](const RuleView& rule, const Condition& condition, const ConditionPattern& pattern) {
    const Attribute& row = attribute(condition.attribute);
    if (!sees_numbers(row) || !needed_letter(pattern.tree)) return;
    Finding finding =
        finding_of("name-in-number-pattern", rule, pattern.where,
                   "a condition of MATCH on " + std::string(row.name) +
                       " sees the number of a value, never its name: `" + pattern.text + "` matches nothing",
                   number_help(row, pattern.text));
    if (condition.patterns.size() == 1 && condition.numbers.empty()) finding.claim = Claim::never_decides;
    out.push_back(std::move(finding));
  });
}

}  // namespace rapsim
