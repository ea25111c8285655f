// What an attempt under way is aimed at, shared by the files that make it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/oracle/generate.hpp"
#include "tests/oracle/slow.hpp"

namespace rapsim::oracle {

enum class Aim : std::uint8_t {
  accept,
  no_match,
  permission,
  method,
  eap_type,
  caller_id,
  hours,
  called,
  port,
  change_not_allowed,
  link,
  malformed,
  unknown_client,
  remote,
  server_fails,
  workgroup,
  unknown_domain,
  controllers,
  unknown_user,
  denials,
  extension,
  unsupported,
  locked_out,
  md5,
  lm,
  smart_card,
  wrong_password,
  eap_failed,
  disabled,
  expired,
  logon_hours,
  change_refused,
  must_change,
  password_expired,
  blank_password,
  client_requires,
  policy_requires,
  callback,
};

struct Plan {
  Random& random;
  const Site& site;
  std::vector<Policy> policies{};
  std::vector<RequestPolicy> request_policies{};
  Aim aim = Aim::accept;
  Policy policy{};
  RequestPolicy request_policy{};
  Account account{};
  bool has_nas = false;
  std::map<std::string, std::vector<std::string>> wanted{};  // values of attributes
  Attempt out{};

  [[nodiscard]] bool ignores_account() const { return policy.ignores_account.value_or(false); }
  /// The methods that the policy accepts from this request.
  [[nodiscard]] std::vector<std::string> methods() const {
    if (request_policy.methods) return *request_policy.methods;
    return policy.profile.methods.value_or(std::vector<std::string>{"MS-CHAP", "MS-CHAP-v2"});
  }
};

void choose_aim(Plan& plan);
void choose_account(Plan& plan);
void choose_method(Plan& plan);
void choose_time(Plan& plan);
void write_name(Plan& plan);
void write_state(Plan& plan);       // password, change of password, results of EAP
void write_encryption(Plan& plan);  // and callback
void write_servers(Plan& plan);     // access server, extension, what the policy server reaches
void write_denials(Plan& plan);
void add_unknowns(Plan& plan);
/// Takes out what the program refuses as a contradiction.
void agree(Plan& plan);

/// A value for a field, now and then.
void say(Plan& plan, const std::string& field, std::string word);

}  // namespace rapsim::oracle
