// The fixed sets of values of the field: NAS-Port-Type, Tunnel-Type, authentication and EAP types, ...
// Names in YAML: the official name, remarks in brackets dropped, each run of blanks and hyphens one `-`.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "model/tables/basis.hpp"

namespace rapsim {

struct NamedValue {
  std::uint32_t number;
  std::string_view name;   // as written in YAML: `Wireless-IEEE-802.11`
  std::string_view label;  // as the field prints it: `Wireless - IEEE 802.11`
  std::string_view note;   // one line, may be empty
};

struct Enumeration {
  std::string_view name;  // `NAS-Port-Type`
  std::span<const NamedValue> values;
  Basis basis;
  std::string_view source;
  bool is_open = false;  // numbers without a name are values too
};

/// Every enumeration, in the order in which `rapsim attributes --enumerations` prints them.
std::span<const Enumeration> enumerations();

// The ones that code names.
extern const Enumeration kNasPortType, kTunnelType, kTunnelMediumType, kServiceType, kFramedProtocol, kFramedRouting,
    kFramedCompression, kLoginService, kTerminationAction, kAuthenticationType, kEapType, kMppeEncryptionPolicy,
    kBapUsage, kIdentityType, kAccessServerType, kClientVendor, kAcctStatusType, kAcctAuthentic, kAcctTerminateCause,
    kMsAcctAuthType, kMsAcctEapType;

/// By name (without case), else by number as text, decimal or `0x` hexadecimal; nullptr when there is none.
const NamedValue* find_value(const Enumeration& enumeration, std::string_view name_or_number);
const NamedValue* find_value(const Enumeration& enumeration, std::uint32_t number);
std::vector<std::string_view> names_of(const Enumeration& enumeration);

}  // namespace rapsim
