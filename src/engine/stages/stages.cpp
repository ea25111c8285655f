#include "engine/stages/stages.hpp"

namespace rapsim {
namespace {

// clang-format off
constexpr StageRow kStages[] = {
  // name             simulated  summary                                                source
  {"path",            true,  "packets of the tunnel reach the server",                 "semantics 7"},
  {"server",          true,  "service runs, remote access is on, a port is free",      "semantics 6.1, 6.2"},
  {"tunnel",          true,  "IKE and IPsec, or GRE",                                  "semantics 7.2"},
  {"link",            true,  "client and server agree on an authentication method",    "semantics 6.4, 7.3"},
  {"provider",        true,  "a RADIUS server answers, or Windows may read the domain",    "semantics 6.5"},
  {"request-policy",  true,  "a connection request policy says who handles it",        "semantics 2.2"},
  {"identity",        true,  "name, realm and account",                                "semantics 2.4"},
  {"lockout",         true,  "remote access account lockout",                          "semantics 2.5"},
  {"authentication",  true,  "password or certificate, state of the account",          "semantics 2.6"},
  {"policy",          true,  "the first policy whose conditions all hold",             "semantics 2.7"},
  {"permission",      true,  "the account's and the policy's permission",              "semantics 2.8"},
  {"constraints",     true,  "limits of the policy's profile, caller ID",              "semantics 2.9"},
  {"settings",        true,  "attributes that the accept returns",                     "semantics 2.10, 4"},
  {"negotiation",     true,  "encryption, callback, LAN protocols and addresses", "semantics 4.5, 6.3"},
  {"reach",           false, "what the client reaches once connected",                 "semantics 8"},
};
// clang-format on
static_assert(std::size(kStages) == kStageCount);

}  // namespace

std::span<const StageRow> stages() { return kStages; }

std::string_view answer_name(Answer answer) {
  constexpr std::string_view kNames[] = {"accept", "reject", "discard", "none"};
  return kNames[static_cast<std::size_t>(answer)];
}

std::string_view outcome_name(Outcome outcome) {
  constexpr std::string_view kNames[] = {"connected", "not-connected", "unknown"};
  return kNames[static_cast<std::size_t>(outcome)];
}

}  // namespace rapsim
