// A remote access policy (NPS: network policy) as written: conditions, permission, profile.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "grammar/packet_filter.hpp"
#include "grammar/pattern.hpp"
#include "grammar/schedule.hpp"
#include "model/site/setting.hpp"
#include "model/tables/attributes.hpp"
#include "model/tables/methods.hpp"

namespace rapsim {

/// One alternative of a text condition: the pattern as written, and its tree.
struct ConditionPattern {
  std::string text{};
  grammar::Pattern tree{};
  Span where{};
};

/// One alternative of a readable enumeration condition (`NAS-Port-Type: Virtual`): equal to a number.
struct ConditionNumber {
  std::uint32_t number = 0;
};

/// Any alternative makes the condition true; every condition of a policy must be true (semantics.md 3.5).
struct Condition {
  AttributeId attribute = 0;
  std::string text{};  // the value as written, for people
  Span where{};
  std::vector<ConditionPattern> patterns{};
  std::vector<ConditionNumber> numbers{};
  grammar::Schedule schedule{};     // Day-And-Time-Restrictions
  std::vector<Reference> groups{};  // group conditions: names or SIDs
};

/// The encryption levels ticked in a profile (semantics.md 4.5).
enum EncryptionLevel : std::uint8_t { kNoEncryption = 1, kBasic = 2, kStrong = 4, kStrongest = 8 };

enum class AddressAssignment : std::uint8_t { server_settings, server_must_supply, client_may_request, static_address };

/// One exception of a direction's default action: the text as written, and what it says.
struct FilterException {
  std::string text{};
  grammar::PacketFilter filter{};
  Span where{};
};

/// One direction of the profile's packet filters. A packet that an exception matches gets the opposite of the default
/// (semantics 4.4).
struct PacketFilter {
  Setting<bool> drop_by_default{};  // false: forward
  std::vector<FilterException> except{};
};

/// Multilink as the profile has it: the server's setting, or its own.
enum class Multilink : std::uint8_t { server_settings, disallowed, allowed };

/// A RADIUS attribute that the profile returns; values as they are on the wire (numbers as decimal text).
struct ProfileAttribute {
  AttributeId attribute = 0;
  std::vector<std::string> values{};
  Span where{};
};

struct Profile {
  Setting<MethodList> authentication{};
  Setting<std::uint8_t> encryption{};  // EncryptionLevel bits
  Setting<std::chrono::seconds> session_timeout{};
  Setting<std::chrono::seconds> idle_timeout{};
  Setting<grammar::Schedule> day_and_time{};
  Setting<std::string> called_station_id{};
  Setting<std::vector<std::uint32_t>> nas_port_types{};
  Setting<AddressAssignment> address_assignment{};
  Setting<std::string> static_address{};
  PacketFilter input_filter{};
  PacketFilter output_filter{};
  Setting<Multilink> multilink{};
  Setting<std::uint32_t> most_links{};  // Port-Limit
  Setting<bool> bap_required{};
  std::vector<ProfileAttribute> attributes{};
};

/// What remote access policies and connection request policies share: which attempts they are for.
struct Rule {
  std::string name{};
  Span where{};
  Setting<bool> enabled{};
  Setting<std::uint32_t> processing_order{};
  Setting<std::uint32_t> source{};  // MS-Network-Access-Server-Type, 0: unspecified
  std::vector<Condition> conditions{};
  Span conditions_where{};
};

struct Policy : Rule {
  Setting<bool> grant{};
  Setting<bool> ignore_dial_in{};
  Profile profile{};
};

}  // namespace rapsim
