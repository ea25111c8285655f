#include "report/text/short_page.hpp"

#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>
#include <range/v3/algorithm/find_if.hpp>

#include "base/visible.hpp"
#include "engine/stages/permission.hpp"
#include "report/text/text_edits.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostPolicies = 8;  // named one by one below the rule
constexpr std::size_t kMostNear = 2;      // policies shown with what they lack
constexpr std::size_t kMostTurns = 2;     // changes of the attempt

const Policy* policy_of(const Page& page) {
  const Maybe<PolicyIndex>& row = page.e.decision.policy;
  return row.is_present() && row.value != kNoPolicy ? &page.site().policies[row.value] : nullptr;
}

std::string named_rule(const Page& page, const Rule& rule, bool is_builtin) {
  return fmt::format("\"{}\" ({})", visible(rule.name), is_builtin ? "built in" : place_text(page.sources, rule.where));
}
std::string named(const Page& page, const Policy& policy) { return named_rule(page, policy, page.is_builtin()); }

std::string at_line(const Page& page, Span where) {
  return where.known() ? fmt::format(" ({})", page.where_text(where)) : std::string{};
}

const PolicyStep* step_of(const Page& page, PolicyIndex row) {
  for (const PolicyStep& step : page.e.trace.policies)
    if (step.policy == row) return &step;
  return nullptr;
}

// --- the cause ---

void write_cause(Page& page) {
  const Decision& decision = page.e.decision;
  if (page.explanation.dead_end) {
    const network::Reach& end = *page.explanation.dead_end;
    std::string lines;
    for (const Span where : end.where) add_item(lines, page.where_text(where));
    page.line("cause", fmt::format("{}: connected, but {}{}", page.style.strong(kCauses[end.cause].id),
                                   kCauses[end.cause].title, lines.empty() ? "" : " (" + lines + ")"));
    return;
  }
  if (!decision.cause.is_present()) return;
  const Cause& cause = kCauses[decision.cause.value];
  std::string title(cause.title);
  if (is_kept_out_by_all(page.e))
    title = fmt::format("no granting policy matches; {} denies whoever gets that far", named(page, *policy_of(page)));
  page.line("cause", fmt::format("{}: {}", page.style.strong(cause.id), title));
  for (const CauseId also : page.e.trace.also)
    page.line("then", fmt::format("{}: {}{}", kCauses[also].id, kCauses[also].title,
                                  kCauses[also].reason != 0 ? fmt::format(" ({})", kCauses[also].reason) : ""));
}

// --- the evidence ---

void write_checks(Page& page) {
  constexpr std::pair<StageId, std::string_view> kWhat[] = {
      {StageId::path, "the way to the server"}, {StageId::server, "the server"},
      {StageId::tunnel, "the tunnel"},          {StageId::link, "the link"},
      {StageId::provider, "who authenticates"}, {StageId::identity, "the account"},
      {StageId::lockout, "the lockout"},        {StageId::authentication, "the logon"},
      {StageId::constraints, "the limits of"},  {StageId::negotiation, "what client and server agree on"}};
  for (const auto& [stage, what] : kWhat) {
    if (!page.was_reached(stage)) continue;
    const std::vector<PageRow> rows = telling_checks(page, stage);
    if (rows.empty()) continue;
    const Policy* policy = policy_of(page);
    page.line("look at", stage == StageId::constraints && policy != nullptr
                             ? fmt::format("{} {}, the policy that matches", what, named(page, *policy))
                             : std::string(what));
    page.table(rows);
  }
}

void write_name(Page& page) {
  if (!page.explanation.wrong_name) return;
  const WrongName& name = *page.explanation.wrong_name;
  const auto list = [&](const std::vector<NamedPlace>& places) {
    std::string out;
    for (const NamedPlace& place : places)
      add_item(out, fmt::format("`{}`{}", visible(place.name), at_line(page, place.where)));
    return out;
  };
  if (name.typed != name.looked_up) {
    const PolicyIndex row = page.e.shown_request_policy();
    page.line("look at", fmt::format("the name: `{}` is looked up as `{}`, which no account has", visible(name.typed),
                                     visible(name.looked_up)));
    if (!name.made_by.empty())
      page.line("", fmt::format("  made by {}{}", list(name.made_by),
                                row != kNoPolicy && !page.site().request_policies[row].rules.empty()
                                    ? " of request policy " + named_rule(page, page.site().request_policies[row],
                                                                         !page.site().request_policies_where.known())
                                    : std::string{}));
  } else {
    page.line("look at", fmt::format("the name `{}`: no account has it", visible(name.typed)));
  }
  if (!name.realms.empty()) page.line("", "  the directory is " + list(name.realms));
  if (!name.similar.empty()) page.line("", "  there is " + list(name.similar));
}

/// The request policy that took the request, where that is part of the story; the ones that came close, where none did.
void write_request(Page& page) {
  if (!page.was_reached(StageId::request_policy) || page.e.trace.request_policies.empty()) return;
  const Decision& decision = page.e.decision;
  const bool is_builtin = !page.site().request_policies_where.known();
  const bool has_none = decision.cause.is_present() && decision.cause.value == cause("no-request-policy");
  std::size_t shown = 0;
  for (const PolicyStep& step : page.e.trace.request_policies) {
    if (!has_none || step.reach != PolicyReach::tried || step.matched == Truth::yes || shown == kMostNear) continue;
    if (failed_conditions(page.e, step) > 2) continue;
    ++shown;
    page.line("look at",
              "request policy " + named_rule(page, page.e.rule_of(step, true), is_builtin) + " does not match");
    page.table(condition_rows(page, step, true, false));
  }
  const PolicyIndex chosen = page.e.shown_request_policy();
  if (chosen == kNoPolicy) return;
  const RequestPolicy& policy = page.site().request_policies[chosen];
  const bool is_plain = policy.provider.value == RequestProvider::windows && !policy.manipulated.is_given() &&
                        !policy.authentication.is_given();
  const bool is_about_it = decision.stage.is_present() && decision.stage.value <= StageId::authentication &&
                           decision.stage.value >= StageId::request_policy;
  if (is_plain && !(is_about_it && page.e.trace.request_policies.size() > 1)) return;
  std::string what = policy.provider.value == RequestProvider::none
                         ? "accepts without looking at credentials or policies"
                     : policy.provider.value == RequestProvider::forward
                         ? fmt::format("forwards to \"{}\"", visible(policy.forward_to.value))
                         : "has it authenticated here";
  if (policy.authentication.is_given()) what += ", with its own methods" + at_line(page, policy.authentication.where);
  if (policy.manipulated.is_given() && !page.explanation.wrong_name) {
    what += fmt::format("; {} becomes `{}`", attribute(policy.manipulated.value).name,
                        visible(page.e.facts().subject.name));
    for (const ReplaceRule& rule : policy.rules) what += at_line(page, rule.where);
  }
  page.line("request", fmt::format("{} {}", named_rule(page, policy, is_builtin), what));
  const bool decides = policy.provider.value == RequestProvider::none;
  for (const PolicyStep& step : page.e.trace.request_policies)
    if (step.policy == chosen && (is_about_it || decides)) page.table(condition_rows(page, step, true, true));
}

std::string near_text(const Page& page, const NearPolicy& near) {
  const Policy& policy = page.site().policies[near.step.policy];
  const std::string held =
      near.step.count < 2 ? "it does not match"
                          : fmt::format("{} of {} conditions hold", near.step.count - near.failed, near.step.count);
  std::string out = named(page, policy) + ": " + (near.failed == 0 ? "every condition holds" : held);
  if (near.step.reach == PolicyReach::disabled) out += ", but it is disabled" + at_line(page, policy.enabled.where);
  if (near.step.reach == PolicyReach::after) out += ", but it comes later";
  if (!policy.grant.value) out += "; it denies";
  return out;
}

bool is_about_time(const Page& page, const PolicyStep& step) {
  for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
    const ConditionStep& at = page.e.trace.conditions[i];
    if (at.truth != Truth::yes && page.e.site.conditions[at.condition].kind == ConditionKind::time_of_day) return true;
  }
  return false;
}

/// Two conditions on one attribute must both hold: people who write two often mean a list.
bool has_twice(const Policy& policy) {
  return ranges::any_of(policy.conditions, [&](const Condition& one) {
    return ranges::any_of(policy.conditions,
                          [&](const Condition& other) { return &one != &other && one.attribute == other.attribute; });
  });
}

void write_nearest(Page& page) {
  const bool is_missing =
      is_kept_out_by_all(page.e) || (page.was_reached(StageId::policy) && policy_of(page) == nullptr);
  if (!is_missing || !page.explanation.nearest) return;
  if (page.e.trace.policies.empty()) page.line("look at", "the policies: there are none, so no attempt is accepted");
  std::size_t shown = 0;
  for (const NearPolicy& near : *page.explanation.nearest) {
    if (shown == kMostNear || (shown > 0 && (near.failed > 2 || !page.site().policies[near.step.policy].grant.value)))
      break;
    ++shown;
    page.line(shown == 1 ? "look at" : "or at", near_text(page, near));
    page.table(condition_rows(page, near.step, false, false));
    if (is_about_time(page, near.step))
      page.line("", fmt::format("  times are those of the policy server: time-zone {}{}", page.site().time_zone.value,
                                at_line(page, page.site().time_zone.where)));
    if (near.failed != 0 && has_twice(page.site().policies[near.step.policy]))
      page.line("", "  two conditions on one attribute must both hold; a list in one condition holds for any of them");
  }
}

void write_permission(Page& page, bool is_telling) {
  if (!page.was_reached(StageId::permission)) return;
  const UserClass& account = page.e.facts().account;
  for (const PermissionStep& step : page.e.trace.permissions) {
    const Policy& policy = page.site().policies[step.policy];
    const bool is_deciding = policy_of(page) == &policy && step.counts;
    const bool is_override = step.is_rule_known && !permission_rules()[step.rule].rejects() && !policy.grant.value;
    if (!is_deciding || (!is_telling && !is_override)) continue;
    const User* user = account_of(page.e.site, page.e.facts().subject);
    const Span own = user != nullptr ? user->dial_in.permission.where : Span{};
    page.line("permission",
              step.is_rule_known ? std::string(permission_rules()[step.rule].text) : "the account's is not known");
    page.line(
        "",
        fmt::format("  {} {}{}; account: {}{}; the policy {} the account's dial-in properties{}", named(page, policy),
                    policy.grant.value ? "grants" : "denies", at_line(page, policy.grant.where),
                    account.is_known ? account_permission_name(account.permission) : "unknown", at_line(page, own),
                    policy.ignore_dial_in.value ? "ignores" : "looks at", at_line(page, policy.ignore_dial_in.where)));
  }
}

/// The policy that took the attempt, with the conditions by which it did.
void write_policy(Page& page, std::string_view label) {
  const Policy* policy = policy_of(page);
  if (policy == nullptr || is_kept_out_by_all(page.e)) return;
  const PolicyStep* step = step_of(page, page.e.decision.policy.value);
  page.line(label, named(page, *policy) + (policy->conditions.empty() ? " has no condition: it takes everybody"
                                                                      : " is the first that matches"));
  if (step != nullptr) page.table(condition_rows(page, *step, false, true));
}

// --- what to do ---

void write_fixes(Page& page) {
  const bool gets_in_now = gets_in(page.e.decision) == Truth::yes && !page.explanation.dead_end;
  const Maybe<CauseId>& why = page.e.decision.cause;
  const auto generic = [&](std::string_view label) {
    if (why.is_present()) page.line(label, fmt::format("{} [{}]", kCauses[why.value].fix, kCauses[why.value].source));
  };
  if (!page.explanation.proposals || page.explanation.proposals->list.empty()) {
    generic("fix");
  } else {
    const EditPlaces places(page.site(), page.sources);
    const Proposals& proposals = *page.explanation.proposals;
    const bool weakens = proposals.list.front().weakens;
    if (weakens && !gets_in_now)
      page.line("fix",
                "every change of the site below takes away a rule that may be meant: ask whose rule it is first");
    const std::uint32_t file = page.site().files.empty() ? 0 : page.site().files.front();
    std::size_t number = 0;
    for (const Proposal& proposal : proposals.list)
      page.line(
          fmt::format("{} {}",
                      gets_in_now ? "if wrong"
                      : weakens   ? "weakens"
                                  : "fix",
                      ++number),
          fmt::format("{}  ({})", edits_text(proposal, places, page.sources, file), others_text(proposal.others)));
    if (!proposals.is_complete) page.line("", "the search for changes was ended: there may be better ones");
  }
  if (is_kept_out_by_all(page.e))
    page.line("do not", fmt::format("let \"{}\" grant: it would let in everybody whom no policy takes",
                                    visible(policy_of(page)->name)));
}

/// What the caller can do.
void write_later(Page& page) {
  if (page.explanation.later && !page.explanation.later->empty() && gets_in(page.e.decision) == Truth::no &&
      !is_kept_out_by_all(page.e) && page.e.decision.stage.is_present() &&
      page.e.decision.stage.value >= StageId::permission) {
    std::string names;
    for (const PolicyIndex later : *page.explanation.later) add_item(names, named(page, page.site().policies[later]));
    page.line("later", names + " would accept, but the first policy that matches decides");
  }
}

// --- an accept ---

/// Later policies that match as well.
void write_otherwise(Page& page) {
  std::string text;
  for (const PolicyStep& step : page.e.trace.policies) {
    const Policy& policy = page.site().policies[step.policy];
    if (step.reach != PolicyReach::after || step.matched != Truth::yes || !policy.enabled.value) continue;
    const bool accepts = page.explanation.later && ranges::contains(*page.explanation.later, step.policy);
    add_item(text,
             fmt::format("{} {}", named(page, policy),
                         accepts              ? "accepts too"
                         : policy.grant.value ? "would reject: its limits are not kept"
                                              : "would deny"),
             " · ");
  }
  if (!text.empty()) page.line("otherwise", text);
}

void write_given(Page& page) {
  if (!page.explanation.reply || page.explanation.reply->empty()) return;
  std::string text;
  bool has_timeout = false, has_vlan = false, has_type = false, has_medium = false;
  for (const ReplyAttribute& reply : *page.explanation.reply) {
    const std::string_view name = attribute(reply.attribute).name;
    has_timeout |= name == "Session-Timeout";
    has_vlan |= name == "Tunnel-Private-Group-ID";
    has_type |= name == "Tunnel-Type";
    has_medium |= name == "Tunnel-Medium-Type";
    add_item(text, fmt::format("{} {}{}{}", name, value_text(attribute(reply.attribute), reply.value),
                               reply.basis == Basis::documented ? "" : "?", at_line(page, reply.where)));
  }
  if (!has_timeout) {
    const Policy* policy = policy_of(page);
    text += "; no session limit";
    if (policy != nullptr) text += at_line(page, policy->where);
  }
  if (has_vlan && !(has_type && has_medium))
    text += fmt::format("; {} is missing: access points and switches ignore the VLAN",
                        has_type ? "Tunnel-Medium-Type" : "Tunnel-Type");
  page.line("gives", text);
  const Policy* policy = policy_of(page);
  if (policy == nullptr) return;
  std::string filters;
  for (const PacketFilter* filter : {&policy->profile.input_filter, &policy->profile.output_filter})
    for (const FilterException& except : filter->except)
      add_item(filters, "`" + visible(except.text) + "`" + at_line(page, except.where));
  if (!filters.empty()) page.line("", "  packet filters of the policy: " + filters);
}

// --- below the rule ---

void write_codes(Page& page) {
  const Decision& decision = page.e.decision;
  if (decision.cause.is_present()) page.line("log", codes_text(page));
  if (decision.answer.is_present() && decision.answer.value == Answer::accept && decision.cause.is_absent())
    page.line("outcome", decision.outcome == Outcome::connected
                             ? "connected"
                             : "the policy server accepts; what the access server makes of it is its own affair");
}

std::string brief_miss(const Page& page, const PolicyStep& step) {
  std::string names;
  if (step.source != Truth::yes) names = "policy source";
  for (std::uint32_t i = step.first; i < step.first + step.count; ++i) {
    const ConditionStep& at = page.e.trace.conditions[i];
    if (at.truth == Truth::yes) continue;
    const std::string name(attribute(condition_of(page.e, step, at, false).attribute).name);
    if (names.find(name) == std::string::npos) add_item(names, name);
  }
  return names;
}

void write_policy_line(Page& page) {
  if (!page.was_reached(StageId::policy)) return;
  std::string text;
  std::size_t shown = 0, more = 0, after = 0;
  for (const PolicyStep& step : page.e.trace.policies) {
    if (step.reach == PolicyReach::after) {
      ++after;
      continue;
    }
    if (++shown > kMostPolicies && step.matched != Truth::yes) {
      ++more;
      continue;
    }
    const Policy& policy = page.site().policies[step.policy];
    const std::string what = step.reach == PolicyReach::disabled ? "disabled"
                             : step.matched == Truth::yes        ? policy.grant.value ? "matches" : "matches, denies"
                             : step.matched == Truth::unknown    ? "may match"
                                                                 : "no: " + brief_miss(page, step);
    add_item(text, fmt::format("{} \"{}\" {}", step.policy + 1, visible(policy.name), what), " · ");
  }
  if (more != 0) add_item(text, fmt::format("{} more do not match", more), " · ");
  if (after != 0) add_item(text, fmt::format("{} later not looked at", after), " · ");
  if (!text.empty()) page.line("policies", text);
}

}  // namespace

void write_short(Page& page) {
  const Truth in = gets_in(page.e.decision);
  const bool is_let_in = in == Truth::yes && !page.explanation.dead_end;
  if (in == Truth::unknown) {
    write_open(page);
    write_request_policies(page);
    write_account(page);
    write_policies(page);
    write_permissions(page);
    write_limits(page);
  } else {
    write_cause(page);
    write_tunnels(page);
    write_open(page);
    write_request(page);
    write_name(page);
    if (is_let_in) {
      write_policy(page, "because");
      write_permission(page, true);
      write_otherwise(page);
      write_given(page);
    } else {
      write_checks(page);
      write_nearest(page);
      const bool is_about_policy =
          page.e.decision.stage.is_present() && page.e.decision.stage.value == StageId::permission;
      if (is_about_policy) write_policy(page, "look at");
      write_permission(page, is_about_policy && !is_kept_out_by_all(page.e));
    }
    write_fixes(page);
    write_later(page);
  }
  write_attempt_turns(page, in == Truth::no ? kMostTurns : 0);
  write_codes(page);
  page.out += "---\n";
  write_policy_line(page);
  write_stages(page);
  write_notes(page);
}

}  // namespace rapsim
