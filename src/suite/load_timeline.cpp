#include "suite/load_timeline.hpp"

#include <algorithm>

#include "grammar/duration.hpp"
#include "model/load.hpp"
#include "suite/expected.hpp"
#include "suite/scenario_keys.hpp"
#include "suite/suite.hpp"

namespace rapsim {
namespace {

enum class Action : std::uint8_t { connect, after, at, refused };
struct ActionRow {
  std::string_view key;
  Action action;
  KeySchema schema{};        // none: the step is refused
  bool is_expected = false;  // `expect` or `exactly` stands beside it
};
// clang-format off
constexpr SuiteKey kConnectKeys[] = {
  {"as", {"a name for the attempt; $i is its number when it is repeated", shapes::text}},
  {"use", {"the fixture that the attempt begins with", shapes::any_text}},
  {"repeat", {"how many equal attempts are made at the same time; left out: 1", [] { return shapes::number(1, kMostRows); }}},
};
Shape connect_shape() {
  Shape out = attempt_with_keys(false, kConnectKeys);
  std::erase_if(out.keys, [](const Shape& key) { return key.name == "at"; });  // time goes by in steps of its own
  return out;
}
constexpr ActionRow kActions[] = {
  {"connect", Action::connect, {"an attempt is made", connect_shape}, true},
  {"after", Action::after, {"time goes by, like 10s", shapes::duration}},
  {"at", Action::at, {"time goes on to this instant, like 2003-11-03T09:00", shapes::time}},
  {"state", Action::refused},
  {"disconnect", Action::refused},
  {"set", Action::refused},
  {"reach", Action::refused},
  {"probe", Action::refused},
};
constexpr SuiteKey kStepKeys[] = {
  {"expect", {"what must come of it; what is not named is not asserted", expected_shape}},
  {"exactly", {"all that comes of it: what is not named must be absent", expected_shape}},
};
// clang-format on
constexpr Instant kEnd{std::chrono::sys_days{std::chrono::year(9999) / 12 / 31}};  // as read_instant() has it

class OneTimeline {
 public:
  OneTimeline(const TimelineLoader& loader, Loader& in) : loader_(loader), in_(in), now_(loader.clock) {}

  std::vector<Connect> load(yaml::Node steps) {
    for (std::size_t i = 0; i < steps.size() && !is_full_; ++i) step(steps.element(i));
    if (!has_connect_ && !in_.diags.has_errors())
      in_.diags.error(code("R401"), steps.span(), "a timeline without `connect` asserts nothing");
    return std::move(out_);
  }

 private:
  void step(yaml::Node node) {
    if (!in_.expect_map(node, "a step: a map like `connect: { user: alice }`")) return;
    const ActionRow* const row = action_of(node);
    if (row == nullptr) return;
    switch (row->action) {
      case Action::connect:
        return connect(node);
      case Action::after:
        check_keys(in_, node, std::array<std::string_view, 1>{"after"}, "a step `after`");
        return after(node.find("after"));
      case Action::at:
        check_keys(in_, node, std::array<std::string_view, 1>{"at"}, "a step `at`");
        return at(node.find("at"));
      case Action::refused:
        in_.diags.error(code("R407"), span_of_key(node, row->key),
                        "steps `" + std::string(row->key) + "` are not simulated in this version",
                        "a timeline has `connect`, `after` and `at`");
    }
  }

  /// The one thing that the step does; nullptr after reporting that there is none, or more than one.
  const ActionRow* action_of(yaml::Node node) {
    const ActionRow* found = nullptr;
    for (std::size_t i = 0; i < node.size(); ++i) {
      const auto* const row = std::find_if(std::begin(kActions), std::end(kActions),
                                           [&](const ActionRow& one) { return one.key == node.key(i).text(); });
      if (row == std::end(kActions)) continue;
      if (found != nullptr) {
        in_.diags.error(code("R406"), node.key(i).span(),
                        "`" + std::string(found->key) + "` and `" + std::string(row->key) + "` in one step",
                        "write two steps, in the order in which they happen");
        return nullptr;
      }
      found = row;
    }
    if (found == nullptr)
      in_.diags.error(code("R112"), node.span(), "the step does not say what happens",
                      "`connect: { user: alice }` with `expect`, `after: 10s` or `at: 2003-11-03T09:00`");
    return found;
  }

  void after(yaml::Node node) {
    if (!in_.expect_scalar(node, "a duration like `10s`")) return;
    SyntaxError error;
    const auto duration = grammar::parse_duration(node.text(), error);
    if (!duration) return in_.report(node, error);
    if (!now_) return report_no_time(node.span());
    if (kEnd - *now_ <= *duration)
      in_.diags.error(code("R408"), node.span(), "the timeline goes past the last day of the year 9999");
    else
      now_ = *now_ + *duration;
  }

  void at(yaml::Node node) {
    if (!in_.expect_scalar(node, "a time like `2003-11-03T09:00`")) return;
    const auto time = read_instant(node.text(), node.span(), loader_.site, in_.diags);
    if (!time) return;
    if (now_ && *time < *now_)
      in_.diags.error(code("R408"), node.span(),
                      "time never goes back: it is " + instant_text(*now_, loader_.site) + " already",
                      "what happened earlier stands earlier, or in another scenario");
    else
      now_ = time;
  }

  void connect(yaml::Node step) {
    has_connect_ = true;
    check_keys(in_, step, std::array<std::string_view, 3>{"connect", "expect", "exactly"}, "a step `connect`");
    const yaml::Node map = step.find("connect");
    Connect out{.where = step.span()};
    if (const auto expected = load_expected(in_, step, loader_.site))
      out.expectations = expectations_of(*expected);
    else
      in_.diags.error(code("R401"), span_of_key(step, "connect"), "a `connect` without `expect` asserts nothing",
                      "say what you expect: `expect: { decision: reject }`");
    if (!in_.expect_map(map, "the fields of an attempt")) return;
    if (const yaml::Node as = map.find("as")) out.as = read_name(in_, as).value_or("");
    if (const yaml::Node repeat = map.find("repeat")) out.repeat = read_repeat(repeat);
    if (!now_) return report_no_time(span_of_key(step, "connect"));
    if (!count(out.repeat, span_of_key(step, "connect")) || !read_attempt(map, out.attempt)) return;
    complete_attempt(out.attempt, loader_.site, out.where, in_.diags);
    out_.push_back(std::move(out));
  }

  std::size_t read_repeat(yaml::Node node) {
    const auto most = static_cast<std::uint32_t>(loader_.most_connects);
    return read_number(in_, node, 1, most).value_or(1);
  }

  bool count(std::size_t repeat, Span where) {
    connects_ += repeat;  // each at most most_connects, and counting ends at the first excess: no overflow
    is_full_ = connects_ > loader_.most_connects;
    if (is_full_)
      in_.diags.error(code("R403"), where,
                      "the timeline has more than " + std::to_string(loader_.most_connects) + " attempts");
    return !is_full_;
  }

  /// False after an error that other errors would follow from.
  bool read_attempt(yaml::Node map, Attempt& attempt) {
    AttemptChoices fields;
    const yaml::Node use = map.find("use");
    if (use) {
      const Fixture* const fixture = loader_.fixtures.find(use, in_.diags);
      if (fixture == nullptr || !fixture->is_good) return false;
      fields = fixture->fields;
    }
    Diagnostics own;
    const AttemptChoices given =
        ChoiceReader{loader_.site, own, loader_.most_connects}.read(map, kConnectKeys, "a connect");
    in_.diags.add(own);
    if (own.has_errors()) return false;
    replace_fields(fields, given);
    bool is_good = true;
    for (const auto& field : fields)
      is_good = add_field(*field, has_field(given, field->name) ? Span{} : use.span(), attempt) && is_good;
    const FieldValue at{.presence = Presence::present,
                        .given = true,
                        .text = instant_text(*now_, loader_.site),
                        .number = now_->time_since_epoch().count(),
                        .where = map.span()};
    attempt[FieldId::at] = at;
    return is_good;
  }

  /// `where` is known for a field of a fixture: what is wrong with it is wrong only here.
  bool add_field(const FieldChoices& field, Span where, Attempt& attempt) {
    const Choice& choice = field.choices.front();
    if (!where.known())
      where = choice.fields.empty() ? choice.attributes.front().where : choice.fields.front().second.where;
    if (field.is_list)
      in_.diags.error(code("R409"), where, "`" + field.name + "` is a list: in a timeline lists do not multiply out",
                      "`repeat: 5` makes several equal attempts; write a step for each other one");
    else if (field.name == field_row(FieldId::at).name)
      in_.diags.error(code("R409"), where, "an attempt of a timeline has no `at` of its own",
                      "time goes by in steps of its own: `- after: 10s` or `- at: 2003-11-03T09:00`");
    else
      return add_choice(choice, attempt), true;
    return false;
  }

  static void add_choice(const Choice& choice, Attempt& attempt) {
    for (const auto& [id, value] : choice.fields) attempt[id] = value;
    attempt.attributes.insert(attempt.attributes.end(), choice.attributes.begin(), choice.attributes.end());
  }

  void report_no_time(Span where) {
    in_.diags.error(code("R501"), where, "no time: the suite has no `clock`, and no step `at` stands before",
                    "give the suite a `clock: 2003-11-03T09:00`");
  }

  const TimelineLoader& loader_;
  Loader& in_;
  std::optional<Instant> now_;
  std::vector<Connect> out_;
  std::size_t connects_ = 0;
  bool has_connect_ = false;
  bool is_full_ = false;  // R403 was reported
};

}  // namespace

/// One alternative for each step that is simulated.
Shape timeline_shape() {
  std::vector<Shape> steps;
  for (const ActionRow& row : kActions) {
    if (row.action == Action::refused) continue;
    Shape step{.kind = ShapeKind::map, .required = {row.key}};
    step.keys.push_back(shapes::key(row.key, row.schema));
    if (row.is_expected) {
      for (const SuiteKey& key : kStepKeys) step.keys.push_back(shapes::key(key.name, key.schema));
      step.one_of = {"expect", "exactly"};
      step.not_together = {{"expect", "exactly"}};
    }
    steps.push_back(std::move(step));
  }
  return shapes::list(shapes::any_of(std::move(steps)), 1);
}

std::vector<Connect> TimelineLoader::load(yaml::Node steps, Loader& in) const {
  if (!in.expect_sequence(steps, "a list of steps")) return {};
  return OneTimeline(*this, in).load(steps);
}

}  // namespace rapsim
