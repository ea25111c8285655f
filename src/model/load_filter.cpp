// Reads packet filters: of a profile, of the interface to the Internet, of a device on the way. Source: semantics.md
// 4.4, 6.7.
#include "model/sections.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kActions[] = {"forward", "drop"};

// clang-format off
constexpr Key<PacketFilter> kFilterKeys[] = {
  {"default",
   [](Loader& in, yaml::Node node, PacketFilter& f) {
     in.set(node, f.drop_by_default, [](Loader& l, yaml::Node n) -> std::optional<bool> {
       const auto row = read_word(l, n, "filter action", kActions);
       return row ? std::optional(*row == 1) : std::nullopt; }); },
   [](EffectivePrinter& out, const PacketFilter& f) {
     out.value(kActions[f.drop_by_default.value ? 1 : 0], f.drop_by_default.where); },
   "nothing is filtered",
   {"what becomes of packets that no filter names; left out: forward", [] { return shapes::words(kActions); }}},
  {"except", [](Loader& in, yaml::Node node, PacketFilter& f) { load_filter_list(in, node, f.except); },
   [](EffectivePrinter& out, const PacketFilter& f) { print_filter_list(out, f.except); }, "",
   {"filters for which the opposite holds, like `tcp any -> 10.0.0.0/8 port 443`", filter_list_shape}},
};
// clang-format on

}  // namespace

Shape filter_list_shape() { return shapes::one_or_list(shapes::text()); }

void load_filter_list(Loader& in, yaml::Node node, std::vector<FilterException>& filters) {
  if (in.editing) filters.clear();
  for (const yaml::Node item : read_list(in, node, "a packet filter")) {
    SyntaxError error;
    if (const auto filter = grammar::parse_packet_filter(item.text(), error))
      filters.push_back({std::string(item.text()), *filter, item.span()});
    else
      in.report(item, error);
  }
}

void print_filter_list(EffectivePrinter& out, const std::vector<FilterException>& filters) {
  std::vector<std::string> texts;
  for (const FilterException& filter : filters) texts.push_back(filter.text);
  texts.empty() ? out.nothing() : out.list(texts, filters.front().where);
}

void load_packet_filter(Loader& in, yaml::Node node, PacketFilter& filter) {
  load_keys<PacketFilter>(in, node, filter, kFilterKeys, "a packet filter");
}

Shape packet_filter_shape() { return shapes::defined("packet-filter", map_shape(kFilterKeys)); }

void print_packet_filter(EffectivePrinter& out, const PacketFilter& filter) {
  out.open_map({});
  print_keys<PacketFilter>(out, filter, kFilterKeys);
  out.close_map();
}

void load_direction_filter(Loader& in, yaml::Node node, DirectionFilter& direction) {
  if (!direction.where.known()) direction.where = node.span();
  load_packet_filter(in, node, direction.filter);
}

void print_direction_filter(EffectivePrinter& out, const DirectionFilter& direction) {
  direction.is_given() ? print_packet_filter(out, direction.filter) : out.nothing();
}

}  // namespace rapsim
