#include "engine/stages/client_error.hpp"

#include <bit>

#include "engine/stages/tunnels.hpp"
#include "model/attempt/authentication.hpp"
#include "network/path.hpp"

namespace rapsim {
namespace {

bool is_over(const Explained& e, TunnelType type) { return e.attempt.tunnel().is(type) == Truth::yes; }
bool is_l2tp(const Explained& e) { return is_over(e, TunnelType::l2tp); }
bool ended_at(const Explained& e, StageId stage) {
  return e.decision.stage.is_present() && e.decision.stage.value == stage;
}

/// Several types were tried, and none came up.
bool tried_all(const Explained& e) {
  return e.decision.stage.is_present() && e.decision.stage.value <= StageId::tunnel &&
         e.attempt.strategy().is_present() && tried_types(e.attempt).size() > 1 &&
         e.trace.tunnels.size() + 1 == tried_types(e.attempt).size();
}
bool lost_gre(const Explained& e) { return ended_at(e, StageId::tunnel) && is_over(e, TunnelType::pptp); }
bool lost_esp(const Explained& e) {
  const Site& site = *e.site.site;
  const auto esp = network::packet_of(network::traffic::esp, site, {});
  const auto ike = network::packet_of(network::traffic::ike, site, {});
  return is_l2tp(e) && network::exchange(site, ike).arrives == Truth::yes &&
         network::exchange(site, esp).arrives == Truth::no;
}
bool lost_name(const Explained& e) { return e.site.site->network.name_resolution.value == NameResolution::fails; }
bool is_l2tp_path(const Explained& e) { return is_l2tp(e) && ended_at(e, StageId::path); }
bool is_link(const Explained& e) { return ended_at(e, StageId::link); }
bool asks_one_protocol_too_many(const Explained& e) {
  return e.attempt.lan_protocols().meets([](std::uint8_t asked) { return std::popcount(asked) > 1; }) == Truth::yes;
}
bool policy_requires_only(const Explained& e) {
  const Maybe<EncryptionNeed> need = e.attempt.encryption_need();
  return !(need.is_present() && (need.value == EncryptionNeed::required || need.value == EncryptionNeed::maximum));
}

using enum Basis;
// clang-format off
constexpr SpecialClientError kRows[] = {
  {kNoCause,                                  tried_all,                  "Automatic tried several types, and none came up",     {800, documented}, {800, documented}, "SEED: Automatic that fails on every type"},
  {cause("wan-filter-blocks-vpn"),            lost_gre,                   "PPTP: GRE is lost, TCP 1723 is not",                  {721, documented}, {806, documented}, "semantics 7.2"},
  {cause("wan-filter-blocks-vpn"),            is_l2tp_path,               "L2TP",                                                {792, unverified}, {809, inferred},   "semantics 7.2"},
  {cause("l2tp-traffic-blocked"),             lost_esp,                   "ESP is lost, IKE is not",                             {678, inferred},   {809, inferred},   "semantics 7.2"},
  {cause("server-unreachable"),               lost_name,                  "the server's name is not found",                      {769, inferred},   {868, inferred},   "RASERR 769, 868"},
  {cause("server-unreachable"),               is_l2tp,                    "L2TP",                                                {792, unverified}, {809, inferred},   "semantics 7.2"},
  {cause("tunnel-protocol-unsupported"),      is_l2tp,                    "L2TP",                                                {678, inferred},   {809, inferred},   "semantics 7.2"},
  {cause("profile-server-conflict-auth"),     is_link,                    "client and server find no method, before a policy",   {734, unverified}, {919, inferred},   "semantics 2.11"},
  {cause("lan-protocol-not-enabled"),         asks_one_protocol_too_many, "the client asks for several protocols",               {720, inferred},   {720, inferred},   "semantics 6.3"},
  {cause("policy-encryption-level-mismatch"), policy_requires_only,       "the policy requires encryption, the client does not", {741, inferred},   {741, inferred},   "semantics 4.5"},
  {cause("ias-policy-encryption-check"),      policy_requires_only,       "the policy requires encryption, the client does not", {741, inferred},   {741, inferred},   "semantics 4.5"},
};
// clang-format on

const ClientError* error_of_row(const Explained& e, bool is_vista) {
  for (const SpecialClientError& row : kRows)
    if ((row.cause == kNoCause || row.cause == e.decision.cause.value) && row.holds(e))
      return is_vista ? &row.from_vista : &row.before_vista;
  return nullptr;
}

ClientError error_of(const Explained& explained, bool is_vista) {
  const Decision& decision = explained.decision;
  if (const ClientError* special = error_of_row(explained, is_vista)) return *special;
  const Cause& row = kCauses[decision.cause.value];
  const ClientError& own = is_vista ? row.from_vista : row.before_vista;
  if (own.number != 0) return own;
  const Reason* reason = decision.reason.is_present() ? find_reason(decision.reason.value) : nullptr;
  if (reason == nullptr) return {0, Basis::documented};
  const bool is_ms_chap = can_change_password(explained.attempt) == Truth::yes;
  return is_ms_chap ? reason->ms_chap : reason->other;
}

}  // namespace

std::span<const SpecialClientError> special_client_errors() { return kRows; }

/// A case has a version of Windows: the field is none that a case leaves open.
ClientError client_error_of(const Explained& one) {
  if (!one.decision.cause.is_present()) return {0, Basis::documented};
  return error_of(one, one.attempt.windows().meets(is_from_vista) == Truth::yes);
}

}  // namespace rapsim
