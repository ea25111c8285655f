// One connection attempt, and the table of its fields. The table drives YAML, JSON, command-line options and the
// schema.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"
#include "base/truth.hpp"
#include "model/attributes.hpp"

namespace rapsim {

enum class FieldId : std::uint8_t { user, at, from, to, tunnel, port_type, authentication, eap_type };
inline constexpr std::size_t kFieldCount = 8;

enum class FieldType : std::uint8_t { account, time, text, enumeration, method };

struct AttemptField {
  std::string_view name;  // path in YAML and JSON: `eap.type`; option: `--eap-type`
  FieldType type;
  const Enumeration* values;  // type enumeration
  std::string_view fallback;  // what a left-out field means, for people
  std::string_view summary;   // one line, `--help` prints it
  std::string_view source;
};

/// Row i describes FieldId i.
std::span<const AttemptField> attempt_fields();
inline const AttemptField& field_row(FieldId id) { return attempt_fields()[static_cast<std::size_t>(id)]; }

struct FieldValue {
  Presence presence = Presence::absent;
  bool given = false;       // false: left out, or filled in by complete_attempt()
  std::string text{};       // as written, in the preferred spelling: YAML and JSON read it back
  std::int64_t number = 0;  // enumeration: its number; method: type << 8 | EAP type; time: seconds since 1970 UTC
  std::string wire{};       // what conditions see (`5` for Virtual); account: the name without its domain
  Span where{};

  [[nodiscard]] bool is_given_value() const { return given && presence == Presence::present; }
};

/// A RADIUS attribute given under `attributes:`. Values in the form that conditions see: enumerations as decimal text.
struct GivenAttribute {
  AttributeId attribute = 0;
  Presence presence = Presence::present;
  std::vector<std::string> values{};
  Span where{};
};

struct Attempt {
  std::array<FieldValue, kFieldCount> fields{};
  std::vector<GivenAttribute> attributes{};

  FieldValue& operator[](FieldId id) { return fields[static_cast<std::size_t>(id)]; }
  const FieldValue& operator[](FieldId id) const { return fields[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const GivenAttribute* find(AttributeId id) const;
};

}  // namespace rapsim
