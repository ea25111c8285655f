// Random sites: what the other parts do not make, which is the policies.
#include <algorithm>
#include <array>

#include "tests/oracle/generate.hpp"
#include "tests/oracle/rules.hpp"

namespace rapsim::oracle {
namespace {

class SiteMaker {
 public:
  explicit SiteMaker(std::uint64_t seed) : random_(seed) {}

  Site make() {
    site_.dialect = static_cast<Dialect>(random_.pick(std::to_array({0, 1, 1, 2, 2, 2})));
    site_.zone = random_.pick(kZones);
    site_.is_complete = random_.chance(75);
    if (random_.chance(50))
      for (const std::string_view reading : kReadings)
        if (random_.chance(35)) site_.readings.emplace(reading);
    add_directory(random_, site_);
    add_server(random_, site_);
    add_request_policies(random_, site_);
    make_policies();
    return std::move(site_);
  }

 private:
  bool is_nps() const { return site_.dialect == Dialect::nps; }

  void make_policies() {
    if (random_.chance(1)) return;  // none at all
    site_.has_builtin_policies = random_.chance(3);
    if (site_.has_builtin_policies) return;
    const int count = random_.between(2, 7);
    const bool has_order = random_.chance(30);
    for (int i = 0; i < count; ++i) {
      Policy& policy = site_.policies.emplace_back();
      policy.name = "policy " + std::to_string(i);
      if (has_order) policy.order = (i * 7 + 3) % 11 + 1;
      fill(policy);
    }
  }

  void fill(Policy& policy) {
    if (is_nps() && random_.chance(25)) policy.enabled = random_.chance(60);
    if (is_nps() && random_.chance(20)) {
      const NumberName& type = random_.pick(server_types());
      policy.source = random_.chance(60) ? "Remote-access-server" : std::string(type.name);
      if (random_.chance(20)) policy.source = std::to_string(type.number);
    }
    if (site_.dialect != Dialect::windows_2000 && random_.chance(30)) policy.ignores_account = random_.chance(80);
    if (random_.chance(94)) policy.grants = random_.chance(84);
    const int conditions = random_.chance(3) ? 0 : random_.pick(std::to_array({1, 1, 2, 2, 3}));
    const Place place = is_nps() ? kNetwork : kRemoteAccess;
    for (int i = 0; i < conditions; ++i) policy.conditions.push_back(random_condition(random_, site_, place));
    fill(policy.profile);
  }

  void fill(Profile& profile) {
    if (random_.chance(75)) {
      profile.methods.emplace();
      const int count = random_.between(2, 7);
      for (int i = 0; i < count; ++i) profile.methods->push_back(in_some_case(random_, some_method()));
    }
    if (random_.chance(35)) {
      RandomSchedule schedule = random_schedule(random_);
      profile.day_and_time = schedule.text;
      profile.hours.minutes = std::move(schedule.minutes);
    }
    if (random_.chance(30)) profile.called_station = random_.pick(kStations);
    if (random_.chance(35)) {
      profile.port_types.emplace();
      const int count = random_.between(1, 3);
      for (int i = 0; i < count; ++i) profile.port_types->push_back(spelled(random_, random_.pick(port_types())));
    }
    if (random_.chance(40)) fill_encryption(profile.encryption.emplace());
  }

  void fill_encryption(std::vector<std::string>& levels) {
    constexpr const char* kLevels[] = {"none", "basic", "strong", "strongest"};
    for (const char* level : kLevels)
      if (random_.chance(level == kLevels[0] ? 35 : 45)) levels.emplace_back(level);
    if (levels.empty()) levels.emplace_back(random_.pick(kLevels));
  }

  /// The usual ones more often: policies that have nothing in common would all reject the same.
  std::string some_method() {
    constexpr const char* kUsual[] = {"MS-CHAP-v2", "MS-CHAP", "PEAP", "EAP-TLS", "MS-CHAP-v2-CPW"};
    return random_.chance(45) ? random_.pick(kUsual) : std::string(random_.pick(known_methods()).name);
  }

  Random random_;
  Site site_{};
};

}  // namespace

std::string spelled(Random& random, const NumberName& row) {
  const int form = random.between(0, 9);
  if (form < 6) return in_some_case(random, std::string(row.name));
  if (form < 9) return std::to_string(row.number);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (std::uint32_t rest = row.number; rest > 0 || digits.empty(); rest /= 16)
    digits.insert(digits.begin(), kDigits[rest % 16]);
  return "0x" + digits;
}

Site random_site(std::uint64_t seed) { return SiteMaker(seed).make(); }

}  // namespace rapsim::oracle
