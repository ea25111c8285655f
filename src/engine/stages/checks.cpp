#include "engine/stages/checks.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

#include "engine/stages/check_tables.hpp"

namespace rapsim {
namespace {

using Rows = std::vector<std::uint8_t>;

std::vector<Check> all_checks() {
  std::vector<Check> out;
  for (const auto& table : {path_checks(), request_checks(), provider_checks(), authentication_checks(),
                            constraint_checks(), negotiation_checks(), address_checks()})
    out.insert(out.end(), table.begin(), table.end());
  return out;
}

std::array<Rows, kStageCount> rows_by_stage(bool state_first) {
  std::array<Rows, kStageCount> out;
  for (std::size_t row = 0; row < checks().size(); ++row)
    out[static_cast<std::size_t>(checks()[row].stage)].push_back(static_cast<std::uint8_t>(row));
  if (!state_first) return out;
  for (Rows& rows : out)
    std::stable_sort(rows.begin(), rows.end(), [](std::uint8_t a, std::uint8_t b) {
      return checks()[a].place_state_first < checks()[b].place_state_first;
    });
  return out;
}

}  // namespace

std::span<const Check> checks() {
  static const std::vector<Check> all = all_checks();
  return all;
}

std::span<const std::uint8_t> checks_of(StageId stage, const Readings& readings) {
  static const auto built = rows_by_stage(false);
  static const auto state_first = rows_by_stage(true);
  const auto& rows = readings.is_on(Reading::account_state_first) ? state_first : built;
  return rows[static_cast<std::size_t>(stage)];
}

bool Check::reads(FieldId field) const {
  const auto is_it = [&](const Asked& one) { return one.is_field() && one.field() == field; };
  return reads_conditions || also_reads.has(field) || std::any_of(asked.begin(), asked.end(), is_it);
}

std::uint16_t reason_of(const Check& check, const CheckInput& in) {
  if (check.cause != cause("eap-failed")) {
    const std::uint16_t reason = check.reason != 0 ? check.reason : kCauses[check.cause].reason;
    if (check.answer == Answer::none) return kNoReason;  // the policy server was not asked
    return check.answer == Answer::accept ? std::uint16_t{0} : reason != 0 ? reason : kNoReason;
  }
  constexpr std::uint16_t kEapError = 23;  // represents all of them when the result is not known
  const Maybe<std::uint16_t> result = in.facts.attempt.eap_result();
  return result.is_present() ? result.value : kEapError;
}

Answer answer_of(const Check& check, const CheckInput& in) {
  if (check.cause != cause("eap-failed")) return check.answer;
  const Reason* reason = find_reason(reason_of(check, in));
  return reason != nullptr && reason->kind == "discard" ? Answer::discard : check.answer;
}

std::string method_text(const CheckInput& in) {
  const Maybe<Method> method = in.facts.attempt.method();
  return method.is_present() ? std::string(name_of(method.value).label) : "unknown";
}

std::string method_labels(const MethodList& list) {
  std::string out;
  for (const ListedMethod& listed : list.methods) add_item(out, name_of(listed.method).label);
  return out.empty() ? "no method at all" : out;
}

std::string field_text(const CheckInput& in, FieldId id) {
  const Maybe<std::string_view> text = in.facts.attempt.text(id);
  return text.is_present() ? std::string(text.value) : text.is_unknown() ? "unknown" : "absent";
}

}  // namespace rapsim
