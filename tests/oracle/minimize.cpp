// Makes a pair that differs smaller: parts are left out as long as the difference stays.
#include "tests/oracle/compare.hpp"
#include "tests/oracle/write_yaml.hpp"

namespace rapsim::oracle {
namespace {

class Minimizer {
 public:
  Minimizer(Site site, Attempt attempt, const Rules& rules)
      : site_(std::move(site)), attempt_(std::move(attempt)), rules_(rules) {}

  std::string smallest() {
    shrink_site();
    shrink_attempt();
    std::string denials;
    for (const auto& [account, row] : attempt_.denials)
      denials += "# denials of " + account + ": " + std::to_string(row.count) + ", the last one at " +
                 std::to_string(row.last) + "\n";
    return site_yaml(site_) + "---\n" + attempt_yaml(site_, attempt_) + denials + "---\n" +
           difference_of(site_, attempt_, rules_);
  }

 private:
  [[nodiscard]] bool differs(const Site& site, const Attempt& attempt) const {
    return !difference_of(site, attempt, rules_).empty();
  }

  /// Changes the site, unless the difference goes away.
  template <class Change>
  void try_site(Change change) {
    Site trial = site_;
    change(trial);
    if (differs(trial, attempt_)) site_ = std::move(trial);
  }

  template <class Change>
  void try_attempt(Change change) {
    Attempt trial = attempt_;
    change(trial);
    if (differs(site_, trial)) attempt_ = std::move(trial);
  }

  /// Leaves out each element of a list, the last one first.
  template <class List>
  void shrink_list(List list) {
    for (std::size_t row = list(site_).size(); row-- > 0;)
      try_site([&](Site& trial) {
        auto& rows = list(trial);
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(row));
      });
  }

  void shrink_site() {
    shrink_policies();
    shrink_request_policies();
    shrink_list([](Site & s) -> auto& { return s.users; });
    shrink_list([](Site & s) -> auto& { return s.computers; });
    shrink_list([](Site & s) -> auto& { return s.groups; });
    shrink_accounts();
    for (const std::string& reading : std::set<std::string>(site_.readings))
      try_site([&](Site& trial) { trial.readings.erase(reading); });
    shrink_server();
  }

  void shrink_policies() {
    shrink_list([](Site & s) -> auto& { return s.policies; });
    for (std::size_t i = 0; i < site_.policies.size(); ++i) {
      shrink_list([i](Site & s) -> auto& { return s.policies[i].conditions; });
      try_site([i](Site& trial) { trial.policies[i].profile = {}; });
    }
  }

  void shrink_request_policies() {
    try_site([](Site& trial) { trial.request_policies.reset(); });
    if (!site_.request_policies) return;
    shrink_list([](Site & s) -> auto& { return *s.request_policies; });
    for (std::size_t i = 0; i < site_.request_policies->size(); ++i) {
      shrink_list([i](Site & s) -> auto& { return (*s.request_policies)[i].rule.conditions; });
      try_site([i](Site& trial) { (*trial.request_policies)[i].manipulation.reset(); });
      try_site([i](Site& trial) { (*trial.request_policies)[i].methods.reset(); });
    }
  }

  void shrink_accounts() {
    for (std::size_t i = 0; i < site_.users.size(); ++i) {
      try_site([i](Site& trial) { trial.users[i] = {.name = trial.users[i].name}; });
      try_site([i](Site& trial) { trial.users[i].state = {}; });
    }
  }

  void shrink_server() {
    try_site([](Site& trial) { trial.domain = {}; });
    try_site([](Site& trial) { trial.server = {}; });
    try_site([](Site& trial) { trial.server.methods.reset(); });
    try_site([](Site& trial) { trial.remote_groups.reset(); });
    try_site([](Site& trial) { trial.radius_clients.reset(); });
    if (site_.radius_clients) shrink_list([](Site & s) -> auto& { return *s.radius_clients; });
  }

  void shrink_attempt() {
    for (std::size_t row = attempt_.attributes.size(); row-- > 0;)
      try_attempt([row](Attempt& trial) {
        trial.attributes.erase(trial.attributes.begin() + static_cast<std::ptrdiff_t>(row));
      });
    for (const auto& [field, value] : std::map<std::string, Value>(attempt_.fields))
      try_attempt([&name = field](Attempt& trial) { trial.fields.erase(name); });
    for (Value Attempt::*field : {&Attempt::from, &Attempt::to, &Attempt::tunnel, &Attempt::port_type,
                                  &Attempt::eap_type, &Attempt::authentication})
      try_attempt([field](Attempt& trial) { trial.*field = {}; });
    try_attempt([](Attempt& trial) { trial.denials.clear(); });
  }

  Site site_;
  Attempt attempt_;
  const Rules& rules_;
};

}  // namespace

std::string smallest_difference(Site site, Attempt attempt, const Rules& rules) {
  return Minimizer(std::move(site), std::move(attempt), rules).smallest();
}

}  // namespace rapsim::oracle
