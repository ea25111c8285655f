#include "engine/request.hpp"

#include <algorithm>

namespace rapsim {
namespace {

AttributeView text(std::string_view value) { return {Presence::present, value}; }
AttributeView unknown() { return {Presence::unknown}; }
AttributeView absent() { return {}; }

AttributeView field(const FillInput& in, FieldId id) {
  const FieldValue& value = in.attempt[id];
  return {value.presence, value.wire};
}

/// `yes` in a tunnel, `otherwise` in a call, unknown when nobody says which.
AttributeView in_tunnel(const FillInput& in, AttributeView yes, AttributeView otherwise) {
  const FieldValue& tunnel = in.attempt[FieldId::tunnel];
  if (tunnel.presence != Presence::present) return unknown();
  return tunnel.number != 0 ? yes : otherwise;
}

// clang-format off
constexpr FilledIn kFilledIn[] = {
  {"NAS-Identifier",     [](const FillInput& in) { return text(in.site.server.name.value); }, "MS-RNAP 4.1"},
  {"NAS-IP-Address",     [](const FillInput& in) {
     const std::string& address = in.site.server.address.value;
     return address.empty() ? unknown() : text(address); }, "MS-RNAP 4.1"},
  {"Service-Type",       [](const FillInput&) { return text("2"); }, "MS-RNAP 4.1: Framed"},
  {"Framed-Protocol",    [](const FillInput&) { return text("1"); }, "MS-RNAP 4.1: PPP"},
  {"NAS-Port-Type",      [](const FillInput& in) { return field(in, FieldId::port_type); }, "MS-RNAP 4.1"},
  {"Calling-Station-Id", [](const FillInput& in) { return field(in, FieldId::from); }, "MS-RNAP 4.1"},
  // Not in the documented VPN request; a call has the number dialed (gaps.md "Conditions").
  {"Called-Station-Id",  [](const FillInput& in) { return in_tunnel(in, absent(), field(in, FieldId::to)); }, "semantics 6.5, inferred"},
  {"Tunnel-Type",        [](const FillInput& in) { return in_tunnel(in, field(in, FieldId::tunnel), absent()); }, "MS-RNAS 2.2.2.1"},
  {"Tunnel-Medium-Type", [](const FillInput& in) { return in_tunnel(in, text("1"), absent()); }, "MS-RNAP 4.1"},
  {"Tunnel-Client-Endpoint", [](const FillInput& in) { return in_tunnel(in, field(in, FieldId::from), absent()); }, "MS-RNAP 4.1"},
  {"MS-RAS-Vendor",      [](const FillInput&) { return text("311"); }, "RFC 2548 2.7.2, inferred"},
  {"Authentication-Type", [](const FillInput& in) { return field(in, FieldId::authentication); }, "win32 AUTHENTICATION_TYPE"},
  {"Allowed-EAP-Types",  [](const FillInput& in) { return field(in, FieldId::eap_type); }, "unverified"},
  // RRAS counts as VPN/dial-up with Windows authentication too (G-19); the attribute came with 2008.
  {"MS-Network-Access-Server-Type", [](const FillInput& in) {
     return in.site.dialect.value == Dialect::nps ? text("2") : absent(); }, "MS-RNAS 2.2.1.4, G-19"},
};
// clang-format on

}  // namespace

std::span<const FilledIn> filled_in() { return kFilledIn; }

Slot slot_of(AttributeId id) {
  const Attribute& row = attribute(id);
  Slot slot{id, nullptr, row.condition == ConditionKind::out_of_scope};
  for (const FilledIn& filled : kFilledIn)
    if (filled.attribute == row.name) slot.fill = filled.fill;
  return slot;
}

AttributeView view_of(const Slot& slot, const FillInput& input) {
  if (const GivenAttribute* given = input.attempt.find(slot.attribute))
    return {given->presence, {}, given->presence == Presence::present ? &given->values : nullptr};
  if (slot.fill != nullptr) return slot.fill(input);
  return slot.out_of_scope ? unknown() : absent();
}

}  // namespace rapsim
