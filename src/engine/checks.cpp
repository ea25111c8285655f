#include "engine/checks.hpp"

#include <algorithm>
#include <array>

#include "engine/check_tables.hpp"

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
    std::stable_sort(rows.begin(), rows.end(),
                     [](std::uint8_t a, std::uint8_t b) { return checks()[a].state_first < checks()[b].state_first; });
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

}  // namespace rapsim
