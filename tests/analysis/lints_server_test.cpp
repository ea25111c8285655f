// What `rapsim check` finds in the server around its policies and on the way to it: RADIUS, domains, addresses,
// tunnels.
#include "tests/analysis/lints_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

TEST_CASE("lints: RADIUS between the server and the policy server") {
  const LintRow rows[] = {
      {"secrets that differ in a letter's case", "secrets-differ",
       "server: { authentication: { provider: radius, radius-servers: { IAS: { secret: winter, secret-there: Winter } "
       "} } "
       "}\n",
       "2:102", "the shared secrets on both sides differ"},
      {"the same secret", "secrets-differ",
       "server: { authentication: { provider: radius, radius-servers: { IAS: { secret: winter, secret-there: winter } "
       "} } "
       "}\n",
       "", ""},
      {"the secret there is not known", "secrets-differ",
       "server: { authentication: { provider: radius, radius-servers: { IAS: { secret: winter } } } }\n", "", ""},
      {"Windows authentication asks no RADIUS server", "secrets-differ",
       "server: { authentication: { provider: windows, radius-servers: { IAS: { secret: a, secret-there: b } } } }\n",
       "", ""},
      {"another server answers", "secrets-differ",
       "server: { authentication: { provider: radius, radius-servers: { IAS: { secret: a, secret-there: b }, IAS2: {} "
       "} } "
       "}\n",
       "2:97 warning", "each request waits for its time-out"},
      {"a port that nobody listens on", "radius-server-silent",
       "server: { authentication: { provider: radius, radius-servers: { IAS: { authentication-port: 1645, "
       "listens: { authentication: [1812], accounting: [1813] } } } } }\n",
       "2:93", "requests go to UDP 1645, and it listens on 1812: no connection is authenticated"},
      {"the port of accounting", "radius-server-silent",
       "server: { authentication: { provider: radius, radius-servers: { IAS: { accounting-port: 1646, "
       "listens: { authentication: [1812], accounting: [1813] } } } } }\n",
       "2:89 warning", "no accounting data arrives"},
      {"one of two ports", "radius-server-silent",
       "server: { authentication: { provider: radius, radius-servers: { IAS: { authentication-port: 1645, "
       "listens: { authentication: [1812, 1645], accounting: [1813] } } } } }\n",
       "", ""},
      {"a device between", "radius-server-silent",
       "server:\n  authentication:\n    provider: radius\n    radius-servers:\n      IAS:\n        path:\n"
       "          - { name: core, to-server: { default: drop, except: [udp any -> any port 1645, udp any -> any port "
       "1813] "
       "} }\n",
       "8:49", "a device on the way drops UDP 1812"},
      {"a stopped service and an unknown client", "radius-server-silent",
       "server: { authentication: { provider: radius, radius-servers: { IAS: { state: stopped, knows-this-client: "
       "false } "
       "} } }\n",
       "2:79; 2:107", "its service is stopped"},
      {"the server is another client than it thinks", "server-not-a-client",
       "server: { name: RAS, address: 192.0.2.1, authentication: { provider: radius } }\n"
       "radius-clients: { AP: { address: 192.0.2.9 }, ras: { address: 192.0.2.10 } }\n",
       "3:63", "RADIUS client \"ras\" has the address 192.0.2.10, but this server asks from 192.0.2.1"},
      {"the server is no client", "server-not-a-client",
       "server: { address: 192.0.2.1, authentication: { provider: radius, policies: radius-server } }\n"
       "radius-clients: { AP: { address: 192.0.2.9 } }\n",
       "3:17", "no RADIUS client has the server's address"},
      {"it is in a network of clients", "server-not-a-client",
       "server: { address: 192.0.2.1, authentication: { provider: radius, policies: radius-server } }\n"
       "radius-clients: { AP: { address: 192.0.2.0/28 } }\n",
       "", ""},
      {"a policy server alone", "server-not-a-client",
       "server: { address: 192.0.2.1, authentication: { provider: radius } }\n"
       "radius-clients: { AP: { address: 192.0.2.9 } }\n",
       "", ""},
      {"its own address is not known", "server-not-a-client",
       "server: { authentication: { provider: radius, policies: radius-server } }\n"
       "radius-clients: { AP: { address: 192.0.2.9 } }\n",
       "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: what the server may read in a domain") {
  const LintRow rows[] = {
      {"no member", "cannot-read-accounts",
       "directory: { domain: { name: CORP }, server-access: { ras-and-ias-servers: { server-is-member: false } } }\n",
       "2:96", "the server is not a member of RAS and IAS Servers"},
      {"a member since its start", "cannot-read-accounts",
       "directory: { server-access: { ras-and-ias-servers: { server-is-member: true, server-was-member-at-start: true "
       "} } "
       "}\n",
       "", ""},
      {"a member too late", "cannot-read-accounts",
       "directory: { server-access: { ras-and-ias-servers: { server-is-member: true, server-was-member-at-start: false "
       "} } "
       "}\n",
       "2:106", "after it had started"},
      {"a distribution group", "cannot-read-accounts",
       "directory: { server-access: { ras-and-ias-servers: { type: distribution } } }\n", "2:60", "distribution group"},
      {"not joined", "cannot-read-accounts", "directory: { server-access: { joined: false } }\n", "2:39",
       "is not a member of the domain"},
      {"another server reads them", "cannot-read-accounts",
       "server: { authentication: { provider: radius } }\n"
       "directory: { server-access: { ras-and-ias-servers: { server-is-member: false } } }\n",
       "", ""},
      {"nothing is said", "cannot-read-accounts", "directory: { domain: { name: CORP } }\n", "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: addresses of clients") {
  const LintRow rows[] = {
      {"one address, which the server takes", "pool-without-address",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.9.1/32] } }\n", "2:63",
       "no client gets an address"},
      {"two addresses", "pool-without-address",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.9.1-10.0.9.2] } }\n", "", ""},
      {"a pool that is not used", "pool-without-address",
       "server: { addresses: { assignment: dhcp, static-pool: [10.0.9.1/32] } }\n", "", ""},
      {"another network, and no route", "pool-without-route",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.9.1-10.0.9.40] } }\n"
       "intranet: { network: 10.0.0.0/24 }\n",
       "2:63", "no route of the intranet leads to 10.0.9.1"},
      {"a route to a part", "pool-without-route",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.9.1-10.0.9.40] } }\n"
       "intranet: { network: 10.0.0.0/24, routes: [10.0.9.0/27] }\n",
       "2:63", "10.0.9.32"},
      {"two routes", "pool-without-route",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.9.1-10.0.9.40] } }\n"
       "intranet: { network: 10.0.0.0/24, routes: [10.0.9.0/27, 10.0.9.32/27] }\n",
       "", ""},
      {"up to the last address there is", "pool-without-route",
       "server: { addresses: { assignment: static-pool, static-pool: [255.255.255.0-255.255.255.255] } }\n"
       "intranet: { network: 10.0.0.0/24, routes: [255.255.255.0/24] }\n",
       "", ""},
      {"on the LAN", "pool-without-route",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.0.200-10.0.0.240] } }\n"
       "intranet: { network: 10.0.0.0/24 }\n",
       "", ""},
      {"a routing protocol announces it", "pool-without-route",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.9.1-10.0.9.40] } }\n"
       "intranet: { network: 10.0.0.0/24, routing-protocol: true }\n",
       "", ""},
      {"the LAN's network is not known", "pool-without-route",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.9.1-10.0.9.40] } }\n"
       "intranet: { hosts: [10.0.0.7] }\n",
       "", ""},
      {"addresses of a host", "pool-taken",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.0.1-10.0.0.40] } }\n"
       "intranet: { network: 10.0.0.0/24, hosts: [10.0.0.99, 10.0.0.40] }\n",
       "2:63", "hosts of the intranet have (10.0.0.40)"},
      {"addresses that are leased", "pool-taken",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.0.1-10.0.0.40] } }\n"
       "intranet: { network: 10.0.0.0/24, adapters: { LAN: { dhcp: available, scope: 10.0.0.30-10.0.0.90 } } }\n",
       "2:63", "a DHCP server leases to others"},
      {"addresses of nobody", "pool-taken",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.0.1-10.0.0.40] } }\n"
       "intranet: { network: 10.0.0.0/24, hosts: [10.0.0.41], adapters: { LAN: { dhcp: available, scope: "
       "10.0.0.50-10.0.0.90 } } }\n",
       "", ""},
      {"DHCP over the wrong adapter", "no-dhcp",
       "server: { addresses: { assignment: dhcp, adapter: Out } }\n"
       "intranet: { adapters: { LAN: { dhcp: available }, Out: { dhcp: unavailable } } }\n",
       "2:51", "clients get their addresses by DHCP over \"Out\""},
      {"DHCP over the right adapter", "no-dhcp",
       "server: { addresses: { assignment: dhcp, adapter: LAN } }\n"
       "intranet: { adapters: { LAN: { dhcp: available }, Out: { dhcp: unavailable } } }\n",
       "", ""},
      {"which adapter is not known", "no-dhcp",
       "server: { addresses: { assignment: dhcp } }\n"
       "intranet: { adapters: { LAN: { dhcp: available }, Out: { dhcp: unavailable } } }\n",
       "", ""},
      {"APIPA is used on the LAN", "no-dhcp",
       "server: { addresses: { assignment: dhcp } }\n"
       "intranet: { uses-apipa: true, adapters: { LAN: { dhcp: unavailable } } }\n",
       "", ""},
      {"a pool is used", "no-dhcp",
       "server: { addresses: { assignment: static-pool, static-pool: [10.0.0.1-10.0.0.40], adapter: LAN } }\n"
       "intranet: { adapters: { LAN: { dhcp: unavailable } } }\n",
       "", ""},
      {"a static address without a route", "static-address-astray",
       "intranet: { network: 10.0.0.0/24, routes: [10.0.9.0/24] }\n"
       "directory: { users: { ann: { dial-in: { static-ip: 10.0.8.1 } }, bob: { dial-in: { static-ip: 10.0.9.1 } } } "
       "}\n",
       "3:52", "10.0.8.1 of `ann` is on no network"},
      {"a static address of two accounts", "static-address-astray",
       "directory: { users: { ann: { dial-in: { static-ip: 10.0.8.1 } }, bob: { dial-in: { static-ip: 10.0.8.1 } } } "
       "}\n",
       "2:95", "is that of `ann`, too"},
      {"a static address of a host", "static-address-astray",
       "intranet: { hosts: [10.0.0.7] }\ndirectory: { users: { ann: { dial-in: { static-ip: 10.0.0.7 } } } }\n", "3:52",
       "belongs to a host"},
      {"the intranet is not known", "static-address-astray",
       "directory: { users: { ann: { dial-in: { static-ip: 10.0.8.1 } } } }\n", "", ""},
      {"a mixed domain has none", "static-address-astray",
       "intranet: { hosts: [10.0.0.7] }\n"
       "directory: { domain: { mode: mixed }, users: { ann: { dial-in: { static-ip: 10.0.0.7 } } } }\n",
       "", ""},
      {"this computer only", "no-network-access",
       "server: { protocols: { IP: { network-access: false } } }\nintranet: { network: 10.0.0.0/24 }\n", "2:46",
       "this computer only"},
      {"nothing is known to be behind it", "no-network-access",
       "server: { protocols: { IP: { network-access: false } } }\n", "", ""},
  };
  check_rows(rows);
}

TEST_CASE("lints: the way to the server and its tunnels") {
  const LintRow rows[] = {
      {"a name of another computer", "server-out-of-reach", "network: { name-resolution: wrong-address }\n", "2:29",
       "resolves to another address"},
      {"a stopped service", "server-out-of-reach", "server: { service: { state: stopped } }\n", "2:29", "is stopped"},
      {"all is well", "server-out-of-reach",
       "server: { service: { state: started, remote-access: enabled } }\nnetwork: { name-resolution: works }\n", "",
       ""},
      {"no type of tunnel has a port", "no-inbound-port",
       "server: { ports: { PPTP: { count: 0 }, L2TP: { inbound: false } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Tunnel-Type: PPTP }] }]\n",
       "2:35", "no type of tunnel has a port for inbound connections"},
      {"one is enough", "no-inbound-port",
       "server: { ports: { PPTP: { count: 0 }, L2TP: { count: 5 } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Tunnel-Type: L2TP }] }]\n",
       "", ""},
      {"a policy for ports that are not inbound", "tunnel-not-served",
       "server: { ports: { PPTP: { inbound: false } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Tunnel-Type: PPTP }] }]\n",
       "3:57", "the PPTP ports are not for inbound connections"},
      {"another type of the condition is served", "tunnel-not-served",
       "server: { ports: { PPTP: { inbound: false } } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Tunnel-Type: [PPTP, L2TP] }] }]\n",
       "", ""},
      {"a policy that denies", "tunnel-not-served",
       "server: { ports: { PPTP: { inbound: false } } }\n"
       "policies: [{ name: P, permission: deny, conditions: [{ Tunnel-Type: PPTP }] }]\n",
       "", ""},
      {"other access servers have tunnels, too", "tunnel-not-served",
       "server: { address: 192.0.2.1, authentication: { provider: radius }, ports: { PPTP: { inbound: false } } }\n"
       "radius-clients: { own: { address: 192.0.2.1 }, other: { address: 192.0.2.2 } }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Tunnel-Type: PPTP }] }]\n",
       "", ""},
      {"a policy for what a firewall drops", "tunnel-not-served",
       "network: { devices: [{ name: edge, to-server: { default: drop, except: [tcp any -> any port 1723, protocol 47 "
       "any "
       "-> any] } }] }\n"
       "policies: [{ name: P, permission: grant, conditions: [{ Tunnel-Type: L2TP }] }]\n",
       "3:57", "device \"edge\" lets no UDP 500 through"},
      {"a firewall with another port", "tunnel-blocked",
       "server: { ports: { PPTP: { count: 5 } } }\n"
       "network: { devices: [{ name: edge, to-server: { default: drop, except: [tcp any -> any port 1732, protocol 47 "
       "any "
       "-> any] } }] }\n",
       "3:58", "device \"edge\" lets no TCP 1723 through"},
      {"a firewall that cannot forward GRE", "tunnel-blocked",
       "server: { ports: { PPTP: { count: 5 } } }\nnetwork: { devices: [{ name: edge, gre: cannot-forward }] }\n",
       "3:41", "device \"edge\" cannot forward GRE"},
      {"a firewall that lets it pass", "tunnel-blocked",
       "server: { ports: { PPTP: { count: 5 } } }\n"
       "network: { devices: [{ name: edge, to-server: { default: drop, except: [tcp any -> any port 1723, protocol 47 "
       "any "
       "-> any] } }] }\n",
       "", ""},
      {"the default ports of a type are nobody's wish", "tunnel-blocked",
       "network: { devices: [{ name: edge, gre: cannot-forward }] }\n", "", ""},
      {"a filter for addresses that the site does not tell", "tunnel-blocked",
       "server: { ports: { PPTP: { count: 5 } } }\n"
       "network: { devices: [{ name: edge, to-server: { default: drop, except: [tcp any -> 192.0.2.1 port 1723, "
       "protocol 47 any -> 192.0.2.1] } }] }\n",
       "", ""},
      {"filters of the interface", "tunnel-blocked",
       "server:\n  address: 192.0.2.1\n  ports: { PPTP: { count: 5 }, L2TP: { count: 0 } }\n  internet-interface:\n"
       "    filters:\n      input:\n        default: drop\n        except: [tcp any -> 192.0.2.1 port 1723]\n",
       "8:18", "the filters of the Internet interface let no GRE"},
      {"no policy agent", "ipsec-not-ready", "server: { ipsec: { policy-agent: stopped } }\n", "2:34",
       "the IPsec policy agent is stopped"},
      {"no certificate, and a key", "ipsec-not-ready",
       "server: { ipsec: { certificate: missing, preshared-key: office } }\n", "", ""},
      {"no certificate, and no key", "ipsec-not-ready", "server: { ipsec: { certificate: expired } }\n", "2:33",
       "certificate is expired"},
      {"no L2TP", "ipsec-not-ready", "server: { ports: { L2TP: { count: 0 } }, ipsec: { certificate: missing } }\n", "",
       ""},
  };
  check_rows(rows);
}
