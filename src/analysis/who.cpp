#include "analysis/who.hpp"

#include <map>
#include <range/v3/algorithm/any_of.hpp>
#include <tuple>

#include "base/text.hpp"
#include "engine/stages/client_error.hpp"
#include "model/load/load.hpp"

namespace rapsim {
namespace {

std::string settings_text(const Explained& explained, AttributeId id) {
  const Maybe<Answer>& answer = explained.decision.answer;
  if (answer.is_present() && answer.value != Answer::accept) return {};
  const auto reply = reply_of(explained);
  if (!reply) return "unknown";
  std::string out;
  for (const ReplyAttribute& one : *reply)
    if (one.attribute == id) add_item(out, one.value);
  return out;
}

/// Names decide nothing beyond the account that they find.
bool is_blind_to_names(const Site& site) {
  const AttributeId name = attribute_of("User-Name");
  const auto asks = [&](const Rule& rule) {
    return ranges::any_of(rule.conditions, [&](const Condition& one) { return one.attribute == name; });
  };
  return !ranges::any_of(site.policies, asks) && !ranges::any_of(site.request_policies, [&](const RequestPolicy& rule) {
    return asks(rule) || rule.manipulated.is_given();
  });
}

class Asking {
 public:
  Asking(const CompiledSite& site, WhoQuestion question)
      : site_(site),
        question_(std::move(question)),
        is_cached_(question_.where == nullptr && !question_.has_history && is_blind_to_names(*site.site)) {
    for (const WhoColumn& column : question_.columns) attempts_.push_back(column.attempt);
  }

  void ask(const User& user, bool is_computer, ClassIndex account_class) {
    const std::string account = user.name + (is_computer ? "$" : "");
    const std::size_t domain = account.find('\\');
    for (std::size_t column = 0; column < attempts_.size(); ++column) {
      if (!is_cached_) {
        if (auto row = decide_one(account, account_class, column)) out_.rows.push_back(*std::move(row));
        continue;
      }
      const auto key = std::tuple(account_class, column, domain == std::string::npos ? "" : account.substr(0, domain));
      auto known = known_.find(key);
      if (known == known_.end()) known = known_.emplace(key, *decide_one(account, account_class, column)).first;
      out_.rows.push_back(known->second);
      out_.rows.back().account = account;
    }
  }

  Who take() {
    out_.columns = std::move(question_.columns);
    out_.shown = std::move(question_.shown);
    return std::move(out_);
  }

 private:
  /// Nothing when the expression does not hold.
  std::optional<WhoRow> decide_one(const std::string& account, ClassIndex account_class, std::size_t column) {
    Attempt& attempt = attempts_[column];
    attempt.set(FieldId::user, account);
    const Explained explained = explain(site_, question_.columns[column].world, attempt,
                                        question_.where != nullptr ? Recording::all : Recording::none);
    if (question_.where != nullptr) {
      const Truth holds = question_.where->evaluate(explained);
      out_.left_out += holds == Truth::no ? 1 : 0;
      out_.not_known += holds == Truth::unknown ? 1 : 0;
      if (holds != Truth::yes) return std::nullopt;
    }
    WhoRow row{account, account_class, column, explained.decision, client_error(explained)};
    for (const AttributeId id : question_.shown) row.settings.push_back(settings_text(explained, id));
    return row;
  }

  const CompiledSite& site_;
  WhoQuestion question_;
  bool is_cached_;  // accounts of a class and a domain are decided once
  std::vector<Attempt> attempts_{};
  std::map<std::tuple<ClassIndex, std::size_t, std::string>, WhoRow> known_{};
  Who out_{};
};

}  // namespace

Who decide_for_all(const CompiledSite& site, WhoQuestion question) {
  Asking asking(site, std::move(question));
  const Directory& directory = *site.site->directory;
  for (const User& user : directory.users) asking.ask(user, false, site.accounts->users.at(user.name).in_class);
  for (const User& computer : directory.computers)
    asking.ask(computer, true, site.accounts->computers.at(computer.name).in_class);
  return asking.take();
}

Who decide_for_all(const CompiledSite& site, const World& world, const Attempt& attempt, const Where* where) {
  return decide_for_all(site, WhoQuestion{.columns = {{.world = world, .attempt = attempt}}, .where = where});
}

Truth is_let_in(const WhoRow& row) {
  const Decision& d = row.decision;
  if (d.answer.is_unknown()) return Truth::unknown;
  if (d.answer.value != Answer::accept) return Truth::no;
  return d.stage.is_unknown() ? Truth::unknown : truth(d.stage.is_absent());
}

std::vector<WhoGroup> groups_of(const Who& who, bool by_class) {
  const auto key_of = [](const WhoRow& row) {
    const Decision& d = row.decision;
    return std::tuple(row.column, row.account_class, d.answer.presence, d.answer.value, d.stage.presence, d.stage.value,
                      d.reason.presence, d.reason.value, d.cause.presence, d.cause.value, d.policy.presence,
                      d.policy.value, d.request_policy.presence, d.request_policy.value);
  };
  std::vector<WhoGroup> out;
  std::map<std::vector<decltype(key_of(WhoRow{}))>, std::size_t> known;
  for (std::size_t first = 0; first < who.rows.size();) {
    std::size_t end = first;
    std::vector<decltype(key_of(WhoRow{}))> key;
    std::vector<const WhoRow*> rows;
    for (; end < who.rows.size() && who.rows[end].account == who.rows[first].account; ++end) {
      rows.push_back(&who.rows[end]);
      if (by_class) key.push_back(key_of(who.rows[end]));
    }
    const auto [at, is_new] = by_class ? known.try_emplace(std::move(key), out.size()) : std::pair(known.end(), true);
    if (is_new) out.push_back({std::move(rows), {}});
    out[by_class ? at->second : out.size() - 1].accounts.push_back(who.rows[first].account);
    first = end;
  }
  return out;
}

}  // namespace rapsim
