// Reads where the addresses of clients come from. Source: semantics.md 6.3.
#include "model/rras_sections.hpp"
#include "model/setting_keys.hpp"

namespace rapsim {
namespace {

constexpr std::uint32_t kMostBlock = 65'536;
constexpr Words<2> kSources{"source of addresses", {"dhcp", "static-pool"}};

std::optional<PoolRange> read_pool_range(Loader& in, yaml::Node node) {
  const auto range = read_address_range(in, node);
  return range ? std::optional(PoolRange{*range, node.span()}) : std::nullopt;
}

void print_pool(EffectivePrinter& out, const AddressSettings& addresses) {
  std::vector<std::string> texts;
  for (const PoolRange& range : addresses.static_pool) texts.push_back(grammar::to_text(range.range));
  addresses.static_pool_where.known() ? out.list(texts, addresses.static_pool_where) : out.nothing();
}

// clang-format off
constexpr Section kAddresses{"`addresses`", std::to_array<Key<AddressSettings>>({
  word_key<kSources, &AddressSettings::source>("assignment", "the static pool where there is one, else DHCP (semantics 6.3)"),
  {"static-pool",
   [](Loader& in, yaml::Node node, AddressSettings& a) {
     load_list(in, node, a.static_pool, &a.static_pool_where, "a range of addresses", read_pool_range); },
   print_pool, ""},
  name_key<&AddressSettings::adapter>("adapter"),
  name_key<&AddressSettings::chosen_adapter>("chosen-adapter"),
  number_key<1, kMostBlock, &AddressSettings::block>("block", "InitialAddressPoolSize (semantics 6.3)"),
})};
// clang-format on

}  // namespace

void load_addresses(Loader& in, yaml::Node node, AddressSettings& addresses) { kAddresses.load(in, node, addresses); }
void print_addresses(EffectivePrinter& out, const AddressSettings& addresses) { kAddresses.print(out, addresses); }

}  // namespace rapsim
