// Reads the server, the RADIUS clients of the policy server, remote RADIUS server groups, and the readings.
#include "grammar/duration.hpp"
#include "model/named_rows.hpp"
#include "model/rras_sections.hpp"
#include "model/setting_keys.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kProviders[] = {"windows", "radius"};

constexpr Words<4> kEditions{"edition", {"web", "standard", "enterprise", "datacenter"}};
constexpr Words<2> kSetups{"way to set a server up", {"console", "wizard"}};
constexpr Words<2> kPolicyPlaces{"place of the policies", {"here", "radius-server"}};
constexpr std::string_view kVersions[] = {"nt4"};

/// The only version that is none of a dialect.
void load_version(Loader& in, yaml::Node node, Server& server) {
  in.set(node, server.rras.is_nt4, [](Loader& l, yaml::Node n) -> std::optional<bool> {
    return read_word(l, n, "version that a dialect does not tell", kVersions) ? std::optional(true) : std::nullopt;
  });
}

// clang-format off
constexpr Key<Server> kServerAuthenticationKeys[] = {
  {"provider",
   [](Loader& in, yaml::Node node, Server& s) {
     in.set(node, s.provider, [](Loader& l, yaml::Node n) -> std::optional<Provider> {
       const auto row = read_word(l, n, "authentication provider", kProviders);
       return row ? std::optional(static_cast<Provider>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const Server& s) { out.value(kProviders[static_cast<std::size_t>(s.provider.value)], s.provider.where); },
   "RRAS evaluates the policies itself (semantics 6.5)",
   {"who authenticates for the server; left out: windows", [] { return shapes::words(kProviders); }}},
  {"methods", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.methods, read_methods); },
   [](EffectivePrinter& out, const Server& s) { out.list(method_texts(s.methods.value), s.methods.where); },
   "methods that the server offers by default (semantics 6.4, G-13)",
   {"methods that the server offers, in order of preference; left out: those of the dialect", methods_shape}},
  {"allow-lm", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.allow_lm, read_bool); },
   [](EffectivePrinter& out, const Server& s) { out.value(bool_text(s.allow_lm.value), s.allow_lm.where); },
   "LAN Manager responses are off (reason 20)",
   {"whether LAN Manager responses are accepted; left out: false", shapes::boolean}},
  word_key<kPolicyPlaces, &Server::rras, &Rras::policies_on_radius>("policies", "of whoever the provider is (semantics 6.5)", "with `provider: radius`: whether this server's policies count, or those of the RADIUS server"),
  part_key<load_radius_servers, print_radius_servers, &Server::rras>("radius-servers", {"RADIUS servers that RRAS asks, by name", radius_servers_shape}),
};

constexpr Key<Server> kLockoutKeys[] = {
  {"max-denials",
   [](Loader& in, yaml::Node node, Server& s) {
     in.set(node, s.lockout.max_denials, [](Loader& l, yaml::Node n) { return read_number(l, n, 0, 1'000'000); }); },
   [](EffectivePrinter& out, const Server& s) { out.value(std::to_string(s.lockout.max_denials.value), s.lockout.max_denials.where); },
   "0: off (semantics 2.5)",
   {"failed attempts after which an account is locked; 0, or left out: off", [] { return shapes::number(0, 1'000'000); }}},
  {"reset-time", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.lockout.reset_time, read_duration); },
   [](EffectivePrinter& out, const Server& s) { out.value(grammar::to_text(s.lockout.reset_time.value), s.lockout.reset_time.where); },
   "2880 minutes (semantics 2.5)",
   {"how long after the last failure the counter is deleted; left out: 48h", shapes::duration}},
};

constexpr Key<Server> kServerKeys[] = {
  {"name", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.name, read_text); },
   [](EffectivePrinter& out, const Server& s) { print_text(out, s.name); }, "a name for the server",
   {"what RRAS sends as NAS-Identifier; left out: RRAS", shapes::text}},
  {"address", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.address, read_ipv4); },
   [](EffectivePrinter& out, const Server& s) { print_text(out, s.address); }, "",
   {"what RRAS sends as NAS-IP-Address; left out: not known", shapes::ipv4}},
  {"default-domain", [](Loader& in, yaml::Node node, Server& s) { in.set(node, s.default_domain, read_name); },
   [](EffectivePrinter& out, const Server& s) { print_text(out, s.default_domain); }, "",
   {"the domain of names without one; left out: that of the directory", shapes::text}},
  {"version", load_version,
   [](EffectivePrinter& out, const Server& s) { s.rras.is_nt4.value ? out.value(kVersions[0], s.rras.is_nt4.where) : out.nothing(); }, "",
   {"nt4: a server of Windows NT 4.0, which no dialect is", [] { return shapes::words(kVersions); }}},
  word_key<kEditions, &Server::rras, &Rras::edition>("edition", "2000 and 2003: standard (ours), nps: none with a known limit (G-12)", "edition of the system, which limits ports and connections; left out: standard"),
  part_key<load_service, print_service, &Server::rras>("service", {"Routing and Remote Access", service_shape}),
  word_key<kSetups, &Server::rras, &Rras::wizard_ports>("set-up-by", "five ports of a type, as in the troubleshooting document", "who has set the server up, which decides how many ports there are; left out: console"),
  part_key<load_ports, print_ports, &Server::rras>("ports", {"ports by their type", ports_shape}),
  part_key<load_protocols, print_protocols, &Server::rras>("protocols", {"LAN protocols", protocols_shape}),
  part_key<load_server_multilink, print_server_multilink, &Server::rras>("multilink", {"connections of several links", server_multilink_shape}),
  part_key<load_addresses, print_addresses, &Server::rras, &Rras::addresses>("addresses", {"where the addresses of clients come from", addresses_shape}),
  part_key<load_ipsec, print_ipsec, &Server::rras, &Rras::ipsec>("ipsec", {"what L2TP needs", ipsec_shape}),
  part_key<load_internet_interface, print_internet_interface, &Server::rras, &Rras::internet>("internet-interface", {"the interface that clients call", internet_interface_shape}),
  {"authentication",
   [](Loader& in, yaml::Node node, Server& s) { load_keys<Server>(in, node, s, kServerAuthenticationKeys, "`authentication`"); },
   [](EffectivePrinter& out, const Server& s) { out.open_map({}); print_keys<Server>(out, s, kServerAuthenticationKeys); out.close_map(); }, "",
   {"who authenticates, and the methods offered", [] { return map_shape(kServerAuthenticationKeys); }}},
  {"account-lockout",
   [](Loader& in, yaml::Node node, Server& s) { load_keys<Server>(in, node, s, kLockoutKeys, "`account-lockout`"); },
   [](EffectivePrinter& out, const Server& s) { out.open_map({}); print_keys<Server>(out, s, kLockoutKeys); out.close_map(); }, "",
   {"remote access account lockout, which is not that of the domain", [] { return map_shape(kLockoutKeys); }}},
};

constexpr Key<RadiusClient> kClientKeys[] = {
  {"address", [](Loader& in, yaml::Node node, RadiusClient& c) { in.set(node, c.network, read_network); },
   [](EffectivePrinter& out, const RadiusClient& c) { out.value(network_text(c.network.value), c.network.where); }, "",
   {"the client's address, or a network like 192.0.2.0/24", shapes::network}},
  {"vendor",
   [](Loader& in, yaml::Node node, RadiusClient& c) {
     in.set(node, c.vendor, [](Loader& l, yaml::Node n) { return read_enumeration(l, n, kClientVendor); }); },
   [](EffectivePrinter& out, const RadiusClient& c) {
     const NamedValue* vendor = find_value(kClientVendor, c.vendor.value);
     out.value(vendor != nullptr ? std::string(vendor->name) : std::to_string(c.vendor.value), c.vendor.where); },
   "RADIUS Standard",
   {"Client-Vendor, a name or a number; left out: RADIUS-Standard", [] { return shapes::value_of(kClientVendor); }}},
};
// clang-format on

}  // namespace

void load_server(Loader& in, yaml::Node node, Server& server) {
  load_keys<Server>(in, node, server, kServerKeys, "`server`");
}

Shape server_shape() { return map_shape(kServerKeys); }

Shape radius_clients_shape() { return named_shape(map_shape(kClientKeys)); }

Shape readings_shape() {
  Shape out{.kind = ShapeKind::map};
  for (const ReadingRow& row : readings()) {
    const bool is_flag = row.other_word == "true";
    const std::string_view words[] = {row.built_word, row.other_word};
    out.keys.push_back(shapes::under(row.name,
                                     std::string(row.other_word) + ": " + std::string(row.other) + "; " +
                                         std::string(row.built_word) + ", or left out: " + std::string(row.built),
                                     is_flag ? shapes::boolean() : shapes::words(words)));
  }
  return out;
}

void print_server(EffectivePrinter& out, const Server& server) {
  out.open_map({});
  print_keys<Server>(out, server, kServerKeys);
  out.close_map();
}

void load_radius_clients(Loader& in, yaml::Node node, Site& site) {
  RowsByName known;
  known.add_all(site.radius_clients);
  if (!site.radius_clients_where.known()) site.radius_clients_where = node.span();
  load_named<RadiusClient>(in, node, site.radius_clients, known, kClientKeys, "a RADIUS client");
  for (const RadiusClient& client : site.radius_clients)
    if (!client.network.is_given())
      in.diags.error(code("R112"), client.where, "the RADIUS client `" + client.name + "` needs an `address`");
}

void print_radius_clients(EffectivePrinter& out, const Site& site) {
  if (site.radius_clients_where.known()) print_named<RadiusClient>(out, site.radius_clients, kClientKeys);
}

void load_readings(Loader& in, yaml::Node node, Site& site) {
  if (!in.expect_map(node, "a map of readings")) return;
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry);
    std::vector<std::string_view> names;
    bool is_known = false;
    for (std::size_t row = 0; row < readings().size(); ++row) {
      names.push_back(readings()[row].name);
      if (readings()[row].name != name.text()) continue;
      is_known = true;
      in.set(node.value(entry), site.readings.switches[row], [&](Loader& l, yaml::Node side) -> std::optional<bool> {
        if (readings()[row].other_word == "true") return read_bool(l, side);
        const std::string_view words[] = {readings()[row].built_word, readings()[row].other_word};
        const auto word = read_word(l, side, "side of `" + std::string(readings()[row].name) + "`", words);
        return word ? std::optional(*word == 1) : std::nullopt;
      });
    }
    if (!is_known)
      in.diags.error(code("R110"), name.span(), "unknown reading `" + std::string(name.text()) + "`",
                     in.diags.may_search(names.size()) ? help_for_key(name.text(), names) : "");
  }
}

void print_readings(EffectivePrinter& out, const Site& site) {
  out.open_map({});
  for (std::size_t row = 0; row < readings().size(); ++row) {
    out.key(readings()[row].name, std::string(readings()[row].built) + " (" + std::string(readings()[row].gap) + ")");
    const Setting<bool>& side = site.readings.switches[row];
    out.value(side.value ? readings()[row].other_word : readings()[row].built_word, side.where);
  }
  out.close_map();
}

}  // namespace rapsim
