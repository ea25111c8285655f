#include "engine/index/candidates.hpp"

#include <bit>

namespace rapsim {
namespace {

constexpr std::uint32_t kNoRow = UINT32_MAX;
constexpr std::size_t kWordBits = 64;
constexpr std::size_t kMinutes = grammar::kMinutesOfWeek;
constexpr std::size_t kMostBytes = std::size_t{4} << 20;  // of a dimension; then it forgets, and learns again

/// Equal for conditions to which every attempt has the same answer. Equal patterns share a program.
std::string text_of(const CompiledCondition& condition) {
  std::string out;
  const auto add = [&](const auto& value) { out.append(reinterpret_cast<const char*>(&value), sizeof value); };
  add(condition.kind);
  add(condition.slot);
  add(condition.has_unlisted_group);
  add(condition.equal.size());
  for (const std::string& value : condition.equal) {
    add(value.size());
    out += value;
  }
  add(condition.patterns.size());
  for (const auto& pattern : condition.patterns) add(pattern.get());
  add(condition.groups.size());
  for (const GroupIndex group : condition.groups) add(group);
  if (condition.schedule != nullptr)
    for (const auto& range : condition.schedule->open) {
      add(range.begin);
      add(range.end);
    }
  return out;
}

}  // namespace

Candidates::Candidates(const CompiledSite& site)
    : site_(site),
      words_((site.policy_order.size() + kWordBits - 1) / kWordBits),
      dimensions_(site.slots.size() + 2),
      known_questions_(dimensions_.size()),
      enabled_(words_) {
  for (std::uint32_t turn = 0; turn < site.policy_order.size(); ++turn) {
    const PolicyIndex policy = site.policy_order[turn];
    if (!site.site->policies[policy].enabled.value) continue;
    enabled_[turn / kWordBits] |= Word{1} << turn % kWordBits;
    const CompiledRule& rule = site.policies[policy];
    if (!rule.source.empty()) ask(kServerTypeSlot, "source " + rule.source, {.rule = &rule}, turn);
    for (std::uint32_t i = rule.first_condition; i < rule.first_condition + rule.condition_count; ++i)
      ask(dimension_of(site.conditions[i]), text_of(site.conditions[i]), {.condition = i}, turn);
  }
  known_questions_.clear();
  dimensions_[site.slots.size()].by_number.assign(site.accounts->classes.size(), kNoRow);
  dimensions_[site.slots.size() + 1].by_number.assign(kMinutes + 1, kNoRow);  // the last: unknown
}

void Candidates::ask(std::size_t dimension, std::string text, Question question, std::uint32_t turn) {
  std::vector<Question>& questions = dimensions_[dimension].questions;
  const auto [at, is_new] = known_questions_[dimension].try_emplace(std::move(text), questions.size());
  if (is_new) questions.push_back(std::move(question));
  questions[at->second].turns.push_back(turn);
}

std::size_t Candidates::dimension_of(const CompiledCondition& condition) const {
  switch (condition.kind) {
    case ConditionKind::any_groups:
    case ConditionKind::user_groups:
    case ConditionKind::machine_groups:
      return site_.slots.size();
    case ConditionKind::time_of_day:
      return site_.slots.size() + 1;
    case ConditionKind::pattern:
    case ConditionKind::out_of_scope:
    case ConditionKind::none:
      break;
  }
  return condition.slot;
}

/// The row of the facts' value, with the answers to all questions.
std::uint32_t Candidates::learn(Dimension& dimension, const Facts& facts) {
  std::vector<Word> row(2 * words_, ~Word{0});
  for (const Question& question : dimension.questions) {
    PolicyStep step;
    const Truth truth = question.rule == nullptr
                            ? evaluate(site_.conditions[question.condition], facts)
                            : match_rule(CompiledRule{.source = question.rule->source}, facts, nullptr, step);
    if (truth == Truth::yes) continue;
    for (const std::uint32_t turn : question.turns) {
      const Word others = ~(Word{1} << turn % kWordBits);
      if (truth == Truth::no) row[turn / kWordBits] &= others;
      row[words_ + turn / kWordBits] &= others;
    }
  }
  const std::size_t size = row.size() * sizeof(Word);
  std::string bytes(reinterpret_cast<const char*>(row.data()), size);
  const auto number = static_cast<std::uint32_t>(dimension.known_rows.size());
  const auto [at, is_new] = dimension.known_rows.try_emplace(std::move(bytes), number);
  if (is_new) {
    dimension.rows.insert(dimension.rows.end(), row.begin(), row.end());
    dimension.bytes += 2 * size + kWordBits;
  }
  return at->second;
}

/// The values of a stream have no end.
void Candidates::forget_if_full(Dimension& dimension) {
  if (dimension.bytes <= kMostBytes) return;
  dimension.values.clear();
  dimension.by_number.assign(dimension.by_number.size(), kNoRow);
  dimension.rows.clear();
  dimension.known_rows.clear();
  dimension.bytes = 0;
}

std::uint32_t Candidates::row_of_slot(std::size_t slot, const Facts& facts) {
  Dimension& dimension = dimensions_[slot];
  const AttributeView& view = facts.request[slot];
  key_.assign(1, static_cast<char>(view.presence));
  for (std::size_t i = 0; i < view.size(); ++i) {
    const std::string_view value = view[i];
    const std::size_t size = value.size();
    key_.append(reinterpret_cast<const char*>(&size), sizeof size);
    key_ += value;
  }
  if (const auto known = dimension.values.find(std::string_view(key_)); known != dimension.values.end())
    return known->second;
  forget_if_full(dimension);
  const std::uint32_t row = learn(dimension, facts);
  dimension.values.emplace(key_, row);
  dimension.bytes += key_.size() + 2 * kWordBits;
  return row;
}

std::uint32_t Candidates::row_of_number(Dimension& dimension, std::size_t number, const Facts& facts) {
  if (dimension.by_number[number] != kNoRow) return dimension.by_number[number];
  forget_if_full(dimension);
  return dimension.by_number[number] = learn(dimension, facts);
}

const std::vector<Candidate>& Candidates::of(const Facts& facts) {
  asked_.clear();
  const auto add = [&](const Dimension& dimension, std::uint32_t row) {
    asked_.push_back(dimension.rows.data() + std::size_t{row} * 2 * words_);
  };
  for (std::size_t slot = 0; slot < site_.slots.size(); ++slot)
    if (!dimensions_[slot].questions.empty()) add(dimensions_[slot], row_of_slot(slot, facts));
  Dimension &account = dimensions_[site_.slots.size()], &minute = dimensions_[site_.slots.size() + 1];
  if (!account.questions.empty()) {
    const auto in_class = static_cast<std::size_t>(&facts.account - site_.accounts->classes.data());
    add(account, row_of_number(account, in_class, facts));
  }
  if (!minute.questions.empty()) {
    const std::size_t number = facts.minute_of_week.is_present() ? facts.minute_of_week.value : kMinutes;
    add(minute, row_of_number(minute, number, facts));
  }
  found_.clear();
  for (std::size_t word = 0; word < words_; ++word) {
    Word may = enabled_[word];
    for (std::size_t i = 0; i < asked_.size() && may != 0; ++i) may &= asked_[i][word];
    if (may == 0) continue;
    Word matches = may;
    for (const Word* row : asked_) matches &= row[words_ + word];
    for (; may != 0; may &= may - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(may));
      const bool is_sure = (matches >> bit & 1) != 0;
      found_.push_back({site_.policy_order[word * kWordBits + bit], is_sure});
      if (is_sure) return found_;
    }
  }
  return found_;
}

}  // namespace rapsim
