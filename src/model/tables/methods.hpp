// Authentication methods as policies, servers and clients name them: an Authentication-Type, for EAP with its type.
// Source: win32 sdo-np-authentication-type.md, sdo-np-allowed-eap-type.md; SPAP has no public number (G-8).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/span.hpp"

namespace rapsim {

struct Method {
  std::uint8_t type = 0;  // AUTHENTICATION_TYPE 1 to 11, or kSpap
  std::uint8_t eap = 0;   // EAP type; 0: any, or not EAP
  friend bool operator==(const Method&, const Method&) = default;
};

inline constexpr std::uint8_t kAuthenticationEap = 5;
inline constexpr std::uint8_t kAuthenticationPeap = 11;
inline constexpr std::uint8_t kSpap = 12;  // rapsim's choice: no public source gives SPAP a number (G-8)
inline constexpr std::uint8_t kEapPeap = 25;
inline constexpr std::uint8_t kEapTls = 13, kEapMd5 = 4;
inline constexpr std::uint8_t kChap = 2, kMsChap = 3, kMsChapV2 = 4, kArap = 6, kUnauthenticated = 7, kCustom = 8,
                              kMsChapCpw = 9, kMsChapV2Cpw = 10;

struct MethodName {
  std::string_view name;       // as written in YAML
  std::string_view label;      // as the consoles print it
  std::string_view type_text;  // what a condition on Authentication-Type sees
  Method method;
};

/// Every name, the preferred one of a method first.
std::span<const MethodName> method_names();
/// By name without case, or by decimal Authentication-Type; nullptr when there is none.
const MethodName* find_method(std::string_view name);
/// The preferred row of a method; an EAP type without a name gives the row of EAP.
const MethodName& name_of(Method method);

/// The bit of a method in a list that is kept as a number: bit i is row i of method_names(), of its preferred name.
std::int64_t method_bit(Method method);

constexpr bool is_eap(std::uint8_t type) { return type == kAuthenticationEap || type == kAuthenticationPeap; }

// MS-CHAP and MS-CHAP v2 can send a new password in the same connection; lists of methods name that by itself.
constexpr bool is_password_change(std::uint8_t type) { return type == kMsChapCpw || type == kMsChapV2Cpw; }
/// The method that a change of password runs inside; every other type is its own.
constexpr std::uint8_t without_change(std::uint8_t type) {
  return type == kMsChapCpw ? kMsChap : type == kMsChapV2Cpw ? kMsChapV2 : type;
}
/// The type that lets a method change the password; 0: it cannot.
constexpr std::uint8_t change_of(std::uint8_t type) {
  return type == kMsChap ? kMsChapCpw : type == kMsChapV2 ? kMsChapV2Cpw : std::uint8_t{0};
}

/// One entry of a list of methods.
struct ListedMethod {
  Method method{};
  Span where{};
};

/// The methods of a profile or server, in the order given.
struct MethodList {
  std::vector<ListedMethod> methods{};

  /// True when the list has the Authentication-Type, with any EAP type. PEAP counts as EAP too.
  [[nodiscard]] bool has_type(Method method) const;
  /// The same, or the method that a change of password runs inside.
  [[nodiscard]] bool has_type_of(Method method) const {
    return has_type({method.type, 0}) || has_type({without_change(method.type), 0});
  }
  /// True when the list has the method with just this EAP type, or EAP without a type.
  [[nodiscard]] bool has_eap_type(std::uint8_t eap) const;
};

}  // namespace rapsim
