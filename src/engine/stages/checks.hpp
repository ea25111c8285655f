// Checks of an attempt: one function and one row each, in the order in which they are made. The first violated row of a
// stage ends the attempt and gives the cause; no other policy is tried (G-1, G-2). Source: semantics.md 2.2
// to 2.9, 4.5.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "engine/stages/evaluate.hpp"

namespace rapsim {

struct CheckInput {
  const Facts& facts;
  const Policy* policy;  // nullptr before one is chosen
};

/// What a check compares, for people.
struct Evidence {
  std::string must_be{};  // what would pass; empty: anything
  std::string is{};       // what the attempt or the account has
  Span where{};           // the setting that decides; unknown: there is none, or it is a default
};

/// What the attempt must tell, or the account, for the check to be decided.
enum class Needs : std::uint8_t { attempt, account };

/// A field of the attempt, or an attribute of the request.
class Asked {
 public:
  constexpr Asked(FieldId field) : field_(field) {}  // NOLINT: a field is asked for as it is
  explicit constexpr Asked(std::string_view attribute) : attribute_(attribute) {}
  [[nodiscard]] constexpr bool is_field() const { return attribute_.empty(); }
  [[nodiscard]] constexpr FieldId field() const { return field_; }
  [[nodiscard]] std::string_view name() const { return is_field() ? field_row(field_).name : attribute_; }

 private:
  FieldId field_ = FieldId::user;
  std::string_view attribute_{};
};

struct Check {
  StageId stage = StageId::path;
  std::string_view name{};  // stable, kebab-case
  CauseId cause = kNoCause;
  Answer answer = Answer::reject;  // of a violation
  Needs needs = Needs::attempt;
  std::initializer_list<Asked> asked{};                    // that it is unknown for when they are
  FieldSet also_reads{};                                   // fields that it looks at besides
  bool reads_conditions = false;                           // of policies, which may ask for any field or attribute
  Truth (*check)(const CheckInput&, Evidence*) = nullptr;  // violated? Fills the evidence when it gets one
  bool (*applies)(const CheckInput&) = nullptr;  // nullptr: always; a check that does not leaves no step in the trace
  Basis basis = Basis::documented;
  std::string_view gap{};
  std::string_view source{};
  std::uint8_t place_state_first = 0;  // inside the stage, with the reading account-state-first
  bool ends_automatic = false;         // the tunnel is up by then: Automatic tries no other type (G-22)
  std::uint16_t reason = 0;            // 0: the cause's

  [[nodiscard]] Truth violated(const CheckInput& in) const { return check(in, nullptr); }
  [[nodiscard]] Evidence evidence(const CheckInput& in) const {
    Evidence out;
    check(in, &out);
    return out;
  }
  /// The field can change what becomes of the check. Of attributes, those that it asks for can.
  [[nodiscard]] bool reads(FieldId field) const;
};
std::span<const Check> checks();
/// Rows of a stage, in the order in which they are made under the site's readings.
std::span<const std::uint8_t> checks_of(StageId stage, const Readings& readings);

/// The reason of a violation: the cause's, except where the attempt itself says it (EAP).
std::uint16_t reason_of(const Check& check, const CheckInput& in);
/// Some results of EAP are answered by silence.
Answer answer_of(const Check& check, const CheckInput& in);

}  // namespace rapsim
