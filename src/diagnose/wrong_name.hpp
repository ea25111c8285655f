// A name that no account has: what made it, and whose name it nearly is. Rule 3 of explanations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/trace/explained.hpp"

namespace rapsim {

struct NamedPlace {
  std::string name{};
  Span where{};
};

struct WrongName {
  std::string typed{};
  std::string looked_up{};            // after rules and the default domain
  std::vector<NamedPlace> made_by{};  // what changed it: rules (their patterns), the default domain
  std::vector<NamedPlace> similar{};  // accounts with the name in another domain, or nearly with it
  std::vector<NamedPlace> realms{};   // that the directory has, where the realm is what is not known
};

/// Nothing unless the account or its domain does not exist.
std::optional<WrongName> wrong_name_of(const Explained& explained);

}  // namespace rapsim
