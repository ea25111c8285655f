#include "model/tables/builtin.hpp"

namespace rapsim {
namespace {

// 2KT: one policy, any time, permission Deny: only accounts set to Allow get in.
constexpr std::string_view kWindows2000 = R"(- name: Allow access if dial-in permission is enabled
  conditions:
    - Day-And-Time-Restrictions: always
  permission: deny
)";

// Names P4U; conditions and Deny inferred from exports of 2008 and later. The second one has any time.
constexpr std::string_view kWindows2003 = R"(- name: Connections to Microsoft Routing and Remote Access server
  conditions:
    - 'MATCH("MS-RAS-Vendor=^311$")'
  permission: deny
- name: Connections to other access servers
  conditions:
    - Day-And-Time-Restrictions: always
  permission: deny
)";

// From exports: authentication types 5, 4, 10, 3, 9 with EAP types 26 and 13; encryption policy 2 (required), types 14.
// Its packet filter decodes as "drop all except everything" (G-10: no restriction) and is left out.
constexpr std::string_view kNps = R"(- name: Connections to Microsoft Routing and Remote Access server
  conditions:
    - 'MATCH("MS-RAS-Vendor=^311$")'
  permission: deny
  profile:
    authentication: [EAP-MS-CHAP-v2, EAP-TLS, MS-CHAP-v2, MS-CHAP-v2-CPW, MS-CHAP, MS-CHAP-CPW]
    encryption: [basic, strong, strongest]
- name: Connections to other access servers
  conditions:
    - 'TIMEOFDAY("0 00:00-24:00; 1 00:00-24:00; 2 00:00-24:00; 3 00:00-24:00; 4 00:00-24:00; 5 00:00-24:00; 6 00:00-24:00")'
  permission: deny
  profile:
    authentication: [MS-CHAP, MS-CHAP-v2, MS-CHAP-CPW, MS-CHAP-v2-CPW]
)";

// CRP, EXP2: any time, provider Windows. Windows 2000 has no request policies.
constexpr std::string_view kRequestPolicies = R"(- name: Use Windows authentication for all users
  conditions:
    - Day-And-Time-Restrictions: always
  provider: windows
)";

}  // namespace

std::string_view builtin_policies(Dialect dialect) {
  switch (dialect) {
    case Dialect::windows_2000:
      return kWindows2000;
    case Dialect::windows_2003:
      return kWindows2003;
    case Dialect::nps:
      return kNps;
  }
  return {};
}

std::string_view builtin_request_policies(Dialect dialect) {
  return dialect == Dialect::windows_2000 ? std::string_view{} : kRequestPolicies;
}

}  // namespace rapsim
