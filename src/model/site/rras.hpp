// Settings of the RRAS server around its policies: service, ports, LAN protocols, addresses, IPsec, Internet interface.
// Plain data, as written. Source: semantics.md 6, the troubleshooting document (SEED).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/address_range.hpp"
#include "model/site/network_path.hpp"
#include "model/site/setting.hpp"
#include "model/tables/tunnel_types.hpp"

namespace rapsim {

/// Limits of SEED's note; enterprise and datacenter have none that is documented (G-12).
enum class Edition : std::uint8_t { web, standard, enterprise, datacenter };
inline constexpr std::uint32_t kMostWebSessions = 1, kMostStandardSessions = 1000, kMostPorts = 1000;

/// WanEndpoints, EnableForRas, EnableForRouting of a device type (semantics 6.2).
struct PortSettings {
  Setting<std::uint32_t> count{};
  Setting<bool> inbound{};
  Setting<bool> demand_dial{};
  Setting<std::uint32_t> used_by_demand_dial{};  // by routers, all the time
};

/// Row number of kLanProtocols.
enum class LanProtocol : std::uint8_t { ip, ipx, appletalk, netbeui };
inline constexpr std::size_t kLanProtocolCount = 4;
inline constexpr std::array<std::string_view, kLanProtocolCount> kLanProtocols = {"IP", "IPX", "AppleTalk", "NetBEUI"};

struct LanProtocolSettings {
  Setting<bool> enabled{};         // for remote access
  Setting<bool> network_access{};  // false: this computer only
};

enum class AddressSource : std::uint8_t { dhcp, static_pool };

struct PoolRange {
  grammar::AddressRange range{};
  Span where{};
};

struct AddressSettings {
  Setting<AddressSource> source{};
  std::vector<PoolRange> static_pool{};  // the server takes the first address for itself
  Span static_pool_where{};
  Setting<std::string> adapter{};         // that DHCP addresses are obtained on; empty: RRAS chooses at random
  Setting<std::string> chosen_adapter{};  // what RRAS chose; empty: not known
  Setting<std::uint32_t> block{};         // InitialAddressPoolSize
};

enum class Certificate : std::uint8_t { valid, missing, expired, untrusted };

struct IpsecSettings {
  Setting<bool> policy_agent{};          // started
  Setting<Certificate> certificate{};    // of the server's computer
  Setting<std::string> preshared_key{};  // a name for the key, never the key; empty: certificates are used
};

/// Packet filters of the interface to the Internet. The role's let tunnels through, nothing else (6.7).
enum class InterfaceFilters : std::uint8_t { none, vpn_role, own };
struct InternetInterface {
  Setting<InterfaceFilters> filters{};
  DirectionFilter input{}, output{};                           // own
  std::vector<FilterException> extra_input{}, extra_output{};  // let through beside those of the role
};

/// A RADIUS server as RRAS has it configured, and as it is.
struct RadiusServer {
  std::string name{};
  Span where{};
  Setting<std::uint32_t> authentication_port{}, accounting_port{};  // that RRAS sends to
  Setting<std::string> secret{};                                    // a name for it, never the secret
  Setting<std::uint32_t> score{};                                   // the highest is asked first
  Setting<bool> over_internet{};                                    // reached through the Internet interface
  Setting<bool> exists{};                                           // something answers at that address
  Setting<bool> running{};
  Setting<std::vector<std::uint32_t>> authentication_listens{}, accounting_listens{};  // ports
  Setting<bool> knows_client{};
  Setting<std::string> client_secret{};  // that the server has for this client; empty: the same
  std::vector<Device> path{};            // between the two
};

enum class GroupScope : std::uint8_t { domain_local, global, universal };

/// What the VPN server needs in a domain to read dial-in properties (6.6).
struct DirectoryAccess {
  Setting<bool> joined{};  // the server is a member of its domain; of others it is not
  Setting<bool> group_exists{};
  Setting<bool> group_is_security{};
  Setting<GroupScope> group_scope{};
  Setting<bool> group_is_domain_local{};  // INVARIANT: says what group_scope says
  Setting<bool> group_can_read{};         // the RAS and IAS Servers Access Check object
  Setting<bool> registered{};             // the server's computer account is a member of the group
  Setting<bool> registered_at_start{};    // ... when it last started: what counts; left out: as registered
  Setting<bool> everyone_in_pre_windows_2000{};
  Setting<bool> everyone_at_start{};  // ... when the domain controller last started
};

struct Rras {
  Setting<bool> is_nt4{};
  Setting<Edition> edition{};
  Setting<bool> is_started{};
  Setting<bool> remote_access{};  // the role is on
  Setting<bool> wizard_ports{};   // set up by the remote access wizard: 128 ports of a type instead of 5
  PerTunnelType<PortSettings> ports{};
  std::array<LanProtocolSettings, kLanProtocolCount> protocols{};
  std::vector<IpxRange> ipx_networks{};
  Setting<bool> ipx_client_node{};  // clients may request their own node number
  Setting<bool> multilink{}, bap{};
  AddressSettings addresses{};
  IpsecSettings ipsec{};
  InternetInterface internet{};
  std::vector<RadiusServer> radius_servers{};
  Span radius_servers_where{};         // unknown: not described
  Setting<bool> policies_on_radius{};  // the site's policies are those of the RADIUS server
  DirectoryAccess access{};
};

}  // namespace rapsim
