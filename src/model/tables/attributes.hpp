// The table of attributes: what conditions test, what an attempt may carry under `attributes:`, what a profile may
// return. Adding one is one row in attributes.cpp; nothing else lists attributes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/tables/basis.hpp"
#include "model/tables/enumerations.hpp"

namespace rapsim {

enum class ValueType : std::uint8_t { text, integer, enumeration, ipv4, ipv6, time, octets, boolean };

/// How a condition on the attribute is decided.
enum class ConditionKind : std::uint8_t {
  none,            // the attribute is not a condition
  pattern,         // regex search in the value's text; enumerations as decimal number
  time_of_day,     // the policy server's local time inside a schedule
  any_groups,      // Windows-Groups: user or computer account
  user_groups,     // Windows-User-Groups
  machine_groups,  // Windows-Machine-Groups
  out_of_scope,    // loads; unknown unless the attempt gives a value, then decided as a pattern
};

/// Where the attribute may be a condition; bits of Attribute::conditions.
enum ConditionPlace : std::uint8_t {
  kNowhere = 0,
  kRemoteAccessPolicy = 1,       // policies of windows-2000 and windows-2003
  kNetworkPolicy = 2,            // policies of nps
  kConnectionRequestPolicy = 4,  // request policies (2003 and nps)
};

struct Attribute {
  std::string_view name;  // RADIUS or NPS spelling; matched without case
  std::uint32_t id;       // RADIUS type, NPS id from 0x1000 up, or 311 << 16 | Microsoft vendor type
  ValueType type;
  const Enumeration* values;  // type enumeration; else nullptr
  ConditionKind condition;
  std::uint8_t conditions;  // ConditionPlace bits
  bool client_only;         // only a RADIUS client gives it: absent with Windows authentication
  bool returned;            // a profile may return it in the accept
  Basis basis;              // of its use as a condition and of its absent-value rule
  std::string_view absent;  // what a condition makes of its absence
  std::string_view summary;
  std::string_view source;
};

/// An access server can send it, or the server's own client table has it. Groups are the account's, the hour is the
/// clock's.
inline bool is_of_request(const Attribute& row) {
  return row.condition == ConditionKind::none || row.condition == ConditionKind::pattern ||
         row.condition == ConditionKind::out_of_scope;
}

using AttributeId = std::uint16_t;  // row of attributes()

std::span<const Attribute> attributes();
inline const Attribute& attribute(AttributeId id) { return attributes()[id]; }
/// By name without case. Also finds the older spellings `Called-Station-ID`, `Calling-Station-ID`.
std::optional<AttributeId> find_attribute(std::string_view name);
/// Must exist: for the names that code itself uses. Aborts otherwise.
AttributeId attribute_of(std::string_view name);
std::vector<std::string_view> attribute_names();

}  // namespace rapsim
