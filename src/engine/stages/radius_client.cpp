#include "engine/stages/radius_client.hpp"

#include "base/text.hpp"

namespace rapsim {
namespace {

const RadiusClient* client_at(const Site& site, std::uint32_t address) {
  const RadiusClient* best = nullptr;
  for (const RadiusClient& client : site.radius_clients) {
    const Network& network = client.network.value;
    if (network.contains(address) && (best == nullptr || network.prefix > best->network.value.prefix)) best = &client;
  }
  return best;
}

const RadiusClient* client_named(const Site& site, std::string_view name) {
  for (const RadiusClient& client : site.radius_clients)
    if (equal_without_case(client.name, name)) return &client;
  return nullptr;
}

void set_client(const Site& site, const RadiusClient* client, RequestOrigin& out) {
  if (!site.radius_clients_where.known()) {
    out.client = Maybe<const RadiusClient*>::unknown();
    return;
  }
  if (client == nullptr) return;  // absent
  out.client = Maybe<const RadiusClient*>::of(client);
  out.vendor = std::to_string(client->vendor.value);
}

void ask_from(const Site& site, const std::string& address, RequestOrigin& out) {
  if (const auto parsed = parse_ipv4(address)) {
    out.address = Maybe<std::string>::of(address);
    return set_client(site, client_at(site, *parsed), out);
  }
  out.address = Maybe<std::string>::unknown();
  out.client = Maybe<const RadiusClient*>::unknown();
}

}  // namespace

RequestOrigin origin_of(const Site& site, const Attempt& attempt) {
  const FieldValue& nas = attempt[FieldId::nas];
  RequestOrigin out;
  out.is_foreign = nas.presence != Presence::absent;
  out.is_radius = out.is_foreign || site.server.provider.value == Provider::radius;
  if (!out.is_radius) return out;
  if (!out.is_foreign) {
    ask_from(site, site.server.address.value, out);
  } else if (nas.presence == Presence::unknown) {
    ask_from(site, {}, out);
  } else if (const RadiusClient* named = client_named(site, nas.text)) {
    set_client(site, named, out);
    constexpr std::uint8_t kOneAddress = 32;
    const Network& network = named->network.value;
    out.address = network.prefix == kOneAddress ? Maybe<std::string>::of(ipv4_text(network.first))
                                                : Maybe<std::string>::unknown();
  } else {
    ask_from(site, nas.text, out);
  }
  return out;
}

Truth is_unknown_client(const Site& site, const RequestOrigin& asker) {
  if (!asker.is_radius || !site.radius_clients_where.known()) return Truth::no;
  return asker.client.is_unknown() ? Truth::unknown : truth(asker.client.is_absent());
}

}  // namespace rapsim
