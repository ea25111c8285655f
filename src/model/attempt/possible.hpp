// What an attempt with unknown fields may be. A field that is given as `unknown` represents every value that its row of
// attempt_fields() says; each combination that the input rules accept is one complete attempt. Whoever decides takes
// all of them, and knows what they agree in.
#pragma once

#include <optional>
#include <vector>

#include "model/attempt/attempt.hpp"
#include "model/site/site.hpp"

namespace rapsim {

/// Combinations that are tried. Beyond it nothing is known of the decision.
inline constexpr std::size_t kMostPossibilities = 20'000;

/// A field that is open, with the values that it may have; absent: left out.
struct OpenField {
  FieldId id = FieldId::user;
  std::string_view name{};  // of the field, or the attribute NAS-Port-Type, which decides like the field
  bool is_attribute = false;
  std::vector<FieldValue> values{};
};

/// Each value of a field that is an enumeration, a method, a result of EAP or a list of a few names; of methods each
/// alone, since a client that offers several uses one of them.
std::vector<FieldValue> values_of(FieldId id);

class Possibilities {
 public:
  Possibilities(const Attempt& attempt, const Site& site);

  /// Nothing is open: the attempt is what it says.
  [[nodiscard]] bool is_certain() const { return open_.empty(); }
  [[nodiscard]] const std::vector<OpenField>& open() const { return open_; }
  /// Combinations, also those that the input rules refuse; at most kMostPossibilities + 1.
  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] bool are_too_many() const { return count_ > kMostPossibilities; }
  /// The complete attempt number `number`; the first field counts fastest. Nothing when the input rules refuse it.
  [[nodiscard]] std::optional<Attempt> at(std::size_t number) const;
  /// The same before it is completed.
  [[nodiscard]] Attempt incomplete(std::size_t number) const;
  /// The attempt with all that it leaves open: unknown again, as it was given.
  void reopen(Attempt& attempt) const;

 private:
  const Attempt& attempt_;
  const Site& site_;
  std::vector<OpenField> open_;
  std::size_t count_ = 1;
};

}  // namespace rapsim
