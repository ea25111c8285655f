// The effective site of a text.
#pragma once

#include "model/site/effective.hpp"
#include "tests/site_fixture.hpp"

namespace rapsim::test {

/// The effective site without its comments.
inline std::string effective(const Site& site, const Sources& sources) {
  std::string out;
  const std::string text = effective_yaml(site, sources);
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    std::string line = text.substr(at, text.find('\n', at) - at);
    line = line.substr(0, line.find(" # "));
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

inline std::string effective_of(std::string_view text) {
  TestSite site(text);
  if (!site.site) return codes(site.diags);
  return effective(*site.site, site.sources);
}

}  // namespace rapsim::test
