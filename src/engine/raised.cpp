#include "engine/raised.hpp"

namespace rapsim {
namespace {

struct Choice {
  CauseId cause;
  StageId stage;
};

/// Causes that are not of one check or rule: a choice found nothing, was answered elsewhere, or is not known.
constexpr Choice kChoices[] = {
    {cause("no-request-policy"), StageId::request_policy},
    {cause("remote-radius-rejected"), StageId::request_policy},
    {cause("remote-group-missing"), StageId::request_policy},
    {cause("remote-radius-unsendable"), StageId::request_policy},
    {cause("remote-radius-timeout"), StageId::request_policy},
    {cause("remote-radius-malformed"), StageId::request_policy},
    {cause("no-matching-policy"), StageId::policy},
};

}  // namespace

const Check* check_of(CauseId cause) {
  for (const Check& check : checks())
    if (check.cause == cause) return &check;
  return nullptr;
}

std::vector<const PermissionRule*> permission_rules_of(CauseId cause) {
  std::vector<const PermissionRule*> out;
  for (const PermissionRule& rule : permission_rules())
    if (rule.rejects() && rule.cause == cause) out.push_back(&rule);
  return out;
}

// INVARIANT: what is neither a check nor a choice is of the permission (causes_test).
StageId stage_of(CauseId cause) {
  if (const Check* check = check_of(cause)) return check->stage;
  for (const Choice& choice : kChoices)
    if (choice.cause == cause) return choice.stage;
  return StageId::permission;
}

}  // namespace rapsim
