#include "engine/stages/request.hpp"

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

/// `yes` in a tunnel, `otherwise` in a call, unknown when it is not said which.
AttributeView in_tunnel(const FillInput& in, AttributeView yes, AttributeView otherwise) {
  const Truth is_call = in.attempt.tunnel().is(kCall);
  return is_call == Truth::unknown ? unknown() : is_call == Truth::yes ? otherwise : yes;
}

AttributeView of_client(const FillInput& in, AttributeView (*view)(const FillInput&)) {
  if (!in.asker.is_radius) return absent();
  if (in.asker.client.is_unknown()) return unknown();
  return in.asker.client.is_absent() ? absent() : view(in);
}

AttributeView client_address(const FillInput& in) {
  if (!in.asker.is_radius) return absent();
  return in.asker.address.is_present() ? text(in.asker.address.value) : unknown();
}

AttributeView nas_address(const FillInput& in) {
  if (in.asker.is_foreign) return client_address(in);
  const std::string& address = in.site.server.address.value;
  return address.empty() ? unknown() : text(address);
}

/// In the documented VPN request there is none; a call has the number dialed, and so may have any other access server
/// (gaps.md "Conditions").
AttributeView called_station(const FillInput& in) {
  const AttributeView called = field(in, FieldId::to);
  return in.asker.is_foreign ? called : in_tunnel(in, absent(), called);
}

/// As written: request policies see it before the realm rules change it.
AttributeView user_name(const FillInput& in) {
  const FieldValue& user = in.attempt[FieldId::user];
  return {user.presence, user.text};
}

// clang-format off
constexpr FilledIn kFilledIn[] = {
  // attribute           fill  rras_only  source
  {"User-Name",          user_name, false, "RFC 2865 5.1"},
  {"NAS-Identifier",     [](const FillInput& in) { return text(in.site.server.name.value); }, true, "MS-RNAP 4.1"},
  {"NAS-IP-Address",     nas_address, false, "MS-RNAP 4.1"},
  {"Service-Type",       [](const FillInput&) { return text("2"); }, true, "MS-RNAP 4.1: Framed"},
  {"Framed-Protocol",    [](const FillInput&) { return text("1"); }, true, "MS-RNAP 4.1: PPP"},
  {"NAS-Port-Type",      [](const FillInput& in) { return field(in, FieldId::port_type); }, false, "MS-RNAP 4.1"},
  {"Calling-Station-Id", [](const FillInput& in) { return field(in, FieldId::from); }, false, "MS-RNAP 4.1"},
  {"Called-Station-Id",  called_station, false, "semantics 6.5, inferred"},
  {"Tunnel-Type",        [](const FillInput& in) { return in_tunnel(in, field(in, FieldId::tunnel), absent()); }, false, "MS-RNAS 2.2.2.1"},
  {"Tunnel-Medium-Type", [](const FillInput& in) { return in_tunnel(in, text("1"), absent()); }, true, "MS-RNAP 4.1"},
  {"Tunnel-Client-Endpoint", [](const FillInput& in) { return in_tunnel(in, field(in, FieldId::from), absent()); }, true, "MS-RNAP 4.1"},
  {"MS-RAS-Vendor",      [](const FillInput&) { return text("311"); }, true, "RFC 2548 2.7.2, inferred"},
  {"Authentication-Type", [](const FillInput& in) { return field(in, FieldId::authentication); }, false, "win32 AUTHENTICATION_TYPE"},
  {"Allowed-EAP-Types",  [](const FillInput& in) { return field(in, FieldId::eap_type); }, false, "unverified"},
  // RRAS counts as VPN/dial-up with Windows authentication too (G-19); the attribute came with 2008.
  {"MS-Network-Access-Server-Type", [](const FillInput& in) {
     return in.site.dialect.value == Dialect::nps ? text("2") : absent(); }, true, "MS-RNAS 2.2.1.4, G-19"},
  {"Client-IP-Address",  client_address, false, "semantics 3.1: of RADIUS clients only"},
  {"Client-Friendly-Name", [](const FillInput& in) {
     return of_client(in, [](const FillInput& i) { return text(i.asker.client.value->name); }); }, false, "semantics 3.1: of RADIUS clients only"},
  {"Client-Vendor",      [](const FillInput& in) {
     return of_client(in, [](const FillInput& i) { return text(i.asker.vendor); }); }, false, "semantics 3.1: of RADIUS clients only"},
};
// clang-format on

}  // namespace

std::span<const FilledIn> filled_in() { return kFilledIn; }

Slot slot_of(AttributeId id) {
  const Attribute& row = attribute(id);
  Slot slot{.attribute = id, .out_of_scope = row.condition == ConditionKind::out_of_scope};
  for (const FilledIn& filled : kFilledIn)
    if (filled.attribute == row.name) {
      slot.fill = filled.fill;
      slot.rras_only = filled.rras_only;
    }
  return slot;
}

AttributeView view_of(const Slot& slot, const FillInput& input) {
  if (const GivenAttribute* given = input.attempt.find(slot.attribute))
    return {given->presence, {}, given->presence == Presence::present ? &given->values : nullptr};
  if (slot.fill != nullptr && !(slot.rras_only && input.asker.is_foreign)) return slot.fill(input);
  return slot.out_of_scope ? unknown() : absent();
}

}  // namespace rapsim
