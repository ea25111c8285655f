#include "suite/load/tags.hpp"

#include <set>

#include "model/load/keys.hpp"

namespace rapsim {

bool check_tag(const std::string& tag, const std::vector<Suite>& suites, Span where, Diagnostics& diags) {
  std::set<std::string_view> known;
  for (const Suite& suite : suites)
    for (const Scenario& scenario : suite.scenarios)
      for (const std::string& one : scenario.tags) {
        if (one == tag) return true;
        known.insert(one);
      }
  diags.error(
      code("R507"), where, "no scenario has the tag `" + tag + "`",
      known.empty() ? "no scenario of these suites has `tags`" : help_for_key(tag, {known.begin(), known.end()}));
  return false;
}

}  // namespace rapsim
