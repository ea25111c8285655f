// Attributes, numbers and methods as the oracle knows them, written down once more from the sources and not taken from
// the program's tables: semantics.md 3.1 and 4.3, condition-attributes.tsv, enumerations.tsv.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rapsim::oracle {

enum class Kind : std::uint8_t { text, address, number, boolean, time, groups, machine_groups, out_of_scope };

struct NumberName {
  std::uint32_t number;
  std::string_view name;
};

/// Where an attribute can be a condition; bits.
enum Place : std::uint8_t { kRemoteAccess = 1, kNetwork = 2, kRequest = 4, kPolicies = 3, kAnywhere = 7 };

struct KnownAttribute {
  std::string_view name;
  Kind kind;
  std::uint8_t places;
  std::span<const NumberName> numbers{};  // kind number: names that may represent one
};

std::span<const KnownAttribute> known_attributes();
const KnownAttribute& known_attribute(std::string_view name);

/// A name, a decimal number or a hexadecimal one with 0x.
std::uint32_t number_of(const KnownAttribute& attribute, std::string_view text);

struct KnownMethod {
  std::string_view name;
  std::string_view type;  // what a condition on Authentication-Type sees
  int eap;                // EAP type; 0: none, or any
  [[nodiscard]] bool is_eap() const { return type == "5" || type == "11"; }
};

std::span<const KnownMethod> known_methods();
const KnownMethod& known_method(std::string_view name);

std::span<const NumberName> port_types();
std::span<const NumberName> eap_types();
std::span<const NumberName> tunnels();
std::span<const NumberName> server_types();
std::span<const NumberName> vendors();
std::uint32_t number_in(std::span<const NumberName> numbers, std::string_view text);

/// The versions of Windows that a client may have, the oldest first.
std::span<const std::string_view> client_versions();

std::string lowered(std::string_view text);  // ASCII

}  // namespace rapsim::oracle
