// What a remedy is, and the small tools that the tables of remedies share. Inside src/diagnose only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/trace/explained.hpp"
#include "model/site/edit.hpp"

namespace rapsim {

/// How far a change is from what is written: what people do by mistake is likelier to be undone than a rule that
/// somebody wrote on purpose.
enum class Likelihood : std::uint8_t {
  slip,       // one character, two numbers or two lines changed places: no one writes that on purpose
  plain,      // a setting that keeps everybody out, and that no rule is made of, is set right
  exemption,  // a rule that may be there on purpose does not hold any more: for one account, one group, one place
  opening,    // a restriction goes away
};

/// Edits that belong together, and would get the attempt past what ended it.
struct Remedy {
  std::vector<SiteEdit> edits{};
  Likelihood likelihood = Likelihood::plain;
  std::size_t also_lacking = 0;  // conditions of the policy beyond the first that have to change with it
};
using Remedies = std::vector<Remedy>;

/// `path`: the rest of the steps, joined by dots.
SiteEdit edit_of(std::vector<std::string> steps, std::string_view path, EditValue value);
inline SiteEdit edit_of(std::string_view path, EditValue value) { return edit_of({}, path, std::move(value)); }
/// A rule of `policies` or `request-policies` changes places.
SiteEdit move_of(std::string_view list, const std::string& name, const std::string& beside, bool after);

/// What remedies are made of.
class RemedyInput {
 public:
  explicit RemedyInput(const Explained& e);

  [[nodiscard]] const Explained& explained() const { return e_; }
  [[nodiscard]] const Facts& facts() const { return e_.facts(); }
  [[nodiscard]] const Site& site() const { return *e_.site.site; }
  /// The account of the attempt; nullptr: there is none.
  [[nodiscard]] const User* user() const { return user_; }
  /// The policy that was chosen; also when something before it ended the attempt. nullptr: none was.
  [[nodiscard]] const Policy* policy() const;
  /// The request policy that was chosen; nullptr: none was.
  [[nodiscard]] const RequestPolicy* request_policy() const;

  /// A setting of the account, or of the policy; nothing when there is none.
  [[nodiscard]] Remedies of_account(std::string_view path, EditValue value, Likelihood likelihood) const;
  [[nodiscard]] Remedies of_policy(std::string_view path, EditValue value,
                                   Likelihood likelihood = Likelihood::plain) const;
  /// The steps of the account's own section.
  [[nodiscard]] std::vector<std::string> account_steps() const;

 private:
  const Explained& e_;
  const User* user_;
};

// The tables of remedies_of() that have files of their own.
Remedies policy_remedies(const RemedyInput& in);          // another policy takes the attempt
Remedies request_policy_remedies(const RemedyInput& in);  // another request policy takes the request
Remedies name_remedies(const RemedyInput& in);            // the name finds its account
Remedies network_remedies(const RemedyInput& in, CauseId cause);
Remedies server_remedies(const RemedyInput& in, CauseId cause);

// Parts of the conditions of a rule, as YAML.
std::vector<std::string> values_of(const Condition& condition);
std::string condition_yaml(std::string_view attribute, const std::vector<std::string>& values);
/// All conditions, with others in place of one of them. An edit that is whole: no part of it can be left out.
SiteEdit with_condition(std::string_view list, const Rule& rule, const Condition& changed,
                        const std::vector<std::string>& others);

/// Joins lists.
Remedies joined(Remedies first, Remedies then);

}  // namespace rapsim
