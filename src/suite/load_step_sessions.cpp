// `disconnect`, `traffic`, `restart`, `state`: what becomes of sessions.
#include "suite/load_step.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kUsedAndFree[] = {facts::kUsed, facts::kFree};

/// A whole number, `unknown`, or a list of which any will do.
Expectation read_count(Loader& in, yaml::Node node, std::string name) {
  Expectation out{.fact = std::move(name), .is_number = true, .where = node.span()};
  for (const yaml::Node value : read_list(in, node, "a number"))
    if (value.is_plain() && value.text() == "unknown")
      out.or_unknown = true;
    else if (const auto number = read_number(in, value, 0, UINT32_MAX))
      out.any_of.push_back(std::to_string(*number));
  return out;
}

/// `{ used: 2, free: 3 }` under `ports.PPTP.` or `addresses.`
void read_counts(Loader& in, yaml::Node node, const std::string& prefix, std::vector<Expectation>& out) {
  if (!in.expect_map(node, "`used` and `free`")) return;
  check_keys(in, node, kUsedAndFree, "`" + prefix.substr(0, prefix.size() - 1) + "`");
  for (const std::string_view key : kUsedAndFree)
    if (const yaml::Node value = node.find(key)) out.push_back(read_count(in, value, prefix + std::string(key)));
}

void read_ports(Loader& in, yaml::Node node, std::vector<Expectation>& out) {
  if (!in.expect_map(node, "a map of port types")) return;
  std::vector<std::string_view> names;
  for (const TunnelTypeRow& row : tunnel_types()) names.push_back(row.name);
  check_keys(in, node, names, "`ports`");
  for (const std::string_view name : names)
    if (const yaml::Node counts = node.find(name))
      read_counts(in, counts, std::string(facts::kPorts) + std::string(name) + ".", out);
}

/// A number, or the names of all sessions that are live.
void read_sessions(StepLoading& timeline, yaml::Node node, std::vector<Expectation>& out) {
  if (!node.is_sequence()) return out.push_back(read_count(timeline.in, node, std::string(facts::kSessions)));
  if (!timeline.spend(node.size(), node.span())) return;
  Expectation all{.fact = std::string(facts::kSessions), .is_whole = true, .where = node.span()};
  for (std::size_t i = 0; i < node.size(); ++i)
    if (auto name = timeline.read_session(node.element(i))) all.any_of.push_back(*std::move(name));
  all.or_absent = node.size() == 0;
  out.push_back(std::move(all));
}

/// `{ late: idle-timeout }`: why each of them ended; `null`: it has not.
void read_ended(StepLoading& timeline, yaml::Node node, std::vector<Expectation>& out) {
  Loader& in = timeline.in;
  if (!in.expect_map(node, "a map of sessions") || !timeline.spend(node.size(), node.span())) return;
  const auto causes = terminate_cause_names();
  for (std::size_t i = 0; i < node.size(); ++i) {
    const auto name = timeline.read_session(node.key(i));
    if (!name) continue;
    Expectation ended{.fact = std::string(facts::kEnded) + *name, .where = node.value(i).span()};
    if (node.value(i).is_null()) {
      ended.or_absent = true;
      out.push_back(std::move(ended));
      continue;
    }
    for (const yaml::Node value : read_list(in, node.value(i), "why the session ended"))
      if (const auto row = read_word(in, value, "cause of an end", causes)) ended.any_of.emplace_back(causes[*row]);
    out.push_back(std::move(ended));
  }
}

Shape count_shape() { return shapes::any_of({shapes::number(0, UINT32_MAX), shapes::word("unknown")}); }
Shape counted_shape() { return shapes::one_or_list(count_shape()); }

Shape counts_shape() {
  Shape out{.kind = ShapeKind::map};
  for (const std::string_view key : kUsedAndFree)
    out.keys.push_back(shapes::under(key, "how many are " + std::string(key), counted_shape()));
  return out;
}

Shape ports_shape() {
  Shape out{.kind = ShapeKind::map};
  for (const TunnelTypeRow& row : tunnel_types())
    out.keys.push_back(shapes::under(row.name, "ports of this type", counts_shape()));
  return out;
}

// clang-format off
constexpr SuiteKey kStateKeys[] = {
  {"ports", {"ports by their type", ports_shape}},
  {"addresses", {"addresses for clients", counts_shape}},
  {"sessions", {"how many are live, or the names of all that are", [] { return shapes::any_of({count_shape(), shapes::list(shapes::any_text())}); }}},
  {"ended", {"why sessions have ended, by their names; null: they have not",
   [] { return shapes::named(shapes::any_of({shapes::one_or_list(shapes::words(terminate_cause_names())), shapes::null()})); }}},
};
// clang-format on

}  // namespace

Shape disconnect_shape() { return shapes::one_or_list(shapes::text()); }
Shape restart_shape() { return shapes::words(restart_names()); }

Shape state_shape() {
  Shape out = map_shape(kStateKeys);
  out.least = 1;
  return out;
}

void load_disconnect(StepLoading& timeline, yaml::Node step, yaml::Node value) {
  if (!timeline.spend(value.is_sequence() ? value.size() : 1, value.span())) return;
  Disconnect out;
  for (const yaml::Node name : read_list(timeline.in, value, "the name of a session"))
    if (auto session = timeline.read_session(name)) out.sessions.push_back(*std::move(session));
  timeline.add(std::move(out), step.span());
}

void load_traffic(StepLoading& timeline, yaml::Node step, yaml::Node value) {
  if (auto session = timeline.read_session(value)) timeline.add(SessionTraffic{*std::move(session)}, step.span());
}

void load_restart(StepLoading& timeline, yaml::Node step, yaml::Node value) {
  if (const auto row = read_word(timeline.in, value, "thing to restart", restart_names()))
    timeline.add(RestartStep{static_cast<Restart>(*row)}, step.span());
}

void load_state(StepLoading& timeline, yaml::Node step, yaml::Node value) {
  Loader& in = timeline.in;
  if (!in.expect_map(value, "a map of what is used and free")) return;
  check_keys(in, value, kStateKeys, "a step `state`");
  auto out = std::make_shared<std::vector<Expectation>>();
  if (const yaml::Node ports = value.find("ports")) read_ports(in, ports, *out);
  if (const yaml::Node addresses = value.find("addresses"))
    read_counts(in, addresses, std::string(facts::kAddresses), *out);
  if (const yaml::Node sessions = value.find("sessions")) read_sessions(timeline, sessions, *out);
  if (const yaml::Node ended = value.find("ended")) read_ended(timeline, ended, *out);
  if (out->empty() && !in.diags.has_errors())
    in.diags.error(code("R401"), value.span(), "an empty `state` asserts nothing",
                   "`state: { ports: { PPTP: { used: 2 } }, sessions: [early, late] }`");
  timeline.asserts = true;
  timeline.add(StateStep{std::move(out)}, step.span());
}

}  // namespace rapsim
