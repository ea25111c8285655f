#include "analysis/who.hpp"

#include <map>
#include <tuple>

#include "engine/stages/client_error.hpp"
#include "model/load/load.hpp"

namespace rapsim {
namespace {

class Asking {
 public:
  Asking(const CompiledSite& site, const World& world, const Attempt& attempt, const Where* where)
      : site_(site), world_(world), attempt_(attempt), where_(where) {}

  void ask(const User& user, bool is_computer, ClassIndex account_class) {
    attempt_.set(FieldId::user, user.name + (is_computer ? "$" : ""));
    const Explained explained = explain(site_, world_, attempt_, where_ != nullptr ? Recording::all : Recording::none);
    if (where_ != nullptr) {
      const Truth holds = where_->evaluate(explained);
      out_.left_out += holds == Truth::no ? 1 : 0;
      out_.not_known += holds == Truth::unknown ? 1 : 0;
      if (holds != Truth::yes) return;
    }
    out_.rows.push_back({attempt_[FieldId::user].text, account_class, explained.decision, client_error(explained)});
  }

  Who take() { return std::move(out_); }

 private:
  const CompiledSite& site_;
  const World& world_;
  Attempt attempt_;
  const Where* where_;
  Who out_{};
};

}  // namespace

Who decide_for_all(const CompiledSite& site, const World& world, const Attempt& attempt, const Where* where) {
  Asking asking(site, world, attempt, where);
  const Directory& directory = *site.site->directory;
  for (const User& user : directory.users) asking.ask(user, false, site.accounts->users.at(user.name).in_class);
  for (const User& computer : directory.computers)
    asking.ask(computer, true, site.accounts->computers.at(computer.name).in_class);
  return asking.take();
}

std::vector<WhoGroup> grouped_by_class(const Who& who) {
  const auto key_of = [](const WhoRow& row) {
    const Decision& d = row.decision;
    return std::tuple(row.account_class, d.answer.presence, d.answer.value, d.stage.presence, d.stage.value,
                      d.reason.presence, d.reason.value, d.cause.presence, d.cause.value, d.policy.presence,
                      d.policy.value, d.request_policy.presence, d.request_policy.value);
  };
  std::vector<WhoGroup> out;
  std::map<decltype(key_of(WhoRow{})), std::size_t> known;
  for (const WhoRow& row : who.rows) {
    const auto [at, is_new] = known.try_emplace(key_of(row), out.size());
    if (is_new) out.push_back({row, {}});
    out[at->second].accounts.push_back(row.account);
  }
  return out;
}

}  // namespace rapsim
