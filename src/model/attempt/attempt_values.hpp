// The values of an attempt's fields that rules ask for, as types. Their numbers are those of the tables in attempt.cpp.
#pragma once

#include <cstdint>
#include <optional>

namespace rapsim {

enum class TunnelType : std::uint8_t;   // model/tunnel_types.hpp
enum class Certificate : std::uint8_t;  // model/rras.hpp

/// How the client comes in: over a type of tunnel, or by a call.
using Tunnel = std::optional<TunnelType>;
inline constexpr std::nullopt_t kCall = std::nullopt;

enum class Password : std::uint8_t { right, wrong, blank };
enum class PasswordChange : std::uint8_t { none, accepted, refused };
/// MS-RRASM DataEncryption.
enum class EncryptionNeed : std::uint16_t { none = 0, optional = 8, required = 256, maximum = 512 };
/// In the order of their age.
enum class WindowsVersion : std::uint8_t {
  windows_2000 = 50,
  xp = 51,
  server_2003 = 52,
  vista = 60,
  windows_7 = 61,
  windows_8 = 62,
  windows_10 = 100,
  windows_11 = 110,
};
constexpr bool is_from_vista(WindowsVersion version) { return version >= WindowsVersion::vista; }
/// What an extension DLL answers.
enum class Extension : std::uint8_t { none, go_on, accept, reject, discard, error };
enum class Reachability : std::uint8_t { unreachable, reachable };
/// The reason code of the error, 0: none.
enum class PolicyServer : std::uint8_t {
  working = 0,
  internal_error = 1,
  access_denied = 2,
  malformed_request = 3,
  unavailable = 6,
};
/// The reason code of the failure, 0: none.
enum class RemoteRadius : std::uint8_t { accept = 0, reject = 112, unsendable = 116, no_answer = 117, malformed = 118 };
/// AssumeUDPEncapsulationContextOnSendRule (KB 926179): which of the two may be behind a NAT.
enum class NatTraversal : std::uint8_t { none, server, both };

}  // namespace rapsim
