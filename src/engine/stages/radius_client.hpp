// Who sends the request to the policy server: this RRAS server, or another access server. Source: semantics.md 6.5.
#pragma once

#include <string>

#include "base/truth.hpp"
#include "model/attempt/attempt.hpp"
#include "model/site/site.hpp"

namespace rapsim {

struct RequestOrigin {
  bool is_foreign = false;  // an access server that is not the site's: `nas` says so
  bool is_radius = false;   // the request goes over RADIUS; otherwise RRAS decides itself
  Maybe<const RadiusClient*>
      client{};  // its row; absent: it has none; unknown: clients are not described, or its address is unknown
  Maybe<std::string> address{};  // Client-IP-Address
  std::string vendor{};          // Client-Vendor of the row, decimal
};

/// The row is found by friendly name, else by address: the longest network that holds it, the first of equals.
RequestOrigin origin_of(const Site& site, const Attempt& attempt);

/// Whether the policy server does not know the access server; it then discards the request.
Truth is_unknown_client(const Site& site, const RequestOrigin& asker);

}  // namespace rapsim
