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
  const Attempt& attempt;  // with the tunnel and the method that client and server settled on
  Decision decision{};
  Trace trace{};
  std::shared_ptr<const Attempt> settled{};  // holds `attempt` when it is not the one that was asked

  /// The request policy whose steps the trace shows: the first that may match; kNoPolicy when none does.
  [[nodiscard]] PolicyIndex shown_request_policy() const;
};

/// Decides with a full trace. The arguments must outlive the result.
Explained explain(const CompiledSite& site, const World& world, const Attempt& attempt);

/// Values of a field: absent (an accept has no stage), unknown, or one or more texts.
using FieldTexts = Maybe<std::vector<std::string>>;

struct DecisionField {
  std::string_view name;
  FieldTexts (*texts)(const Explained&);
  bool (*is_possible)(std::string_view text, const Site& site);  // a text that the field can have at all
  bool is_number;
  bool is_list;  // several texts at once
  std::string_view summary;
  Shape (*shape)() = nullptr;  // of one value, whatever the site is
};
std::span<const DecisionField> decision_fields();
const DecisionField* find_decision_field(std::string_view name);
/// Every fixed name that the field can have, whichever table it is from: for "did you mean".
std::vector<std::string_view> possible_names(const DecisionField& field, const Site& site);

/// The error the client shows; number 0 when there is none or the cause is not known.
ClientError client_error(const Explained& explained);

/// One thing that is not known and on which the decision depends: `Calling-Station-Id`, `dial-in permission of the
/// account`. Empty when the decision, its reason and its policy are known.
std::vector<std::string> open_questions(const Explained& explained);

}  // namespace rapsim
