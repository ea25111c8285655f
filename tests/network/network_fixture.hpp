// What the tests of the network share: a site in C++ where everything works, and short ways to write filters.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/address_range.hpp"
#include "model/site/site.hpp"
#include "model/site/world.hpp"

namespace rapsim::test {

inline Span line(std::uint32_t number) { return {0, number, 1, 1}; }

template <class T>
Setting<T> given(T value, std::uint32_t at = 1) {
  return {std::move(value), line(at)};
}

/// The site that the defaults make: nothing is described, everything works.
inline Site working_site() {
  Site site;
  site.dialect.value = Dialect::windows_2003;
  site.network.route.value = true;
  Rras& rras = site.server.rras;
  rras.edition.value = Edition::standard;
  rras.is_started.value = rras.remote_access.value = true;
  for (const TunnelType type : {TunnelType::pptp, TunnelType::l2tp}) rras.ports[type] = {{5}, {true}, {true}, {0}};
  rras.protocols[0] = {{true}, {true}};
  for (std::size_t other = 1; other < kLanProtocolCount; ++other) rras.protocols[other].network_access.value = true;
  rras.addresses.block.value = 10;
  rras.ipsec.policy_agent.value = true;
  rras.access.group_exists.value = rras.access.registered.value = true;
  rras.access.everyone_in_pre_windows_2000.value = true;
  return site;
}

inline std::uint32_t ip(std::string_view text) {
  const auto address = parse_ipv4(text);
  REQUIRE(address.has_value());
  return *address;
}

inline grammar::PacketFilter packet_filter(std::string_view text) {
  SyntaxError error;
  const auto filter = grammar::parse_packet_filter(text, error);
  REQUIRE_MESSAGE(filter.has_value(), error.message);
  return *filter;
}

/// Exceptions are in the lines from `at` + 1 on.
inline PacketFilter filters(bool drop_by_default, const std::vector<std::string>& except, std::uint32_t at = 100) {
  PacketFilter out;
  out.drop_by_default = given(drop_by_default, at);
  for (const std::string& text : except) out.except.push_back({text, packet_filter(text), line(++at)});
  return out;
}
inline DirectionFilter drop_except(const std::vector<std::string>& except, std::uint32_t at = 100) {
  return {filters(true, except, at), line(at)};
}
inline DirectionFilter pass_except(const std::vector<std::string>& except, std::uint32_t at = 100) {
  return {filters(false, except, at), line(at)};
}

inline grammar::AddressRange range(std::string_view text) {
  SyntaxError error;
  const auto out = grammar::parse_address_range(text, error);
  REQUIRE_MESSAGE(out.has_value(), error.message);
  return *out;
}

/// A device that lets everything through.
inline Device device(std::string name) {
  Device out;
  out.name = std::move(name);
  out.where = line(1);
  out.forwards_gre.value = true;
  return out;
}

inline Adapter adapter(std::string name, bool dhcp, std::string_view scope = {}) {
  Adapter out;
  out.name = std::move(name);
  out.where = line(1);
  out.dhcp = given(dhcp);
  if (!scope.empty()) out.dhcp_scope = given(range(scope));
  return out;
}

inline void set_pool(Site& site, const std::vector<std::string>& ranges) {
  AddressSettings& addresses = site.server.rras.addresses;
  addresses.source = given(AddressSource::static_pool);
  addresses.static_pool_where = line(1);
  addresses.static_pool.clear();
  for (const std::string& text : ranges) addresses.static_pool.push_back({range(text), line(1)});
}

inline std::string_view text_of(Truth value) {
  constexpr std::string_view kNames[] = {"no", "unknown", "yes"};
  return kNames[static_cast<std::size_t>(value)];
}

}  // namespace rapsim::test
