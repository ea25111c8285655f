// Site -> CompiledSite: patterns to RE2, group names to numbers, accounts to classes.
#include "engine/compile/compiled.hpp"

#include <map>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/sort.hpp>
#include <range/v3/algorithm/stable_sort.hpp>

#include "engine/compile/groups.hpp"
#include "engine/stages/checks.hpp"
#include "model/load/load.hpp"
#include "model/site/zone.hpp"

namespace rapsim {
namespace {

class Compiler {
 public:
  Compiler(CompiledSite& out, Diagnostics& diags, const CompiledSite* previous)
      : out_(out), diags_(diags), previous_(previous) {
    for (const std::string_view name : kSlotNames) slot_number(attribute_of(name));
  }

  void run() {
    if (shares_accounts())
      out_.accounts = previous_->accounts;
    else
      start_accounts();
    for (const Policy& policy : out_.site->policies) out_.policies.push_back(compile_rule(policy));
    for (const RequestPolicy& policy : out_.site->request_policies) compile_request_policy(policy);
    order_policies();
    if (accounts_ != nullptr) {
      compile_domains();
      compile_accounts();
    }
    out_.zone = find_zone(out_.site->time_zone.value);
    for (std::size_t stage = 0; stage < kStageCount; ++stage) {
      const auto rows = checks_of(static_cast<StageId>(stage), out_.site->readings);
      out_.checks[stage].assign(rows.begin(), rows.end());
    }
  }

 private:
  /// Whether all that accounts are made of is as it was. Conditions add groups to a directory that is not complete, so
  /// that one is not shared.
  [[nodiscard]] bool shares_accounts() const {
    if (previous_ == nullptr) return false;
    const Site &site = *out_.site, &before = *previous_->site;
    const auto is_same = [&](Reading reading) {
      return site.readings.is_on(reading) == before.readings.is_on(reading);
    };
    return site.directory == before.directory && site.directory->complete.value &&
           site.time_zone.value == before.time_zone.value && is_same(Reading::mixed_domain_keeps_dial_in) &&
           is_same(Reading::logon_hours_leftmost_bit);
  }

  void start_accounts() {
    accounts_ = std::make_shared<CompiledAccounts>();
    accounts_->directory = out_.site->directory;
    groups_ = std::make_shared<Groups>(*accounts_->directory, diags_);
    accounts_->groups = groups_;
    out_.accounts = accounts_;
  }

  std::optional<GroupIndex> group_of(const Reference& reference) {
    return groups_ != nullptr ? groups_->resolve(reference, diags_) : out_.accounts->groups->find(reference, diags_);
  }

  std::uint16_t slot_number(AttributeId id) {
    const auto [at, is_new] = slot_numbers_.try_emplace(id, static_cast<std::uint16_t>(out_.slots.size()));
    if (is_new) out_.slots.push_back(slot_of(id));
    return at->second;
  }

  CompiledRule compile_rule(const Rule& rule) {
    CompiledRule compiled;
    compiled.first_condition = static_cast<std::uint32_t>(out_.conditions.size());
    compiled.condition_count = static_cast<std::uint32_t>(rule.conditions.size());
    if (rule.source.value != 0) compiled.source = std::to_string(rule.source.value);
    for (std::uint32_t row = 0; row < rule.conditions.size(); ++row) compile_condition(rule.conditions[row], row);
    return compiled;
  }

  void compile_request_policy(const RequestPolicy& policy) {
    CompiledRequestPolicy compiled{compile_rule(policy)};
    for (const ReplaceRule& rule : policy.rules)
      if (auto program = program_of(rule.find, PatternUse::replace)) {
        check_replacement(rule, group_count(*program));
        compiled.replacements.push_back({std::move(program), rule.replace});
      }
    const auto is_named = [&](const Reference& group) {
      return equal_without_case(group.text, policy.forward_to.value);
    };
    if (policy.forward_to.is_given() && !ranges::any_of(out_.site->remote_groups, is_named))
      diags_.warning(
          code("R320"), policy.forward_to.where,
          "no remote RADIUS server group `" + policy.forward_to.value + "`: requests will end with reason 113",
          "list it under `remote-radius-groups`");
    out_.request_policies.push_back(std::move(compiled));
  }

  /// R201 for a remembered match that the pattern does not have.
  void check_replacement(const ReplaceRule& rule, std::size_t groups) {
    for (std::size_t i = 0; i + 1 < rule.replace.size(); ++i) {
      if (rule.replace[i] != '\\') continue;
      const char next = rule.replace[++i];
      if (next != '\\' && static_cast<std::size_t>(next - '0') > groups)
        diags_.error(code("R201"), rule.where,
                     std::string("`\\") + next + "` names a remembered match, but the pattern has " +
                         std::to_string(groups) + (groups == 1 ? " group" : " groups"));
    }
  }

  /// G-19: one pass; the other reading tries the policies with a source before the unspecified ones.
  void order_policies() {
    for (PolicyIndex row = 0; row < out_.policies.size(); ++row) out_.policy_order.push_back(row);
    if (!out_.site->readings.is_on(Reading::source_two_passes)) return;
    ranges::stable_sort(out_.policy_order, {}, [&](PolicyIndex row) { return out_.policies[row].source.empty(); });
  }

  void compile_condition(const Condition& condition, std::uint32_t row) {
    CompiledCondition& compiled = out_.conditions.emplace_back();
    compiled.row = row;
    compiled.kind = attribute(condition.attribute).condition;
    switch (compiled.kind) {
      case ConditionKind::time_of_day:
        compiled.schedule = &condition.schedule;
        return;
      case ConditionKind::any_groups:
      case ConditionKind::user_groups:
      case ConditionKind::machine_groups:
        compile_groups(condition, compiled);
        return;
      case ConditionKind::none:
      case ConditionKind::pattern:
      case ConditionKind::out_of_scope:
        break;
    }
    compiled.slot = slot_number(condition.attribute);
    for (const ConditionNumber& number : condition.numbers) compiled.equal.push_back(std::to_string(number.number));
    for (const ConditionPattern& pattern : condition.patterns) compile_text(pattern, compiled);
  }

  /// Nothing after R203, or once R202 has said that the patterns are together too large.
  std::shared_ptr<const re2::RE2> program_of(const ConditionPattern& pattern, PatternUse use) {
    auto& program = out_.programs[{use, pattern.text}];
    if (program || budget_.is_spent()) return program;
    if (previous_ != nullptr)
      if (const auto known = previous_->programs.find({use, pattern.text});
          known != previous_->programs.end() && known->second != nullptr && budget_.take(*known->second))
        return program = known->second;
    SyntaxError error;
    program = compile_pattern(pattern.tree, error, use, &budget_);
    if (program) return program;
    Span where = pattern.where;
    if (where.length == pattern.text.size()) {  // the text is in the file as it is
      where.column += static_cast<std::uint32_t>(error.offset);
      where.length = static_cast<std::uint32_t>(error.length);
    }
    diags_.error(error.code, where, error.message, error.help);
    return nullptr;
  }

  void compile_text(const ConditionPattern& pattern, CompiledCondition& compiled) {
    if (auto program = program_of(pattern, PatternUse::find)) compiled.patterns.push_back(std::move(program));
  }

  void compile_groups(const Condition& condition, CompiledCondition& compiled) {
    for (const Reference& reference : condition.groups) {
      if (const auto index = group_of(reference)) {
        compiled.groups.push_back(*index);
        compiled.has_unlisted_group = compiled.has_unlisted_group || !out_.accounts->groups->is_described(*index);
      }
    }
    ranges::sort(compiled.groups);
  }

  void compile_accounts() {
    const Directory& directory = *out_.site->directory;
    accounts_->classes.emplace_back();
    accounts_->logon_hours.push_back({{{0, grammar::kMinutesOfWeek}}});
    accounts_->users.reserve(directory.users.size());
    for (const User& user : directory.users)
      accounts_->users.emplace(user.name, CompiledAccount{&user, class_of(user, false)});
    for (const User& computer : directory.computers)
      accounts_->computers.emplace(computer.name, CompiledAccount{&computer, class_of(computer, true)});
    groups_->end_accounts(diags_);
  }

  /// Where two domains tell the same name, the first has it.
  void compile_domains() {
    const Directory& directory = *out_.site->directory;
    const auto tells_none = [](const auto& domain) {
      return domain.dns_name.value.empty() && domain.upn_suffixes.empty();
    };
    accounts_->has_unknown_realm = tells_none(directory) || ranges::any_of(directory.trusted_domains, tells_none);
    for (const TrustedDomain& domain : directory.trusted_domains) {
      accounts_->trusted_domains.try_emplace(domain.name, &domain);
      if (domain.dns_name.is_given()) accounts_->trusted_domains.try_emplace(domain.dns_name.value, &domain);
      for (const Reference& suffix : domain.upn_suffixes) accounts_->trusted_suffixes.try_emplace(suffix.text, &domain);
    }
  }

  ClassIndex class_of(const User& user, bool is_computer) {
    const TokenIndex token = groups_->token(user, diags_);
    UserClass account{.is_known = true, .is_computer = is_computer};
    set_dial_in(user.dial_in, account);
    set_state(user.state, account);
    warn_of_mixed(user);
    const auto [at, is_new] =
        known_.try_emplace({token, std::move(account)}, static_cast<ClassIndex>(accounts_->classes.size()));
    if (is_new && groups_->may_keep(token, user, diags_)) add_class(at->first.second, groups_->groups_of(token));
    return at->second;
  }

  void add_class(const UserClass& account, const std::vector<GroupIndex>& groups) {
    UserClass& added = accounts_->classes.emplace_back(account);
    added.groups = groups;
    added.has_unlisted_group = ranges::any_of(groups, [&](GroupIndex group) { return !groups_->is_described(group); });
  }

  void set_dial_in(const DialIn& dial_in, UserClass& account) const {
    account.permission = static_cast<AccountPermission>(dial_in.permission.value);
    if (is_mixed_domain(*out_.site) && account.permission == AccountPermission::policy)
      account.permission = AccountPermission::mixed;
    if (has_caller_ids(*out_.site)) {
      account.caller_id = dial_in.caller_id.value;
      account.has_static_address = dial_in.static_ip.is_given();
    }
    account.callback = dial_in.callback.value;
  }

  void set_state(const AccountState& state, UserClass& account) {
    account.disabled = state.disabled.value;
    account.locked_out = state.locked_out.value;
    account.smart_card_required = state.smart_card_required.value;
    account.must_change_password = state.must_change_password.value;
    account.password_expired = state.password_expired.value;
    account.reversible_password = state.reversible_password.value;
    if (const auto expires = expiry_of(state, *out_.site)) account.expires = expires->time_since_epoch().count();
    if (state.logon_hours.is_given()) account.logon_hours = hours_number(state.logon_hours.value);
  }

  /// Accounts tend to share a few.
  std::uint32_t hours_number(const LogonHours& hours) {
    const auto [at, is_new] = hours_.try_emplace(hours.text, static_cast<std::uint32_t>(accounts_->logon_hours.size()));
    const bool is_leftmost = hours.is_bits && out_.site->readings.is_on(Reading::logon_hours_leftmost_bit);
    if (is_new) accounts_->logon_hours.push_back(is_leftmost ? logon_hours_of_bits(hours.text, true) : hours.schedule);
    return at->second;
  }

  /// What the consoles of a mixed domain do not offer, so that no reader believes that it works.
  void warn_of_mixed(const User& user) {
    if (!is_mixed_domain(*out_.site)) return;
    const DialIn& dial_in = user.dial_in;
    if (dial_in.permission.is_given() && dial_in.permission.value == DialInPermission::policy)
      diags_.warning(code("R319"), dial_in.permission.where,
                     "control through policy does not exist in a mixed domain: `" + user.name + "` counts as denied",
                     "`permission: allow`, or `domain.mode: native`");
    if (has_caller_ids(*out_.site)) return;
    for (const Span where : {dial_in.caller_id.where, dial_in.static_ip.where,
                             dial_in.static_routes.empty() ? Span{} : dial_in.static_routes.front().where})
      if (where.known())
        diags_.warning(code("R319"), where, "a mixed domain has no caller ID, static address or routes: it is ignored",
                       "`readings: { mixed-domain-keeps-dial-in: true }` takes the other side (G-6)");
  }

  CompiledSite& out_;
  Diagnostics& diags_;
  const CompiledSite* previous_;
  std::shared_ptr<CompiledAccounts> accounts_{};  // nullptr: those of `previous_`
  std::shared_ptr<Groups> groups_{};              // of accounts_
  std::map<AttributeId, std::uint16_t> slot_numbers_;
  PatternBudget budget_;
  std::map<std::pair<TokenIndex, UserClass>, ClassIndex> known_;  // these without their groups
  std::map<std::string_view, std::uint32_t> hours_;
};

}  // namespace

std::shared_ptr<const CompiledSite> compile(std::shared_ptr<const Site> site, Diagnostics& diags,
                                            const CompiledSite* previous) {
  auto out = std::make_shared<CompiledSite>();
  out->site = std::move(site);
  Compiler(*out, diags, previous).run();
  if (diags.has_errors()) return nullptr;
  return out;
}

}  // namespace rapsim
