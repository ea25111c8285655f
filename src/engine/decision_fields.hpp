// The table of a decision's fields: what `expect` may name, what JSON prints. One row a field.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide.hpp"
#include "model/reasons.hpp"
#include "model/shape.hpp"

namespace rapsim {

/// A decision with what made it: everything that explains it.
struct Explained {
  const CompiledSite& site;
  const World& world;
  const Attempt& attempt;  // with the tunnel and the method that client and server negotiated, if that is known
  Decision decision{};
  Trace trace{};
  std::shared_ptr<const Attempt> negotiated{};  // holds `attempt` when it is not the one that was asked
  bool is_one_case = true;                      // false: the attempt has open fields, and may be several
  Maybe<ClientError> error{};                   // that the client shows; absent: none, or no cause is known to have one
  std::vector<std::string> open{};              // see open_questions()
  std::vector<Maybe<std::vector<std::string>>> agreed{};  // of several cases, row by row of decision_fields()

  /// The request policy whose steps the trace shows: the first that may match; kNoPolicy when none does.
  [[nodiscard]] PolicyIndex shown_request_policy() const;
};

/// Decides, with a full trace unless it is not wanted. The arguments must outlive the result.
Explained explain(const CompiledSite& site, const World& world, const Attempt& attempt, bool with_trace = true);
/// The same of each attempt that it may be; what is explained for sure is the only one. Nothing when they are too many.
void for_each_case(const Explained& explained, const std::function<void(const Explained&)>& visit);

/// Values of a field: absent (an accept has no stage), unknown, or one or more texts.
using FieldTexts = Maybe<std::vector<std::string>>;

struct DecisionField {
  std::string_view name;
  FieldTexts (*of_case)(const Explained&);
  bool (*is_possible)(std::string_view text, const Site& site);  // a text that the field can have at all
  bool is_number;
  bool is_list;  // several texts at once
  std::string_view summary;
  Shape (*shape)() = nullptr;  // of one value, whatever the site is

  /// Of an attempt that may be several: what all of them agree in.
  [[nodiscard]] FieldTexts texts(const Explained& explained) const;
};
std::span<const DecisionField> decision_fields();
const DecisionField* find_decision_field(std::string_view name);
/// Every fixed name that the field can have, whichever table it is from: for "did you mean".
std::vector<std::string_view> possible_names(const DecisionField& field, const Site& site);

/// The error the client shows; number 0 when there is none or it is not known.
inline ClientError client_error(const Explained& explained) { return explained.error.value; }

/// One thing that is not known and on which the decision depends: `Calling-Station-Id`, `dial-in permission of the
/// account`. Empty when the decision, its reason and its policy are known.
inline const std::vector<std::string>& open_questions(const Explained& explained) { return explained.open; }

}  // namespace rapsim
