// The built-in tables hold together: names, look-ups, sources, and the rows that the engine relies on.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "analysis/lints.hpp"
#include "base/text.hpp"
#include "model/attempt/attempt.hpp"
#include "model/tables/attributes.hpp"
#include "model/tables/enumerations.hpp"
#include "model/tables/ras_errors.hpp"
#include "model/tables/reasons.hpp"
#include "model/tables/tunnel_types.hpp"
#include "report/schema/schema_files.hpp"

using namespace rapsim;

namespace {

constexpr std::uint32_t kMicrosoft = 311u << 16;

bool is_name(std::string_view name) {
  return !name.empty() && name.find_first_of(" ()") == name.npos && name.find("--") == name.npos;
}

/// What the tables print: ASCII in one line, no final period.
bool is_plain(std::string_view text) {
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  return printable && !text.starts_with(' ') && !text.ends_with('.') && !text.ends_with(' ') &&
         text.find("  ") == text.npos;
}

bool is_text(std::string_view text) { return !text.empty() && is_plain(text); }

/// Label -> name, as the header says.
std::string named_after(std::string_view label) {
  std::string name;
  bool in_remark = false;
  for (const char c : label) {
    if (c == '(') in_remark = true;
    if (!in_remark && (c != ' ' && c != '-')) name += c;
    if (!in_remark && (c == ' ' || c == '-') && !name.ends_with('-')) name += '-';
    if (c == ')') in_remark = false;
  }
  if (name.ends_with('-')) name.pop_back();
  return name;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

const Attribute& named(std::string_view name) { return attribute(attribute_of(name)); }

bool is_known_client_error(ClientError error) { return error.number == 0 || find_ras_error(error.number) != nullptr; }

}  // namespace

TEST_CASE("attributes: names are unique without case and follow the naming rule") {
  std::set<std::string> seen;
  for (const Attribute& row : attributes()) {
    CAPTURE(row.name);
    CHECK(is_name(row.name));
    CHECK(seen.insert(lowered(row.name)).second);
  }
}

TEST_CASE("attributes: ids are RADIUS types, NPS ids or Microsoft vendor types, and unique but for gap G-18") {
  std::set<std::uint32_t> seen;
  for (const Attribute& row : attributes()) {
    CAPTURE(row.name);
    const bool is_radius = row.id >= 1 && row.id <= 255;
    const bool is_nps = row.id >= 0x1000 && row.id <= 0x1fff;
    const bool is_microsoft = row.id > kMicrosoft && row.id <= kMicrosoft + 255;
    CHECK((is_radius || is_nps || is_microsoft || (row.id == 0 && row.name == "Not-Modelled")));
    CHECK((seen.insert(row.id).second || row.id == 0x1fd5));
  }
  CHECK(named("Machine-Inventory-Restrictions").id == named("Absolute-Time").id);
}

TEST_CASE("attributes: every row has its texts") {
  for (const Attribute& row : attributes()) {
    CAPTURE(row.name);
    CHECK(is_text(row.summary));
    CHECK(is_text(row.source));
    CHECK(is_plain(row.absent));
  }
}

TEST_CASE("attributes: type enumeration goes with values, and nothing else does") {
  for (const Attribute& row : attributes()) {
    CAPTURE(row.name);
    CHECK((row.type == ValueType::enumeration) == (row.values != nullptr));
    if (row.values != nullptr) CHECK(!row.values->values.empty());
  }
}

TEST_CASE("attributes: a condition has a kind, a place and a rule for its absence") {
  for (const Attribute& row : attributes()) {
    CAPTURE(row.name);
    const bool is_condition = row.condition != ConditionKind::none;
    CHECK(is_condition == (row.conditions != kNowhere));
    CHECK(is_condition == !row.absent.empty());
    CHECK(row.conditions <= (kRemoteAccessPolicy | kNetworkPolicy | kConnectionRequestPolicy));
    if (!is_condition) CHECK(row.basis == Basis::documented);
  }
}

TEST_CASE("attributes: none carries a password, a key or a proof of one") {
  for (const char* name : {"User-Password", "CHAP-Password", "CHAP-Challenge", "Tunnel-Password", "EAP-Message",
                           "Message-Authenticator", "MS-CHAP-Response", "MS-CHAP2-Response", "MS-MPPE-Send-Key"}) {
    CAPTURE(name);
    CHECK(!find_attribute(name));
  }
  for (const Attribute& row : attributes()) {
    CAPTURE(row.name);
    const std::string name = lowered(row.name);
    CHECK(name.find("password") == name.npos);
    CHECK(!name.starts_with("ms-chap"));
    CHECK(!name.ends_with("-key"));
  }
}

TEST_CASE("attributes: conditions stand where TechNet cc770736, cc771221 and cc786581 put them") {
  constexpr std::uint8_t rap = kRemoteAccessPolicy;
  constexpr std::uint8_t np = kNetworkPolicy;
  constexpr std::uint8_t crp = kConnectionRequestPolicy;
  using enum ConditionKind;
  using enum Basis;
  struct Row {
    const char* name;
    int places;
    ConditionKind kind;
    Basis basis;
  };
  const Row rows[] = {
      {"User-Name", crp, pattern, documented},
      {"NAS-IP-Address", rap | np | crp, pattern, inferred},
      {"Service-Type", rap | np | crp, pattern, inferred},
      {"Framed-Protocol", rap | np | crp, pattern, documented},
      {"Called-Station-Id", rap | np | crp, pattern, documented},
      {"Calling-Station-Id", rap | np | crp, pattern, documented},
      {"NAS-Identifier", rap | np | crp, pattern, inferred},
      {"NAS-Port-Type", rap | np | crp, pattern, documented},
      {"Tunnel-Type", rap | np | crp, pattern, inferred},
      {"NAS-IPv6-Address", np | crp, pattern, documented},
      {"Day-And-Time-Restrictions", rap | np | crp, time_of_day, documented},
      {"Client-IP-Address", rap | np | crp, pattern, documented},
      {"Client-Vendor", rap | np | crp, pattern, documented},
      {"Authentication-Type", rap | np, pattern, documented},
      {"Client-Friendly-Name", rap | np | crp, pattern, documented},
      {"Windows-Groups", rap | np, any_groups, documented},
      {"MS-RAS-Vendor", rap | np, pattern, inferred},
      {"MS-Identity-Type", np | crp, pattern, documented},
      {"MS-Service-Class", np, pattern, documented},
      {"Windows-Machine-Groups", np, machine_groups, documented},
      {"Windows-User-Groups", np, user_groups, documented},
      {"Not-Quarantine-Capable", np, pattern, documented},
      {"System-Health-Validators", np, out_of_scope, documented},
      {"MS-Network-Access-Server-Type", np | crp, pattern, documented},
      {"Client-IPv6-Address", np | crp, pattern, documented},
      {"Machine-Inventory-Restrictions", np | crp, out_of_scope, documented},
      {"Allowed-EAP-Types", np, pattern, unverified},
      {"Absolute-Time", np, out_of_scope, unverified},
      {"HCAP-Location-Group-Name", np, out_of_scope, unverified},
      {"HCAP-User-Groups", np, out_of_scope, unverified},
      {"Access-Client-IPv4-Address", np, pattern, unverified},
      {"Access-Client-IPv6-Address", np, pattern, unverified},
      {"Not-Modelled", np | crp, out_of_scope, inferred},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    REQUIRE(find_attribute(row.name));
    CHECK(static_cast<int>(named(row.name).conditions) == row.places);
    CHECK(named(row.name).condition == row.kind);
    CHECK(named(row.name).basis == row.basis);
  }
}

TEST_CASE("attributes: only a RADIUS client gives the Client- ones") {
  for (const Attribute& row : attributes()) {
    CAPTURE(row.name);
    CHECK(row.client_only == row.name.starts_with("Client-"));
  }
}

TEST_CASE("attributes: numbers of the protocol") {
  struct Row {
    const char* name;
    std::uint32_t id;
  };
  const Row rows[] = {
      {"NAS-Port-Type", 61},      {"MS-RAS-Vendor", 0x1033},
      {"Windows-Groups", 0x1023}, {"Framed-IPv6-Prefix", 97},
      {"Session-Timeout", 27},    {"Tunnel-Private-Group-ID", 81},
      {"NAS-Port-Id", 87},        {"MS-MPPE-Encryption-Policy", kMicrosoft + 7},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(named(row.name).id == row.id);
  }
}

TEST_CASE("attributes: a profile returns what the Access-Accept may carry") {
  for (const char* name : {"Service-Type", "Framed-IP-Address", "Session-Timeout", "Idle-Timeout", "Class", "MS-Filter",
                           "Port-Limit", "Tunnel-Type", "MS-BAP-Usage", "Acct-Interim-Interval"}) {
    CAPTURE(name);
    CHECK(named(name).returned);
  }
  for (const char* name : {"Calling-Station-Id", "NAS-Port-Type", "NAS-Port", "Acct-Session-Id", "Proxy-State"}) {
    CAPTURE(name);
    CHECK(!named(name).returned);
  }
}

TEST_CASE("attributes: found in any case, each at its own row") {
  for (AttributeId id = 0; id < attributes().size(); ++id) {
    const std::string_view name = attribute(id).name;
    CAPTURE(name);
    CHECK(find_attribute(name) == id);
    CHECK(find_attribute(lowered(name)) == id);
    CHECK(find_attribute(upper(name)) == id);
    CHECK(attribute_of(name) == id);
  }
  CHECK(find_attribute("Calling-Station-ID") == attribute_of("Calling-Station-Id"));
  CHECK(find_attribute("Called-Station-ID") == attribute_of("Called-Station-Id"));
}

TEST_CASE("attributes: what is not in the table is not found") {
  for (const char* name : {"", "NAS-Port-Typ", "NAS-Port-Types", "NAS Port Type", "zzz", "61"}) {
    CAPTURE(name);
    CHECK(!find_attribute(name));
  }
}

TEST_CASE("attributes: names are listed in the order of the table") {
  const auto names = attribute_names();
  REQUIRE(names.size() == attributes().size());
  for (std::size_t i = 0; i < names.size(); ++i) CHECK(names[i] == attributes()[i].name);
}

TEST_CASE("enumerations: names and numbers are unique and follow the naming rule") {
  std::set<std::string> enumeration_names;
  for (const Enumeration& enumeration : enumerations()) {
    CAPTURE(enumeration.name);
    CHECK(enumeration_names.insert(lowered(enumeration.name)).second);
    CHECK(is_text(enumeration.source));
    CHECK(!enumeration.values.empty());
    std::set<std::string> names;
    std::set<std::uint32_t> numbers;
    for (const NamedValue& value : enumeration.values) {
      CAPTURE(value.label);
      CHECK(is_name(value.name));
      CHECK(value.name == named_after(value.label));
      CHECK(is_plain(value.note));
      CHECK(names.insert(lowered(value.name)).second);
      CHECK(numbers.insert(value.number).second);
    }
  }
}

TEST_CASE("enumerations: every attribute's values are listed") {
  for (const Attribute& row : attributes()) {
    if (row.values == nullptr) continue;
    CAPTURE(row.name);
    const auto listed = std::ranges::find(enumerations(), row.values->name, &Enumeration::name);
    REQUIRE(listed != enumerations().end());
    CHECK(listed->values.data() == row.values->values.data());
  }
}

TEST_CASE("enumerations: values by name, decimal and hexadecimal number") {
  struct Row {
    const Enumeration& enumeration;
    const char* text;
    std::uint32_t number;
    const char* label;
  };
  const Row rows[] = {
      {kNasPortType, "Virtual", 5, "Virtual (VPN)"},
      {kNasPortType, "wireless-ieee-802.11", 19, "Wireless - IEEE 802.11"},
      {kNasPortType, "5", 5, "Virtual (VPN)"},
      {kNasPortType, "0", 0, "Async (Modem)"},
      {kTunnelType, "SSTP", 0x13701, "SSTP"},
      {kTunnelType, "0x13701", 0x13701, "SSTP"},
      {kTunnelType, "0X3", 3, "L2TP"},
      {kTunnelType, "79617", 0x13701, "SSTP"},
      {kTunnelMediumType, "802", 6, "802"},
      {kAuthenticationType, "MS-CHAP-v2", 4, "MS-CHAP v2"},
      {kAuthenticationType, "None", 7, "None (unauthenticated)"},
      {kAuthenticationType, "MS-CHAP-v2-CPW", 10, "MS-CHAP v2 CPW (password change)"},
      {kEapType, "Identity", 1, "Identity"},
      {kEapType, "MD5-Challenge", 4, "MD5-Challenge"},
      {kEapType, "EAP-TLS", 13, "EAP-TLS"},
      {kEapType, "PEAP", 25, "PEAP"},
      {kEapType, "EAP-MS-CHAP-v2", 26, "EAP-MS-CHAP v2"},
      {kAccessServerType, "Remote-access-server", 2, "Remote access server (VPN-dial up)"},
      {kMppeEncryptionPolicy, "Encryption-Required", 2, "Encryption-Required"},
      {kClientVendor, "microsoft", 311, "Microsoft"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const NamedValue* found = find_value(row.enumeration, row.text);
    REQUIRE(found != nullptr);
    CHECK(found->number == row.number);
    CHECK(found->label == row.label);
    CHECK(find_value(row.enumeration, row.number) == found);
  }
}

TEST_CASE("enumerations: what is no value is not found") {
  for (const char* text : {"", "Virtuel", "Virtual (VPN)", "99", "0x", "0x5x", "5 ", " 5", "-5", "+5", "5.0",
                           "99999999999", "0x100000005"}) {
    CAPTURE(text);
    CHECK(find_value(kNasPortType, text) == nullptr);
  }
  CHECK(find_value(kNasPortType, 99u) == nullptr);
}

TEST_CASE("enumerations: names in the order of the table") {
  const auto names = names_of(kEapType);
  REQUIRE(names.size() == kEapType.values.size());
  CHECK(names.front() == "Identity");
  CHECK(names.back() == "EAP-MS-CHAP-v2");
}

TEST_CASE("reasons: sorted, unique, with texts and known client errors") {
  CHECK(reasons().size() == 95);
  std::uint32_t last = 0;
  for (const Reason& reason : reasons()) {
    CAPTURE(reason.number);
    CHECK((reason.number > last || &reason == reasons().data()));
    last = reason.number;
    CHECK(is_text(reason.meaning));
    CHECK(is_text(reason.kind));
    CHECK(is_text(reason.source));
    CHECK((reason.symbol.empty() || reason.symbol.starts_with("IAS_")));
    CHECK((reason.gap.empty() || reason.gap.starts_with("G-")));
    CHECK(is_known_client_error(reason.ms_chap));
    CHECK(is_known_client_error(reason.other));
    CHECK((reason.ms_chap.number == 0) == (reason.number == 0));
    CHECK((reason.other.number == 0) == (reason.number == 0));
    CHECK(find_reason(reason.number) == &reason);
  }
}

TEST_CASE("reasons: client errors and how firm they are") {
  using enum Basis;
  struct Row {
    std::uint32_t reason;
    int ms_chap;
    Basis ms_chap_basis;
    int other;
    Basis other_basis;
  };
  // clang-format off
  const Row rows[] = {
      {0,   0,   documented, 0,   documented},
      {7,   691, documented, 691, inferred},
      {16,  691, documented, 691, inferred},
      {33,  648, documented, 691, inferred},
      {34,  647, documented, 691, inferred},
      {35,  691, inferred,   691, inferred},
      {36,  691, inferred,   691, inferred},
      {37,  646, documented, 691, inferred},
      {48,  649, unverified, 691, unverified},
      {49,  691, unverified, 691, unverified},
      {64,  691, unverified, 691, unverified},
      {65,  649, documented, 649, unverified},
      {66,  691, inferred,   691, inferred},
      {68,  691, unverified, 691, unverified},
      {97,  691, inferred,   691, inferred},
      {117, 691, unverified, 691, unverified},
      {268, 691, unverified, 691, unverified},
  };
  // clang-format on
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    const Reason* found = find_reason(row.reason);
    REQUIRE(found != nullptr);
    CHECK(found->ms_chap.number == row.ms_chap);
    CHECK(found->ms_chap.basis == row.ms_chap_basis);
    CHECK(found->other.number == row.other);
    CHECK(found->other.basis == row.other_basis);
  }
}

TEST_CASE("reasons: MS-CHAP carries six numbers and no other") {
  constexpr int kMsChapErrors[] = {646, 647, 648, 649, 691, 709};
  for (const Reason& reason : reasons()) {
    if (reason.number == 0) continue;
    CAPTURE(reason.number);
    CHECK(std::ranges::find(kMsChapErrors, reason.ms_chap.number) != std::end(kMsChapErrors));
  }
}

TEST_CASE("reasons: unknown ones and codes that only have a symbol") {
  CHECK(find_reason(11) == nullptr);
  CHECK(find_reason(304) == nullptr);
  CHECK(find_reason(65536) == nullptr);  // not reason 0
  CHECK(find_reason(71)->basis == Basis::unverified);
  CHECK(find_reason(303)->basis == Basis::unverified);
  CHECK(find_reason(48)->symbol == "IAS_NO_POLICY_MATCH");
  CHECK(find_reason(48)->gap == "G-15");
}

TEST_CASE("errors: sorted, unique, with texts") {
  CHECK(ras_errors().size() == 146);
  std::uint32_t last = 0;
  for (const RasError& error : ras_errors()) {
    CAPTURE(error.number);
    CHECK(error.number > last);
    last = error.number;
    CHECK(is_text(error.symbol));
    CHECK(is_text(error.meaning));
    CHECK(is_plain(error.cause));
    CHECK(is_text(error.basis));
    CHECK(is_text(error.source));
    CHECK((error.side == "client" || error.side == "server" || error.side == "client/server"));
    CHECK(find_ras_error(error.number) == &error);
  }
}

TEST_CASE("errors: what is not in the table is not found") {
  for (const std::uint32_t number : {0u, 599u, 601u, 957u, 66227u}) {  // 66227 is 691 in 16 bits
    CAPTURE(number);
    CHECK(find_ras_error(number) == nullptr);
  }
  CHECK(find_ras_error(691)->symbol == "ERROR_AUTHENTICATION_FAILURE");
}

TEST_CASE("tunnel types: texts that list them list all of them") {
  std::string all, with_encryption, for_routers;
  const auto add = [](std::string& list, std::string_view name, std::string_view between) {
    list += (list.empty() ? "" : std::string(between)) + std::string(name);
  };
  for (const TunnelTypeRow& row : tunnel_types()) {
    CAPTURE(row.name);
    add(all, row.name, ", ");
    if (row.has_own_encryption) add(with_encryption, row.name, " and ");
    if (row.is_for_routers) add(for_routers, row.name, " and ");
    CHECK(find_value(kNasPortType, "Virtual")->note.find(row.name) != std::string_view::npos);
    CHECK(find_value(kTunnelType, row.number)->name == row.name);
    CHECK(row.needs.size > 0);
    CHECK((row.first_client > 0) == !row.first_client_name.empty());
  }
  CHECK(field_row(FieldId::tunnel).summary == all + ", or none for dial-up");
  CHECK(find_lint("no-encryption")->why.ends_with(with_encryption + " bring their own encryption."));
  CHECK(find_schema("site")->text().find("left out: true for " + for_routers) != std::string::npos);
}
