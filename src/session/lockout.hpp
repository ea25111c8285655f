// The counters of failed authentications: those of remote access account lockout, and those of the domain. Inside
// src/session only. Source: semantics.md 2.5, 2.6; SAMR 3.1.5.13.7.1; gaps.md G-4.
#pragma once

#include <string>

#include "engine/trace/explained.hpp"

namespace rapsim {

/// What one way to end does to the account's counter.
enum class Counting : std::uint8_t { nothing, failure, success };

struct Count {
  Counting what = Counting::nothing;
  std::string account{};  // Subject::key; empty when nothing is counted
  friend bool operator==(const Count&, const Count&) = default;
};

Count remote_access_count(const Facts& facts, const PossibleResult& ending);
Count domain_count(const Facts& facts, const PossibleResult& ending);

/// O(log n) of the accounts that have failed. Does nothing without a clock, or where the lockout is off.
void apply_remote_access_count(const Site& site, World& world, const Count& count);
void apply_domain_count(const Site& site, World& world, const Count& count);

/// After an edit: counters that were switched off are gone, accounts that an administrator unlocked are so.
void change_counters(const Site& before, const Site& after, World& world);

}  // namespace rapsim
