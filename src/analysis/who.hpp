// Who gets in: every account of the site makes every attempt that is asked about, by several kinds of access, at
// several times. Rule 19 of explanations.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/where.hpp"

namespace rapsim {

/// One attempt, whose user does not matter: by one kind of access, at one time.
struct WhoColumn {
  std::string access{};  // the name of the kind; empty: the attempt as it was given
  World world{};
  Attempt attempt{};  // complete
};

struct WhoQuestion {
  std::vector<WhoColumn> columns{};
  const Where* where = nullptr;      // only decisions for which it holds; nullptr: all
  std::vector<AttributeId> shown{};  // attributes of the accept that rows tell
  bool has_history = false;          // something happened before: accounts of one class may differ
};

struct WhoRow {
  std::string account{};  // as a user would write it; computers with `$`
  ClassIndex account_class = 0;
  std::size_t column = 0;  // of the question
  Decision decision{};
  ClientError error{};  // that the client shows
  /// As many as `shown`: the values joined by `, `, empty for none, `unknown`.
  std::vector<std::string> settings{};
};

struct Who {
  std::vector<WhoColumn> columns{};
  std::vector<AttributeId> shown{};
  std::vector<WhoRow> rows{};  // in the order of the directory, users before computers; of an account by column
  std::size_t left_out = 0;    // decisions for which the expression does not hold
  std::size_t not_known = 0;   // ... or for which it is unknown; they are left out, too
};

Who decide_for_all(const CompiledSite& site, WhoQuestion question);
/// One column.
Who decide_for_all(const CompiledSite& site, const World& world, const Attempt& attempt, const Where* where);

/// Whether the client is connected, and nothing ends it.
Truth is_let_in(const WhoRow& row);

/// Rows of accounts that are decided alike in every column and have the same groups, dial-in properties and state.
struct WhoGroup {
  std::vector<const WhoRow*> rows{};  // of the first account, by column
  std::vector<std::string> accounts{};
};
/// In the order of their first account. `by_class`: otherwise a group for each account.
std::vector<WhoGroup> groups_of(const Who& who, bool by_class);

}  // namespace rapsim
