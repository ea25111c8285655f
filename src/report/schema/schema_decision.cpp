// The schema of what decision_json() prints, in their order: what is added there is added here, which
// schema_test sees. Every key is always there; what does not apply is null, or an empty list.
#include "report/schema/schema_decision.hpp"

#include "engine/trace/decision_fields.hpp"
#include "model/attempt/attempt_document.hpp"
#include "model/load/load.hpp"
#include "model/tables/basis.hpp"
#include "model/tables/readings.hpp"

namespace rapsim {
namespace {

constexpr std::string_view kUnknown = "unknown";

struct Entry {
  std::string_view name;
  std::string_view summary;
  Json schema;
};

Json object(const std::vector<Entry>& entries) {
  Json properties = Json::object(), required = Json::array();
  for (const Entry& entry : entries) {
    properties[std::string(entry.name)] = described(entry.summary, entry.schema);
    required.push_back(entry.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

Json list(const Json& items) { return {{"type", "array"}, {"items", items}}; }
Json text() { return {{"type", "string"}}; }
Json boolean() { return {{"type", "boolean"}}; }
Json number() { return {{"type", "integer"}, {"minimum", 0}}; }
Json constant(std::string_view word) { return {{"const", word}}; }
Json null() { return {{"type", "null"}}; }
Json or_null(const Json& schema) { return {{"anyOf", {schema, null()}}}; }
Json or_unknown(const Json& schema) { return {{"anyOf", {schema, constant(kUnknown), null()}}}; }
Json words(const std::vector<std::string_view>& list) {
  Json out = Json::array();
  for (const std::string_view word : list) out.push_back(word);
  return {{"enum", std::move(out)}};
}

class DecisionSchema {
 public:
  explicit DecisionSchema(SchemaWriter& writer) : writer_(writer) {}

  Json make() {
    return object({
        {"format", "the format and its version", constant(kDecisionFormat)},
        {"program", "what decided", object({{"name", "the program", text()}, {"version", "its version", text()}})},
        {"site", "the site that was asked", site()},
        {"attempt", "the attempt with every default; `rapsim explain --attempt` reads it back", attempt()},
        {"defaulted", "fields of the attempt that were left out", list(words(field_names()))},
        {"decision", "the decision; a field is null when it is absent, and unknown when the ways to end differ in it",
         decision()},
        {"reason", "the reason code of the server's log; null when there is none", or_null(reason())},
        {"cause", "why the attempt fails, or the session reaches nothing; null where all is well", or_null(cause())},
        {"also", "what else is wrong with the attempt", list(cause())},
        {"client-error", "the error that the client shows; null when none is known", or_null(client_error())},
        {"rests-on", "rules without a firm source on which the decision rests", list(rests_on())},
        {"endings", "every way in which the attempt may end; empty when there is only one", list(ending())},
        {"settings", "what the accept returns; null when nothing is surely accepted", or_null(list(setting()))},
        {"nearest", "the policies that came closest; empty unless none matched but one that keeps everybody out",
         list(near())},
        {"later", "policies after the deciding one that would accept", list(text())},
        {"would", "changes of the attempt that turn the decision", would()},
        {"hypothetical", "changes of the site that let the attempt in", list(hypothesis())},
        {"trace", "everything that was looked at, step by step", trace()},
    });
  }

 private:
  Json shared(const std::string& name, const Json& schema) { return writer_.reference(name, schema); }

  /// One value of a field of the decision, as printed.
  Json value_of(std::string_view name) {
    const DecisionField& field = *find_decision_field(name);
    if (field.is_number) return number();
    const Shape shape = field.shape();
    return shape.kind == ShapeKind::choice ? writer_.schema_of(shape) : text();
  }

  Json decision() {
    std::vector<Entry> entries;
    for (const DecisionField& field : decision_fields()) {
      const Json value = value_of(field.name);
      const Json unknown = constant(kUnknown);
      entries.push_back(
          {field.name, field.summary,
           field.is_list ? Json{{"anyOf", {list(value), unknown}}} : Json{{"anyOf", {value, unknown, null()}}}});
    }
    return object(entries);
  }

  static std::vector<std::string_view> field_names() {
    std::vector<std::string_view> out;
    for (const AttemptField& field : attempt_fields()) out.push_back(field.name);
    return out;
  }

  Json attempt() { return shared("attempt", writer_.schema_of(attempt_shape(false))); }

  static Json site() {
    std::vector<std::string_view> names;
    for (const ReadingRow& row : readings()) names.push_back(row.name);
    return object({{"name", "its name", or_null(text())},
                   {"file", "its file, as it was named", or_null(text())},
                   {"digest", "of the bytes of all its files", text()},
                   {"dialect", "the system whose rules hold",
                    words({dialect_name(Dialect::windows_2000), dialect_name(Dialect::windows_2003),
                           dialect_name(Dialect::nps)})},
                   {"time-zone", "zone of the policy server's clock", text()},
                   {"server", "name of the remote access server", text()},
                   {"readings", "disputed rules of which the other side holds", list(words(names))}});
  }

  Json basis() {
    return shared("basis", words({basis_name(Basis::documented), basis_name(Basis::inferred),
                                  basis_name(Basis::unverified), basis_name(Basis::disputed)}));
  }
  Json truth() { return shared("truth", words({"no", "unknown", "yes"})); }
  Json place() {
    return shared("place", or_null(object({{"file", "the file", text()},
                                           {"line", "its line, from 1", number()},
                                           {"column", "the column, from 1", number()}})));
  }
  Entry basis_entry() { return {"basis", "how firm this is", basis()}; }
  static Entry source_entry() { return {"source", "where it is documented", text()}; }
  static Entry gap_entry() { return {"gap", "the open question that it depends on", or_null(text())}; }
  Entry place_entry() { return {"place", "the setting in the site; null for a default", place()}; }

  Json reason() {
    return object({{"number", "the code", number()},
                   {"symbol", "its name", or_null(text())},
                   {"meaning", "what it means", text()},
                   {"kind", "what kind of failure it is", text()},
                   basis_entry(),
                   source_entry()});
  }

  Json cause() {
    return shared("explained-cause", object({{"id", "its name, which never changes", value_of("cause")},
                                             {"title", "what it is", text()},
                                             {"fix", "what fixes it", text()},
                                             source_entry()}));
  }

  Json client_error() {
    return object({{"number", "the error", number()},
                   {"symbol", "its name", or_null(text())},
                   {"meaning", "what the client says", or_null(text())},
                   basis_entry(),
                   gap_entry()});
  }

  Json rests_on() {
    return object({{"what", "what has no firm source", text()}, basis_entry(), gap_entry(), source_entry()});
  }

  Json ending() {
    return object({{"decision", "what the policy server would answer", value_of("decision")},
                   {"stage", "the stage that would end it", or_null(value_of("stage"))},
                   {"request-policy", "the connection request policy", or_null(text())},
                   {"policy", "the policy", or_null(text())},
                   {"reason", "the reason code", or_null(number())},
                   {"cause", "the cause", or_null(value_of("cause"))}});
  }

  Json setting() {
    return object({{"attribute", "the attribute", text()},
                   {"value", "as on the wire", text()},
                   {"text", "for people", text()},
                   basis_entry(),
                   source_entry(),
                   place_entry()});
  }

  Json near() {
    return object({{"policy", "its name", text()},
                   {"nearest", "whether no other one is nearer", boolean()},
                   {"conditions", "how many it has", number()},
                   {"missing", "those that do not surely hold", list(condition())}});
  }

  Json outcome() {
    return shared("outcome", object({{"decision", "what the policy server would answer",
                                      Json{{"anyOf", {value_of("decision"), constant(kUnknown)}}}},
                                     {"reason", "the reason code; null: none", or_unknown(number())},
                                     {"cause", "the cause; null: none", or_unknown(value_of("cause"))}}));
  }

  Json would() {
    const Json change = object({{"field", "the field", words(field_names())}, {"value", "what it would be", text()}});
    const Json turn = object({{"changes", "made together", list(change)}, {"becomes", "then", outcome()}});
    const Json times =
        object({{"schedule", "when it would turn in the coming week, in the policy server's local time", text()},
                {"weekly", "whether it is the same a week later", boolean()},
                {"next", "the first such time from then on", text()}});
    return object({{"accept", "whether accepts are looked for, or else rejects", boolean()},
                   {"times", "other times that turn it", or_null(times)},
                   {"turns", "other changes that turn it", list(turn)}});
  }

  static Json others() {
    return object({{"count", "how many", number()}, {"accounts", "the first of them", list(text())}});
  }

  Json hypothesis() {
    const Json change = object({{"path", "path of the setting", text()},
                                {"value", "what it would be", text()},
                                {"places", "where to look in the site", list(place())}});
    return object(
        {{"changes", "made together", list(change)},
         {"becomes", "then", outcome()},
         {"weakens", "whether a rule goes that may be there to keep somebody out, or others get in", boolean()},
         {"opens-for", "other accounts that would be accepted at some time or by some kind of access", others()},
         {"closes-for", "other accounts that would not be accepted any more", others()}});
  }

  Json condition() {
    return shared("condition", object({{"attribute", "the attribute", text()},
                                       {"id", "its number", number()},
                                       {"wanted", "what the condition wants", text()},
                                       {"was", "what the attempt has", text()},
                                       {"result", "whether it holds", truth()},
                                       basis_entry(),
                                       source_entry(),
                                       place_entry()}));
  }

  Json policy() {
    const Json source =
        object({{"wanted", "the kind", text()}, {"result", "whether the request is of it", truth()}, place_entry()});
    return shared("policy", object({{"index", "its place in the order, from 1", number()},
                                    {"name", "its name", text()},
                                    place_entry(),
                                    {"reach", "how far it came", words({"tried", "disabled", "not-reached"})},
                                    {"counts", "whether the decision depends on it", boolean()},
                                    {"matched", "whether all its conditions hold", truth()},
                                    {"source", "the kind of access server that it is for; null: any", or_null(source)},
                                    {"conditions", "its conditions", list(condition())}}));
  }

  Json permission() {
    const auto setting = [&](const Json& value) { return object({{"value", "the value", value}, place_entry()}); };
    const Json rule = object({{"text", "the rule", text()}, basis_entry(), gap_entry(), source_entry()});
    return object({{"policy", "the policy", text()},
                   {"counts", "whether the decision depends on it", boolean()},
                   {"rejects", "whether it rejects", truth()},
                   {"account", "dial-in permission of the account", text()},
                   {"policy-permission", "of the policy", setting(words({"grant", "deny"}))},
                   {"ignore-user-dial-in-properties", "of the policy", setting(boolean())},
                   {"rule", "the rule that held; null when that is not known", or_null(rule)}});
  }

  Json check() {
    return object({{"stage", "the stage", value_of("stage")},
                   {"policy", "the policy; null before one is chosen", or_null(text())},
                   {"name", "its name", text()},
                   {"cause", "the cause of a violation", value_of("cause")},
                   {"reason", "the reason code of a violation", or_null(number())},
                   {"counts", "whether the decision depends on it", boolean()},
                   {"violated", "whether it fails", truth()},
                   {"wanted", "what would pass", or_null(text())},
                   {"was", "what the attempt or the account has", text()},
                   basis_entry(),
                   gap_entry(),
                   source_entry(),
                   place_entry()});
  }

  Json stage() {
    return object({{"name", "its name", value_of("stage")},
                   {"simulated", "whether this version looks at it", boolean()},
                   {"state", "how it ended; null when it is not simulated",
                    or_null(words({"not-reached", "passed", "ended", "unknown"}))},
                   source_entry()});
  }

  Json trace() {
    return object({{"request-policies", "connection request policies", list(policy())},
                   {"policies", "policies", list(policy())},
                   {"permissions", "account against policy", list(permission())},
                   {"checks", "checks of attempt, account and limits", list(check())},
                   {"stages", "the stages in their order", list(stage())}});
  }

  SchemaWriter& writer_;
};

}  // namespace

Json decision_schema(SchemaWriter& writer) { return DecisionSchema(writer).make(); }

}  // namespace rapsim
