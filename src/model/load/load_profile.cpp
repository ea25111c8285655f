// Reads profiles (NPS: constraints and settings). Source: semantics.md 4.
#include "base/text.hpp"
#include "model/load/attribute_shape.hpp"
#include "model/site/sections.hpp"

namespace rapsim {
namespace {

constexpr Words<4> kAssignments{"address assignment",
                                {"server-settings", "server-must-supply", "client-may-request", "static"}};
constexpr Words<3> kMultilinkUses{"use of multilink", {"server-settings", "disallowed", "allowed"}};
constexpr std::string_view kLevelWords[] = {"none", "basic", "strong", "strongest"};  // bit i is level i

std::optional<std::uint8_t> read_levels(Loader& in, yaml::Node node) {
  std::uint8_t bits = 0;
  for (const yaml::Node item : read_list(in, node, "an encryption level"))
    if (const auto row = read_word(in, item, "encryption level", kLevelWords))
      bits = static_cast<std::uint8_t>(bits | (1U << *row));
  if (bits == 0 && node.is_sequence() && node.size() == 0)
    in.diags.error(code("R111"), node.span(), "expected at least one encryption level");
  return bits == 0 ? std::nullopt : std::optional(bits);
}

std::string levels_text(const std::uint8_t& bits) {
  std::vector<std::string> out;
  for (std::size_t row = 0; row < std::size(kLevelWords); ++row)
    if ((bits >> row & 1U) != 0) out.emplace_back(kLevelWords[row]);
  return yaml_list(out);
}

constexpr ValueKind<std::uint8_t> kLevels{read_levels, levels_text,
                                          [] { return shapes::one_or_list(shapes::words(kLevelWords), 1); }};

std::optional<std::vector<std::uint32_t>> read_port_types(Loader& in, yaml::Node node) {
  std::vector<std::uint32_t> out;
  for (const yaml::Node item : read_list(in, node, "a value of NAS-Port-Type"))
    if (const auto number = read_enumeration(in, item, kNasPortType)) out.push_back(*number);
  if (node.is_sequence() && node.size() == 0)
    in.diags.error(code("R111"), node.span(), "expected at least one NAS-Port-Type");
  return out.empty() ? std::nullopt : std::optional(out);
}

std::string port_types_text(const std::vector<std::uint32_t>& numbers) {
  std::vector<std::string> texts;
  for (const std::uint32_t number : numbers) texts.push_back(value_text(kNasPortType, number));
  return yaml_list(texts);
}

constexpr ValueKind<std::vector<std::uint32_t>> kPortTypes{
    read_port_types, port_types_text, [] { return shapes::one_or_list(shapes::value_of(kNasPortType), 1); }};

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
                     "`" + std::string(attribute(*id).name) + "` is not an attribute that an accept returns");
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
  if (profile.attributes.empty()) return;
  out.open_map({});
  for (const ProfileAttribute& item : profile.attributes) {
    out.key(attribute(item.attribute).name, "");
    out.list(item.values, item.where);
  }
  out.close_map();
}

// clang-format off
constexpr Section kAddress{"`address`", std::to_array<Key<Profile>>({
  key<kAssignments, &Profile::address_assignment>("assignment", "the server's settings decide (semantics 4.4, unverified)",
    "who chooses the client's address; left out: server-settings"),
  key<kIpv4, &Profile::static_address>("static", "with `assignment: static`: the address"),
})};

constexpr Section kPacketFilters{"`packet-filters`", std::to_array<Key<Profile>>({
  key<kPacketFilter, &Profile::input_filter>("input", "packets from the client"),
  key<kPacketFilter, &Profile::output_filter>("output", "packets to the client"),
})};

constexpr Section kMultilink{"`multilink`", std::to_array<Key<Profile>>({
  key<kMultilinkUses, &Profile::multilink>("use", "the server's settings decide (semantics 4.4, unverified)",
    "whether a session may have several links; left out: server-settings"),
  key<kNumber<1, UINT32_MAX>, &Profile::most_links>("most-links", "most links of a session; left out: no limit"),
  key<kFlag, &Profile::bap_required>("bap-required", "a new profile requires no BAP (unverified)",
    "whether links are added and dropped by need only; left out: false"),
})};

constexpr Section kProfileKeys{"a profile", std::to_array<Key<Profile>>({
  key<kMethods, &Profile::authentication>("authentication",
    "methods of the built-in policy for other access servers (semantics 4.7, inferred)",
    "methods that may be used; left out: MS-CHAP, MS-CHAP-v2 and their password changes"),
  key<kLevels, &Profile::encryption>("encryption", "every level is ticked (unverified)", "levels that may be agreed on; left out: all"),
  key<kDuration, &Profile::session_timeout>("session-timeout", "longest session, like 8h; left out: no limit"),
  key<kDuration, &Profile::idle_timeout>("idle-timeout", "longest time without traffic, like 30m; left out: no limit"),
  key<kSchedule, &Profile::day_and_time>("day-and-time-restrictions", "when a session may exist, like `Mon-Fri 07:00-19:00`; left out: always"),
  key<kText, &Profile::called_station_id>("called-station-id", "the number that must be called; left out: any"),
  key<kPortTypes, &Profile::nas_port_types>("nas-port-types", "kinds of port that may be used; left out: all"),
  key<kAddress>("address", "the client's address"),
  key<kPacketFilters>("packet-filters", "filters of the session"),
  key<kMultilink>("multilink", "several links in one session"),
  {"attributes", "", "other RADIUS attributes that the accept returns", load_returned, print_returned, returned_shape},
})};
// clang-format on

}  // namespace

constexpr Part<Profile> kProfile = kPartOf<Profile, kProfileKeys>;

std::optional<std::string> read_attribute_value(Loader& in, yaml::Node node, const Attribute& attribute) {
  switch (attribute.type) {
    case ValueType::enumeration: {
      // A vendor may use a number that no list has; names must be known. One name is a number itself: `802`.
      const NamedValue* named = find_value(*attribute.values, node.text());
      if (is_whole_number(node.text()) && (named == nullptr || named->name != node.text())) {
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

}  // namespace rapsim
