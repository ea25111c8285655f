// What changes while time goes by. A plain value; its size depends on what has happened, not on the number
// of users or policies.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/truth.hpp"
#include "model/site/rras.hpp"

namespace rapsim {

struct Site;
using Instant = std::chrono::sys_seconds;

/// Failed authentications of one account that remote access account lockout has counted (semantics.md 2.5).
struct Denials {
  std::uint32_t count = 0;
  Instant last{};
};

/// Failures that the domain has counted (SAMR 3.1.5.13.7.1).
struct BadPasswords {
  std::uint32_t count = 0;
  Instant last{};
  bool is_locked = false;
  Instant locked_since{};
};

/// Where a client's address comes from. The first three are handed out by RRAS, each from its own book.
enum class AddressOrigin : std::uint8_t { static_pool, dhcp, apipa, own, none };
inline constexpr std::size_t kAddressBookCount = 3;

/// Addresses of one origin that RRAS has handed out since its service started, by their place in the pool, the scope or
/// 169.254.0.1-169.254.255.254. The lowest free one is next (G-21).
struct AddressBook {
  std::uint32_t leased = 0;            // dhcp: places obtained so far, in blocks
  std::uint32_t next = 0;              // no place from here on was ever handed out; the server's own is place 0
  std::vector<std::uint32_t> freed{};  // below `next`; a heap, the lowest on top
};

struct SessionId {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  // of the slot; a later session in it has another
  friend bool operator==(SessionId, SessionId) = default;
};

/// A connection that is up, or a free slot.
struct Session {
  std::uint32_t generation = 0;
  bool is_live = false;
  TunnelType tunnel = TunnelType::pptp;
  std::uint8_t links = 1;      // ports of the tunnel that it holds (multilink); 0: dial-up, whose ports are not counted
  std::uint8_t protocols = 0;  // bits: 1 << LanProtocol
  AddressOrigin origin = AddressOrigin::none;
  std::uint32_t address = 0;  // 0: not known
  std::uint32_t place = 0;    // in the book of its origin
  Instant since{};
  Instant last_activity{};
  std::chrono::seconds session_timeout{0}, idle_timeout{0};  // 0: none
  Instant closes = Instant::max();                           // hours close: the reading hours-end-sessions
  std::uint64_t number = 0;  // of the connect, counted from 1: a later session has a higher one
  std::shared_ptr<const std::string> user{};
  std::shared_ptr<const Site> accepted_under{};  // profile filters stay those of the accept
  std::uint32_t policy = UINT32_MAX;             // of its policies; UINT32_MAX: none
};

/// When a session may have to end; looked at again when it fires, so a timer that is out of date does nothing.
struct Timer {
  Instant at{};
  SessionId session{};
};

struct World {
  Maybe<Instant> clock = Maybe<Instant>::unknown();
  std::map<std::string, Denials> denials{};             // by Subject::key; only accounts that have failed
  std::map<std::string, BadPasswords> bad_passwords{};  // the same for the domain
  std::vector<Session> sessions{};                      // by slot
  std::vector<std::uint32_t> free_slots{};
  std::vector<Timer> timers{};                // a heap, the first one on top
  PerTunnelType<std::uint32_t> used_ports{};  // by sessions
  std::uint32_t live_sessions = 0;
  std::uint64_t connects = 0;  // so far
  std::array<AddressBook, kAddressBookCount> addresses{};
  // What was true when the server, or the domain controller, last started; absent: what the site says.
  std::map<std::string, bool> registered_at_start{};  // by the trusted domain's name; "": in the directory's own domain
  std::optional<bool> everyone_at_start{};
};

}  // namespace rapsim
