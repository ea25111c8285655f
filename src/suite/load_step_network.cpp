// `probe` and `reach`: what one sees from outside, and what a connected client reaches.
#include <algorithm>

#include "suite/load_step.hpp"

namespace rapsim {
namespace {

using network::ProbeCommand;

struct IpProtocol {
  std::string_view name;
  std::uint8_t number;
};
constexpr IpProtocol kIpProtocols[] = {{"tcp", network::kTcp}, {"udp", network::kUdp}, {"icmp", network::kIcmp}};

template <std::size_t N>
std::vector<std::string_view> names_of(const IpProtocol (&rows)[N], std::size_t most = N) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < std::min(N, most); ++i) out.push_back(rows[i].name);
  return out;
}

std::uint16_t read_port(Loader& in, yaml::Node map) {
  const yaml::Node port = map.find("port");
  return port ? static_cast<std::uint16_t>(read_number(in, port, 1, UINT16_MAX).value_or(0)) : std::uint16_t{0};
}

/// The row of the command; nullptr after an error.
const ProbeCommand* read_command(Loader& in, yaml::Node map) {
  const yaml::Node node = map.find("command");
  std::vector<std::string_view> names;
  for (const ProbeCommand& row : network::probe_commands()) names.push_back(row.name);
  if (!node) {
    in.diags.error(code("R112"), map.span(), "a probe needs a `command`", help_for_key("", names));
    return nullptr;
  }
  if (!in.expect_scalar(node, "the name of a command")) return nullptr;
  const ProbeCommand* const found = network::find_probe(node.text());
  if (found == nullptr) report_unknown_name(in, node, "command", names);
  return found;
}

using network::NameUse;

/// False after R112 for what the command needs, R411 for what it does not take.
bool takes(Loader& in, yaml::Node map, const ProbeCommand& command, std::string_view key, NameUse use) {
  const std::string name(command.name);
  if (use == NameUse::needed && !map.find(key))
    in.diags.error(code("R112"), map.span(), "`" + name + "` needs a `" + std::string(key) + "`");
  else if (use == NameUse::none && map.find(key))
    in.diags.error(code("R411"), span_of_key(map, key), "`" + name + "` takes no `" + std::string(key) + "`");
  else
    return true;
  return false;
}

Shape command_shape() {
  Shape out{.kind = ShapeKind::choice};
  for (const ProbeCommand& row : network::probe_commands())
    out.words.push_back({std::string(row.name), std::string(row.summary)});
  return out;
}

Shape protocol_shape(std::size_t most) { return shapes::words(names_of(kIpProtocols, most)); }
Shape port_shape() { return shapes::number(1, UINT16_MAX); }
Shape cause_shape() { return fact_shape(find_decision_field("cause")->shape()); }
/// The word is plain or quoted.
Shape reachable_shape() {
  constexpr std::string_view kWords[] = {"true", "false"};
  return fact_shape(shapes::any_of({shapes::boolean(), shapes::words(kWords)}));
}
// clang-format off
constexpr SuiteKey kProbeKeys[] = {
  {"command", {"what one runs to see it", command_shape}},
  {"port", {"port that is asked, for the commands that need one", port_shape}},
  {"protocol", {"protocol of the port; left out: tcp", [] { return protocol_shape(2); }}},
  {"name", {"a name, for the commands that take one", shapes::text}},
};
constexpr SuiteKey kReachKeys[] = {
  {"from", {"name of the session", shapes::text}},
  {"to", {"the address", shapes::ipv4}},
  {"protocol", {"protocol of the packets; left out: tcp", [] { return protocol_shape(std::size(kIpProtocols)); }}},
  {"port", {"port of the address", port_shape}},
  {"lan-protocol", {"LAN protocol; left out: IP", [] { return shapes::words(kLanProtocols); }}},
};
constexpr SuiteKey kReachFacts[] = {
  {facts::kReachable, {"whether it gets through", reachable_shape}},
  {facts::kCause, {"why it does not", cause_shape}},
  {facts::kAlso, {"what else is wrong", cause_shape}},
};
// clang-format on

using Commands = std::vector<const ProbeCommand*>;

bool is_alike(const ProbeCommand& one, const ProbeCommand& other) {
  return one.needs_port == other.needs_port && one.name_use == other.name_use && one.results == other.results;
}

Shape probe_shape(const Commands& commands) {
  const ProbeCommand& any = *commands.front();
  Shape out = map_shape(kProbeKeys);
  std::erase_if(out.keys, [&](const Shape& key) {
    return (key.name == "name" && any.name_use == NameUse::none) ||
           ((key.name == "port" || key.name == "protocol") && !any.needs_port);
  });
  std::erase_if(out.keys.front().words, [&](const ShapeWord& word) {
    return std::none_of(commands.begin(), commands.end(), [&](const auto* row) { return row->name == word.text; });
  });
  out.required = {"command"};
  if (any.needs_port) out.required.push_back("port");
  if (any.name_use == NameUse::needed) out.required.push_back("name");
  return out;
}

/// What stands under `expect`.
Shape result_shape(const ProbeCommand& command) {
  const Shape text = command.results.empty() ? shapes::any_text() : shapes::words(command.results);
  return {.kind = ShapeKind::map,
          .least = 1,
          .keys = {shapes::under(facts::kResult, "what the command shows", fact_shape(text))}};
}

}  // namespace

/// Commands that take and show the same are one form, so that an editor proposes what can be, and no more.
std::vector<StepForm> probe_forms() {
  std::vector<Commands> groups;
  for (const ProbeCommand& row : network::probe_commands()) {
    const auto found = std::find_if(groups.begin(), groups.end(),
                                    [&](const Commands& group) { return is_alike(*group.front(), row); });
    (found == groups.end() ? groups.emplace_back() : *found).push_back(&row);
  }
  std::vector<StepForm> out;
  for (const Commands& group : groups) out.push_back({probe_shape(group), result_shape(*group.front())});
  return out;
}

Shape reach_shape() {
  Shape out = map_shape(kReachKeys);
  out.required = {"from"};
  out.one_of = {"to", "lan-protocol"};  // only IP has addresses that can be asked for
  return out;
}

Shape reach_expected_shape() {
  Shape out = map_shape(kReachFacts);
  out.least = 1;
  return out;
}

void load_probe(StepLoading& timeline, yaml::Node step, yaml::Node map) {
  Loader& in = timeline.in;
  if (!in.expect_map(map, "a probe: `command`, and what it needs")) return;
  check_keys(in, map, kProbeKeys, "a step `probe`");
  const ProbeCommand* const command = read_command(in, map);
  if (command == nullptr) return;
  bool is_good = takes(in, map, *command, "port", command->needs_port ? NameUse::needed : NameUse::none);
  is_good = takes(in, map, *command, "name", command->name_use) && is_good;
  if (!command->needs_port) is_good = takes(in, map, *command, "protocol", NameUse::none) && is_good;
  Probe out{.question = {.command = std::string(command->name), .port = read_port(in, map)}};
  if (const yaml::Node protocol = map.find("protocol"); protocol && command->needs_port)
    out.question.is_udp = read_word(in, protocol, "protocol", names_of(kIpProtocols, 2)).value_or(0) == 1;
  if (const yaml::Node name = map.find("name")) out.question.name = read_name(in, name).value_or("");
  const FactRow rows[] = {{facts::kResult, command->results}};
  out.expectations = read_facts(timeline, step, "probe", rows);
  if (is_good) timeline.add(std::move(out), step.span());
}

void load_reach(StepLoading& timeline, yaml::Node step, yaml::Node map) {
  Loader& in = timeline.in;
  if (!in.expect_map(map, "`from` a session `to` an address")) return;
  check_keys(in, map, kReachKeys, "a step `reach`");
  ReachStep out;
  const yaml::Node from = map.find("from"), to = map.find("to");
  if (const yaml::Node lan = map.find("lan-protocol"))
    out.question.lan_protocol = static_cast<LanProtocol>(read_word(in, lan, "LAN protocol", kLanProtocols).value_or(0));
  const bool is_ip = out.question.lan_protocol == LanProtocol::ip;
  if (!from || (is_ip && !to))
    return in.diags.error(code("R112"), map.span(), "`reach` needs `from` and `to`",
                          "`reach: { from: late, to: 10.1.2.3, protocol: tcp, port: 443 }`");
  if (auto session = timeline.read_session(from)) out.from = *std::move(session);
  if (to)
    if (const auto address = read_ipv4(in, to)) out.question.to = *parse_ipv4(*address);
  if (const yaml::Node protocol = map.find("protocol"))
    out.question.protocol =
        kIpProtocols[read_word(in, protocol, "protocol", names_of(kIpProtocols)).value_or(0)].number;
  out.question.port = read_port(in, map);
  std::vector<std::string_view> causes;
  for (const Cause& row : kCauses) causes.push_back(row.id);
  const FactRow rows[] = {{facts::kReachable, {"true", "false"}}, {facts::kCause, causes}, {facts::kAlso, causes}};
  out.expectations = read_facts(timeline, step, "reach", rows);
  timeline.add(std::move(out), step.span());
}

}  // namespace rapsim
