#include "suite/tags.hpp"

#include <algorithm>

#include "model/keys.hpp"

namespace rapsim {

bool check_tag(const std::string& tag, const std::vector<Suite>& suites, Span where, Diagnostics& diags) {
  std::vector<std::string_view> known;
  for (const Suite& suite : suites)
    for (const Scenario& scenario : suite.scenarios)
      for (const std::string& one : scenario.tags) {
        if (one == tag) return true;
        if (std::find(known.begin(), known.end(), one) == known.end()) known.push_back(one);
      }
  diags.error(code("R507"), where, "no scenario has the tag `" + tag + "`",
              known.empty() ? "no scenario of these suites has `tags`" : help_for_key(tag, known));
  return false;
}

}  // namespace rapsim
