// What msEAPConfiguration says of one EAP type: inner methods and certificates of PEAP.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rapsim {

/// The bytes of `0d00...`, upper or lower case; nothing for any other text.
std::optional<std::string> bytes_of_hex(std::string_view text);

struct EapConfiguration {
  std::uint8_t type = 0;
  std::string server_certificate{};         // SHA-1 as hex digits; empty: none in it
  std::vector<std::uint8_t> inner_types{};  // of PEAP
  std::vector<std::string> inner_certificates{};
  bool is_understood = false;  // false: only `type` is known
};

/// Nothing for what is not even a type. Format as seen in exports: 16 bytes of type, then little-endian numbers.
std::optional<EapConfiguration> read_eap_configuration(std::string_view hex);

}  // namespace rapsim
