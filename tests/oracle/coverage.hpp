// What decided, over many pairs: one count a row of the tables of stages, checks, causes, readings, permission rules
// and conditions.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/oracle/compare.hpp"

namespace rapsim::oracle {

class Coverage {
 public:
  Coverage();  // a row for everything that can decide, with a count of zero
  void add(const CompiledSite& compiled, const Site& site, const Attempt& attempt, const Pair& pair);

  struct Row {
    std::string name{};
    std::size_t count = 0;
    std::string note{};
  };
  [[nodiscard]] std::vector<Row> rows() const;
  [[nodiscard]] std::string text() const;

  std::size_t pairs = 0, accepts = 0, failures = 0, unknown_answers = 0, unknown_fields = 0;
  std::map<std::pair<std::string, int>, std::size_t> reasons{};  // of failures, by stage and reason

 private:
  struct ConditionCount {
    std::size_t held = 0;    // in the policy that decided
    std::size_t failed = 0;  // the first false one of a policy whose turn came
    std::size_t open = 0;    // unknown in a policy whose turn came
  };
  void add_ending(const Pair& pair);
  void add_readings(const Site& site, const Attempt& attempt, const Pair& pair);
  template <class Rules>
  void add_conditions(const std::vector<PolicyStep>& steps, const Trace& trace, const Rules& rules,
                      const Maybe<PolicyIndex>& chosen);

  std::map<std::string, std::size_t> stages_{}, checks_{}, causes_{}, rules_{}, readings_{};
  std::map<std::string, ConditionCount> attributes_{}, kinds_{};
};

}  // namespace rapsim::oracle
