#include "import/packet_filter_blob.hpp"

#include <fmt/format.h>

namespace rapsim {
namespace {

constexpr std::uint32_t kInput = 0xFFFF0001, kOutput = 0xFFFF0002;  // InfoType
constexpr std::uint32_t kEstablished = 0x86;                        // TCP of a connection that is there
constexpr std::size_t kFilterBytes = 28, kHeadBytes = 12, kEntryBytes = 16;
constexpr std::uint32_t kAnyIcmp = 0xFF;

std::optional<std::uint32_t> little(std::string_view bytes, std::size_t at, std::size_t count = 4) {
  if (at > bytes.size() || bytes.size() - at < count) return std::nullopt;
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < count; ++i)
    out |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return out;
}

/// Addresses and ports are kept in network order.
std::uint32_t big(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < count; ++i) out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
  return out;
}

bool is_mask(std::uint32_t mask) { return (~mask & (~mask + 1)) == 0; }

/// Nothing for what a filter of a site cannot say.
std::optional<grammar::PacketFilter> filter_at(std::string_view bytes, std::size_t at) {
  grammar::PacketFilter out;
  out.source = {big(bytes, at, 4), big(bytes, at + 4, 4), {}};
  out.destination = {big(bytes, at + 8, 4), big(bytes, at + 12, 4), {}};
  if (!is_mask(out.source.mask) || !is_mask(out.destination.mask)) return std::nullopt;
  out.source.address &= out.source.mask;
  out.destination.address &= out.destination.mask;
  const std::uint32_t protocol = *little(bytes, at + 16);
  const std::uint32_t source_port = big(bytes, at + 24, 2), destination_port = big(bytes, at + 26, 2);
  if (protocol > UINT8_MAX) return std::nullopt;
  if (protocol == 0) return out;
  out.is_established = protocol == kEstablished;
  out.protocol = static_cast<std::uint8_t>(out.is_established ? grammar::kProtocolTcp : protocol);
  if (*out.protocol == grammar::kProtocolTcp || *out.protocol == grammar::kProtocolUdp) {
    if (source_port != 0) out.source.port = static_cast<std::uint16_t>(source_port);
    if (destination_port != 0) out.destination.port = static_cast<std::uint16_t>(destination_port);
  } else if (*out.protocol == grammar::kProtocolIcmp) {
    const std::uint32_t type = *little(bytes, at + 24, 2), code = *little(bytes, at + 26, 2);
    if (type < kAnyIcmp) out.icmp_type = static_cast<std::uint8_t>(type);
    if (type < kAnyIcmp && code < kAnyIcmp) out.icmp_code = static_cast<std::uint8_t>(code);
  } else if (source_port != 0 || destination_port != 0) {
    return std::nullopt;
  }
  return out;
}

/// Version, number of filters, default action (0 forward, 1 drop), then the filters.
std::optional<FilterDirection> direction_at(std::string_view bytes, std::size_t at, std::size_t size) {
  const auto count = little(bytes, at + 4), action = little(bytes, at + 8);
  if (!count || !action || *action > 1 || size < kHeadBytes || bytes.size() - at < size ||
      (size - kHeadBytes) / kFilterBytes < *count)
    return std::nullopt;
  FilterDirection out{.drop_by_default = *action == 1};
  for (std::size_t i = 0; i < *count; ++i) {
    const std::size_t place = at + kHeadBytes + i * kFilterBytes;
    auto filter = filter_at(bytes, place);
    if (!filter) return std::nullopt;
    out.except.push_back(*std::move(filter));
    out.is_late_bound = out.is_late_bound || *little(bytes, place + 20) != 0;
  }
  return out;
}

}  // namespace

std::optional<FilterBlob> read_filter_blob(std::string_view bytes) {
  const auto version = little(bytes, 0), size = little(bytes, 4), entries = little(bytes, 8);
  if (!version || !size || !entries || *size > bytes.size() || *entries > bytes.size() / kEntryBytes)
    return std::nullopt;
  FilterBlob out;
  for (std::size_t i = 0; i < *entries; ++i) {
    const std::size_t entry = kHeadBytes + i * kEntryBytes;
    const auto type = little(bytes, entry), length = little(bytes, entry + 4), offset = little(bytes, entry + 12);
    if (!type || !length || !offset || *offset > bytes.size()) return std::nullopt;
    if (*type != kInput && *type != kOutput) {
      out.not_read.push_back(fmt::format("information of type {:#x}", *type));
      continue;
    }
    auto direction = direction_at(bytes, *offset, *length);
    if (!direction) return std::nullopt;
    (*type == kInput ? out.input : out.output) = *std::move(direction);
  }
  return out;
}

}  // namespace rapsim
