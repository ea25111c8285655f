// The packet filters that a profile returns as MS-Filter (RFC 2548 2.7.3), decoded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/packet_filter.hpp"

namespace rapsim {

struct FilterDirection {
  bool drop_by_default = false;
  std::vector<grammar::PacketFilter> except{};
  bool is_late_bound = false;  // of one at least: the client's address takes the place of one that is written
};

struct FilterBlob {
  std::optional<FilterDirection> input{}, output{};
  std::vector<std::string> not_read{};  // what else is in it, for people
};

/// Nothing for bytes of another form. Source: MS-RRASM 2.2.1.2.4 to 2.2.1.2.6 (semantics 4.4).
std::optional<FilterBlob> read_filter_blob(std::string_view bytes);

}  // namespace rapsim
