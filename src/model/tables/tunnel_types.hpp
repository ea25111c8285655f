// The types of VPN tunnel. Everything that differs between them is a row of kTunnelTypes in tunnel_table.hpp; the rest
// of the program asks for rows here. Source: semantics.md 6.2, 6.7, 7.1, 7.2.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "model/tables/causes.hpp"
#include "model/tables/enumerations.hpp"

namespace rapsim {

enum class Dialect : std::uint8_t;

/// Row number of the table. `unnamed`: the first row that no rule names; such a type needs no enumerator.
enum class TunnelType : std::uint8_t { pptp, l2tp, sstp, unnamed };

namespace network {

inline constexpr std::uint8_t kIcmp = 1, kTcp = 6, kUdp = 17, kGre = 47, kEsp = 50;

/// What packets are to IPsec. Devices see ESP, or UDP 4500, instead of what is inside.
enum class IpsecPart : std::uint8_t { none, key_exchange, nat_traversal, esp, inside };

/// Packets that a client sends to the server.
struct Traffic {
  std::uint8_t protocol = 0;
  std::uint16_t source_port = 0, destination_port = 0;  // tcp and udp; 0: an ephemeral one
  IpsecPart ipsec = IpsecPart::none;
  std::string_view label{};  // for people
};

/// IKE and L2TP send from the port that they listen on. Source: semantics.md 7.2.
namespace traffic {
inline constexpr Traffic pptp_control{kTcp, 0, 1723, IpsecPart::none, "TCP 1723"},
    gre{kGre, 0, 0, IpsecPart::none, "GRE (IP protocol 47)"}, ike{kUdp, 500, 500, IpsecPart::key_exchange, "UDP 500"},
    nat_traversal{kUdp, 4500, 4500, IpsecPart::nat_traversal, "UDP 4500"},
    esp{kEsp, 0, 0, IpsecPart::esp, "ESP (IP protocol 50)"}, l2tp{kUdp, 1701, 1701, IpsecPart::inside, "UDP 1701"},
    sstp{kTcp, 0, 443, IpsecPart::none, "TCP 443"}, icmp{kIcmp, 0, 0, IpsecPart::none, "ICMP"};
}  // namespace traffic

/// What stops a packet.
enum class Obstacle : std::uint8_t {
  nothing,
  name,              // the server's name does not resolve, or to another address
  route,             // no route, or every packet is lost
  device,            // a rule of a device
  gre_unsupported,   // a device that cannot forward protocol 47
  interface_filter,  // of the server's Internet interface
};

}  // namespace network

/// Packets that must pass obstacles of one kind, there and back: a check of the engine.
struct PacketNeed {
  network::Traffic traffic{};
  network::Obstacle past{};
  std::string_view check{};  // its name: stable, kebab-case
  CauseId cause = kNoCause;
  Basis basis{};
  std::string_view gap{}, source{};
  bool is_connected = false;  // the control connection is up by then: Automatic tries no other type (G-22)
};

/// At most `kMost` values, inside a row of a table.
template <class T, std::size_t kMost>
struct UpTo {
  std::array<T, kMost> values{};
  std::size_t size = 0;
  constexpr UpTo(std::initializer_list<T> all) {
    for (const T& each : all) values[size++] = each;
  }
  [[nodiscard]] constexpr const T* begin() const { return values.data(); }
  [[nodiscard]] constexpr const T* end() const { return values.data() + size; }
};

struct TunnelTypeRow {
  TunnelType type;
  std::string_view name;            // as in sites and attempts
  std::uint32_t number;             // RADIUS Tunnel-Type
  std::string_view label, note{};   // of the attempt's field `tunnel`
  std::string_view number_note{};   // Microsoft's own number: whose it is; empty: it is IANA's
  NamedValue only, first;           // of the attempt's field `strategy`: this type alone, or before the others
  Dialect first_dialect{};          // of servers that have it
  std::string_view first_server{};  // `2008`, when the first dialect lacks it
  std::int64_t first_client = 0;    // of the field `client.windows`
  std::string_view first_client_name{};
  bool is_for_routers = false;      // its ports are for demand-dial connections, too, unless a site says otherwise
  bool shares_port = false;         // other services listen on its port: without ports of the type it is not known
  bool has_own_encryption = false;  // needs no MPPE keys
  bool role_calls_out = false;      // filters of the VPN role let a server through that calls another one
  std::string_view role_source{};   // of the filters of the VPN role
  network::Traffic listener, data;  // what RRAS itself listens to (IKE is the policy agent's); what carries the data
  UpTo<PacketNeed, 8> needs;        // in the order of sending

  /// L2TP/IPsec: certificates or preshared keys on both sides, the server's policy agent, KB 926179.
  [[nodiscard]] constexpr bool is_inside_ipsec() const { return data.ipsec == network::IpsecPart::inside; }
};

std::span<const TunnelTypeRow> tunnel_types();
inline const TunnelTypeRow& row_of(TunnelType type) { return tunnel_types()[static_cast<std::size_t>(type)]; }
/// The type that the attempt's field `tunnel` has; nothing for dial-up.
std::optional<TunnelType> tunnel_type_of(std::int64_t number);
bool dialect_knows(Dialect dialect, TunnelType type);

/// Values of the fields `tunnel` and `strategy`.
extern const Enumeration kTunnelNames, kStrategyNames;

/// One value for each type; those behind the last row stay as they were made.
inline constexpr std::size_t kMostTunnelTypes = 8;
template <class T>
struct PerTunnelType : std::array<T, kMostTunnelTypes> {
  T& operator[](TunnelType type) { return this->data()[static_cast<std::size_t>(type)]; }
  const T& operator[](TunnelType type) const { return this->data()[static_cast<std::size_t>(type)]; }
};

}  // namespace rapsim
