// `fixtures.attempts`: attempts with a name, which may begin with another one; the site's kinds of access are some,
// too. Inside src/suite only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "suite/load/choices.hpp"

namespace rapsim {

struct Fixture {
  AttemptChoices fields{};  // those of the fixture that it uses included
  std::size_t length = 1;   // of the chain of fixtures that begins here
  bool is_good = true;      // read without errors
};

Shape fixtures_shape();

class Fixtures {
 public:
  Fixtures(const Site& site, std::size_t most, Diagnostics& diags);

  /// In: the map under `fixtures`. Reads every fixture, also those that are not used.
  void load(yaml::Node fixtures);
  /// The fixture that `use` names. Errors: R402, R111.
  const Fixture* find(yaml::Node use, Diagnostics& diags) const;

 private:
  struct Entry {
    yaml::Node node{};
    Fixture fixture{};
    enum class State : std::uint8_t { waiting, loading, done } state = State::waiting;
  };
  void load(Entry& entry);
  void load_fields(Entry& entry, Diagnostics& own);
  void load_used(yaml::Node use, Fixture& fixture, Diagnostics& own);
  const Entry* entry_of(yaml::Node use, Diagnostics& diags) const;

  const Site& site_;
  std::size_t most_;
  Diagnostics& diags_;
  std::map<std::string, Entry, std::less<>> entries_;
  std::vector<std::string_view> names_;  // in the order of the file
  std::size_t depth_ = 0;
};

}  // namespace rapsim
