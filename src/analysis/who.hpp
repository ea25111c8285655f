// One attempt by every account of the site: who gets in, and who does not.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/where.hpp"

namespace rapsim {

struct WhoRow {
  std::string account{};  // as a user would write it; computers with `$`
  ClassIndex account_class = 0;
  Decision decision{};
  ClientError error{};  // that the client shows
};

struct Who {
  std::vector<WhoRow> rows{};  // in the order of the directory, users before computers
  std::size_t left_out = 0;    // accounts for which the expression does not hold
  std::size_t not_known = 0;   // ... or for which it is unknown; they are left out, too
};

/// In: a complete attempt, whose user does not matter. `where`: only accounts for which it holds; nullptr: all.
Who decide_for_all(const CompiledSite& site, const World& world, const Attempt& attempt, const Where* where);

/// Accounts that are decided alike and have the same groups, dial-in properties and state.
struct WhoGroup {
  WhoRow first{};
  std::vector<std::string> accounts{};
};
/// In the order of their first account.
std::vector<WhoGroup> grouped_by_class(const Who& who);

}  // namespace rapsim
