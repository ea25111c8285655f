#include "suite/load/expected.hpp"

#include <algorithm>

namespace rapsim {
namespace {

bool is_same_field(const Expectation& left, const Expectation& right) {
  return left.field == right.field && (left.field != nullptr || left.attribute == right.attribute);
}

bool names(const std::vector<Expectation>& list, const Expectation& one) {
  return std::any_of(list.begin(), list.end(), [&](const Expectation& other) { return is_same_field(one, other); });
}

void add_implied(std::vector<Expectation>& list, Expectation one) {
  if (!names(list, one)) list.push_back(std::move(one));
}

/// All that the decision has must be named: every field, and every attribute when `settings` names some.
void complete(std::vector<Expectation>& list) {
  const bool has_settings =
      std::any_of(list.begin(), list.end(), [](const Expectation& one) { return one.field == nullptr; });
  for (Expectation& one : list) one.names_all = true;
  for (const DecisionField& field : decision_fields())
    add_implied(list, {.field = &field, .or_absent = true, .is_implied = true});
  for (AttributeId id = 0; has_settings && id < attributes().size(); ++id)
    if (attribute(id).returned) add_implied(list, {.attribute = id, .or_absent = true, .is_implied = true});
}

}  // namespace

std::optional<Expected> load_expected(Loader& in, const ExpectEntries& given, const Site& site) {
  if (given.expect && given.exactly)
    in.diags.error(
        code("R406"), given.exactly.key.span(), "`expect` and `exactly` in one place",
        "`exactly` names everything that the decision has, `expect` only what matters here: keep one of them");
  if (!given.expect && !given.exactly) return std::nullopt;
  const Entry& list = given.expect ? given.expect : given.exactly;
  return Expected{.named = read_expectations(list.value, list.key.text(), site, in.diags), .is_exact = !given.expect};
}

Expected merged(const Expected& shared, const Expected& own) {
  Expected out = shared;
  std::erase_if(out.named, [&](const Expectation& one) { return names(own.named, one); });
  out.named.insert(out.named.end(), own.named.begin(), own.named.end());
  out.is_exact = shared.is_exact || own.is_exact;
  return out;
}

std::shared_ptr<const std::vector<Expectation>> expectations_of(Expected expected) {
  if (expected.is_exact) complete(expected.named);
  return std::make_shared<const std::vector<Expectation>>(std::move(expected.named));
}

}  // namespace rapsim
