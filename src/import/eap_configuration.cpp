#include "import/eap_configuration.hpp"

#include "base/text.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kTypeBytes = 16, kSha1Bytes = 20, kNumberBytes = 4;
constexpr std::uint8_t kPeap = 25;

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

/// Takes little-endian numbers and stretches off the front; too little left gives nothing, for good.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : left_(bytes) {}
  std::optional<std::uint32_t> number() {
    const auto four = take(kNumberBytes);
    if (!four) return std::nullopt;
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < kNumberBytes; ++i)
      out |= static_cast<std::uint32_t>(static_cast<unsigned char>((*four)[i])) << (8 * i);
    return out;
  }
  std::optional<std::string_view> take(std::size_t count) {
    if (count > left_.size()) return std::nullopt;
    const std::string_view out = left_.substr(0, count);
    left_.remove_prefix(count);
    return out;
  }
  [[nodiscard]] bool at_end() const { return left_.empty(); }

 private:
  std::string_view left_;
};

/// Of an inner certificate method: 0x48, 0, 20 and the hash. Without it the settings are another method's.
std::string certificate_in(std::string_view settings) {
  Bytes bytes(settings);
  const auto size = bytes.number(), zero = bytes.number(), length = bytes.number();
  const auto hash = bytes.take(kSha1Bytes);
  const bool is_certificate = size && zero && length && hash && *zero == 0 && *length == kSha1Bytes;
  return is_certificate ? hex_of(*hash) : std::string{};
}

/// After the type: the size of the rest, 2, the size again, 1, 20 and the server's certificate, 1, then a record for
/// each inner method: 1, its size, its type, its settings.
bool read_peap(std::string_view rest, EapConfiguration& out) {
  Bytes bytes(rest);
  const auto size = bytes.number(), version = bytes.number(), again = bytes.number(), one = bytes.number();
  const auto length = bytes.number();
  const auto hash = bytes.take(kSha1Bytes);
  const auto more = bytes.number();
  if (!size || !version || !again || !one || !length || !hash || !more) return false;
  if (*size != *again || *length != kSha1Bytes) return false;
  out.server_certificate = hex_of(*hash);
  constexpr std::uint32_t kHeadOfRecord = 3 * kNumberBytes;
  while (!bytes.at_end()) {
    const auto version_of_record = bytes.number(), record_size = bytes.number(), type = bytes.number();
    if (!version_of_record || !record_size || !type || *type == 0 || *type > UINT8_MAX) return false;
    if (*record_size < kHeadOfRecord) return false;  // the size is that of the whole record
    const auto body = bytes.take(*record_size - kHeadOfRecord);
    if (!body) return false;
    out.inner_types.push_back(static_cast<std::uint8_t>(*type));
    if (std::string inner = certificate_in(*body); !inner.empty()) out.inner_certificates.push_back(std::move(inner));
  }
  return true;
}

}  // namespace

std::optional<std::string> bytes_of_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto byte = number_in<std::uint8_t>(text.substr(i, 2), 16);
    if (!byte) return std::nullopt;
    out += static_cast<char>(*byte);
  }
  return out;
}

std::optional<EapConfiguration> read_eap_configuration(std::string_view hex) {
  const auto bytes = bytes_of_hex(hex);
  if (!bytes || bytes->empty()) return std::nullopt;
  EapConfiguration out{.type = static_cast<std::uint8_t>((*bytes)[0])};
  if (out.type == kPeap && bytes->size() > kTypeBytes)
    out.is_understood = read_peap(std::string_view(*bytes).substr(kTypeBytes), out);
  return out;
}

}  // namespace rapsim
