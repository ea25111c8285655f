#include "model/tables/readings.hpp"

#include <iterator>

namespace rapsim {
namespace {

// clang-format off
constexpr ReadingRow kReadings[] = {
  // name                        gap     built                                                              the other side                                                     source of the other side
  {"account-state-first",        "G-1",  "lockout, password, then the state of the account",                "the state of the account before the password",                    "MS-APDS 3.1.5"},
  {"automatic-moves-on",         "G-22", "Automatic ends with the error of a tunnel that is up (GRE lost: 721)", "it tries the next type then, too",                            "no source says that it does not"},
  {"constraints-before-permission", "G-2", "permission (65) before the limits of the profile",              "the limits of the profile before the permission",                 "MS cc772123"},
  {"hours-end-sessions",         "G-23", "a session continues when the hours of policy or account close",    "it ends then",                                                    "no Microsoft page was found"},
  {"lockout-exceeds",            "G-4",  "locked when the counter reaches MaxDenials",                      "locked when the counter exceeds MaxDenials",                      "REGLOCK, page MaxDenials"},
  {"logon-hours-leftmost-bit",   "G-11", "bit 0, the least significant one, is the first hour of a byte",   "the leftmost bit of a byte is its first hour",                    "MS-SAMR 2.2.6.5"},
  {"mixed-domain-keeps-dial-in", "G-6",  "caller ID, static address and routes are ignored in a mixed domain", "they count in a mixed domain too",                             "no source says that they are missing"},
  {"no-match-accepts-allowed",   "G-5",  "no matching policy rejects every account",                        "an account set to Allow gets in without a matching policy",       "nps-np-configure.md, MS cc755309"},
  {"no-request-policy-discards", "G-3",  "no matching connection request policy rejects",                   "it discards the request",                                         "nps-crp-crpolicies.md, an example"},
  {"path-rules",                 "path-rules", "L2TP needs UDP 500 and ESP, or UDP 4500 behind a NAT",        "L2TP needs UDP 1701 and ESP, as the troubleshooting page says",   "SEED", "full", "seed"},
  {"policy-deny-beats-user-allow", "G-20", "an account set to Allow gets in although the policy denies",    "a policy that denies rejects accounts set to Allow too",          "MS cc732724"},
  {"source-two-passes",          "G-19", "one pass over all policies in processing order",                  "policies of the request's own kind of access server first, then the unspecified ones", "MS dd197510"},
};
// clang-format on
static_assert(std::size(kReadings) == kReadingCount);

}  // namespace

std::span<const ReadingRow> readings() { return kReadings; }

}  // namespace rapsim
