// Site -> CompiledSite: patterns to RE2, group names to numbers, accounts to classes.
#include "engine/compiled.hpp"

#include <map>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/sort.hpp>

#include "engine/groups.hpp"
#include "engine/pattern.hpp"
#include "model/zone.hpp"

namespace rapsim {
namespace {

class Compiler {
 public:
  Compiler(CompiledSite& out, Diagnostics& diags) : out_(out), diags_(diags), groups_(*out.site->directory, diags) {
    for (const std::string_view name :
         {"Calling-Station-Id", "Called-Station-Id", "NAS-Port-Type", "MS-Network-Access-Server-Type"})
      slot_number(attribute_of(name));  // kCallingStationSlot, kCalledStationSlot, kPortTypeSlot, kServerTypeSlot
  }

  void run() {
    for (const Policy& policy : out_.site->policies) compile_policy(policy);
    compile_accounts(*out_.site->directory);
    out_.group_names = groups_.names();
    out_.zone = find_zone(out_.site->time_zone.value);
  }

 private:
  std::uint16_t slot_number(AttributeId id) {
    const auto [at, is_new] = slot_numbers_.try_emplace(id, static_cast<std::uint16_t>(out_.slots.size()));
    if (is_new) out_.slots.push_back(slot_of(id));
    return at->second;
  }

  void compile_policy(const Policy& policy) {
    CompiledPolicy& compiled = out_.policies.emplace_back();
    compiled.first_condition = static_cast<std::uint32_t>(out_.conditions.size());
    compiled.condition_count = static_cast<std::uint32_t>(policy.conditions.size());
    if (policy.source.value != 0) compiled.source = std::to_string(policy.source.value);
    for (std::uint32_t row = 0; row < policy.conditions.size(); ++row) compile_condition(policy.conditions[row], row);
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

  void compile_text(const ConditionPattern& pattern, CompiledCondition& compiled) {
    auto& program = programs_[pattern.text];
    if (!program) {
      SyntaxError error;
      program = compile_pattern(pattern.tree, error);
      if (!program) {
        Span where = pattern.where;
        if (where.length == pattern.text.size()) {  // the text stands in the file as it is
          where.column += static_cast<std::uint32_t>(error.offset);
          where.length = static_cast<std::uint32_t>(error.length);
        }
        return diags_.error(error.code, where, error.message, error.help);
      }
    }
    compiled.patterns.push_back(program);
  }

  void compile_groups(const Condition& condition, CompiledCondition& compiled) {
    for (const Reference& group : condition.groups) {
      if (const auto index = groups_.resolve(group)) {
        compiled.groups.push_back(*index);
        compiled.has_unlisted_group = compiled.has_unlisted_group || !groups_.is_described(*index);
      }
    }
    ranges::sort(compiled.groups);
  }

  void compile_accounts(const Directory& directory) {
    std::map<UserClass, ClassIndex> known;
    out_.classes.emplace_back();
    out_.accounts.reserve(directory.users.size());
    for (const User& user : directory.users) {
      UserClass account{true, groups_.token_groups(user), false, user.permission.value, user.caller_id.value};
      account.has_unlisted_group =
          ranges::any_of(account.groups, [&](GroupIndex group) { return !groups_.is_described(group); });
      const auto [at, is_new] = known.try_emplace(std::move(account), static_cast<ClassIndex>(out_.classes.size()));
      if (is_new) out_.classes.push_back(at->first);
      out_.accounts.emplace(user.name, at->second);
    }
  }

  CompiledSite& out_;
  Diagnostics& diags_;
  Groups groups_;
  std::map<AttributeId, std::uint16_t> slot_numbers_;
  std::map<std::string_view, std::shared_ptr<const re2::RE2>> programs_;
};

}  // namespace

std::shared_ptr<const CompiledSite> compile(std::shared_ptr<const Site> site, Diagnostics& diags) {
  auto out = std::make_shared<CompiledSite>();
  out->site = std::move(site);
  Compiler(*out, diags).run();
  if (diags.has_errors()) return nullptr;
  return out;
}

ClassIndex class_of(const CompiledSite& site, const Attempt& attempt) {
  const FieldValue& user = attempt[FieldId::user];
  if (user.presence != Presence::present) return 0;
  const auto found = site.accounts.find(user.wire);
  return found == site.accounts.end() ? 0 : found->second;
}

}  // namespace rapsim
