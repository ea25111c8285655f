#include "cli/commands/knowledge.hpp"

#include <algorithm>
#include <iterator>

#include "report/findings/findings.hpp"

namespace rapsim {
namespace {

// clang-format off
constexpr Knowledge kKnowledge[] = {
  // one                 many                    example               listing                      unknown       table              completed
  {"reason",            "reasons",              "66",                 "reasons",                   code("R301"), reason_table,      true},
  {"client error",      "client errors",        "691",                "errors",                    code("R301"), error_table,       true},
  {"cause",             "causes",               "no-matching-policy", "causes",                    code("R301"), cause_table,       true},
  {"stage",             "stages",               "constraints",        "",                          code("R301"), stage_table,       true},
  {"check",             "checks",               "caller-id",          "",                          code("R301"), check_table,       true},
  {"reading",           "readings",             "lockout-exceeds",    "readings",                  code("R301"), reading_table,     true},
  {"gap",               "open questions",       "G-15",               "",                          code("R301"), gap_table,         true},
  {"attribute",         "attributes",           "NAS-Port-Type",      "attributes --all",          code("R302"), attribute_table,   true},
  {"field",             "fields of an attempt", "eap.result",         "",                          code("R301"), field_table,       true},
  {"value",             "values of attributes", "MS-CHAP-v2",         "",                          code("R301"), value_table,       false},
  {"enumeration",       "enumerations",         "Client-Vendor",      "attributes --enumerations", code("R301"), enumeration_table, false},
  {"finding",           "findings of check",    "weak-method",        "check --list",              code("R301"), finding_table,     true},
  {"diagnostic code",   "diagnostic codes",     "R309",               "",                          code("R301"), code_table,        true},
};
// clang-format on

}  // namespace

std::span<const Knowledge> knowledge() { return kKnowledge; }

const Knowledge* knowledge_of_command(std::string_view command) {
  for (const Knowledge& kind : kKnowledge)
    if (!command.empty() && kind.listing.substr(0, kind.listing.find(' ')) == command) return &kind;
  return nullptr;
}

const Knowledge& knowledge_of(std::string_view one) {
  return *std::find_if(std::begin(kKnowledge), std::end(kKnowledge),
                       [&](const Knowledge& kind) { return kind.one == one; });
}

std::vector<std::string> first_words(const Knowledge& kind) {
  std::vector<std::string> out;
  for (const Record& record : kind.table().records) out.push_back(record.words.front());
  return out;
}

}  // namespace rapsim
