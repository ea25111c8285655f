// Reads scenarios and checks every attempt that they multiply out to. Inside src/suite only.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "model/keys.hpp"
#include "suite/fixtures.hpp"

namespace rapsim {

/// R110 for every key that is not among `names`.
void check_keys(Loader& in, yaml::Node map, std::span<const std::string_view> names, std::string_view what);

/// Reads the scenarios of one suite, one after the other, into it.
struct ScenarioLoader {
  const Site& site;
  const Fixtures& fixtures;
  std::shared_ptr<const FieldChoices> clock;  // nullptr: every attempt needs an `at`
  std::size_t most_rows;
  std::map<std::string, std::uint32_t, std::less<>> lines;  // of the scenarios so far, by name
  Suite& suite;

  void load(yaml::Node node, Diagnostics& diags);
};

}  // namespace rapsim
