// Reads profiles (NPS: constraints and settings). Source: semantics.md 4.
#include "base/text.hpp"
#include "grammar/duration.hpp"
#include "model/attribute_shape.hpp"
#include "model/sections.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kLevels[] = {"none", "basic", "strong", "strongest"};  // bit i is level i
constexpr std::string_view kAssignments[] = {"server-settings", "server-must-supply", "client-may-request", "static"};
constexpr std::string_view kMultilinkUses[] = {"server-settings", "disallowed", "allowed"};

std::optional<std::uint8_t> read_levels(Loader& in, yaml::Node node) {
  std::uint8_t bits = 0;
  for (const yaml::Node item : read_list(in, node, "an encryption level"))
    if (const auto row = read_word(in, item, "encryption level", kLevels))
      bits = static_cast<std::uint8_t>(bits | (1U << *row));
  if (bits == 0 && node.is_sequence() && node.size() == 0)
    in.diags.error(code("R111"), node.span(), "expected at least one encryption level");
  return bits == 0 ? std::nullopt : std::optional(bits);
}

std::vector<std::string> level_texts(std::uint8_t bits) {
  std::vector<std::string> out;
  for (std::size_t row = 0; row < std::size(kLevels); ++row)
    if ((bits >> row & 1U) != 0) out.emplace_back(kLevels[row]);
  return out;
}

std::optional<grammar::Schedule> read_schedule(Loader& in, yaml::Node node) {
  if (!in.expect_scalar(node, "a schedule like `Mon-Fri 07:00-19:00`")) return std::nullopt;
  SyntaxError error;
  const auto parsed = grammar::parse_schedule(node.text(), error);
  if (!parsed) {
    in.report(node, error);
    return std::nullopt;
  }
  if (parsed->zone.empty()) return parsed->schedule;
  in.diags.error(code("R205"), node.span_within(parsed->zone_offset, parsed->zone.size()),
                 "a policy's times are the policy server's local time; no zone can stand here");
  return std::nullopt;
}

std::optional<std::vector<std::uint32_t>> read_port_types(Loader& in, yaml::Node node) {
  std::vector<std::uint32_t> out;
  for (const yaml::Node item : read_list(in, node, "a value of NAS-Port-Type"))
    if (const auto number = read_enumeration(in, item, kNasPortType)) out.push_back(*number);
  if (node.is_sequence() && node.size() == 0)
    in.diags.error(code("R111"), node.span(), "expected at least one NAS-Port-Type");
  return out.empty() ? std::nullopt : std::optional(out);
}

// clang-format off
constexpr Key<Profile> kAddressKeys[] = {
  {"assignment",
   [](Loader& in, yaml::Node node, Profile& p) {
     in.set(node, p.address_assignment, [](Loader& l, yaml::Node n) -> std::optional<AddressAssignment> {
       const auto row = read_word(l, n, "address assignment", kAssignments);
       return row ? std::optional(static_cast<AddressAssignment>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const Profile& p) {
     out.value(kAssignments[static_cast<std::size_t>(p.address_assignment.value)], p.address_assignment.where); },
   "the server's settings decide (semantics 4.4, unverified)",
   {"who chooses the client's address; left out: server-settings", [] { return shapes::words(kAssignments); }}},
  {"static",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.static_address, read_ipv4); },
   [](EffectivePrinter& out, const Profile& p) {
     p.static_address.is_given() ? out.value(p.static_address.value, p.static_address.where) : out.nothing(); }, "",
   {"with `assignment: static`: the address", shapes::ipv4}},
};

constexpr Key<Profile> kFiltersKeys[] = {
  {"input",
   [](Loader& in, yaml::Node node, Profile& p) { load_packet_filter(in, node, p.input_filter); },
   [](EffectivePrinter& out, const Profile& p) { print_packet_filter(out, p.input_filter); }, "",
   {"packets from the client", packet_filter_shape}},
  {"output",
   [](Loader& in, yaml::Node node, Profile& p) { load_packet_filter(in, node, p.output_filter); },
   [](EffectivePrinter& out, const Profile& p) { print_packet_filter(out, p.output_filter); }, "",
   {"packets to the client", packet_filter_shape}},
};

constexpr Key<Profile> kMultilinkKeys[] = {
  {"use",
   [](Loader& in, yaml::Node node, Profile& p) {
     in.set(node, p.multilink, [](Loader& l, yaml::Node n) -> std::optional<Multilink> {
       const auto row = read_word(l, n, "use of multilink", kMultilinkUses);
       return row ? std::optional(static_cast<Multilink>(*row)) : std::nullopt; }); },
   [](EffectivePrinter& out, const Profile& p) { out.value(kMultilinkUses[static_cast<std::size_t>(p.multilink.value)], p.multilink.where); },
   "the server's settings decide (semantics 4.4, unverified)",
   {"whether a session may have several links; left out: server-settings", [] { return shapes::words(kMultilinkUses); }}},
  {"most-links",
   [](Loader& in, yaml::Node node, Profile& p) {
     in.set(node, p.most_links, [](Loader& l, yaml::Node n) { return read_number(l, n, 1, UINT32_MAX); }); },
   [](EffectivePrinter& out, const Profile& p) {
     p.most_links.is_given() ? out.value(std::to_string(p.most_links.value), p.most_links.where) : out.nothing(); }, "",
   {"most links of a session; left out: no limit", [] { return shapes::number(1, UINT32_MAX); }}},
  {"bap-required",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.bap_required, read_bool); },
   [](EffectivePrinter& out, const Profile& p) { out.value(bool_text(p.bap_required.value), p.bap_required.where); },
   "a new profile requires no BAP (unverified)",
   {"whether links are added and dropped by need only; left out: false", shapes::boolean}},
};
// clang-format on

void load_returned(Loader& in, yaml::Node node, Profile& profile) {
  if (!in.expect_map(node, "a map of attributes to return")) return;
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry);
    const auto id = find_attribute(name.text());
    if (!id) {
      in.diags.error(code("R302"), name.span(), "unknown attribute `" + std::string(name.text()) + "`",
                     did_you_mean(name.text(), attribute_names()));
      continue;
    }
    if (!attribute(*id).returned) {
      in.diags.error(code("R303"), name.span(),
                     "`" + std::string(attribute(*id).name) + "` is no attribute that an accept returns");
      continue;
    }
    ProfileAttribute out{.attribute = *id, .where = name.span()};
    for (const yaml::Node value : read_list(in, node.value(entry), "a value"))
      if (auto text = read_attribute_value(in, value, attribute(*id))) out.values.push_back(*std::move(text));
    std::erase_if(profile.attributes, [&](const ProfileAttribute& old) { return old.attribute == *id; });
    profile.attributes.push_back(std::move(out));
  }
}

Shape returned_shape() {
  return attributes_shape([](const Attribute& row) { return row.returned; },
                          [](const Attribute& row) { return shapes::one_or_list(attribute_value_shape(row)); });
}

void print_returned(EffectivePrinter& out, const Profile& profile) {
  if (profile.attributes.empty()) return out.nothing();
  out.open_map({});
  for (const ProfileAttribute& item : profile.attributes) {
    out.key(attribute(item.attribute).name, "");
    out.list(item.values, item.where);
  }
  out.close_map();
}

void print_duration(EffectivePrinter& out, const Setting<std::chrono::seconds>& setting) {
  setting.is_given() ? out.value(grammar::to_text(setting.value), setting.where) : out.nothing();
}

void print_port_types(EffectivePrinter& out, const Profile& profile) {
  if (!profile.nas_port_types.is_given()) return out.nothing();
  std::vector<std::string> texts;
  for (const std::uint32_t number : profile.nas_port_types.value)
    texts.emplace_back(find_value(kNasPortType, number)->name);
  out.list(texts, profile.nas_port_types.where);
}

// clang-format off
constexpr Key<Profile> kProfileKeys[] = {
  {"authentication",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.authentication, read_methods); },
   [](EffectivePrinter& out, const Profile& p) { out.list(method_texts(p.authentication.value), p.authentication.where); },
   "methods of the built-in policy for other access servers (semantics 4.7, inferred)",
   {"methods that may be used; left out: MS-CHAP, MS-CHAP-v2 and their password changes", methods_shape}},
  {"encryption",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.encryption, read_levels); },
   [](EffectivePrinter& out, const Profile& p) { out.list(level_texts(p.encryption.value), p.encryption.where); },
   "every level is ticked (unverified)",
   {"levels that may be agreed on; left out: all", [] { return shapes::one_or_list(shapes::words(kLevels), 1); }}},
  {"session-timeout",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.session_timeout, read_duration); },
   [](EffectivePrinter& out, const Profile& p) { print_duration(out, p.session_timeout); }, "",
   {"longest session, like 8h; left out: no limit", shapes::duration}},
  {"idle-timeout",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.idle_timeout, read_duration); },
   [](EffectivePrinter& out, const Profile& p) { print_duration(out, p.idle_timeout); }, "",
   {"longest time without traffic, like 30m; left out: no limit", shapes::duration}},
  {"day-and-time-restrictions",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.day_and_time, read_schedule); },
   [](EffectivePrinter& out, const Profile& p) {
     p.day_and_time.is_given() ? out.value(yaml_scalar(grammar::to_text(p.day_and_time.value)), p.day_and_time.where) : out.nothing(); }, "",
   {"when a session may exist, like `Mon-Fri 07:00-19:00`; left out: always", shapes::schedule}},
  {"called-station-id",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.called_station_id, read_text); },
   [](EffectivePrinter& out, const Profile& p) {
     p.called_station_id.is_given() ? out.value(yaml_scalar(p.called_station_id.value), p.called_station_id.where) : out.nothing(); }, "",
   {"the number that must be called; left out: any", shapes::text}},
  {"nas-port-types",
   [](Loader& in, yaml::Node node, Profile& p) { in.set(node, p.nas_port_types, read_port_types); },
   print_port_types, "",
   {"kinds of port that may be used; left out: all", [] { return shapes::one_or_list(shapes::value_of(kNasPortType), 1); }}},
  {"address",
   [](Loader& in, yaml::Node node, Profile& p) { load_keys<Profile>(in, node, p, kAddressKeys, "`address`"); },
   [](EffectivePrinter& out, const Profile& p) { out.open_map({}); print_keys<Profile>(out, p, kAddressKeys); out.close_map(); }, "",
   {"the client's address", [] { return map_shape(kAddressKeys); }}},
  {"packet-filters",
   [](Loader& in, yaml::Node node, Profile& p) { load_keys<Profile>(in, node, p, kFiltersKeys, "`packet-filters`"); },
   [](EffectivePrinter& out, const Profile& p) { out.open_map({}); print_keys<Profile>(out, p, kFiltersKeys); out.close_map(); }, "",
   {"filters of the session", [] { return map_shape(kFiltersKeys); }}},
  {"multilink",
   [](Loader& in, yaml::Node node, Profile& p) { load_keys<Profile>(in, node, p, kMultilinkKeys, "`multilink`"); },
   [](EffectivePrinter& out, const Profile& p) { out.open_map({}); print_keys<Profile>(out, p, kMultilinkKeys); out.close_map(); }, "",
   {"several links in one session", [] { return map_shape(kMultilinkKeys); }}},
  {"attributes", load_returned, print_returned, "",
   {"other RADIUS attributes that the accept returns", returned_shape}},
};
// clang-format on

}  // namespace

std::optional<MethodList> read_methods(Loader& in, yaml::Node node) {
  MethodList list;
  std::vector<std::string_view> names;
  for (const MethodName& row : method_names()) names.push_back(row.name);
  for (const yaml::Node item : read_list(in, node, "an authentication method")) {
    if (const MethodName* row = find_method(item.text()))
      list.methods.push_back({row->method, item.span()});
    else
      report_unknown_name(in, item, "authentication method", names);
  }
  return list;
}

std::vector<std::string> method_texts(const MethodList& list) {
  std::vector<std::string> out;
  for (const ListedMethod& listed : list.methods) out.emplace_back(name_of(listed.method).name);
  return out;
}

std::optional<std::string> read_attribute_value(Loader& in, yaml::Node node, const Attribute& attribute) {
  switch (attribute.type) {
    case ValueType::enumeration: {
      // A vendor may use a number that no list has; names must be known. One name is a number itself: `802`.
      const NamedValue* named = find_value(*attribute.values, node.text());
      const bool is_number =
          !node.text().empty() && node.text().find_first_not_of("0123456789") == std::string_view::npos;
      if (is_number && (named == nullptr || named->name != node.text())) {
        const auto number = read_number(in, node, 0, UINT32_MAX);
        return number ? std::optional(std::to_string(*number)) : std::nullopt;
      }
      if (attribute.values == &kAuthenticationType)
        if (const MethodName* method = find_method(node.text())) return std::string(method->type_text);
      const auto number = read_enumeration(in, node, *attribute.values);
      return number ? std::optional(std::to_string(*number)) : std::nullopt;
    }
    case ValueType::integer: {
      const auto number = read_number(in, node, 0, UINT32_MAX);
      return number ? std::optional(std::to_string(*number)) : std::nullopt;
    }
    case ValueType::boolean: {
      const auto value = read_bool(in, node);
      return value ? std::optional<std::string>(*value ? "1" : "0") : std::nullopt;
    }
    case ValueType::ipv4:
      return read_ipv4(in, node);
    case ValueType::ipv6:
    case ValueType::text:
    case ValueType::time:
    case ValueType::octets:
      break;
  }
  return read_text(in, node);
}

void load_profile(Loader& in, yaml::Node node, Profile& profile) {
  load_keys<Profile>(in, node, profile, kProfileKeys, "a profile");
}

Shape profile_shape() { return map_shape(kProfileKeys); }

Shape methods_shape() { return shapes::defined("methods", shapes::one_or_list(shapes::method())); }

void print_profile(EffectivePrinter& out, const Profile& profile) {
  out.open_map({});
  print_keys<Profile>(out, profile, kProfileKeys);
  out.close_map();
}

}  // namespace rapsim
