// The values that an attribute can have as far as the site itself tells: names and addresses of RADIUS clients,
// accounts, numbers. Inside src/analysis only.
#pragma once

#include "analysis/lint_site.hpp"

namespace rapsim {

struct SiteValue {
  std::string text{};   // as conditions see it
  std::string label{};  // for people: `15 (Ethernet)`, `LAPTOP-LAB`
  Span where{};
};

/// Of networks all addresses of the small ones, and of large ones the first.
std::vector<SiteValue> site_values(const Site& site, AttributeId id);

}  // namespace rapsim
