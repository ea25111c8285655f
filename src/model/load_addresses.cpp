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
  word_key<kSources, &AddressSettings::source>("assignment", "the static pool where there is one, else DHCP (semantics 6.3)", "where addresses come from; left out: static-pool where there is one, else dhcp"),
  {"static-pool",
   [](Loader& in, yaml::Node node, AddressSettings& a) {
     load_list(in, node, a.static_pool, &a.static_pool_where, "a range of addresses", read_pool_range); },
   print_pool, "",
   {"ranges of addresses, like `172.16.5.1-172.16.5.30` or `172.16.5.0/24`", [] { return shapes::one_or_list(shapes::address_range()); }}},
  name_key<&AddressSettings::adapter>("adapter", "the adapter whose DHCP server is asked, as configured"),
  name_key<&AddressSettings::chosen_adapter>("chosen-adapter", "the adapter that the server has chosen by itself"),
  number_key<1, kMostBlock, &AddressSettings::block>("block", "InitialAddressPoolSize (semantics 6.3)", "how many addresses are asked for at a time; left out: 10"),
})};
// clang-format on

}  // namespace

Shape addresses_shape() { return kAddresses.shape(); }
void load_addresses(Loader& in, yaml::Node node, AddressSettings& addresses) { kAddresses.load(in, node, addresses); }
void print_addresses(EffectivePrinter& out, const AddressSettings& addresses) { kAddresses.print(out, addresses); }

}  // namespace rapsim
