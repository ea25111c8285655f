// Constraints: the profile's limits and the account's caller ID (S11). Row order is the specification: the first
// violated row gives the reason (G-2). Any violation rejects at once; no other policy is tried. Source:
// semantics.md 2.9.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/evaluate.hpp"

namespace rapsim {

struct CheckInput {
  const Policy& policy;
  const Attempt& attempt;
  const Facts& facts;
};

struct Check {
  std::string_view name;  // stable, kebab-case
  std::uint16_t reason;
  std::string_view needs;  // what the attempt must tell for the check to be decided
  Truth (*violated)(const CheckInput&);
  std::string (*wanted)(const CheckInput&);  // for people: what would pass
  std::string (*was)(const CheckInput&);     // ... and what the attempt has
  Span (*where)(const CheckInput&);          // the setting that decides
  Basis basis;
  std::string_view gap;
  std::string_view source;
};
std::span<const Check> checks();

}  // namespace rapsim
