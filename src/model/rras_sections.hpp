// The sections of a site around its policies: the server's own, the network path, the intranet. Inside src/model only.
#pragma once

#include "model/sections.hpp"

namespace rapsim {

void load_service(Loader& in, yaml::Node node, Rras& rras);
void print_service(EffectivePrinter& out, const Rras& rras);
void load_ports(Loader& in, yaml::Node node, Rras& rras);
void print_ports(EffectivePrinter& out, const Rras& rras);
void load_protocols(Loader& in, yaml::Node node, Rras& rras);
void print_protocols(EffectivePrinter& out, const Rras& rras);
void load_server_multilink(Loader& in, yaml::Node node, Rras& rras);
void print_server_multilink(EffectivePrinter& out, const Rras& rras);
void load_ipsec(Loader& in, yaml::Node node, IpsecSettings& ipsec);
void print_ipsec(EffectivePrinter& out, const IpsecSettings& ipsec);
void load_internet_interface(Loader& in, yaml::Node node, InternetInterface& interface);
void print_internet_interface(EffectivePrinter& out, const InternetInterface& interface);
void load_addresses(Loader& in, yaml::Node node, AddressSettings& addresses);
void print_addresses(EffectivePrinter& out, const AddressSettings& addresses);
void load_radius_servers(Loader& in, yaml::Node node, Rras& rras);
void print_radius_servers(EffectivePrinter& out, const Rras& rras);
void load_network_path(Loader& in, yaml::Node node, NetworkPath& network);
void print_network_path(EffectivePrinter& out, const NetworkPath& network);
void load_devices(Loader& in, yaml::Node node, std::vector<Device>& devices);
void print_devices(EffectivePrinter& out, const std::vector<Device>& devices);
void load_intranet(Loader& in, yaml::Node node, Intranet& intranet);
void print_intranet(EffectivePrinter& out, const Intranet& intranet);

// What the sections look like, for `rapsim schema`.
Shape service_shape();
Shape ports_shape();
Shape protocols_shape();
Shape server_multilink_shape();
Shape ipsec_shape();
Shape internet_interface_shape();
Shape addresses_shape();
Shape radius_servers_shape();
Shape network_path_shape();
Shape devices_shape();
Shape intranet_shape();

/// What the dialect has; SSTP came with 2008, which lost IPX, AppleTalk and (with 2003 already) NetBEUI.
bool dialect_knows(Dialect dialect, TunnelType type);
bool dialect_knows(Dialect dialect, LanProtocol protocol);
/// The first setting of them that the site gives; unknown when it gives none.
Span first_given(const PortSettings& ports);
Span first_given(const Rras& rras, LanProtocol protocol);

/// Up to eight hexadecimal digits, and the texts that read back.
std::optional<std::uint32_t> parse_ipx_number(std::string_view text);
void print_ipx_ranges(EffectivePrinter& out, const std::vector<IpxRange>& ranges);

/// Defaults of these sections, and what only the whole of them shows (R307, R308, R312, R314, R325).
void fill_world_defaults(Site& site);
void fill_domain_lockout(DomainLockout& lockout);
void fill_access(DirectoryAccess& access);
void check_world(const Site& site, Diagnostics& diags);

}  // namespace rapsim
