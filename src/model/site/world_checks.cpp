// What only the whole of the sections around the policies shows: what the dialect lacks, what contradicts itself.
// Source: SEED's note on editions, semantics.md 6.
#include <range/v3/algorithm/sort.hpp>
#include <unordered_map>

#include "model/site/rras_sections.hpp"

namespace rapsim {
namespace {

constexpr std::uint64_t kMostPoolAddresses = 1'048'576;  // rapsim's choice: 2^20

std::string lacks(const Site& site, std::string_view what, std::string_view why) {
  return "`" + std::string(dialect_name(site.dialect.value)) + "` knows no " + std::string(what) + ": " +
         std::string(why);
}

void check_dialect(const Site& site, Diagnostics& diags) {
  const Rras& rras = site.server.rras;
  const Dialect dialect = site.dialect.value;
  for (const TunnelTypeRow& row : tunnel_types())
    if (const Span given = first_given(rras.ports[row.type]); given.known() && !dialect_knows(dialect, row.type))
      diags.error(code("R307"), given, lacks(site, row.name, "it came with " + std::string(row.first_server)),
                  "use `dialect: " + std::string(dialect_name(row.first_dialect)) + "`");
  for (std::size_t row = 0; row < kLanProtocolCount; ++row) {
    const auto protocol = static_cast<LanProtocol>(row);
    if (const Span given = first_given(rras, protocol); given.known() && !dialect_knows(dialect, protocol))
      diags.error(code("R307"), given,
                  lacks(site, kLanProtocols[row],
                        protocol == LanProtocol::netbeui ? "RRAS lost it after 2000" : "RRAS lost it in 2008"));
  }
  if (rras.is_nt4.value && dialect == Dialect::nps)
    diags.error(code("R307"), rras.is_nt4.where, lacks(site, "NT 4.0 server", "it needs a domain in mixed mode"));
}

void check_ports(const Rras& rras, Diagnostics& diags) {
  const bool is_limited = rras.edition.value == Edition::web || rras.edition.value == Edition::standard;
  for (const TunnelTypeRow& row : tunnel_types()) {
    const PortSettings& ports = rras.ports[row.type];
    const std::string type(row.name);
    if (is_limited && ports.count.value > kMostPorts)
      diags.error(code("R312"), ports.count.where,
                  "at most " + std::to_string(kMostPorts) + " " + type + " ports on Web and Standard Edition");
    const std::uint32_t used = ports.used_by_demand_dial.value;
    if (used > ports.count.value)
      diags.error(code("R314"), ports.used_by_demand_dial.where,
                  "routers use " + std::to_string(used) + " " + type + " ports, there are " +
                      std::to_string(ports.count.value));
    else if (used > 0 && !ports.demand_dial.value)
      diags.error(code("R314"), ports.used_by_demand_dial.where,
                  "routers use " + type + " ports, but `demand-dial` is not true");
  }
}

void check_pool(const AddressSettings& addresses, Diagnostics& diags) {
  if (addresses.source.value == AddressSource::static_pool && !addresses.static_pool_where.known())
    diags.error(code("R314"), addresses.source.where, "`assignment: static-pool` needs ranges under `static-pool`");
  std::vector<PoolRange> ranges = addresses.static_pool;
  ranges::sort(ranges, {}, [](const PoolRange& pool) { return pool.range.first; });
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    size += ranges[i].range.size();
    if (i == 0 || ranges[i].range.first > ranges[i - 1].range.last) continue;
    diags.error(code("R314"), ranges[i].where,
                "`" + grammar::to_text(ranges[i].range) + "` and `" + grammar::to_text(ranges[i - 1].range) +
                    "` have addresses in common");
  }
  if (size > kMostPoolAddresses)
    diags.error(
        code("R312"), addresses.static_pool_where,
        "the static pool has " + std::to_string(size) + " addresses, more than " + std::to_string(kMostPoolAddresses));
}

void check_interface(const InternetInterface& interface, Diagnostics& diags) {
  if (interface.filters.value == InterfaceFilters::vpn_role) return;
  const auto& extra = interface.extra_input.empty() ? interface.extra_output : interface.extra_input;
  if (!extra.empty())
    diags.error(code("R314"), extra.front().where, "`pass` adds to `filters: vpn-role`, and to nothing else");
}

void check_devices(const std::vector<Device>& devices, Diagnostics& diags) {
  std::unordered_map<std::string_view, const Device*> seen;
  for (const Device& device : devices) {
    const auto [first, is_new] = seen.try_emplace(device.name, &device);
    if (!is_new && !device.name.empty())
      diags.error(code("R308"), device.where,
                  "duplicate device name `" + device.name + "`, first defined on line " +
                      std::to_string(first->second->where.line));
  }
}

/// A name that is none of the intranet's would be an adapter of which nothing is known.
void check_adapter(const Site& site, const Setting<std::string>& name, Diagnostics& diags) {
  if (!name.is_given() || site.intranet.adapters.empty()) return;
  std::vector<std::string_view> names;
  for (const Adapter& adapter : site.intranet.adapters) names.push_back(adapter.name);
  for (const std::string_view known : names)
    if (known == name.value) return;
  diags.error(code("R325"), name.where, "the intranet has no adapter `" + name.value + "`",
              help_for_key(name.value, names));
}

}  // namespace

void check_world(const Site& site, Diagnostics& diags) {
  const Rras& rras = site.server.rras;
  check_dialect(site, diags);
  check_ports(rras, diags);
  check_pool(rras.addresses, diags);
  check_interface(rras.internet, diags);
  check_devices(site.network.devices, diags);
  for (const RadiusServer& server : rras.radius_servers) check_devices(server.path, diags);
  check_adapter(site, rras.addresses.adapter, diags);
  check_adapter(site, rras.addresses.chosen_adapter, diags);
}

}  // namespace rapsim
