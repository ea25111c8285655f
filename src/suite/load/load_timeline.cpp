// The steps of a timeline: what they are (the table at the end), and how each is read.
#include "suite/load/load_timeline.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "suite/load/expected.hpp"
#include "suite/suite.hpp"

namespace rapsim {
namespace {

constexpr Instant kEnd{std::chrono::sys_days{std::chrono::year(9999) / 12 / 31}};  // as read_instant() has it

/// File, line and column, and the state of the site for which it was read.
using ReadAt = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, SiteIndex>;

struct StepLoading {
  const TimelineLoader& from;
  Loader& in;
  std::optional<Instant> now{};
  SiteIndex site = 0;
  std::vector<Step> steps{};
  std::set<std::string, std::less<>> sessions{};  // names that a step before gave
  std::size_t attempts = 0;
  std::size_t spent = 0;                   // steps and names that were read
  std::vector<std::size_t> repetitions{};  // of the steps `repeat` around this one, the innermost last
  bool asserts = false;                    // some step has expectations
  bool is_full = false;                    // R403 was reported
  /// Attempts by the place of their map: unrolled repetitions share them.
  std::map<ReadAt, std::shared_ptr<const Attempt>> read{};
  /// The same of what is expected of them, and of other steps.
  std::map<ReadAt, Expectations> expected{};

  [[nodiscard]] const Site& current() const { return *site_at(from.suite, site)->site; }
  /// Of what is read now.
  [[nodiscard]] ReadAt at(yaml::Node node) const {
    return {node.span().file, node.span().line, node.span().column, site};
  }
  /// Adds a step at the present time. Errors: R501, R403.
  void add(decltype(Step::what) what, Span where);
  /// False after R403: attempts and steps are counted together with those before.
  bool count(std::size_t attempts, Span where);
  /// False after R403: too much was read. Repetitions read what becomes no step (`after`), and long lists of names.
  bool spend(std::size_t units, Span where);
  /// `s$i` in the repetition under way.
  [[nodiscard]] std::string in_repetition(std::string name) const;
  /// The name of a session; nothing after R111 or R410.
  std::optional<std::string> read_session(yaml::Node node);
  void report_no_time(Span where);
};

void StepLoading::report_no_time(Span where) {
  in.diags.error(code("R501"), where, "no time: the suite has no `clock`, and no step `at` comes before",
                 "give the suite a `clock: 2003-11-03T09:00`");
}

void StepLoading::add(decltype(Step::what) what, Span where) {
  if (!now) return report_no_time(where);
  if (!count(0, where)) return;
  steps.push_back({std::move(what), *now, where});
}

bool StepLoading::count(std::size_t more, Span where) {
  attempts += more;  // each at most most_steps, and counting ends at the first excess: no overflow
  const bool has_attempts = attempts > from.most_steps, has_steps = steps.size() >= from.most_steps;
  if ((has_attempts || has_steps) && !is_full)
    in.diags.error(
        code("R403"), where,
        "the timeline has more than " + std::to_string(from.most_steps) + (has_attempts ? " attempts" : " steps"));
  is_full = is_full || has_attempts || has_steps;
  return !is_full;
}

bool StepLoading::spend(std::size_t units, Span where) {
  const std::size_t most = 2 * from.most_steps;
  spent += units;  // each is less than the values of a file
  if (spent <= most || is_full) return !is_full;
  is_full = true;
  in.diags.error(code("R403"), where,
                 "the timeline has more than " + std::to_string(most) + " steps and names, repetitions unrolled");
  return false;
}

std::string StepLoading::in_repetition(std::string name) const {
  return repetitions.empty() ? std::move(name) : numbered(std::move(name), repetitions.back());
}

std::optional<std::string> StepLoading::read_session(yaml::Node node) {
  auto name = read_name(in, node);
  if (!name) return std::nullopt;
  *name = in_repetition(std::move(*name));
  if (sessions.contains(*name)) return name;
  std::string help;
  if (sessions.empty())
    help = "`connect: { as: NAME, ... }` gives a name";
  else if (in.diags.may_search(sessions.size()))
    help = help_for_key(*name, {sessions.begin(), sessions.end()});
  in.diags.error(code("R410"), node.span(), "no step before this one connects `" + *name + "`", std::move(help));
  return std::nullopt;
}

/// One step. `what`: under the key of its kind.
struct StepEntries : ExpectEntries {
  Entry what{};
  yaml::Node map{};
  [[nodiscard]] Span where() const { return map.span(); }
};

// --- what steps that are no connect expect ---

/// What an expectation may name, and the texts that it can have.
struct FactRow {
  std::string_view name;
  std::vector<std::string_view> values;  // empty: any
};

/// One value that the fact may have, or nothing after reporting that it cannot.
std::optional<std::string> fact_value(Loader& in, yaml::Node node, const FactRow& fact) {
  if (!in.expect_scalar(node, "a value or a list of values for `" + std::string(fact.name) + "`")) return std::nullopt;
  const std::string text(node.text());
  if (fact.values.empty() || std::find(fact.values.begin(), fact.values.end(), text) != fact.values.end()) return text;
  in.diags.error(code("R405"), node.span(), "`" + std::string(fact.name) + "` can never be `" + text + "`",
                 help_for_key(text, fact.values));
  return std::nullopt;
}

Expectation read_fact(Loader& in, yaml::Node node, const FactRow& fact) {
  Expectation out{.fact = std::string(fact.name), .where = node.span()};
  const auto add = [&](yaml::Node value) {
    if (value.is_null())
      out.or_absent = true;
    else if (value.is_scalar() && value.is_plain() && value.text() == "unknown")
      out.or_unknown = true;
    else if (auto text = fact_value(in, value, fact))
      out.any_of.push_back(*std::move(text));
  };
  if (!node.is_sequence()) {
    add(node);
    return out;
  }
  if (node.size() == 0) in.diags.error(code("R401"), node.span(), "an empty list can never hold");
  for (std::size_t i = 0; i < node.size(); ++i) add(node.element(i));
  return out;
}

/// The map under `expect`. Errors: R401 without one, R110, R111, R405.
Expectations read_facts(StepLoading& timeline, const StepEntries& step, std::span<const FactRow> facts) {
  Loader& in = timeline.in;
  const std::string key(step.what.key.text());
  Expectations& known = timeline.expected[timeline.at(step.map)];
  if (known != nullptr) return known;
  auto out = std::make_shared<std::vector<Expectation>>();
  known = out;
  std::vector<std::string_view> names;
  for (const FactRow& fact : facts) names.push_back(fact.name);
  const yaml::Node node = step.expect.value;
  if (!node || node.is_null() || (node.is_map() && node.size() == 0)) {
    in.diags.error(code("R401"), node ? node.span() : step.what.key.span(),
                   "a `" + key + "` without `expect` asserts nothing", help_for_key("", names));
    return out;
  }
  if (!in.expect_map(node, "a map of what is expected, like `" + std::string(names.front()) + ": ...`")) return out;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const auto found =
        std::find_if(facts.begin(), facts.end(), [&](const FactRow& row) { return row.name == node.key(i).text(); });
    if (found != facts.end())
      out->push_back(read_fact(in, node.value(i), *found));
    else
      in.diags.error(code("R110"), node.key(i).span(),
                     "unknown field `" + std::string(node.key(i).text()) + "` in the `expect` of a " + key,
                     help_for_key(node.key(i).text(), names));
  }
  timeline.asserts = true;
  return out;
}

// --- time ---

void load_after(StepLoading& timeline, const StepEntries& step) {
  Loader& in = timeline.in;
  const yaml::Node node = step.what.value;
  if (!in.expect_scalar(node, "a duration like `10s`")) return;
  const auto duration = read_duration(in, node);
  if (!duration) return;
  if (!timeline.now) return timeline.report_no_time(node.span());
  if (kEnd - *timeline.now <= *duration)
    in.diags.error(code("R408"), node.span(), "the timeline goes past the last day of the year 9999");
  else
    timeline.now = *timeline.now + *duration;
}

void load_at(StepLoading& timeline, const StepEntries& step) {
  Loader& in = timeline.in;
  const yaml::Node node = step.what.value;
  if (!in.expect_scalar(node, "a time like `2003-11-03T09:00`")) return;
  const auto time = read_instant(node.text(), node.span(), timeline.current(), in.diags);
  if (!time) return;
  if (timeline.now && *time < *timeline.now)
    in.diags.error(code("R408"), node.span(),
                   "time never goes back: it is " + instant_text(*timeline.now, timeline.current()) + " already",
                   "put earlier steps before later ones, or into another scenario");
  else
    timeline.now = time;
}

Shape many_shape() { return shapes::number(1, kMostRows); }
Shape steps_shape() { return shapes::list({.kind = ShapeKind::reference, .definition = "step"}); }

struct RepeatEntries {
  Entry times{}, steps{};
};
constexpr Section kRepeat{"a step `repeat`", std::to_array<Key<RepeatEntries>>({
                                                 later<many_shape, &RepeatEntries::times>("times", "how often"),
                                                 later<steps_shape, &RepeatEntries::steps>("steps", "the steps"),
                                             })};
Shape repeat_shape() {
  Shape out = kRepeat.shape();
  out.required = {"times", "steps"};
  return out;
}

void load_steps(StepLoading& timeline, yaml::Node steps);

/// The steps again and again. What is wrong with them is wrong in the first repetition.
void load_repeat(StepLoading& timeline, const StepEntries& step) {
  Loader& in = timeline.in;
  const yaml::Node node = step.what.value;
  if (!in.expect_map(node, "`times` and `steps`")) return;
  RepeatEntries given;
  kRepeat.load(in, node, given);
  if (!given.times || !given.steps)
    return in.diags.error(code("R112"), node.span(), "`repeat` needs `times` and `steps`",
                          "`repeat: { times: 3, steps: [ ... ] }`");
  const yaml::Node steps = given.steps.value;
  const auto count = read_number(in, given.times.value, 1, static_cast<std::uint32_t>(timeline.from.most_steps));
  if (!count || !in.expect_sequence(steps, "a list of steps")) return;
  timeline.repetitions.push_back(0);
  for (std::uint32_t i = 1; i <= *count && !timeline.is_full && !in.diags.has_errors(); ++i) {
    // An empty list costs time, too.
    if (steps.size() == 0) break;
    timeline.repetitions.back() = i;
    load_steps(timeline, steps);
  }
  timeline.repetitions.pop_back();
}

// --- connect: an attempt, or several equal ones ---

struct ConnectEntries : UseEntry {
  Entry as{}, repeat{};
};
// clang-format off
constexpr Key<ConnectEntries> kConnectKeys[] = {
  later<shapes::text, &ConnectEntries::as>("as", "a name for the session; $i is its number when the attempt is repeated"),
  later<shapes::any_text, &UseEntry::use>("use", "the fixture that the attempt begins with"),
  later<many_shape, &ConnectEntries::repeat>("repeat", "how many equal attempts are made at the same time; left out: 1"),
};
// clang-format on

Shape connect_shape() {
  Shape out = attempt_with_keys(false, kConnectKeys);
  std::erase_if(out.keys, [](const Shape& key) { return key.name == "at"; });  // time passes in separate steps
  return out;
}

void add_choice(const Choice& choice, Attempt& attempt) {
  for (const auto& [id, value] : choice.fields) attempt[id] = value;
  attempt.attributes.insert(attempt.attributes.end(), choice.attributes.begin(), choice.attributes.end());
}

/// `where` is known for a field of a fixture: what is wrong with it is wrong only here.
bool add_field(Diagnostics& diags, const FieldChoices& field, Span where, Attempt& attempt) {
  const Choice& choice = field.choices.front();
  if (!where.known())
    where = choice.fields.empty() ? choice.attributes.front().where : choice.fields.front().second.where;
  if (field.is_list)
    diags.error(code("R409"), where, "`" + field.name + "` is a list: in a timeline lists do not multiply out",
                "`repeat: 5` makes several equal attempts; write a step for each other one");
  else if (field.name == field_row(FieldId::at).name)
    diags.error(code("R409"), where, "an attempt of a timeline cannot have `at`",
                "time passes in separate steps: `- after: 10s` or `- at: 2003-11-03T09:00`");
  else
    return add_choice(choice, attempt), true;
  return false;
}

/// False after an error that other errors would follow from.
bool read_attempt(StepLoading& timeline, yaml::Node map, yaml::Node use, Attempt& attempt) {
  Diagnostics& diags = timeline.in.diags;
  AttemptChoices fields;
  if (use) {
    const Fixture* const fixture = timeline.from.fixtures.find(use, diags);
    if (fixture == nullptr || !fixture->is_good) return false;
    fields = fixture->fields;
  }
  Diagnostics own = diags.part();
  Loader in{timeline.in.sources, own};
  ConnectEntries read;
  const AttemptChoices given = ChoiceReader(timeline.current(), in, timeline.from.most_steps)
                                   .read<ConnectEntries>(map, read, kConnectKeys, "a connect");
  diags.add(own);
  if (own.has_errors()) return false;
  replace_fields(fields, given);
  bool is_good = true;
  for (const auto& field : fields)
    is_good = add_field(diags, *field, has_field(given, field->name) ? Span{} : use.span(), attempt) && is_good;
  attempt[FieldId::at] = time_value(*timeline.now, timeline.current());
  attempt[FieldId::at].given = true;
  attempt[FieldId::at].where = map.span();
  return is_good;
}

/// The complete attempt; nothing after an error that other errors would follow from.
std::shared_ptr<const Attempt> attempt_of(StepLoading& timeline, yaml::Node map, yaml::Node use, Span where) {
  auto& known = timeline.read[timeline.at(map)];
  if (known != nullptr) return known;
  auto attempt = std::make_shared<Attempt>();
  if (!read_attempt(timeline, map, use, *attempt)) return nullptr;
  complete_attempt(*attempt, timeline.current(), where, timeline.in.diags);
  return known = std::move(attempt);
}

/// nullptr: the step has neither `expect` nor `exactly`.
Expectations expectations_at(StepLoading& timeline, const StepEntries& step) {
  Expectations& known = timeline.expected[timeline.at(step.map)];
  if (known != nullptr) return known;
  if (auto read = load_expected(timeline.in, step, timeline.current())) known = expectations_of(*std::move(read));
  return known;
}

void add_names(StepLoading& timeline, const Connect& connect) {
  if (connect.as.empty()) return;
  for (std::size_t i = 1; i <= connect.repeat; ++i) timeline.sessions.insert(numbered(connect.as, i));
}

void load_connect(StepLoading& timeline, const StepEntries& step) {
  Loader& in = timeline.in;
  const yaml::Node map = step.what.value;
  const Span where = step.what.key.span();
  timeline.asserts = true;
  Connect out{.where = step.where()};
  if (auto expected = expectations_at(timeline, step))
    out.expectations = std::move(expected);
  else
    in.diags.error(code("R401"), where, "a `connect` without `expect` asserts nothing",
                   "say what you expect: `expect: { decision: reject }`");
  if (!in.expect_map(map, "the fields of an attempt")) return;
  ConnectEntries given;
  load_entries<ConnectEntries>(in, map, given, kConnectKeys, [](yaml::Node, yaml::Node) {});  // fields are read later
  if (given.as) out.as = read_name(in, given.as.value).value_or("");
  if (given.repeat)
    out.repeat =
        read_number(in, given.repeat.value, 1, static_cast<std::uint32_t>(timeline.from.most_steps)).value_or(1);
  else
    out.as = timeline.in_repetition(out.as);
  if (!timeline.now) return timeline.report_no_time(where);
  if (!timeline.count(out.repeat, where)) return;
  add_names(timeline, out);
  out.attempt = attempt_of(timeline, map, given.use.value, out.where);
  if (out.attempt != nullptr) timeline.add(std::move(out), step.where());
}

// --- set: the site is edited while time goes by ---

/// The paths are those of edits, which no schema can follow.
Shape set_shape() {
  Shape out = shapes::named(Shape{});
  out.least = 1;
  return out;
}

void load_set(StepLoading& timeline, const StepEntries& step) {
  Loader& in = timeline.in;
  const yaml::Node value = step.what.value;
  if (!in.expect_map(value, "a map of paths and values, like `server.service.state: stopped`")) return;
  if (value.size() == 0) return in.diags.error(code("R112"), value.span(), "an empty `set` changes nothing");
  std::vector<SiteEdit> edits;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const yaml::Node path = value.key(i);
    auto steps = read_path(path.text(), path.span(), in.diags);
    if (!steps) return;
    if (steps->back().ends_with("-at-start"))
      return in.diags.error(code("R411"), path.span(),
                            "`" + std::string(path.text()) + "` is what was true when something last started",
                            "edit what is true now, and `restart: server` or `restart: domain-controller`");
    edits.push_back({*std::move(steps), value_of(value.value(i)), path.span()});
  }
  Diagnostics own;
  const auto site = timeline.from.edited.find(timeline.site, std::move(edits), own);
  in.diags.add(own);
  if (!site) return;
  timeline.site = *site;
  timeline.add(SetSite{*site}, step.where());
}

// --- disconnect, traffic, restart: what becomes of sessions ---

Shape disconnect_shape() { return shapes::one_or_list(shapes::text()); }
Shape restart_shape() { return shapes::words(restart_names()); }

void load_disconnect(StepLoading& timeline, const StepEntries& step) {
  const yaml::Node value = step.what.value;
  if (!timeline.spend(value.is_sequence() ? value.size() : 1, value.span())) return;
  Disconnect out;
  for (const yaml::Node name : read_list(timeline.in, value, "the name of a session"))
    if (auto session = timeline.read_session(name)) out.sessions.push_back(*std::move(session));
  timeline.add(std::move(out), step.where());
}

void load_traffic(StepLoading& timeline, const StepEntries& step) {
  if (auto session = timeline.read_session(step.what.value))
    timeline.add(SessionTraffic{*std::move(session)}, step.where());
}

void load_restart(StepLoading& timeline, const StepEntries& step) {
  if (const auto row = read_word(timeline.in, step.what.value, "thing to restart", restart_names()))
    timeline.add(RestartStep{static_cast<Restart>(*row)}, step.where());
}

// --- state: what is used, free, live and ended ---

Shape count_shape() { return shapes::any_of({shapes::number(0, UINT32_MAX), shapes::word("unknown")}); }
Shape counted_shape() { return shapes::one_or_list(count_shape()); }

struct CountEntries {
  Entry used{}, free{};
};
constexpr Key<CountEntries> kCountKeys[] = {
    later<counted_shape, &CountEntries::used>(facts::kUsed, "how many are used"),
    later<counted_shape, &CountEntries::free>(facts::kFree, "how many are free"),
};
Shape counts_shape() { return map_shape(kCountKeys); }

Shape ports_shape() {
  Shape out{.kind = ShapeKind::map};
  for (const TunnelTypeRow& row : tunnel_types())
    out.keys.push_back(shapes::under(row.name, "ports of this type", counts_shape()));
  return out;
}

Shape sessions_shape() { return shapes::any_of({count_shape(), shapes::list(shapes::any_text())}); }
Shape ended_shape() {
  return shapes::named(shapes::any_of({shapes::one_or_list(shapes::words(terminate_cause_names())), shapes::null()}));
}

struct StateEntries {
  Entry ports{}, addresses{}, sessions{}, ended{};
};
// clang-format off
constexpr Section kState{"a step `state`", std::to_array<Key<StateEntries>>({
  later<ports_shape, &StateEntries::ports>("ports", "ports by their type"),
  later<counts_shape, &StateEntries::addresses>("addresses", "addresses for clients"),
  later<sessions_shape, &StateEntries::sessions>("sessions", "how many are live, or the names of all that are"),
  later<ended_shape, &StateEntries::ended>("ended", "why sessions have ended, by their names; null: they have not"),
})};
// clang-format on

Shape state_shape() {
  Shape out = kState.shape();
  out.least = 1;
  return out;
}

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
  CountEntries given;
  load_keys<CountEntries>(in, node, given, kCountKeys, "`" + prefix.substr(0, prefix.size() - 1) + "`");
  for (const Entry& count : {given.used, given.free})
    if (count) out.push_back(read_count(in, count.value, prefix + std::string(count.key.text())));
}

void read_ports(Loader& in, yaml::Node node, std::vector<Expectation>& out) {
  if (!in.expect_map(node, "a map of port types")) return;
  std::vector<std::string_view> names;
  for (const TunnelTypeRow& row : tunnel_types()) names.push_back(row.name);
  for (std::size_t i = 0; i < node.size(); ++i)
    if (std::find(names.begin(), names.end(), node.key(i).text()) == names.end())
      report_unknown_key(in, node.key(i), names, "`ports`");
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

void load_state(StepLoading& timeline, const StepEntries& step) {
  Loader& in = timeline.in;
  const yaml::Node value = step.what.value;
  if (!in.expect_map(value, "a map of what is used and free")) return;
  StateEntries given;
  kState.load(in, value, given);
  auto out = std::make_shared<std::vector<Expectation>>();
  if (given.ports) read_ports(in, given.ports.value, *out);
  if (given.addresses) read_counts(in, given.addresses.value, std::string(facts::kAddresses), *out);
  if (given.sessions) read_sessions(timeline, given.sessions.value, *out);
  if (given.ended) read_ended(timeline, given.ended.value, *out);
  if (out->empty() && !in.diags.has_errors())
    in.diags.error(code("R401"), value.span(), "an empty `state` asserts nothing",
                   "`state: { ports: { PPTP: { used: 2 } }, sessions: [early, late] }`");
  timeline.asserts = true;
  timeline.add(StateStep{std::move(out)}, step.where());
}

// --- probe: what one command shows ---

using network::NameUse;
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

std::uint16_t read_port(Loader& in, const Entry& port) {
  return port ? static_cast<std::uint16_t>(read_number(in, port.value, 1, UINT16_MAX).value_or(0)) : std::uint16_t{0};
}

Shape command_shape() {
  Shape out{.kind = ShapeKind::choice};
  for (const ProbeCommand& row : network::probe_commands())
    out.words.push_back({std::string(row.name), std::string(row.summary)});
  return out;
}
Shape port_shape() { return shapes::number(1, UINT16_MAX); }
Shape transport_shape() { return shapes::words(names_of(kIpProtocols, 2)); }

struct ProbeEntries {
  Entry command{}, port{}, protocol{}, name{};
};
// clang-format off
constexpr Section kProbe{"a step `probe`", std::to_array<Key<ProbeEntries>>({
  later<command_shape, &ProbeEntries::command>("command", "what one runs to see it"),
  later<port_shape, &ProbeEntries::port>("port", "port that is asked, for the commands that need one"),
  later<transport_shape, &ProbeEntries::protocol>("protocol", "protocol of the port; left out: tcp"),
  later<shapes::text, &ProbeEntries::name>("name", "a name, for the commands that take one"),
})};
// clang-format on

/// What is under the key of a step, and under `expect` beside it.
struct StepForm {
  Shape value{}, expected{};
};

using Commands = std::vector<const ProbeCommand*>;

bool is_alike(const ProbeCommand& one, const ProbeCommand& other) {
  return one.needs_port == other.needs_port && one.name_use == other.name_use && one.results == other.results;
}

Shape probe_shape(const Commands& commands) {
  const ProbeCommand& any = *commands.front();
  Shape out = kProbe.shape();
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

/// What is under `expect`.
Shape result_shape(const ProbeCommand& command) {
  const Shape text = command.results.empty() ? shapes::any_text() : shapes::words(command.results);
  return {.kind = ShapeKind::map,
          .least = 1,
          .keys = {shapes::under(facts::kResult, "what the command shows", any_of_them(text))}};
}

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

/// The row of the command; nullptr after an error.
const ProbeCommand* read_command(Loader& in, yaml::Node map, yaml::Node node) {
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

/// False after R112 for what the command needs, R411 for what it does not take.
bool takes(Loader& in, yaml::Node map, const ProbeCommand& command, std::string_view key, const Entry& given,
           NameUse use) {
  const std::string name(command.name);
  if (use == NameUse::needed && !given)
    in.diags.error(code("R112"), map.span(), "`" + name + "` needs a `" + std::string(key) + "`");
  else if (use == NameUse::none && given)
    in.diags.error(code("R411"), given.key.span(), "`" + name + "` takes no `" + std::string(key) + "`");
  else
    return true;
  return false;
}

void load_probe(StepLoading& timeline, const StepEntries& step) {
  Loader& in = timeline.in;
  const yaml::Node map = step.what.value;
  if (!in.expect_map(map, "a probe: `command`, and what it needs")) return;
  ProbeEntries given;
  kProbe.load(in, map, given);
  const ProbeCommand* const command = read_command(in, map, given.command.value);
  if (command == nullptr) return;
  bool is_good = takes(in, map, *command, "port", given.port, command->needs_port ? NameUse::needed : NameUse::none);
  is_good = takes(in, map, *command, "name", given.name, command->name_use) && is_good;
  if (!command->needs_port) is_good = takes(in, map, *command, "protocol", given.protocol, NameUse::none) && is_good;
  Probe out{.question = {.command = std::string(command->name), .port = read_port(in, given.port)}};
  if (given.protocol && command->needs_port)
    out.question.is_udp = read_word(in, given.protocol.value, "protocol", names_of(kIpProtocols, 2)).value_or(0) == 1;
  if (given.name) out.question.name = read_name(in, given.name.value).value_or("");
  const FactRow rows[] = {{facts::kResult, command->results}};
  out.expectations = read_facts(timeline, step, rows);
  if (is_good) timeline.add(std::move(out), step.where());
}

// --- reach: what a connected client reaches ---

Shape protocol_shape() { return shapes::words(names_of(kIpProtocols)); }
Shape lan_protocol_shape() { return shapes::words(kLanProtocols); }

struct ReachEntries {
  Entry from{}, to{}, protocol{}, port{}, lan_protocol{};
};
// clang-format off
constexpr Section kReach{"a step `reach`", std::to_array<Key<ReachEntries>>({
  later<shapes::text, &ReachEntries::from>("from", "name of the session"),
  later<shapes::ipv4, &ReachEntries::to>("to", "the address"),
  later<protocol_shape, &ReachEntries::protocol>("protocol", "protocol of the packets; left out: tcp"),
  later<port_shape, &ReachEntries::port>("port", "port of the address"),
  later<lan_protocol_shape, &ReachEntries::lan_protocol>("lan-protocol", "LAN protocol; left out: IP"),
})};
// clang-format on

Shape reach_shape() {
  Shape out = kReach.shape();
  out.required = {"from"};
  out.one_of = {"to", "lan-protocol"};  // only IP has addresses that can be asked for
  return out;
}

Shape reach_expected_shape() {
  constexpr std::string_view kWords[] = {"true", "false"};  // plain or quoted
  const Shape cause = any_of_them(find_decision_field("cause")->shape());
  return {.kind = ShapeKind::map,
          .least = 1,
          .keys = {shapes::under(facts::kReachable, "whether it gets through",
                                 any_of_them(shapes::any_of({shapes::boolean(), shapes::words(kWords)}))),
                   shapes::under(facts::kCause, "why it does not", cause),
                   shapes::under(facts::kAlso, "what else is wrong", cause)}};
}

void load_reach(StepLoading& timeline, const StepEntries& step) {
  Loader& in = timeline.in;
  const yaml::Node map = step.what.value;
  if (!in.expect_map(map, "`from` a session `to` an address")) return;
  ReachEntries given;
  kReach.load(in, map, given);
  ReachStep out;
  if (given.lan_protocol)
    out.question.lan_protocol =
        static_cast<LanProtocol>(read_word(in, given.lan_protocol.value, "LAN protocol", kLanProtocols).value_or(0));
  const bool is_ip = out.question.lan_protocol == LanProtocol::ip;
  if (!given.from || (is_ip && !given.to))
    return in.diags.error(code("R112"), map.span(), "`reach` needs `from` and `to`",
                          "`reach: { from: late, to: 10.1.2.3, protocol: tcp, port: 443 }`");
  if (auto session = timeline.read_session(given.from.value)) out.from = *std::move(session);
  if (given.to)
    if (const auto address = read_ipv4(in, given.to.value)) out.question.to = *parse_ipv4(*address);
  if (given.protocol)
    out.question.protocol =
        kIpProtocols[read_word(in, given.protocol.value, "protocol", names_of(kIpProtocols)).value_or(0)].number;
  out.question.port = read_port(in, given.port);
  std::vector<std::string_view> causes;
  for (const Cause& row : kCauses) causes.push_back(row.id);
  const FactRow rows[] = {{facts::kReachable, {"true", "false"}}, {facts::kCause, causes}, {facts::kAlso, causes}};
  out.expectations = read_facts(timeline, step, rows);
  timeline.add(std::move(out), step.where());
}

// --- the kinds of step ---

/// The keys beside that of the kind.
enum class Asserts : std::uint8_t { nothing, expect, expect_or_exactly };

struct StepKind {
  std::string_view key, summary;
  void (*load)(StepLoading&, const StepEntries&);
  Shape (*shape)();  // under the key
  Asserts asserts = Asserts::nothing;
  Shape (*expected)() = nullptr;               // under `expect` and `exactly`
  std::vector<StepForm> (*forms)() = nullptr;  // instead of both shapes, where one of them follows from the other
};

// clang-format off
constexpr StepKind kKinds[] = {
  {"connect", "an attempt is made", load_connect, connect_shape, Asserts::expect_or_exactly, expected_shape},
  {"disconnect", "sessions end, by their names", load_disconnect, disconnect_shape},
  {"traffic", "the session of this name sends or receives", load_traffic, shapes::text},
  {"after", "time goes by, like 10s", load_after, shapes::duration},
  {"at", "time goes on to this instant, like 2003-11-03T09:00", load_at, shapes::time},
  {"set", "settings of the site change: paths like `server.service.state`, and values", load_set, set_shape},
  {"restart", "something is started again", load_restart, restart_shape},
  {"probe", "what one command shows", load_probe, nullptr, Asserts::expect, nullptr, probe_forms},
  {"reach", "whether the client of a session reaches an address", load_reach, reach_shape, Asserts::expect, reach_expected_shape},
  {"state", "asserts what is used, free, live and ended", load_state, state_shape},
  {"repeat", "the same steps several times; $i in names is the number", load_repeat, repeat_shape},
};
// clang-format on

/// The keys of a step of the kind.
std::vector<Key<StepEntries>> keys_of(const StepKind& kind) {
  std::vector<Key<StepEntries>> out = {later<shapes::any_text, &StepEntries::what>(kind.key, kind.summary)};
  if (kind.asserts != Asserts::nothing)
    out.push_back(later<expected_shape, &ExpectEntries::expect>(
        "expect", "what must come of it; what is not named is not asserted"));
  if (kind.asserts == Asserts::expect_or_exactly)
    out.push_back(later<expected_shape, &ExpectEntries::exactly>(
        "exactly", "all that comes of it: what is not named must be absent"));
  return out;
}

std::vector<StepForm> forms_of(const StepKind& kind) {
  if (kind.forms != nullptr) return kind.forms();
  return {{kind.shape(), kind.expected == nullptr ? Shape{} : kind.expected()}};
}

Shape step_shape(const StepKind& kind, const StepForm& form) {
  Shape step{.kind = ShapeKind::map, .required = {kind.key}};
  for (const Key<StepEntries>& key : keys_of(kind)) {
    const bool is_kind = key.name == kind.key;
    step.keys.push_back(shapes::under(key.name, key.summary, is_kind ? form.value : form.expected));
    if (!is_kind) step.one_of.push_back(key.name);
  }
  if (step.one_of.size() > 1) step.not_together = {step.one_of};
  return step;
}

/// The one thing that the step does; nullptr after reporting that there is none, or more than one.
const StepKind* kind_of(Loader& in, yaml::Node node) {
  const StepKind* found = nullptr;
  for (std::size_t i = 0; i < node.size(); ++i) {
    const auto* const row = std::find_if(std::begin(kKinds), std::end(kKinds),
                                         [&](const StepKind& one) { return one.key == node.key(i).text(); });
    if (row == std::end(kKinds)) continue;
    if (found != nullptr) {
      in.diags.error(code("R406"), node.key(i).span(),
                     "`" + std::string(found->key) + "` and `" + std::string(row->key) + "` in one step",
                     "write two steps, in the order in which they happen");
      return nullptr;
    }
    found = row;
  }
  if (found != nullptr) return found;
  std::vector<std::string_view> names;
  for (const StepKind& row : kKinds) names.push_back(row.key);
  in.diags.error(code("R112"), node.span(), "the step does not say what happens",
                 node.size() == 0 ? help_for_key("", names) : help_for_key(node.key(0).text(), names));
  return nullptr;
}

/// R112, R406, R110 for what is not a step.
void load_steps(StepLoading& timeline, yaml::Node steps) {
  for (std::size_t i = 0; i < steps.size() && !timeline.is_full; ++i) {
    const yaml::Node step = steps.element(i);
    if (!timeline.spend(1, step.span())) return;
    if (!timeline.in.expect_map(step, "a step: a map like `connect: { user: alice }`")) continue;
    const StepKind* const kind = kind_of(timeline.in, step);
    if (kind == nullptr) continue;
    StepEntries given;
    given.map = step;
    load_keys<StepEntries>(timeline.in, step, given, keys_of(*kind), "a step `" + std::string(kind->key) + "`");
    kind->load(timeline, given);
  }
}

}  // namespace

/// One alternative for each kind of step, or for each of its forms.
Shape timeline_shape() {
  std::vector<Shape> steps;
  for (const StepKind& kind : kKinds)
    for (const StepForm& form : forms_of(kind)) steps.push_back(step_shape(kind, form));
  return shapes::list(shapes::defined("step", shapes::any_of(std::move(steps))), 1);
}

std::vector<Step> TimelineLoader::load(yaml::Node steps, Loader& in) const {
  if (!in.expect_sequence(steps, "a list of steps")) return {};
  StepLoading timeline{.from = *this, .in = in, .now = clock};
  load_steps(timeline, steps);
  if (!timeline.asserts && !in.diags.has_errors())
    in.diags.error(code("R401"), steps.span(),
                   "a timeline without `connect`, `probe`, `reach` or `state` asserts nothing");
  return std::move(timeline.steps);
}

}  // namespace rapsim
