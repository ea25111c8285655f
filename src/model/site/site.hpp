// A site: everything that a decision depends on, as written, with defaults filled in. Plain data.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ipv4.hpp"
#include "model/site/account.hpp"
#include "model/site/network_path.hpp"
#include "model/site/policy.hpp"
#include "model/site/request_policy.hpp"
#include "model/site/rras.hpp"
#include "model/site/setting.hpp"
#include "model/tables/readings.hpp"

namespace rapsim::yaml {
class Document;
}

namespace rapsim {

enum class Dialect : std::uint8_t { windows_2000, windows_2003, nps };
std::string_view dialect_name(Dialect dialect);
/// What the dialect calls a policy: `remote access policy`, `network policy`.
std::string_view policy_word(Dialect dialect);

enum class Provider : std::uint8_t { windows, radius };

/// Remote access account lockout; not the domain's (semantics.md 2.5).
struct AccountLockout {
  Setting<std::uint32_t> max_denials{};  // 0: off
  Setting<std::chrono::seconds> reset_time{};
};

struct Server {
  Setting<std::string> name{};
  Setting<std::string> address{};         // NAS-IP-Address; empty: unknown
  Setting<std::string> default_domain{};  // of names without one; empty: the directory's domain
  Setting<Provider> provider{};           // who authenticates for the RRAS server
  Setting<MethodList> methods{};          // what the server offers in LCP, in order of preference
  Setting<bool> allow_lm{};               // LAN Manager responses
  AccountLockout lockout{};
  Rras rras{};
};

/// An access server that the policy server answers.
struct RadiusClient {
  std::string name{};  // its friendly name
  Span where{};
  Setting<Network> network{};
  Setting<std::uint32_t> vendor{};  // Client-Vendor
};

struct Group {
  std::string name{};
  Span where{};
  Setting<std::string> sid{};
  std::vector<Reference> member_of{};
};

/// Of the domain, or none: a server in a workgroup has local accounts.
enum class DomainMode : std::uint8_t { native, mixed, nt4, workgroup };

/// The domain's own account lockout (semantics.md 2.6, SAMR 3.1.5.13.7.1).
struct DomainLockout {
  Setting<std::uint32_t> threshold{};                  // 0: off
  Setting<std::chrono::seconds> window{}, duration{};  // duration 0: until somebody unlocks the account
};

/// Another domain whose users the server authorizes; it reads them by a group of that domain (cc757665).
struct TrustedDomain {
  std::string name{};  // NetBIOS name, before the `\` of its accounts
  Span where{};
  Setting<std::string> dns_name{};
  std::vector<Reference> upn_suffixes{};
  Setting<std::string> sid{};
  DirectoryAccess access{};
};

struct Directory {
  Setting<std::string> domain{};
  Setting<std::string> dns_name{};  // realm of its accounts; empty: not known
  std::vector<Reference> upn_suffixes{};
  Setting<std::string> sid{};
  Setting<DomainMode> mode{};
  std::vector<TrustedDomain> trusted_domains{};
  Setting<bool> complete{};  // false: an account or group that is not listed is unknown
  std::vector<Group> groups{};
  std::vector<User> users{};      // `bob`, or `FABRIKAM\bob` of a trusted domain
  std::vector<User> computers{};  // accounts of host/NAME and NAME$
  DomainLockout lockout{};
};

/// By its NetBIOS name, without case; nullptr: there is none.
const TrustedDomain* find_trusted_domain(const Directory& directory, std::string_view name);

/// A kind of access that the site serves (a VPN, a Wi-Fi, a gateway): fields of an attempt, without the user and the
/// time.
struct AccessKind {
  std::string name{};
  Span where{};
  std::shared_ptr<const yaml::Document> fields{};  // as written: a map
};

struct Site {
  Setting<std::string> name{};
  Setting<Dialect> dialect{};
  Setting<std::string> time_zone{};
  Server server{};
  NetworkPath network{};                                                 // left out: everything gets through
  Intranet intranet{};                                                   // left out: unknown
  std::shared_ptr<Directory> directory = std::make_shared<Directory>();  // shared between edited copies
  std::vector<RadiusClient> radius_clients{};
  Span radius_clients_where{};                    // unknown: not described
  std::vector<Reference> remote_groups{};         // remote RADIUS server groups that exist
  std::vector<RequestPolicy> request_policies{};  // in processing order
  Span request_policies_where{};                  // unknown: the built-in one of the dialect
  Readings readings{};
  std::vector<AccessKind> access{};    // in the order of the file
  std::vector<Policy> policies{};      // in processing order
  Span policies_where{};               // unknown: the built-in ones of the dialect
  std::vector<std::uint32_t> files{};  // rows of Sources, in the order read
  std::string digest{};                // of the bytes of all files of the site, in the order read; edits added
};

/// Mixed or NT 4.0: control through policies cannot be chosen for its accounts (G-6).
bool is_mixed_domain(const Site& site);
/// Whether the accounts' caller IDs, addresses and routes count; in a mixed domain they do not (G-6).
bool has_caller_ids(const Site& site);
/// What the server may read in a domain; nullptr: its own domain (SEED, cc757665).
const DirectoryAccess& access_in(const Site& site, const TrustedDomain* trusted);

std::string_view domain_mode_name(DomainMode mode);

}  // namespace rapsim
