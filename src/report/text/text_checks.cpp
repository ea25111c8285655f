// Account, permission, limits, encryption, and what an accept returns.
#include <range/v3/algorithm/count_if.hpp>

#include "base/visible.hpp"
#include "engine/stages/checks.hpp"
#include "engine/stages/permission.hpp"
#include "report/text/page.hpp"

namespace rapsim {
namespace {

PageRow row_of(const Page& page, const CheckStep& step) {
  const Check& check = checks()[step.check];
  const Policy* policy = step.policy == kNoPolicy ? nullptr : &page.site().policies[step.policy];
  const CheckInput input{page.e.facts(), policy};
  const Evidence evidence = check.evidence(input);
  const std::uint16_t reason = reason_of(check, input);
  std::string name(check.name);
  if (reason != kNoReason && reason != 0) name += fmt::format(" ({})", reason);
  return {!step.violated, name, evidence.must_be.empty() ? "anything" : visible(evidence.must_be), visible(evidence.is),
          evidence.where};
}

std::string candidate(const Page& page, PolicyIndex policy) {
  if (policy == kNoPolicy || page.e.trace.permissions.size() < 2) return {};
  return fmt::format("\"{}\" ", page.policy_name(policy));
}

std::string summary(const Page& page, const std::vector<PageRow>& rows) {
  const auto bad = ranges::count_if(rows, [](const PageRow& row) { return row.truth == Truth::no; });
  const auto open = ranges::count_if(rows, [](const PageRow& row) { return row.truth == Truth::unknown; });
  if (bad > 1) return page.style.bad(fmt::format("{} violated; the first one gives the reason", bad));
  if (bad == 1) return page.style.bad("violated");
  return open != 0 ? page.style.open(fmt::format("{} not known", open)) : page.style.good("ok");
}

/// The checks of a stage, a table for each candidate policy. `always`: also when all is well.
void write_stage(Page& page, StageId stage, std::string_view label, bool always) {
  if (!page.was_reached(stage)) return;
  PolicyIndex last = kNoPolicy;
  bool has_any = false;
  std::vector<PageRow> rows;
  const auto flush = [&] {
    if (has_any && (always || !rows.empty())) {
      page.line(label, candidate(page, last) + summary(page, rows));
      page.table(rows);
    }
    rows.clear();
  };
  for (const CheckStep& step : page.e.trace.checks) {
    if (checks()[step.check].stage != stage) continue;
    if (step.policy != last) flush();
    has_any = true;
    last = step.policy;
    const bool is_telling =
        page.verbose() || step.violated == Truth::yes || (step.violated != Truth::no && step.counts);
    if (is_telling) rows.push_back(row_of(page, step));
  }
  flush();
}

void write_permission(Page& page, const PermissionStep& step) {
  const Policy& policy = page.site().policies[step.policy];
  const UserClass& account = page.e.facts().account;
  std::string text = page.style.open("unknown") + ": the account's dial-in permission is not known";
  if (step.is_rule_known) {
    const PermissionRule& rule = permission_rules()[step.rule];
    text = fmt::format("{}: {}{}", rule.rejects() ? page.style.bad("denied") : page.style.good("granted"), rule.text,
                       Page::firmness(rule.basis, rule.gap));
    if (page.verbose()) text += fmt::format(" [{}]", rule.source);
  }
  page.line("permission", candidate(page, step.policy) + text);
  const auto place = [&](Span where, std::string_view otherwise) {
    return where.known() ? fmt::format(" ({})", page.where_text(where)) : std::string(otherwise);
  };
  page.line("", fmt::format("   account: {}; policy: {}{}; ignore account: {}{}",
                            account.is_known ? account_permission_name(account.permission) : "unknown",
                            policy.grant.value ? "grant" : "deny", place(policy.grant.where, " (default)"),
                            policy.ignore_dial_in.value ? "yes" : "no", place(policy.ignore_dial_in.where, "")));
}

}  // namespace

std::vector<PageRow> telling_checks(const Page& page, StageId stage) {
  std::vector<PageRow> out;
  for (const CheckStep& step : page.e.trace.checks)
    if (checks()[step.check].stage == stage && step.counts && step.violated != Truth::no)
      out.push_back(row_of(page, step));
  return out;
}

void write_account(Page& page) {
  constexpr std::pair<StageId, std::string_view> kStages[] = {
      {StageId::path, "way"},        {StageId::server, "server"},       {StageId::tunnel, "tunnel"},
      {StageId::link, "link"},       {StageId::provider, "provider"},   {StageId::identity, "account"},
      {StageId::lockout, "lockout"}, {StageId::authentication, "logon"}};
  for (const auto& [stage, label] : kStages) write_stage(page, stage, label, false);
}

void write_permissions(Page& page) {
  if (!page.was_reached(StageId::permission)) return;
  for (const PermissionStep& step : page.e.trace.permissions) write_permission(page, step);
}

void write_limits(Page& page) {
  write_stage(page, StageId::constraints, "limits", true);
  write_stage(page, StageId::negotiation, "PPP", false);
}

void write_returned(Page& page) {
  if (!page.explanation.reply) return;
  std::string text;
  for (const ReplyAttribute& reply : *page.explanation.reply) {
    const std::string value = value_text(attribute(reply.attribute), reply.value);
    text += fmt::format("{}{}={}{}", text.empty() ? "" : ", ", attribute(reply.attribute).name, value,
                        reply.basis == Basis::documented ? "" : "?");
  }
  page.line("returns", text);
}

}  // namespace rapsim
