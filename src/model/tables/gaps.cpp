#include "model/tables/gaps.hpp"

namespace rapsim {
namespace {

// clang-format off
constexpr Gap kGaps[] = {
  {"G-1",  "order of password and account checks when several fail",      "36, 16, 34, 35, 37, 33, 38; all of them are shown"},
  {"G-2",  "order of limits when several are violated",                   "65, then 66, 22, 67, 68, 69, 70, 72; all of them are shown"},
  {"G-3",  "no connection request policy matches",                        "reject 49"},
  {"G-4",  "lockout when the counter reaches MaxDenials, or exceeds it",  "reaches; the timer runs from the last failure"},
  {"G-5",  "no policy matches, but the account is set to Allow",          "reject 48 (six Microsoft texts against two)"},
  {"G-6",  "what a mixed domain lacks",                                   "control through policy counts as deny; caller ID, address and routes are ignored"},
  {"G-7",  "a condition on an attribute that the request lacks",          "false"},
  {"G-8",  "number of SPAP among the authentication types",               "none; the name alone"},
  {"G-9",  "bit of 56-bit encryption in MS-MPPE-Encryption-Types; encryption of L2TP", "8; needs no keys of the method"},
  {"G-10", "effect of the packet filter in the built-in policy",          "it lets everything pass"},
  {"G-11", "order of the bits in logon hours",                            "the least significant bit is the first hour"},
  {"G-12", "the error when an edition's limit is reached",                "that of a server without a free port"},
  {"G-13", "methods that a 2003 server offers by default",                "EAP, MS-CHAP v2, MS-CHAP"},
  {"G-14", "score of RADIUS servers by default",                          "30"},
  {"G-15", "which error a client shows for a reason",                     "a table; only few pairs are documented"},
  {"G-16", "order of Automatic",                                          "by the client's version: 2000 L2TP first, XP PPTP first"},
  {"G-17", "day 0 of TIMEOFDAY, end of a range, patterns, several groups", "Sunday; not in it; found anywhere, without case; any of them"},
  {"G-18", "numbers of two NPS attributes, given differently by two sources", "names decide; both numbers are read"},
  {"G-19", "policy source: one pass in order, or own kind first",         "one pass"},
  {"G-20", "account set to Allow, policy denies",                         "accept (five texts against one)"},
  {"G-21", "which free address is next",                                  "the lowest"},
  {"G-22", "when Automatic tries the next type",                          "only while the tunnel is not up; GRE that is lost is 721"},
  {"G-23", "hours that close while a client is connected",                "the session continues"},
};
// clang-format on

}  // namespace

std::span<const Gap> gaps() { return kGaps; }

}  // namespace rapsim
