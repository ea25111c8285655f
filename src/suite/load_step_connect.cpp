// `connect`: an attempt, or several equal ones.
#include "model/load.hpp"
#include "suite/expected.hpp"
#include "suite/load_step.hpp"
#include "suite/suite.hpp"

namespace rapsim {
namespace {

// clang-format off
constexpr SuiteKey kConnectKeys[] = {
  {"as", {"a name for the session; $i is its number when the attempt is repeated", shapes::text}},
  {"use", {"the fixture that the attempt begins with", shapes::any_text}},
  {"repeat", {"how many equal attempts are made at the same time; left out: 1", [] { return shapes::number(1, kMostRows); }}},
};
// clang-format on

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
    diags.error(code("R409"), where, "an attempt of a timeline has no `at` of its own",
                "time goes by in steps of its own: `- after: 10s` or `- at: 2003-11-03T09:00`");
  else
    return add_choice(choice, attempt), true;
  return false;
}

/// False after an error that other errors would follow from.
bool read_attempt(StepLoading& timeline, yaml::Node map, Attempt& attempt) {
  Diagnostics& diags = timeline.in.diags;
  AttemptChoices fields;
  const yaml::Node use = map.find("use");
  if (use) {
    const Fixture* const fixture = timeline.from.fixtures.find(use, diags);
    if (fixture == nullptr || !fixture->is_good) return false;
    fields = fixture->fields;
  }
  Diagnostics own = diags.part();
  const AttemptChoices given =
      ChoiceReader{timeline.current(), own, timeline.from.most_steps}.read(map, kConnectKeys, "a connect");
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
std::shared_ptr<const Attempt> attempt_of(StepLoading& timeline, yaml::Node map, Span where) {
  auto& known = timeline.read[timeline.at(map)];
  if (known != nullptr) return known;
  auto attempt = std::make_shared<Attempt>();
  if (!read_attempt(timeline, map, *attempt)) return nullptr;
  complete_attempt(*attempt, timeline.current(), where, timeline.in.diags);
  return known = std::move(attempt);
}

/// nullptr: the step has neither `expect` nor `exactly`.
Expectations expectations_at(StepLoading& timeline, yaml::Node step) {
  Expectations& known = timeline.expected[timeline.at(step)];
  if (known != nullptr) return known;
  if (auto read = load_expected(timeline.in, step, timeline.current())) known = expectations_of(*std::move(read));
  return known;
}

void add_names(StepLoading& timeline, const Connect& connect) {
  if (connect.as.empty()) return;
  for (std::size_t i = 1; i <= connect.repeat; ++i) timeline.sessions.insert(numbered(connect.as, i));
}

}  // namespace

Shape connect_shape() {
  Shape out = attempt_with_keys(false, kConnectKeys);
  std::erase_if(out.keys, [](const Shape& key) { return key.name == "at"; });  // time goes by in steps of its own
  return out;
}

void load_connect(StepLoading& timeline, yaml::Node step, yaml::Node map) {
  Loader& in = timeline.in;
  timeline.asserts = true;
  Connect out{.where = step.span()};
  if (auto expected = expectations_at(timeline, step))
    out.expectations = std::move(expected);
  else
    in.diags.error(code("R401"), span_of_key(step, "connect"), "a `connect` without `expect` asserts nothing",
                   "say what you expect: `expect: { decision: reject }`");
  if (!in.expect_map(map, "the fields of an attempt")) return;
  if (const yaml::Node as = map.find("as")) out.as = read_name(in, as).value_or("");
  if (const yaml::Node repeat = map.find("repeat"))
    out.repeat = read_number(in, repeat, 1, static_cast<std::uint32_t>(timeline.from.most_steps)).value_or(1);
  else
    out.as = timeline.in_repetition(out.as);
  const Span where = span_of_key(step, "connect");
  if (!timeline.now) return timeline.report_no_time(where);
  if (!timeline.count(out.repeat, where)) return;
  add_names(timeline, out);
  out.attempt = attempt_of(timeline, map, out.where);
  if (out.attempt != nullptr) timeline.add(std::move(out), step.span());
}

}  // namespace rapsim
