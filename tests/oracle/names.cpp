#include "tests/oracle/names.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace rapsim::oracle {
namespace {

constexpr NumberName kPortTypes[] = {
    {0, "Async"},     {1, "Sync"},      {2, "ISDN-Sync"}, {5, "Virtual"},
    {12, "ADSL-CAP"}, {15, "Ethernet"}, {16, "xDSL"},     {19, "Wireless-IEEE-802.11"}};
constexpr NumberName kServiceTypes[] = {
    {1, "Login"}, {2, "Framed"}, {4, "Callback-Framed"}, {11, "Callback-Administrative"}};
constexpr NumberName kFramedProtocols[] = {{1, "PPP"}, {2, "SLIP"}, {3, "ARAP"}};
constexpr NumberName kTunnelTypes[] = {{1, "PPTP"}, {3, "L2TP"}, {10, "GRE"}, {13, "VLAN"}, {0x13701, "SSTP"}};
constexpr NumberName kTunnels[] = {{0, "none"}, {1, "PPTP"}, {3, "L2TP"}, {0x13701, "SSTP"}};
constexpr NumberName kVendors[] = {
    {0, "RADIUS-Standard"}, {9, "Cisco"}, {311, "Microsoft"}, {2636, "Juniper-Networks"}};
constexpr NumberName kAuthenticationTypes[] = {
    {1, "PAP"},  {2, "MD5-CHAP"}, {3, "MS-CHAP"}, {4, "MS-CHAP-v2"},      {5, "EAP"},
    {6, "ARAP"}, {7, "None"},     {8, "Custom"},  {10, "MS-CHAP-v2-CPW"}, {11, "PEAP"}};
constexpr NumberName kIdentityTypes[] = {{1, "Machine-health-check"}, {2, "Ignore-user-lookup-failure"}};
constexpr NumberName kServerTypes[] = {{0, "Unspecified"},
                                       {1, "Terminal-Server-Gateway"},
                                       {2, "Remote-access-server"},
                                       {3, "DHCP-server"},
                                       {4, "Wireless-access-point"}};
constexpr NumberName kEapTypes[] = {{4, "MD5-Challenge"}, {13, "EAP-TLS"}, {25, "PEAP"}, {26, "EAP-MS-CHAP-v2"}};

// MS-RAS-Vendor has numbers without names.
constexpr KnownAttribute kAttributes[] = {
    {"User-Name", Kind::text, kRequest},
    {"NAS-IP-Address", Kind::address, kAnywhere},
    {"Service-Type", Kind::number, kAnywhere, kServiceTypes},
    {"Framed-Protocol", Kind::number, kAnywhere, kFramedProtocols},
    {"Called-Station-Id", Kind::text, kAnywhere},
    {"Calling-Station-Id", Kind::text, kAnywhere},
    {"NAS-Identifier", Kind::text, kAnywhere},
    {"NAS-Port-Type", Kind::number, kAnywhere, kPortTypes},
    {"Tunnel-Type", Kind::number, kAnywhere, kTunnelTypes},
    {"NAS-IPv6-Address", Kind::text, kNetwork | kRequest},
    {"Day-And-Time-Restrictions", Kind::time, kAnywhere},
    {"Client-IP-Address", Kind::address, kAnywhere},
    {"Client-Vendor", Kind::number, kAnywhere, kVendors},
    {"Authentication-Type", Kind::number, kPolicies, kAuthenticationTypes},
    {"Client-Friendly-Name", Kind::text, kAnywhere},
    {"Windows-Groups", Kind::groups, kPolicies},
    {"MS-RAS-Vendor", Kind::number, kPolicies},
    {"MS-Identity-Type", Kind::number, kNetwork | kRequest, kIdentityTypes},
    {"MS-Service-Class", Kind::text, kNetwork},
    {"Windows-Machine-Groups", Kind::machine_groups, kNetwork},
    {"Windows-User-Groups", Kind::groups, kNetwork},
    {"Not-Quarantine-Capable", Kind::boolean, kNetwork},
    {"System-Health-Validators", Kind::out_of_scope, kNetwork},
    {"MS-Network-Access-Server-Type", Kind::number, kNetwork | kRequest, kServerTypes},
    {"Client-IPv6-Address", Kind::text, kNetwork | kRequest},
    {"Machine-Inventory-Restrictions", Kind::out_of_scope, kNetwork | kRequest},
    {"Not-Modelled", Kind::out_of_scope, kNetwork | kRequest},
    {"Allowed-EAP-Types", Kind::number, kNetwork, kEapTypes},
    {"Absolute-Time", Kind::out_of_scope, kNetwork},
    {"HCAP-Location-Group-Name", Kind::out_of_scope, kNetwork},
    {"HCAP-User-Groups", Kind::out_of_scope, kNetwork},
    {"Access-Client-IPv4-Address", Kind::address, kNetwork},
    {"Access-Client-IPv6-Address", Kind::text, kNetwork},
};

// SPAP has no public number (G-8).
constexpr KnownMethod kMethods[] = {
    {"PAP", "1", 0},     {"CHAP", "2", 0},        {"MS-CHAP", "3", 0},         {"MS-CHAP-v2", "4", 0},
    {"EAP", "5", 0},     {"EAP-TLS", "5", 13},    {"EAP-MD5", "5", 4},         {"EAP-MS-CHAP-v2", "5", 26},
    {"None", "7", 0},    {"MS-CHAP-CPW", "9", 0}, {"MS-CHAP-v2-CPW", "10", 0}, {"PEAP", "11", 25},
    {"SPAP", "SPAP", 0}, {"ARAP", "6", 0},        {"Custom", "8", 0},
};

constexpr std::string_view kClientVersions[] = {"2000", "xp", "2003", "vista", "7", "8", "10", "11"};

}  // namespace

std::span<const KnownAttribute> known_attributes() { return kAttributes; }
std::span<const KnownMethod> known_methods() { return kMethods; }
std::span<const NumberName> port_types() { return kPortTypes; }
std::span<const NumberName> eap_types() { return kEapTypes; }
std::span<const NumberName> tunnels() { return kTunnels; }
std::span<const NumberName> server_types() { return kServerTypes; }
std::span<const NumberName> vendors() { return kVendors; }
std::span<const std::string_view> client_versions() { return kClientVersions; }

const KnownAttribute& known_attribute(std::string_view name) {
  for (const KnownAttribute& row : kAttributes)
    if (row.name == name) return row;
  throw std::logic_error("the oracle does not know the attribute " + std::string(name));
}

const KnownMethod& known_method(std::string_view name) {
  for (const KnownMethod& row : kMethods)
    if (lowered(row.name) == lowered(name)) return row;
  throw std::logic_error("the oracle does not know the method " + std::string(name));
}

std::uint32_t number_in(std::span<const NumberName> numbers, std::string_view text) {
  for (const NumberName& row : numbers)
    if (lowered(row.name) == lowered(text)) return row.number;
  const std::string digits(text);
  const bool is_hexadecimal = digits.starts_with("0x");
  char* end = nullptr;
  const unsigned long number = std::strtoul(digits.c_str(), &end, is_hexadecimal ? 16 : 10);
  if (digits.empty() || *end != '\0') throw std::logic_error("the oracle cannot read the number " + digits);
  return static_cast<std::uint32_t>(number);
}

std::uint32_t number_of(const KnownAttribute& attribute, std::string_view text) {
  return number_in(attribute.numbers, text);
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace rapsim::oracle
