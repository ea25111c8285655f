#include "model/tables/methods.hpp"

#include <array>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "base/text.hpp"

namespace rapsim {
namespace {

// clang-format off
constexpr auto kMethodNames = std::to_array<MethodName>({
  // name             label                        type   type, EAP type
  // The second names are how people write it; they come before CHAP, which would otherwise be the nearest to `CHAPv2`.
  {"MS-CHAP-v2",      "MS-CHAP v2",                "4",   {4, 0}},
  {"MS-CHAPv2",       "MS-CHAP v2",                "4",   {4, 0}},
  {"MSCHAPv2",        "MS-CHAP v2",                "4",   {4, 0}},
  {"PAP",             "PAP",                       "1",   {1, 0}},
  {"MD5-CHAP",        "CHAP",                      "2",   {2, 0}},
  {"CHAP",            "CHAP",                      "2",   {2, 0}},
  {"MS-CHAP",         "MS-CHAP",                   "3",   {3, 0}},
  {"MS-CHAP-v1",      "MS-CHAP",                   "3",   {3, 0}},
  {"EAP",             "EAP",                       "5",   {kAuthenticationEap, 0}},
  {"EAP-TLS",         "EAP-TLS",                   "5",   {kAuthenticationEap, 13}},
  {"EAP-MS-CHAP-v2",  "EAP-MS-CHAP v2",            "5",   {kAuthenticationEap, 26}},
  {"EAP-MD5",         "EAP-MD5",                   "5",   {kAuthenticationEap, 4}},
  {"MD5-Challenge",   "EAP-MD5",                   "5",   {kAuthenticationEap, 4}},
  {"ARAP",            "ARAP",                      "6",   {6, 0}},
  {"None",            "no authentication",         "7",   {7, 0}},
  {"Custom",          "a custom method",           "8",   {8, 0}},
  {"MS-CHAP-CPW",     "MS-CHAP password change",   "9",   {9, 0}},
  {"MS-CHAP-v2-CPW",  "MS-CHAP v2 password change", "10", {10, 0}},
  {"PEAP",            "PEAP",                      "11",  {kAuthenticationPeap, kEapPeap}},
  {"SPAP",            "SPAP",                      "SPAP", {kSpap, 0}},
});
// clang-format on

}  // namespace

std::span<const MethodName> method_names() { return kMethodNames; }

const MethodName* find_method(std::string_view name) {
  const auto found = ranges::find_if(
      kMethodNames, [&](const MethodName& row) { return equal_without_case(row.name, name) || row.type_text == name; });
  return found == kMethodNames.end() ? nullptr : &*found;
}

const MethodName& name_of(Method method) {
  for (const MethodName& row : kMethodNames)
    if (row.method == method) return row;
  for (const MethodName& row : kMethodNames)
    if (row.method.type == method.type) return row;
  return kMethodNames.front();
}

std::int64_t method_bit(Method method) { return std::int64_t{1} << (&name_of(method) - kMethodNames.data()); }

bool MethodList::has_type(Method method) const {
  return ranges::any_of(methods, [&](const ListedMethod& listed) {
    return listed.method.type == method.type || (is_eap(listed.method.type) && is_eap(method.type));
  });
}

bool MethodList::has_eap_type(std::uint8_t eap) const {
  return ranges::any_of(methods, [&](const ListedMethod& listed) {
    return (listed.method.type == kAuthenticationEap && listed.method.eap == 0) ||
           (listed.method.eap != 0 && listed.method.eap == eap);
  });
}

}  // namespace rapsim
