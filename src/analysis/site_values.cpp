#include "analysis/site_values.hpp"

#include <algorithm>

namespace rapsim {
namespace {

using Values = std::vector<SiteValue>;

void add(Values& out, const std::string& text, Span where) {
  if (!text.empty()) out.push_back({text, text, where});
}

void add_clients(const Site& site, Values& out) {
  for (const RadiusClient& client : site.radius_clients) add(out, client.name, client.where);
}

void add_client_addresses(const Site& site, Values& out) {
  constexpr std::uint32_t kMost = 1024;         // of one network
  constexpr std::size_t kMostInAll = 1U << 16;  // a bound on the work
  for (const RadiusClient& client : site.radius_clients) {
    const Network& network = client.network.value;
    const std::uint32_t size = network.prefix < 22 ? kMost : 1U << (32U - network.prefix);
    for (std::uint32_t i = 0; i < size && out.size() < kMostInAll; ++i)
      add(out, ipv4_text(network.first + i), client.network.where);
  }
}

void add_access_servers(const Site& site, Values& out) {
  add(out, site.server.address.value, site.server.address.where);
  add_client_addresses(site, out);
}

void add_server_name(const Site& site, Values& out) { add(out, site.server.name.value, site.server.name.where); }

void add_users(const Site& site, Values& out) {
  for (const User& user : site.directory->users) add(out, user.name, user.where);
}

void add_callers(const Site& site, Values& out) {
  for (const User& user : site.directory->users) add(out, user.dial_in.caller_id.value, user.dial_in.caller_id.where);
}

void add_called(const Site& site, Values& out) {
  for (const Policy& policy : site.policies)
    add(out, policy.profile.called_station_id.value, policy.profile.called_station_id.where);
}

struct ValueRow {
  std::string_view attribute;
  void (*add)(const Site& site, Values& out);
};

constexpr ValueRow kValueRows[] = {
    {"Client-Friendly-Name", add_clients},
    {"Client-IP-Address", add_client_addresses},
    {"NAS-IP-Address", add_access_servers},
    {"NAS-Identifier", add_server_name},
    {"User-Name", add_users},
    {"Calling-Station-Id", add_callers},
    {"Called-Station-Id", add_called},
};

}  // namespace

std::vector<SiteValue> site_values(const Site& site, AttributeId id) {
  const Attribute& row = attribute(id);
  Values out;
  if (row.values != nullptr)
    for (const NamedValue& value : row.values->values) {
      const std::string number = std::to_string(value.number);
      out.push_back({number, number + " (" + std::string(value.name) + ")", {}});
    }
  for (const ValueRow& values : kValueRows)
    if (values.attribute == row.name) values.add(site, out);
  return out;
}

}  // namespace rapsim
