// Which policies an attempt may match, from answers that evaluate() has given before. Nothing here knows what a
// condition means: a value that was not seen yet is put to each condition that looks at it, and the answers are kept.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/decide.hpp"

namespace rapsim {

/// A policy that no condition rules out.
struct Candidate {
  PolicyIndex policy = kNoPolicy;
  bool matches = false;  // for sure; otherwise it is unknown
};

/// The table of one site, for one thread. INVARIANT: what conditions can look at is in few *dimensions*: each slot of
/// the request, the account's class, the minute of the week. Of a dimension's value it is known for each policy whether
/// none of its conditions on that dimension is false, and whether all are true; by Kleene, a policy is false when a
/// condition is, true when all are, otherwise unknown.
class Candidates {
 public:
  explicit Candidates(const CompiledSite& site);

  /// In the order in which policies are tried: those that may match, up to the first that does. Policies that are not
  /// enabled are left out. The result is good until the next call.
  const std::vector<Candidate>& of(const Facts& facts);

 private:
  using Word = std::uint64_t;
  struct Question {
    std::uint32_t condition = 0;         // of CompiledSite::conditions
    const CompiledRule* rule = nullptr;  // its source is asked instead
    std::vector<std::uint32_t> turns{};  // of the policies that ask it: bits of a row
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Dimension {
    std::vector<Question> questions{};                                                   // each once
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> values{};  // row of a value, by its text
    std::vector<std::uint32_t> by_number{};  // the same for classes and minutes; kNoRow: not seen yet
    std::vector<Word> rows{};                // of each row `may` and then `matches`
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>
        known_rows{};       // values tend to share a few
    std::size_t bytes = 0;  // about, of what was learned
  };

  void ask(std::size_t dimension, std::string text, Question question, std::uint32_t turn);
  [[nodiscard]] std::size_t dimension_of(const CompiledCondition& condition) const;
  std::uint32_t row_of_slot(std::size_t slot, const Facts& facts);
  std::uint32_t row_of_number(Dimension& dimension, std::size_t number, const Facts& facts);
  std::uint32_t learn(Dimension& dimension, const Facts& facts);
  void forget_if_full(Dimension& dimension);

  const CompiledSite& site_;
  std::size_t words_;
  std::vector<Dimension> dimensions_;  // the slots, then the account, then the minute
  std::vector<std::unordered_map<std::string, std::size_t>> known_questions_;  // by dimension, while it is built
  std::vector<Word> enabled_;
  std::vector<const Word*> asked_{};  // rows of the attempt
  std::vector<Candidate> found_{};
  std::string key_{};
};

/// The decision of decide(), which stays the definition, without a trace.
Decision decide(const CompiledSite& site, const World& world, const Attempt& attempt, Candidates& candidates);

}  // namespace rapsim
