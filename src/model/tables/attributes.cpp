// The table of attributes. Adding one is one row; every other place reads the table.
//
// First what conditions test, then what else an Access-Request or an accounting record may carry or an accept may
// return. Left out: attributes that carry passwords, keys or proofs of them (User-Password, CHAP-*, MS-CHAP-*,
// MS-MPPE-*-Key, Tunnel-Password, ARAP-*, EAP-Message, Message-Authenticator).
// `returned` follows the Access-Accept column of RFC 2865 5.44, RFC 2868 4, RFC 2869 5.19 and RFC 3162 3, without
// those that no profile sets (User-Name, State, Proxy-State).
#include "model/tables/attributes.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <numeric>

#include "base/text.hpp"

namespace rapsim {
namespace {

constexpr std::uint8_t kNo = kNowhere;
constexpr std::uint8_t kNp = kNetworkPolicy;
constexpr std::uint8_t kCrp = kConnectionRequestPolicy;
constexpr std::uint8_t kNpCrp = kNetworkPolicy | kConnectionRequestPolicy;
constexpr std::uint8_t kRapNp = kRemoteAccessPolicy | kNetworkPolicy;
constexpr std::uint8_t kAll = kRemoteAccessPolicy | kNetworkPolicy | kConnectionRequestPolicy;
constexpr std::uint32_t kMs = 311u << 16;  // Microsoft's vendor attributes
constexpr std::string_view kG7 = "condition false (G-7, inferred)";
constexpr std::string_view kNoClient = "condition false with Windows authentication (inferred)";

using enum ValueType;
using enum ConditionKind;
using enum Basis;

// clang-format off
constexpr Attribute kAttributes[] = {
    // name, id, type, values, condition, places, client_only, returned, basis, absent, summary, source

    // What conditions test.
    // Machine-Inventory-Restrictions and Absolute-Time share an id: netsh prints 0x1fd5 for the first, the SDK gives
    // 0x1fd4 to the first and 0x1fd5 to the second (gap G-18). Names decide here.
    {"User-Name",                      1,      text,        nullptr,              pattern,        kCrp,   false, false, documented, kG7,                                                     "user name as the client sent it, before attribute manipulation",            "RFC 2865 5.1; TechNet cc771221"},
    {"NAS-IP-Address",                 4,      ipv4,        nullptr,              pattern,        kAll,   false, false, inferred,   kG7,                                                     "address of the access server that asks",                                    "RFC 2865 5.4; TechNet cc770736, cc771221, cc786581"},
    {"Service-Type",                   6,      enumeration, &kServiceType,        pattern,        kAll,   false, true,  inferred,   kG7,                                                     "kind of service; RRAS sends Framed or Callback-Framed",                     "RFC 2865 5.6; TechNet cc770736, cc771221"},
    {"Framed-Protocol",                7,      enumeration, &kFramedProtocol,     pattern,        kAll,   false, true,  documented, kG7,                                                     "framing of the link; RRAS sends PPP",                                       "RFC 2865 5.7; TechNet cc770736, cc771221"},
    {"Called-Station-Id",              30,     text,        nullptr,              pattern,        kAll,   false, false, documented, kG7,                                                     "number dialed; RRAS sends it for VPN only where the port has a number set", "RFC 2865 5.30; TechNet cc770736, cc771221, cc786581"},
    {"Calling-Station-Id",             31,     text,        nullptr,              pattern,        kAll,   false, false, documented, kG7,                                                     "caller's number; for VPN the client's IP address",                          "RFC 2865 5.31; TechNet cc770736, cc771221, cc786581"},
    {"NAS-Identifier",                 32,     text,        nullptr,              pattern,        kAll,   false, false, inferred,   kG7,                                                     "name of the access server; RRAS sends the computer name",                   "RFC 2865 5.32; TechNet cc770736, cc771221"},
    {"NAS-Port-Type",                  61,     enumeration, &kNasPortType,        pattern,        kAll,   false, false, documented, kG7,                                                     "medium that the client came by",                                            "RFC 2865 5.41; TechNet cc770736, cc771221, cc756728"},
    {"Tunnel-Type",                    64,     enumeration, &kTunnelType,         pattern,        kAll,   false, true,  inferred,   kG7,                                                     "tunnel protocol; absent on dial-up",                                        "RFC 2868 3.1; MS-RNAS 2.2.2.1; TechNet cc770736, cc771221"},
    {"NAS-IPv6-Address",               95,     ipv6,        nullptr,              pattern,        kNpCrp, false, false, documented, kG7,                                                     "IPv6 address of the access server that asks",                               "RFC 3162 2.1; TechNet cc770736, cc771221"},
    {"Day-And-Time-Restrictions",      0x1006, text,        nullptr,              time_of_day,    kAll,   false, false, documented, "never absent",                                          "days and hours, in the policy server's local time",                         "TechNet cc770736, cc771221"},
    {"Client-IP-Address",              0x100c, ipv4,        nullptr,              pattern,        kAll,   true,  false, documented, kNoClient,                                               "source address of the RADIUS request",                                      "TechNet cc770736, cc771221"},
    {"Client-Vendor",                  0x1014, enumeration, &kClientVendor,       pattern,        kAll,   true,  false, documented, kNoClient,                                               "vendor in the RADIUS client definition; RRAS is Microsoft",                 "TechNet cc770736, cc771221"},
    {"Authentication-Type",            0x101f, enumeration, &kAuthenticationType, pattern,        kRapNp, false, false, documented, "condition false (G-7); without authentication it is 7", "authentication method that the attempt used",                               "TechNet cc770736, cc786581"},
    {"Client-Friendly-Name",           0x1020, text,        nullptr,              pattern,        kAll,   true,  false, documented, kNoClient,                                               "name in the RADIUS client definition",                                      "TechNet cc770736, cc771221, cc786581"},
    {"Windows-Groups",                 0x1023, text,        nullptr,              any_groups,     kRapNp, false, false, documented, "condition false without an account (inferred)",         "groups of the user or the computer, nested ones too; any one is enough",    "TechNet cc770736, cc756728"},
    {"MS-RAS-Vendor",                  0x1033, integer,     nullptr,              pattern,        kRapNp, false, false, inferred,   kG7,                                                     "vendor of the access server, 311 for RRAS",                                 "RFC 2548 2.7.1; TechNet cc770736"},
    {"MS-Identity-Type",               0x1fac, enumeration, &kIdentityType,       pattern,        kNpCrp, false, false, documented, kG7,                                                     "machine health check, or a failed user look-up to be ignored",              "TechNet cc770736, cc771221"},
    {"MS-Service-Class",               0x1fad, text,        nullptr,              pattern,        kNp,    false, false, documented, kG7,                                                     "name of the DHCP scope profile (NAP)",                                      "TechNet cc770736"},
    {"Windows-Machine-Groups",         0x1fb4, text,        nullptr,              machine_groups, kNp,    false, false, documented, "condition false without a computer account (inferred)", "groups of the computer; any one is enough",                                 "TechNet cc770736"},
    {"Windows-User-Groups",            0x1fb5, text,        nullptr,              user_groups,    kNp,    false, false, documented, "condition false without a user account (inferred)",     "groups of the user; any one is enough",                                     "TechNet cc770736"},
    {"Not-Quarantine-Capable",         0x1fbb, boolean,     nullptr,              pattern,        kNp,    false, false, documented, kG7,                                                     "the client cannot take part in NAP",                                        "TechNet cc770736"},
    {"System-Health-Validators",       0x1fbd, text,        nullptr,              out_of_scope,   kNp,    false, false, documented, "unknown: NAP is out of scope",                          "health policy that the client meets (NAP)",                                 "TechNet cc770736"},
    {"MS-Network-Access-Server-Type",  0x1fc4, enumeration, &kAccessServerType,   pattern,        kNpCrp, false, false, documented, "condition false (G-7); only policies of any source fit", "kind of access server; also the type of a policy (policy source)",          "MS-RNAS 2.2.1.4; TechNet cc770736, cc771221"},
    {"Client-IPv6-Address",            0x1fcb, ipv6,        nullptr,              pattern,        kNpCrp, true,  false, documented, kNoClient,                                               "IPv6 source address of the RADIUS request",                                 "TechNet cc770736, cc771221"},
    {"Machine-Inventory-Restrictions", 0x1fd5, text,        nullptr,              out_of_scope,   kNpCrp, false, false, documented, "unknown: out of scope (G-18)",                          "operating system and processor of the client's computer (NAP)",             "TechNet cc770736, cc771221"},
    {"Allowed-EAP-Types",              0x100a, enumeration, &kEapType,            pattern,        kNp,    false, false, unverified, "condition false (unverified)",                          "EAP type that the attempt used",                                            "win32 Nps internet-authentication-service-vs-network-policy-server"},
    {"Absolute-Time",                  0x1fd5, time,        nullptr,              out_of_scope,   kNp,    false, false, unverified, "unknown: out of scope (G-18)",                          "end of the policy: true before that time (inferred)",                       "win32 Nps internet-authentication-service-vs-network-policy-server"},
    {"HCAP-Location-Group-Name",       0x1fd8, text,        nullptr,              out_of_scope,   kNp,    false, false, unverified, "unknown: HCAP is out of scope",                         "location group that the Cisco admission server names",                      "win32 Nps internet-authentication-service-vs-network-policy-server"},
    {"HCAP-User-Groups",               0x1fdb, text,        nullptr,              out_of_scope,   kNp,    false, false, unverified, "unknown: HCAP is out of scope",                         "user groups that the Cisco admission server names",                         "win32 Nps internet-authentication-service-vs-network-policy-server"},
    {"Access-Client-IPv4-Address",     0x1fe4, ipv4,        nullptr,              pattern,        kNp,    false, false, unverified, kG7,                                                     "address of the client as the access server knows it",                       "win32 Nps internet-authentication-service-vs-network-policy-server"},
    {"Access-Client-IPv6-Address",     0x1fe5, ipv6,        nullptr,              pattern,        kNp,    false, false, unverified, kG7,                                                     "IPv6 address of the client as the access server knows it",                  "win32 Nps internet-authentication-service-vs-network-policy-server"},

    // Of no request: a condition of an imported policy that the simulator does not know.
    {"Not-Modelled",                   0,      text,        nullptr,              out_of_scope,   kNpCrp, false, false, inferred,   "unknown",                                               "a condition of an imported policy that is not modelled",                    "rapsim's choice"},

    // RFC 2865
    {"NAS-Port",                 5,  integer,     nullptr,             none, kNo, false, false, documented, "", "number of the port on the access server",                                                       "RFC 2865 5.5"},
    {"Framed-IP-Address",        8,  ipv4,        nullptr,             none, kNo, false, true,  documented, "", "client's address; 255.255.255.254: the server chooses, 255.255.255.255: the client may choose", "RFC 2865 5.8"},
    {"Framed-IP-Netmask",        9,  ipv4,        nullptr,             none, kNo, false, true,  documented, "", "mask of the client's network, where the client is a router",                                    "RFC 2865 5.9"},
    {"Framed-Routing",           10, enumeration, &kFramedRouting,     none, kNo, false, true,  documented, "", "routing packets on the link",                                                                   "RFC 2865 5.10"},
    {"Filter-Id",                11, text,        nullptr,             none, kNo, false, true,  documented, "", "name of a filter list on the access server",                                                    "RFC 2865 5.11"},
    {"Framed-MTU",               12, integer,     nullptr,             none, kNo, false, true,  documented, "", "largest packet on the link, in bytes",                                                          "RFC 2865 5.12"},
    {"Framed-Compression",       13, enumeration, &kFramedCompression, none, kNo, false, true,  documented, "", "compression of headers on the link",                                                            "RFC 2865 5.13"},
    {"Login-IP-Host",            14, ipv4,        nullptr,             none, kNo, false, true,  documented, "", "host of a login session",                                                                       "RFC 2865 5.14"},
    {"Login-Service",            15, enumeration, &kLoginService,      none, kNo, false, true,  documented, "", "program of a login session",                                                                    "RFC 2865 5.15"},
    {"Login-TCP-Port",           16, integer,     nullptr,             none, kNo, false, true,  documented, "", "TCP port of a login session",                                                                   "RFC 2865 5.16"},
    {"Reply-Message",            18, text,        nullptr,             none, kNo, false, true,  documented, "", "text to show to the user",                                                                      "RFC 2865 5.18"},
    {"Callback-Number",          19, text,        nullptr,             none, kNo, false, true,  documented, "", "number to call back",                                                                           "RFC 2865 5.19"},
    {"Callback-Id",              20, text,        nullptr,             none, kNo, false, true,  documented, "", "name of a place to call back, known to the access server",                                      "RFC 2865 5.20"},
    {"Framed-Route",             22, text,        nullptr,             none, kNo, false, true,  documented, "", "route to the client",                                                                           "RFC 2865 5.22"},
    {"Framed-IPX-Network",       23, integer,     nullptr,             none, kNo, false, true,  documented, "", "IPX network number of the client",                                                              "RFC 2865 5.23"},
    {"State",                    24, octets,      nullptr,             none, kNo, false, false, documented, "", "ties the answers of one exchange together",                                                     "RFC 2865 5.24"},
    {"Class",                    25, octets,      nullptr,             none, kNo, false, true,  documented, "", "opaque value that the access server repeats in accounting",                                     "RFC 2865 5.25"},
    {"Vendor-Specific",          26, octets,      nullptr,             none, kNo, false, true,  documented, "", "attribute of a vendor, undecoded",                                                              "RFC 2865 5.26"},
    {"Session-Timeout",          27, integer,     nullptr,             none, kNo, false, true,  documented, "", "longest session, in seconds",                                                                   "RFC 2865 5.27"},
    {"Idle-Timeout",             28, integer,     nullptr,             none, kNo, false, true,  documented, "", "longest idle time, in seconds",                                                                 "RFC 2865 5.28"},
    {"Termination-Action",       29, enumeration, &kTerminationAction, none, kNo, false, true,  documented, "", "what the access server does when the session ends",                                             "RFC 2865 5.29"},
    {"Proxy-State",              33, octets,      nullptr,             none, kNo, false, false, documented, "", "state of a RADIUS proxy",                                                                       "RFC 2865 5.33"},
    {"Login-LAT-Service",        34, text,        nullptr,             none, kNo, false, true,  documented, "", "LAT service of a login session",                                                                "RFC 2865 5.34"},
    {"Login-LAT-Node",           35, text,        nullptr,             none, kNo, false, true,  documented, "", "LAT node of a login session",                                                                   "RFC 2865 5.35"},
    {"Login-LAT-Group",          36, octets,      nullptr,             none, kNo, false, true,  documented, "", "LAT groups the user may use",                                                                   "RFC 2865 5.36"},
    {"Framed-AppleTalk-Link",    37, integer,     nullptr,             none, kNo, false, true,  documented, "", "AppleTalk network number of the link",                                                          "RFC 2865 5.37"},
    {"Framed-AppleTalk-Network", 38, integer,     nullptr,             none, kNo, false, true,  documented, "", "AppleTalk network number to look for a node in",                                                "RFC 2865 5.38"},
    {"Framed-AppleTalk-Zone",    39, text,        nullptr,             none, kNo, false, true,  documented, "", "default AppleTalk zone",                                                                        "RFC 2865 5.39"},
    {"Port-Limit",               62, integer,     nullptr,             none, kNo, false, true,  documented, "", "most ports of one multilink connection",                                                        "RFC 2865 5.42"},
    {"Login-LAT-Port",           63, text,        nullptr,             none, kNo, false, true,  documented, "", "LAT port of a login session",                                                                   "RFC 2865 5.43"},

    // RFC 2866: accounting
    {"Acct-Status-Type",      40, enumeration, &kAcctStatusType,     none, kNo, false, false, documented, "", "start or end of a session, or of accounting",                  "RFC 2866 5.1"},
    {"Acct-Delay-Time",       41, integer,     nullptr,              none, kNo, false, false, documented, "", "seconds that the access server has tried to send this record", "RFC 2866 5.2"},
    {"Acct-Input-Octets",     42, integer,     nullptr,              none, kNo, false, false, documented, "", "bytes received from the client",                               "RFC 2866 5.3"},
    {"Acct-Output-Octets",    43, integer,     nullptr,              none, kNo, false, false, documented, "", "bytes sent to the client",                                     "RFC 2866 5.4"},
    {"Acct-Session-Id",       44, text,        nullptr,              none, kNo, false, false, documented, "", "identifier of the session",                                    "RFC 2866 5.5"},
    {"Acct-Authentic",        45, enumeration, &kAcctAuthentic,      none, kNo, false, false, documented, "", "who authenticated the user",                                   "RFC 2866 5.6"},
    {"Acct-Session-Time",     46, integer,     nullptr,              none, kNo, false, false, documented, "", "length of the session, in seconds",                            "RFC 2866 5.7"},
    {"Acct-Input-Packets",    47, integer,     nullptr,              none, kNo, false, false, documented, "", "packets received from the client",                             "RFC 2866 5.8"},
    {"Acct-Output-Packets",   48, integer,     nullptr,              none, kNo, false, false, documented, "", "packets sent to the client",                                   "RFC 2866 5.9"},
    {"Acct-Terminate-Cause",  49, enumeration, &kAcctTerminateCause, none, kNo, false, false, documented, "", "why the session ended",                                        "RFC 2866 5.10"},
    {"Acct-Multi-Session-Id", 50, text,        nullptr,              none, kNo, false, false, documented, "", "identifier that the links of one multilink session share",     "RFC 2866 5.11"},
    {"Acct-Link-Count",       51, integer,     nullptr,              none, kNo, false, false, documented, "", "links of the multilink session so far",                        "RFC 2866 5.12"},

    // RFC 2868: tunnels
    {"Tunnel-Medium-Type",      65, enumeration, &kTunnelMediumType, none, kNo, false, true, documented, "", "what carries the tunnel",                                   "RFC 2868 3.2"},
    {"Tunnel-Client-Endpoint",  66, text,        nullptr,            none, kNo, false, true, documented, "", "address of the tunnel's client end",                        "RFC 2868 3.3"},
    {"Tunnel-Server-Endpoint",  67, text,        nullptr,            none, kNo, false, true, documented, "", "address of the tunnel's server end",                        "RFC 2868 3.4"},
    {"Tunnel-Private-Group-ID", 81, text,        nullptr,            none, kNo, false, true, documented, "", "group of the session; the VLAN with 802.1X",                "RFC 2868 3.6"},
    {"Tunnel-Assignment-ID",    82, text,        nullptr,            none, kNo, false, true, documented, "", "which of several tunnels carries the session",              "RFC 2868 3.7"},
    {"Tunnel-Preference",       83, integer,     nullptr,            none, kNo, false, true, documented, "", "order of several tunnels, lowest first",                    "RFC 2868 3.8"},
    {"Tunnel-Client-Auth-ID",   90, text,        nullptr,            none, kNo, false, true, documented, "", "name of the tunnel's client end when the tunnel is set up", "RFC 2868 3.9"},
    {"Tunnel-Server-Auth-ID",   91, text,        nullptr,            none, kNo, false, true, documented, "", "name of the tunnel's server end when the tunnel is set up", "RFC 2868 3.10"},

    // RFC 2869: extensions
    {"Acct-Input-Gigawords",  52, integer, nullptr, none, kNo, false, false, documented, "", "how often Acct-Input-Octets passed 2^32",    "RFC 2869 5.1"},
    {"Acct-Output-Gigawords", 53, integer, nullptr, none, kNo, false, false, documented, "", "how often Acct-Output-Octets passed 2^32",   "RFC 2869 5.2"},
    {"Event-Timestamp",       55, time,    nullptr, none, kNo, false, false, documented, "", "time of the event on the access server",     "RFC 2869 5.3"},
    {"Connect-Info",          77, text,    nullptr, none, kNo, false, false, documented, "", "speed and kind of the connection",           "RFC 2869 5.11"},
    {"Acct-Interim-Interval", 85, integer, nullptr, none, kNo, false, true,  documented, "", "seconds between interim accounting records", "RFC 2869 5.16"},
    {"NAS-Port-Id",           87, text,    nullptr, none, kNo, false, false, documented, "", "name of the port on the access server",      "RFC 2869 5.17"},
    {"Framed-Pool",           88, text,    nullptr, none, kNo, false, true,  documented, "", "name of the address pool for the client",    "RFC 2869 5.18"},

    // RFC 3162: IPv6
    {"Framed-Interface-Id", 96,  octets, nullptr, none, kNo, false, true, documented, "", "interface identifier of the client's IPv6 address", "RFC 3162 2.2"},
    {"Framed-IPv6-Prefix",  97,  text,   nullptr, none, kNo, false, true, documented, "", "IPv6 prefix of the client's link",                  "RFC 3162 2.3"},
    {"Login-IPv6-Host",     98,  ipv6,   nullptr, none, kNo, false, true, documented, "", "IPv6 host of a login session",                      "RFC 3162 2.4"},
    {"Framed-IPv6-Route",   99,  text,   nullptr, none, kNo, false, true, documented, "", "IPv6 route to the client",                          "RFC 3162 2.5"},
    {"Framed-IPv6-Pool",    100, text,   nullptr, none, kNo, false, true, documented, "", "name of the IPv6 prefix pool for the client",       "RFC 3162 2.6"},

    // Microsoft: RFC 2548, MS-RNAS, MS-RNAP
    {"MS-MPPE-Encryption-Policy",     kMs | 7,  enumeration, &kMppeEncryptionPolicy, none, kNo, false, true,  documented, "", "whether MPPE encryption is allowed or required",                            "RFC 2548 2.4.4"},
    {"MS-MPPE-Encryption-Types",      kMs | 8,  integer,     nullptr,                none, kNo, false, true,  documented, "", "MPPE strengths as bits: 2 is 40-bit, 4 is 128-bit, 8 is 56-bit (inferred)", "RFC 2548 2.4.5"},
    {"MS-BAP-Usage",                  kMs | 13, enumeration, &kBapUsage,             none, kNo, false, true,  documented, "", "whether BAP is allowed or required for multilink",                          "RFC 2548 2.5.1"},
    {"MS-Link-Utilization-Threshold", kMs | 14, integer,     nullptr,                none, kNo, false, true,  documented, "", "per cent of use below which BAP drops a link",                              "RFC 2548 2.5.2"},
    {"MS-Link-Drop-Time-Limit",       kMs | 15, integer,     nullptr,                none, kNo, false, true,  documented, "", "seconds below the threshold before BAP drops a link",                       "RFC 2548 2.5.3"},
    {"MS-RAS-Version",                kMs | 18, text,        nullptr,                none, kNo, false, false, documented, "", "version of the access server",                                              "RFC 2548 2.7.2"},
    {"MS-Filter",                     kMs | 22, octets,      nullptr,                none, kNo, false, true,  documented, "", "packet filters of the profile, IPv4",                                       "RFC 2548 2.7.3; MS-RNAS 2.2.1.6"},
    {"MS-Acct-Auth-Type",             kMs | 23, enumeration, &kMsAcctAuthType,       none, kNo, false, false, documented, "", "authentication method, in accounting",                                      "RFC 2548 2.7.4"},
    {"MS-Acct-EAP-Type",              kMs | 24, enumeration, &kMsAcctEapType,        none, kNo, false, false, documented, "", "EAP type, in accounting",                                                   "RFC 2548 2.7.5"},
    {"MS-Primary-DNS-Server",         kMs | 28, ipv4,        nullptr,                none, kNo, false, true,  documented, "", "first DNS server for the client",                                           "RFC 2548 2.7.6"},
    {"MS-Secondary-DNS-Server",       kMs | 29, ipv4,        nullptr,                none, kNo, false, true,  documented, "", "second DNS server for the client",                                          "RFC 2548 2.7.7"},
    {"MS-Primary-NBNS-Server",        kMs | 30, ipv4,        nullptr,                none, kNo, false, true,  documented, "", "first WINS server for the client",                                          "RFC 2548 2.7.8"},
    {"MS-Secondary-NBNS-Server",      kMs | 31, ipv4,        nullptr,                none, kNo, false, true,  documented, "", "second WINS server for the client",                                         "RFC 2548 2.7.9"},
    {"MS-RAS-Client-Name",            kMs | 34, text,        nullptr,                none, kNo, false, false, documented, "", "name of the client's computer",                                             "MS-RNAP 4.1"},
    {"MS-RAS-Client-Version",         kMs | 35, text,        nullptr,                none, kNo, false, false, documented, "", "version of the client's remote access software",                            "MS-RNAP 4.1"},
    {"MS-Quarantine-IPFilter",        kMs | 36, octets,      nullptr,                none, kNo, false, true,  documented, "", "packet filters while the client is in quarantine",                          "MS-RNAS; TechNet cc771858"},
    {"MS-Quarantine-Session-Timeout", kMs | 37, integer,     nullptr,                none, kNo, false, true,  documented, "", "longest time in quarantine, in seconds",                                    "MS-RNAS; TechNet cc771858"},
    {"MS-User-Security-Identity",     kMs | 40, text,        nullptr,                none, kNo, false, false, documented, "", "SID of the user, instead of a name",                                        "MS-RNAS 3.3.5.1.3"},
    {"MS-Machine-Name",               kMs | 50, text,        nullptr,                none, kNo, false, false, documented, "", "name of the client's computer (NAP)",                                       "MS-RNAP"},
    {"MS-IPv6-Filter",                kMs | 51, octets,      nullptr,                none, kNo, false, true,  documented, "", "packet filters of the profile, IPv6",                                       "MS-RNAS"},
};
// clang-format on

constexpr bool less_without_case(std::string_view left, std::string_view right) {
  return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                      [](char a, char b) { return lower(a) < lower(b); });
}

constexpr auto name_of_row = [](AttributeId id) { return kAttributes[id].name; };

/// Rows in the order of their names.
consteval auto sorted_by_name() {
  std::array<AttributeId, std::size(kAttributes)> rows{};
  std::iota(rows.begin(), rows.end(), AttributeId{0});
  std::ranges::sort(rows, less_without_case, name_of_row);
  return rows;
}

constexpr auto kByName = sorted_by_name();

}  // namespace

std::span<const Attribute> attributes() { return kAttributes; }

// The older spellings (`-ID`) differ in case only.
std::optional<AttributeId> find_attribute(std::string_view name) {
  const auto found = std::ranges::lower_bound(kByName, name, less_without_case, name_of_row);
  if (found == kByName.end() || !equal_without_case(name_of_row(*found), name)) return std::nullopt;
  return *found;
}

AttributeId attribute_of(std::string_view name) {
  if (const auto found = find_attribute(name)) return *found;
  std::fprintf(stderr, "rapsim: no attribute `%.*s` in the table\n", static_cast<int>(name.size()), name.data());
  std::abort();
}

std::vector<std::string_view> attribute_names() {
  std::vector<std::string_view> names;
  for (const Attribute& row : kAttributes) names.push_back(row.name);
  return names;
}

}  // namespace rapsim
