// What else an edit of the site changes: the attempts of other accounts, by other kinds of access, at other times.
#pragma once

#include <string>
#include <vector>

#include "engine/trace/explained.hpp"

namespace rapsim {

/// Accounts, without the one whose attempt is explained.
struct OtherAccounts {
  std::size_t count = 0;
  std::vector<std::string> names{};  // of the first kMostNames
  static constexpr std::size_t kMostNames = 20;
};

struct SideEffects {
  OtherAccounts opens_for{};   // with an attempt that is accepted only now
  OtherAccounts closes_for{};  // with one that is not accepted any more
  std::size_t changed = 0;     // attempts that are decided otherwise, or by another policy
};

/// Attempts like the one that is explained: by one account for each class, by each kind of access that the site names,
/// or, where it names none, that its policies are for, at its time, twelve hours later and in a night of Sunday. Each
/// is decided once as the site is.
class OtherAttempts {
 public:
  explicit OtherAttempts(const Explained& explained);
  [[nodiscard]] SideEffects of(const CompiledSite& changed) const;

 private:
  struct Class {
    std::string account{};  // that tries
    OtherAccounts others{};
  };
  struct Row {
    std::size_t of = 0;  // row of classes_
    World world{};
    Attempt attempt{};
    Truth gets_in = Truth::unknown;
    std::string policy{};
  };
  std::vector<Class> classes_{};
  std::vector<Row> rows_{};
};

}  // namespace rapsim
