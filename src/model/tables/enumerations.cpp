// The table of enumerations: one array of values each, then one row each.
//
// Labels are what the source prints; names follow the rule in the header. Two facts that no row shows:
// SPAP has no public number among the authentication types (gap G-8), so it has no row; and a name may look like a
// number (`802` of Tunnel-Medium-Type), so look-up tries names first.
#include "model/tables/enumerations.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace rapsim {
namespace {

// clang-format off
constexpr NamedValue kNasPortTypeValues[] = {
    {0,  "Async",                "Async (Modem)",          ""},
    {1,  "Sync",                 "Sync (T1 line)",         ""},
    {2,  "ISDN-Sync",            "ISDN Sync",              ""},
    {3,  "ISDN-Async-V.120",     "ISDN Async V.120",       ""},
    {4,  "ISDN-Async-V.110",     "ISDN Async V.110",       ""},
    {5,  "Virtual",              "Virtual (VPN)",          "what RRAS sends for PPTP, L2TP and SSTP"},
    {6,  "PIAFS",                "PIAFS",                  ""},
    {7,  "HDLC-Clear-Channel",   "HDLC Clear Channel",     ""},
    {8,  "X.25",                 "X.25",                   ""},
    {9,  "X.75",                 "X.75",                   ""},
    {10, "G.3-Fax",              "G.3 Fax",                ""},
    {11, "SDSL",                 "SDSL",                   ""},
    {12, "ADSL-CAP",             "ADSL-CAP",               ""},
    {13, "ADSL-DMT",             "ADSL-DMT",               ""},
    {14, "IDSL",                 "IDSL",                   ""},
    {15, "Ethernet",             "Ethernet",               ""},
    {16, "xDSL",                 "xDSL",                   ""},
    {17, "Cable",                "Cable",                  ""},
    {18, "Wireless-Other",       "Wireless - Other",       ""},
    {19, "Wireless-IEEE-802.11", "Wireless - IEEE 802.11", ""},
    {20, "Token-Ring",           "Token Ring",             ""},
    {21, "FDDI",                 "FDDI",                   ""},
};

constexpr NamedValue kTunnelMediumTypeValues[] = {
    {1,  "IPv4",            "IPv4",            "what RRAS sends for VPN"},
    {2,  "IPv6",            "IPv6",            ""},
    {3,  "NSAP",            "NSAP",            ""},
    {4,  "HDLC",            "HDLC",            ""},
    {5,  "BBN-1822",        "BBN 1822",        ""},
    {6,  "802",             "802",             ""},
    {7,  "E.163",           "E.163",           ""},
    {8,  "E.164",           "E.164",           ""},
    {9,  "F.69",            "F.69",            ""},
    {10, "X.121",           "X.121",           ""},
    {11, "IPX",             "IPX",             ""},
    {12, "AppleTalk",       "AppleTalk",       ""},
    {13, "Decnet-IV",       "Decnet IV",       ""},
    {14, "Banyan-Vines",    "Banyan Vines",    ""},
    {15, "E.164-with-NSAP", "E.164 with NSAP", ""},
};

constexpr NamedValue kServiceTypeValues[] = {
    {1,  "Login",                   "Login",                   ""},
    {2,  "Framed",                  "Framed",                  "what the built-in profiles return"},
    {3,  "Callback-Login",          "Callback Login",          ""},
    {4,  "Callback-Framed",         "Callback Framed",         "stored in msRADIUSServiceType when callback is on"},
    {5,  "Outbound",                "Outbound",                ""},
    {6,  "Administrative",          "Administrative",          ""},
    {7,  "NAS-Prompt",              "NAS Prompt",              ""},
    {8,  "Authenticate-Only",       "Authenticate Only",       ""},
    {9,  "Callback-NAS-Prompt",     "Callback NAS Prompt",     ""},
    {10, "Call-Check",              "Call Check",              ""},
    {11, "Callback-Administrative", "Callback Administrative", ""},
    {17, "Authorize-Only",          "Authorize Only",          ""},
    {18, "Framed-Management",       "Framed-Management",       ""},
};

constexpr NamedValue kFramedProtocolValues[] = {
    {1, "PPP",               "PPP",               "what the built-in profiles return; RRAS refuses any other (error 794)"},
    {2, "SLIP",              "SLIP",              ""},
    {3, "ARAP",              "ARAP",              ""},
    {4, "Gandalf",           "Gandalf",           ""},
    {5, "Xylogics-IPX/SLIP", "Xylogics IPX/SLIP", ""},
    {6, "X.75-Synchronous",  "X.75 Synchronous",  ""},
};

constexpr NamedValue kFramedRoutingValues[] = {
    {0, "None",                       "None",                       ""},
    {1, "Send-routing-packets",       "Send routing packets",       ""},
    {2, "Listen-for-routing-packets", "Listen for routing packets", ""},
    {3, "Send-and-Listen",            "Send and Listen",            ""},
};

constexpr NamedValue kFramedCompressionValues[] = {
    {0, "None",       "None",       ""},
    {1, "VJ-TCP/IP",  "VJ TCP/IP",  ""},
    {2, "IPX-header", "IPX header", ""},
    {3, "Stac-LZS",   "Stac-LZS",   ""},
};

constexpr NamedValue kLoginServiceValues[] = {
    {0, "Telnet",          "Telnet",                   ""},
    {1, "Rlogin",          "Rlogin",                   ""},
    {2, "TCP-Clear",       "TCP Clear",                ""},
    {3, "PortMaster",      "PortMaster (proprietary)", ""},
    {4, "LAT",             "LAT",                      ""},
    {5, "X25-PAD",         "X25-PAD",                  ""},
    {6, "X25-T3POS",       "X25-T3POS",                ""},
    {8, "TCP-Clear-Quiet", "TCP Clear Quiet",          ""},
};

constexpr NamedValue kTerminationActionValues[] = {
    {0, "Default",        "Default",        ""},
    {1, "RADIUS-Request", "RADIUS-Request", ""},
};

constexpr NamedValue kAuthenticationTypeValues[] = {
    {0,  "INVALID",        "INVALID",                          ""},
    {1,  "PAP",            "PAP",                              "no MPPE keys"},
    {2,  "MD5-CHAP",       "MD5-CHAP",                         "no MPPE keys; needs a reversibly encrypted password (reason 19)"},
    {3,  "MS-CHAP",        "MS-CHAP",                          "MPPE keys for 40, 56 and 128 bits"},
    {4,  "MS-CHAP-v2",     "MS-CHAP v2",                       "MPPE keys for 40, 56 and 128 bits"},
    {5,  "EAP",            "EAP",                              "MPPE keys if the EAP type makes them (TLS does, MD5 does not)"},
    {6,  "ARAP",           "ARAP",                             "AppleTalk; removed after Windows 2000"},
    {7,  "None",           "None (unauthenticated)",           ""},
    {8,  "Custom",         "Custom (extension)",               ""},
    {9,  "MS-CHAP-CPW",    "MS-CHAP CPW (password change)",    ""},
    {10, "MS-CHAP-v2-CPW", "MS-CHAP v2 CPW (password change)", ""},
    {11, "PEAP",           "PEAP",                             ""},
};

constexpr NamedValue kEapTypeValues[] = {
    {1,  "Identity",       "Identity",       ""},
    {4,  "MD5-Challenge",  "MD5-Challenge",  "no MPPE keys, so no encryption"},
    {13, "EAP-TLS",        "EAP-TLS",        "makes MPPE keys"},
    {25, "PEAP",           "PEAP",           "makes MPPE keys"},
    {26, "EAP-MS-CHAP-v2", "EAP-MS-CHAP v2", "makes MPPE keys"},
};

constexpr NamedValue kMppeEncryptionPolicyValues[] = {
    {1, "Encryption-Allowed",  "Encryption-Allowed",  "no encryption is acceptable too"},
    {2, "Encryption-Required", "Encryption-Required", "one of the listed types must be used"},
};

constexpr NamedValue kBapUsageValues[] = {
    {0, "not-allowed", "not allowed", ""},
    {1, "allowed",     "allowed",     ""},
    {2, "required",    "required",    ""},
};

constexpr NamedValue kIdentityTypeValues[] = {
    {1, "Machine-health-check",       "Machine health check",       ""},
    {2, "Ignore-user-lookup-failure", "Ignore user lookup failure", ""},
};

constexpr NamedValue kAccessServerTypeValues[] = {
    {0, "Unspecified",                   "Unspecified (any)",                  ""},
    {1, "Terminal-Server-Gateway",       "Terminal Server Gateway",            ""},
    {2, "Remote-access-server",          "Remote access server (VPN-dial up)", ""},
    {3, "DHCP-server",                   "DHCP server",                        ""},
    {4, "Wireless-access-point",         "Wireless access point",              "in FreeRADIUS only (unverified)"},
    {5, "Health-Registration-Authority", "Health Registration Authority",      ""},
    {6, "HCAP-server",                   "HCAP server",                        "in FreeRADIUS only (unverified); netsh takes 0 to 5"},
};

constexpr NamedValue kClientVendorValues[] = {
    {0,     "RADIUS-Standard",               "RADIUS Standard",               "no vendor; the number is unverified"},
    {1,     "Proteon",                       "Proteon",                       ""},
    {5,     "ACC",                           "ACC",                           ""},
    {9,     "Cisco",                         "Cisco",                         ""},
    {11,    "Hewlett-Packard",               "Hewlett Packard",               ""},
    {15,    "Xylogics",                      "Xylogics",                      ""},
    {36,    "Digital-Equipment-Corporation", "Digital Equipment Corporation", ""},
    {43,    "3Com",                          "3Com",                          ""},
    {52,    "Cabletron-Systems",             "Cabletron Systems",             ""},
    {64,    "Gandalf",                       "Gandalf",                       ""},
    {117,   "Telebit",                       "Telebit",                       ""},
    {166,   "Shiva-Corporation",             "Shiva Corporation",             ""},
    {181,   "ADC-Kentrox",                   "ADC Kentrox",                   ""},
    {244,   "Lantronix",                     "Lantronix",                     ""},
    {272,   "BinTec-Communications",         "BinTec Communications",         ""},
    {307,   "Livingston-Enterprises",        "Livingston Enterprises",        ""},
    {311,   "Microsoft",                     "Microsoft",                     "RRAS"},
    {388,   "Symbol",                        "Symbol",                        ""},
    {429,   "U.S.-Robotics",                 "U.S. Robotics",                 ""},
    {434,   "EICON",                         "EICON",                         ""},
    {529,   "Ascend-Communications",         "Ascend Communications",         ""},
    {1584,  "Bay-Networks",                  "Bay Networks",                  ""},
    {1916,  "Extreme-Networks",              "Extreme Networks",              ""},
    {1991,  "Foundry",                       "Foundry",                       ""},
    {2620,  "Check-Point",                   "Check Point",                   ""},
    {2636,  "Juniper-Networks",              "Juniper Networks",              ""},
    {8741,  "SonicWALL",                     "SonicWALL",                     ""},
    {12356, "Fortinet",                      "Fortinet",                      ""},
    {14823, "Aruba",                         "Aruba",                         ""},
};

constexpr NamedValue kAuthProviderTypeValues[] = {
    {0, "None",         "None (accept without validating)", ""},
    {1, "Windows",      "Windows",                          ""},
    {2, "RADIUS-proxy", "RADIUS proxy",                     ""},
};

constexpr NamedValue kAcctProviderTypeValues[] = {
    {2, "RADIUS-proxy", "RADIUS proxy", ""},
};

constexpr NamedValue kAcctStatusTypeValues[] = {
    {1,  "Start",          "Start",          ""},
    {2,  "Stop",           "Stop",           ""},
    {3,  "Interim-Update", "Interim-Update", ""},
    {7,  "Accounting-On",  "Accounting-On",  ""},
    {8,  "Accounting-Off", "Accounting-Off", ""},
    {15, "Failed",         "Failed",         ""},
};

constexpr NamedValue kAcctAuthenticValues[] = {
    {1, "RADIUS", "RADIUS", ""},
    {2, "Local",  "Local",  ""},
    {3, "Remote", "Remote", ""},
};

constexpr NamedValue kAcctTerminateCauseValues[] = {
    {1,  "User-Request",        "User Request",        ""},
    {2,  "Lost-Carrier",        "Lost Carrier",        ""},
    {3,  "Lost-Service",        "Lost Service",        ""},
    {4,  "Idle-Timeout",        "Idle Timeout",        ""},
    {5,  "Session-Timeout",     "Session Timeout",     ""},
    {6,  "Admin-Reset",         "Admin Reset",         ""},
    {7,  "Admin-Reboot",        "Admin Reboot",        ""},
    {8,  "Port-Error",          "Port Error",          ""},
    {9,  "NAS-Error",           "NAS Error",           ""},
    {10, "NAS-Request",         "NAS Request",         ""},
    {11, "NAS-Reboot",          "NAS Reboot",          ""},
    {12, "Port-Unneeded",       "Port Unneeded",       ""},
    {13, "Port-Preempted",      "Port Preempted",      ""},
    {14, "Port-Suspended",      "Port Suspended",      ""},
    {15, "Service-Unavailable", "Service Unavailable", ""},
    {16, "Callback",            "Callback",            ""},
    {17, "User-Error",          "User Error",          ""},
    {18, "Host-Request",        "Host Request",        ""},
};

constexpr NamedValue kMsAcctAuthTypeValues[] = {
    {1, "PAP",       "PAP",       ""},
    {2, "CHAP",      "CHAP",      ""},
    {3, "MS-CHAP-1", "MS-CHAP-1", ""},
    {4, "MS-CHAP-2", "MS-CHAP-2", ""},
    {5, "EAP",       "EAP",       ""},
};

constexpr NamedValue kMsAcctEapTypeValues[] = {
    {4,  "MD5",                "MD5",                ""},
    {5,  "OTP",                "OTP",                ""},
    {6,  "Generic-Token-Card", "Generic Token Card", ""},
    {13, "TLS",                "TLS",                ""},
};
// clang-format on

}  // namespace

// clang-format off
constexpr Enumeration kNasPortType{"NAS-Port-Type", kNasPortTypeValues, Basis::documented, "RFC 2865 5.41; win32 Nps sdo-np-allowed-port-types"};
constexpr Enumeration kTunnelMediumType{"Tunnel-Medium-Type", kTunnelMediumTypeValues, Basis::documented, "RFC 2868 3.2"};
constexpr Enumeration kServiceType{"Service-Type", kServiceTypeValues, Basis::documented, "RFC 2865 5.6; RFC 5176 for 17; RFC 5607 for 18"};
constexpr Enumeration kFramedProtocol{"Framed-Protocol", kFramedProtocolValues, Basis::documented, "RFC 2865 5.7"};
constexpr Enumeration kFramedRouting{"Framed-Routing", kFramedRoutingValues, Basis::documented, "RFC 2865 5.10"};
constexpr Enumeration kFramedCompression{"Framed-Compression", kFramedCompressionValues, Basis::documented, "RFC 2865 5.13"};
constexpr Enumeration kLoginService{"Login-Service", kLoginServiceValues, Basis::documented, "RFC 2865 5.15"};
constexpr Enumeration kTerminationAction{"Termination-Action", kTerminationActionValues, Basis::documented, "RFC 2865 5.29"};
constexpr Enumeration kAuthenticationType{"Authentication-Type", kAuthenticationTypeValues, Basis::documented, "win32 Nps sdo-np-authentication-type"};
constexpr Enumeration kEapType{"EAP-Type", kEapTypeValues, Basis::documented, "win32 Nps sdo-np-allowed-eap-type; RFC 3748"};
constexpr Enumeration kMppeEncryptionPolicy{"MS-MPPE-Encryption-Policy", kMppeEncryptionPolicyValues, Basis::documented, "RFC 2548 2.4.4"};
constexpr Enumeration kBapUsage{"MS-BAP-Usage", kBapUsageValues, Basis::documented, "RFC 2548 2.5.1"};
constexpr Enumeration kIdentityType{"MS-Identity-Type", kIdentityTypeValues, Basis::documented, "MS-RNAP; FreeRADIUS dictionary.microsoft"};
constexpr Enumeration kAccessServerType{"MS-Network-Access-Server-Type", kAccessServerTypeValues, Basis::documented, "MS-RNAS 2.2.1.4; TechNet cc755242; FreeRADIUS dictionary.microsoft"};
constexpr Enumeration kClientVendor{"Client-Vendor", kClientVendorValues, Basis::documented, "IANA private enterprise numbers; the choice of vendors is rapsim's", true};
constexpr Enumeration kAcctStatusType{"Acct-Status-Type", kAcctStatusTypeValues, Basis::documented, "RFC 2866 5.1"};
constexpr Enumeration kAcctAuthentic{"Acct-Authentic", kAcctAuthenticValues, Basis::documented, "RFC 2866 5.6"};
constexpr Enumeration kAcctTerminateCause{"Acct-Terminate-Cause", kAcctTerminateCauseValues, Basis::documented, "RFC 2866 5.10"};
constexpr Enumeration kMsAcctAuthType{"MS-Acct-Auth-Type", kMsAcctAuthTypeValues, Basis::documented, "RFC 2548 2.7.4"};
constexpr Enumeration kMsAcctEapType{"MS-Acct-EAP-Type", kMsAcctEapTypeValues, Basis::documented, "RFC 2548 2.7.5"};
// clang-format on

namespace {

// clang-format off
constexpr Enumeration kAuthProviderType{"Auth-Provider-Type", kAuthProviderTypeValues, Basis::documented, "win32 Nps sdo-auth-provider-type"};
constexpr Enumeration kAcctProviderType{"Acct-Provider-Type", kAcctProviderTypeValues, Basis::documented, "win32 Nps sdo-acct-provider-type"};
// clang-format on

/// Decimal, or hexadecimal after `0x`; the whole text or nothing.
std::optional<std::uint32_t> decimal_or_hex(std::string_view text) {
  const bool is_hex = text.size() > 2 && text[0] == '0' && lower(text[1]) == 'x';
  return number_in<std::uint32_t>(text.substr(is_hex ? 2 : 0), is_hex ? 16 : 10);
}

}  // namespace

std::span<const Enumeration> enumerations() {
  static const Enumeration kEnumerations[] = {
      kNasPortType,        kTunnelType,         kTunnelMediumType,  kServiceType,
      kFramedProtocol,     kFramedRouting,      kFramedCompression, kLoginService,
      kTerminationAction,  kAuthenticationType, kEapType,           kMppeEncryptionPolicy,
      kBapUsage,           kIdentityType,       kAccessServerType,  kClientVendor,
      kAuthProviderType,   kAcctProviderType,   kAcctStatusType,    kAcctAuthentic,
      kAcctTerminateCause, kMsAcctAuthType,     kMsAcctEapType,
  };
  return kEnumerations;
}

const NamedValue* find_value(const Enumeration& enumeration, std::string_view name_or_number) {
  for (const NamedValue& value : enumeration.values)
    if (equal_without_case(value.name, name_or_number)) return &value;
  const std::optional<std::uint32_t> number = decimal_or_hex(name_or_number);
  return number ? find_value(enumeration, *number) : nullptr;
}

const NamedValue* find_value(const Enumeration& enumeration, std::uint32_t number) {
  const auto found = std::ranges::find(enumeration.values, number, &NamedValue::number);
  return found == enumeration.values.end() ? nullptr : &*found;
}

std::vector<std::string_view> names_of(const Enumeration& enumeration) {
  std::vector<std::string_view> names;
  for (const NamedValue& value : enumeration.values) names.push_back(value.name);
  return names;
}

}  // namespace rapsim
