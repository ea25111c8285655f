#include "engine/trace/cause_sources.hpp"

#include <algorithm>

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

std::vector<const Check*> checks_of(CauseId cause) {
  std::vector<const Check*> out;
  for (const Check& check : checks())
    if (check.cause == cause) out.push_back(&check);
  return out;
}

std::vector<const PermissionRule*> permission_rules_of(CauseId cause) {
  std::vector<const PermissionRule*> out;
  for (const PermissionRule& rule : permission_rules())
    if (rule.rejects() && rule.cause == cause) out.push_back(&rule);
  return out;
}

std::vector<StageId> stages_of(CauseId cause) {
  std::vector<StageId> out;
  for (const Check* check : checks_of(cause))
    if (std::find(out.begin(), out.end(), check->stage) == out.end()) out.push_back(check->stage);
  for (const Choice& choice : kChoices)
    if (choice.cause == cause) out.push_back(choice.stage);
  if (!permission_rules_of(cause).empty() || cause == rapsim::cause("permission-denied"))
    out.push_back(StageId::permission);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace rapsim
