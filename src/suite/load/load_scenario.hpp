// Reads scenarios and checks every attempt that they multiply out to. Inside src/suite only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/load/keys.hpp"
#include "suite/load/fixtures.hpp"

namespace rapsim {

/// The texts under `tags`, each once.
std::vector<std::string> load_tags(Loader& in, const Entry& tags);
Shape tags_shape();
Shape scenarios_shape();

/// Reads the scenarios of one suite, one after the other, into it.
struct ScenarioLoader {
  const Site& site;
  const Fixtures& fixtures;
  std::shared_ptr<const FieldChoices> clock;  // nullptr: every attempt needs an `at`
  std::size_t most_rows;
  std::vector<std::string> tags;                            // of the suite
  std::map<std::string, std::uint32_t, std::less<>> lines;  // of the scenarios so far, by name
  Suite& suite;
  EditedSites& edited;
  std::size_t values = 0;  // that the cases so far expect

  void load(yaml::Node node, Diagnostics& diags);
};

}  // namespace rapsim
