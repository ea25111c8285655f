#include "suite/run/expectation.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <optional>

#include "grammar/duration.hpp"
#include "model/load/attribute_shape.hpp"
#include "model/load/keys.hpp"
#include "model/load/load.hpp"

namespace rapsim {
namespace {

bool is_unknown_word(yaml::Node node) { return node.is_plain() && node.text() == "unknown"; }

bool is_plain_number(std::string_view text) { return is_whole_number(text) && (text == "0" || text.front() != '0'); }

bool is_timeout(const Attribute& attribute) {
  return attribute.name == "Session-Timeout" || attribute.name == "Idle-Timeout";
}

class ExpectReader {
 public:
  ExpectReader(const Site& site, std::string_view key, Diagnostics& diags) : site_(site), key_(key), diags_(diags) {}

  std::vector<Expectation> read(yaml::Node node) {
    if (!is_map_of_expectations(node)) return {};
    for (std::size_t entry = 0; entry < node.size(); ++entry) {
      const yaml::Node key = node.key(entry);
      if (key.text() == "settings")
        settings(node.value(entry));
      else if (const DecisionField* field = find_decision_field(key.text()))
        decision_field(*field, node.value(entry));
      else
        unknown_key(key);
    }
    return std::move(out_);
  }

 private:
  bool is_map_of_expectations(yaml::Node node) {
    if (node.is_scalar() && node.text() == "any")
      diags_.error(code("R401"), node.span(), "`" + key_ + ": any` asserts nothing",
                   "name what you expect: `decision: reject`");
    else if (node.is_null() || (node.is_map() && node.size() == 0))
      diags_.error(code("R401"), node.span(), "an empty `" + key_ + "` asserts nothing",
                   "name what you expect: `decision: reject`");
    else if (!node.is_map())
      diags_.error(code("R111"), node.span(), "expected a map of what the decision is, like `decision: reject`");
    else
      return true;
    return false;
  }

  void unknown_key(yaml::Node key) {
    std::vector<std::string_view> names;
    for (const DecisionField& field : decision_fields()) names.push_back(field.name);
    names.emplace_back("settings");
    diags_.error(code("R110"), key.span(), "unknown field `" + std::string(key.text()) + "` of a decision",
                 diags_.may_search(names.size()) ? help_for_key(key.text(), names) : "");
  }

  /// Calls `one` for the value, or for each value of a list.
  template <class One>
  void each_value(yaml::Node node, One one) {
    if (!node.is_sequence()) return one(node);
    if (node.size() == 0) diags_.error(code("R401"), node.span(), "an empty list can never hold");
    for (std::size_t i = 0; i < node.size(); ++i) one(node.element(i));
  }

  void decision_field(const DecisionField& field, yaml::Node node) {
    Expectation expectation{.field = &field, .where = node.span()};
    each_value(node, [&](yaml::Node value) {
      if (value.is_null())
        expectation.or_absent = true;
      else if (is_unknown_word(value))
        expectation.or_unknown = true;
      else if (is_possible(field, value))
        expectation.any_of.emplace_back(value.text());
    });
    out_.push_back(std::move(expectation));
  }

  bool is_possible(const DecisionField& field, yaml::Node value) {
    const std::string name(field.name);
    if (!value.is_scalar() || (field.is_number && !is_plain_number(value.text()))) {
      diags_.error(code("R111"), value.span(),
                   "expected " + std::string(field.is_number ? "a whole number" : "a value or a list of values") +
                       " for `" + name + "`");
      return false;
    }
    if (field.is_possible(value.text(), site_)) return true;
    diags_.error(code("R405"), value.span(), "`" + name + "` can never be `" + std::string(value.text()) + "`",
                 help_for(field, value.text()));
    return false;
  }

  std::string help_for(const DecisionField& field, std::string_view text) {
    if (!diags_.may_search(site_.policies.size() + site_.request_policies.size())) return {};
    const std::vector<std::string_view> names = possible_names(field, site_);
    return names.empty() ? std::string{} : help_for_key(text, names);
  }

  void settings(yaml::Node node) {
    if (!node.is_map() || node.size() == 0) {
      diags_.error(code("R111"), node.span(), "expected a map of attributes that the accept returns",
                   "`settings: { Session-Timeout: 8h, MS-Filter: null }`");
      return;
    }
    for (std::size_t entry = 0; entry < node.size(); ++entry) setting(node.key(entry), node.value(entry));
  }

  void setting(yaml::Node name, yaml::Node node) {
    const auto id = find_attribute(name.text());
    if (!id) {
      diags_.error(code("R302"), name.span(), "unknown attribute `" + std::string(name.text()) + "`",
                   did_you_mean(name.text(), attribute_names()));
      return;
    }
    if (!attribute(*id).returned) {
      diags_.error(code("R405"), name.span(),
                   "`" + std::string(attribute(*id).name) + "` is not an attribute that an accept returns");
      return;
    }
    Expectation expectation{.attribute = *id, .where = node.span()};
    each_value(node, [&](yaml::Node value) { setting_value(name, value, expectation); });
    out_.push_back(std::move(expectation));
  }

  /// Timeouts are durations, as in a profile, or seconds. Everything else is read as it is under `attributes:`.
  void setting_value(yaml::Node name, yaml::Node value, Expectation& expectation) {
    if (value.is_sequence()) {
      diags_.error(code("R111"), value.span(), "expected a value, found a list inside a list");
      return;
    }
    if (is_timeout(attribute(expectation.attribute)) && value.is_scalar() && !is_unknown_word(value) &&
        !is_plain_number(value.text())) {
      SyntaxError error;
      if (const auto duration = grammar::parse_duration(value.text(), error))
        expectation.any_of.push_back(std::to_string(duration->count()));
      else
        diags_.error(error.code, value.span_within(error.offset, error.length), error.message, error.help);
      return;
    }
    if (const auto given = attribute_value(name, value)) {
      expectation.or_absent = expectation.or_absent || given->presence == Presence::absent;
      expectation.or_unknown = expectation.or_unknown || given->presence == Presence::unknown;
      expectation.any_of.insert(expectation.any_of.end(), given->values.begin(), given->values.end());
    }
  }

  std::optional<GivenAttribute> attribute_value(yaml::Node name, yaml::Node value) {
    yaml::Document document;
    const Span where = name.span();
    const auto given = document.add_map({document.add_copy(name), document.add_copy(value)}, where);
    document.set_root(document.add_map({document.add_scalar("attributes", where, true, false), given}, where));
    Attempt attempt;
    load_attempt(document.root(), site_, attempt, diags_);
    return attempt.attributes.empty() ? std::nullopt : std::optional(std::move(attempt.attributes.front()));
  }

  const Site& site_;
  std::string key_;
  Diagnostics& diags_;
  std::vector<Expectation> out_;
};

/// What an accept returns; nothing unless the attempt is accepted.
FieldTexts returned_texts(const Explained& explained, AttributeId id) {
  const Decision& decision = explained.decision;
  if (decision.answer.is_unknown()) return FieldTexts::unknown();
  if (decision.answer.value != Answer::accept) return FieldTexts::absent();
  auto reply = reply_of(explained);
  if (!reply) return FieldTexts::unknown();
  std::vector<std::string> values;
  for (ReplyAttribute& one : *reply)
    if (one.attribute == id) values.push_back(std::move(one.value));
  return values.empty() ? FieldTexts::absent() : FieldTexts::of(std::move(values));
}

bool holds(const Expectation& expectation, const FieldTexts& actual) {
  if (actual.is_unknown()) return expectation.or_unknown;
  if (actual.is_absent()) return expectation.or_absent;
  if (expectation.is_whole)
    return std::is_permutation(actual.value.begin(), actual.value.end(), expectation.any_of.begin(),
                               expectation.any_of.end());
  const auto is_expected = [&](const std::string& text) {
    return std::find(expectation.any_of.begin(), expectation.any_of.end(), text) != expectation.any_of.end();
  };
  return expectation.names_all ? std::all_of(actual.value.begin(), actual.value.end(), is_expected)
                               : std::any_of(actual.value.begin(), actual.value.end(), is_expected);
}

Shape setting_shape(const Attribute& attribute) {
  const Shape value = attribute_value_shape(attribute);
  return any_of_them(is_timeout(attribute) ? shapes::any_of({value, shapes::duration()}) : value);
}

}  // namespace

Shape any_of_them(const Shape& value) {
  const Shape one = shapes::any_of({value, shapes::word("unknown"), shapes::null()});
  return shapes::any_of({one, shapes::list(one, 1)});
}

Shape expected_shape() {
  Shape out{.kind = ShapeKind::map, .definition = "expect", .least = 1};
  for (const DecisionField& field : decision_fields())
    out.keys.push_back(
        shapes::under(field.name, field.summary, any_of_them(field.shape == nullptr ? Shape{} : field.shape())));
  Shape settings = attributes_shape([](const Attribute& row) { return row.returned; }, setting_shape);
  settings.least = 1;
  out.keys.push_back(
      shapes::under("settings", "attributes that the accept returns; null: it does not", std::move(settings)));
  return out;
}

std::string name_of(const Expectation& expectation) {
  if (!expectation.fact.empty()) return expectation.fact;
  if (expectation.field != nullptr) return std::string(expectation.field->name);
  return "settings." + std::string(attribute(expectation.attribute).name);
}

std::vector<Expectation> read_expectations(yaml::Node node, std::string_view key, const Site& site,
                                           Diagnostics& diags) {
  return ExpectReader(site, key, diags).read(node);
}

CheckedExpectation check_expectation(const Expectation& expectation, FieldTexts actual) {
  const bool is_held = holds(expectation, actual);
  return {&expectation, std::move(actual), is_held};
}

std::vector<CheckedExpectation> check_expectations(const std::vector<Expectation>& expectations,
                                                   const Explained& explained) {
  std::vector<CheckedExpectation> out;
  out.reserve(expectations.size());
  for (const Expectation& expectation : expectations) {
    FieldTexts actual = expectation.field != nullptr ? expectation.field->texts(explained)
                                                     : returned_texts(explained, expectation.attribute);
    out.push_back(check_expectation(expectation, std::move(actual)));
  }
  return out;
}

}  // namespace rapsim
