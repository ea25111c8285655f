// The error that the client shows: the cause's own, unless tunnel, strategy or stage say otherwise.
// Source: semantics.md 2.11, 7.2; gaps.md G-15, G-16.
#include "engine/decision_fields.hpp"
#include "engine/judged.hpp"
#include "engine/tunnels.hpp"
#include "network/traffic.hpp"

namespace rapsim {
namespace {

bool is_l2tp(const Explained& e) { return e.attempt[FieldId::tunnel].is(3); }
bool ended_at(const Explained& e, StageId stage) {
  return e.decision.stage.is_present() && e.decision.stage.value == stage;
}

/// Several types were tried, and none came up.
bool tried_all(const Explained& e) {
  return e.decision.stage.is_present() && e.decision.stage.value <= StageId::tunnel &&
         e.attempt[FieldId::strategy].presence == Presence::present && tried_types(e.attempt).size() > 1 &&
         e.trace.tunnels.size() + 1 == tried_types(e.attempt).size();
}
bool lost_gre(const Explained& e) {
  return ended_at(e, StageId::tunnel) && e.attempt[FieldId::tunnel].is(1) &&
         e.decision.cause.value == cause("wan-filter-blocks-vpn");
}
bool lost_esp(const Explained& e) {
  const Site& site = *e.site.site;
  const auto esp = network::packet_of(network::Traffic::esp, site, {});
  const auto ike = network::packet_of(network::Traffic::ike, site, {});
  return is_l2tp(e) && network::exchange(site, ike).arrives == Truth::yes &&
         network::exchange(site, esp).arrives == Truth::no;
}
bool lost_name(const Explained& e) { return e.site.site->network.name_resolution.value == NameResolution::fails; }
bool is_l2tp_path(const Explained& e) { return is_l2tp(e) && ended_at(e, StageId::path); }
bool is_link(const Explained& e) { return ended_at(e, StageId::link); }
bool asks_one_protocol_too_many(const Explained& e) {
  const std::int64_t asked = e.attempt[FieldId::client_protocols].number;
  return (asked & (asked - 1)) != 0;
}
bool policy_requires_only(const Explained& e) {
  const FieldValue& client = e.attempt[FieldId::encryption_requires];
  return !client.is(kRequired) && !client.is(kRequiresMaximum);
}

struct ErrorRow {
  std::string_view cause;  // empty: any
  bool (*when)(const Explained&);
  ClientError before_vista, from_vista;
  std::string_view source;
};

using enum Basis;
// clang-format off
/// The first row that fits.
constexpr ErrorRow kRows[] = {
  {"",                              tried_all,            {800, documented}, {800, documented}, "SEED: Automatic that fails on every type"},
  {"wan-filter-blocks-vpn",         lost_gre,             {721, documented}, {806, documented}, "semantics 7.2"},
  {"wan-filter-blocks-vpn",         is_l2tp_path,         {792, unverified}, {809, inferred},   "semantics 7.2"},
  {"l2tp-traffic-blocked",          lost_esp,             {678, inferred},   {809, inferred},   "semantics 7.2"},
  {"server-unreachable",            lost_name,            {769, inferred},   {868, inferred},   "RASERR 769, 868"},
  {"server-unreachable",            is_l2tp,              {792, unverified}, {809, inferred},   "semantics 7.2"},
  {"tunnel-protocol-unsupported",   is_l2tp,              {678, inferred},   {809, inferred},   "semantics 7.2"},
  {"profile-server-conflict-auth",  is_link,              {734, unverified}, {919, inferred},   "semantics 2.11"},
  {"lan-protocol-not-enabled",      asks_one_protocol_too_many, {720, inferred}, {720, inferred}, "semantics 6.3"},
  {"policy-encryption-level-mismatch", policy_requires_only, {741, inferred}, {741, inferred},  "semantics 4.5"},
  {"ias-policy-encryption-check",   policy_requires_only, {741, inferred},   {741, inferred},   "semantics 4.5"},
};
// clang-format on

const ClientError* error_of_row(const Explained& e, bool is_vista) {
  for (const ErrorRow& row : kRows)
    if ((row.cause.empty() || row.cause == kCauses[e.decision.cause.value].id) && row.when(e))
      return is_vista ? &row.from_vista : &row.before_vista;
  return nullptr;
}

}  // namespace

ClientError client_error(const Explained& explained) {
  const Decision& decision = explained.decision;
  if (!decision.cause.is_present()) return {0, Basis::documented};
  const bool is_vista = explained.attempt[FieldId::client_windows].number >= kWindowsVista;
  if (const ClientError* special = error_of_row(explained, is_vista)) return *special;
  const Cause& row = kCauses[decision.cause.value];
  const ClientError& own = is_vista ? row.from_vista : row.before_vista;
  if (own.number != 0) return own;
  const Reason* reason = decision.reason.is_present() ? find_reason(decision.reason.value) : nullptr;
  if (reason == nullptr) return {0, Basis::documented};
  const FieldValue& method = explained.attempt[FieldId::authentication];
  const auto type = method.number >> 8;
  const bool is_ms_chap = method.presence == Presence::present && (type == kMsChap || type == kMsChapV2);
  return is_ms_chap ? reason->ms_chap : reason->other;
}

}  // namespace rapsim
