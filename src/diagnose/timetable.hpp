// What time alone can change about the decision of an attempt: hours of policies, of connection request policies and of
// accounts, the expiry of accounts, the ends of lockouts.
#pragma once

#include <vector>

#include "engine/trace/decision_fields.hpp"

namespace rapsim {

class Timetable {
 public:
  explicit Timetable(const Explained& explained);

  /// Sorted; the first is `from`. From one to the next nothing changes, and no clock of the zone is put forward or
  /// back.
  [[nodiscard]] std::vector<Instant> boundaries(Instant from, Instant to) const;
  /// Two instants with equal states are decided alike.
  [[nodiscard]] std::vector<bool> state(Instant at) const;

 private:
  void add_hours(std::vector<grammar::Schedule>& into, const grammar::Schedule& hours);
  void add_account(const Facts& facts);

  const CompiledSite& site_;
  std::vector<grammar::Schedule> local_{}, utc_{};  // each once
  std::vector<Instant> ends_{};                     // of accounts and of lockouts
};

}  // namespace rapsim
