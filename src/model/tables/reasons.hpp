// Reason codes of IAS and NPS, and the error that the client shows for each.
// Source: TechNet dd197464, dd197521, dd197582, dd197508, cc771748; semantics.md 2.11.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/tables/basis.hpp"

namespace rapsim {

/// The error a client shows; 0: none known.
struct ClientError {
  std::uint16_t number;
  Basis basis;
  friend bool operator==(const ClientError&, const ClientError&) = default;
};

struct Reason {
  std::uint16_t number;
  std::string_view symbol;   // `IAS_NO_POLICY_MATCH`, or empty
  std::string_view meaning;  // one sentence without final period
  std::string_view kind;     // `policy`, `constraint`, `account`, ...
  ClientError ms_chap;       // shown after MS-CHAP v1 or v2
  ClientError other;         // after PAP, CHAP, EAP
  Basis basis;               // of the code itself
  std::string_view gap;      // `G-15`, or empty
  std::string_view source;
};

std::span<const Reason> reasons();
/// nullptr: no such reason.
const Reason* find_reason(std::uint32_t number);
/// One of the reasons that EAP and certificates end with: what `eap.result` of an attempt may be.
bool is_eap_result(const Reason& reason);

}  // namespace rapsim
