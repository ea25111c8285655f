// The JSON Schemas: they are schemas, take every file that is shipped and every decision that is printed, and tell an
// editor what it needs. A validator that is not ours decides. What they refuse is the business of schema_mutation_test.
#include <doctest/doctest.h>

#include <fstream>
#include <functional>
#include <set>

#include "model/tables/attributes.hpp"
#include "model/tables/methods.hpp"
#include "report/json/decision_json.hpp"
#include "report/text/render_diagnostics.hpp"
#include "suite/load/sites.hpp"
#include "suite/run/run.hpp"
#include "tests/schema/document.hpp"
#include "tests/schema/keys.hpp"
#include "tests/schema/shipped.hpp"
#include "tests/schema/validator.hpp"

namespace {

using nlohmann::json;
using namespace schema_test;

/// Calls `use(path, schema)` for every schema inside this one that has properties.
void each_object(const json& schema, const std::string& path,
                 const std::function<void(const std::string&, const json&)>& use) {
  if (schema.is_object() && schema.contains("properties") && schema["properties"].is_object()) use(path, schema);
  for (const auto& [key, value] : schema.items())
    if (value.is_structured()) each_object(value, path + "/" + key, use);
}

/// Every word that the schema proposes anywhere inside, as text.
std::set<std::string> words_in(const json& schema, const json& root) {
  std::set<std::string> out;
  if (!schema.is_structured()) return out;
  for (const auto& [key, value] : schema.items()) {
    if (key == "enum")
      for (const json& word : value) out.insert(word.is_string() ? word.get<std::string>() : word.dump());
    if (schema.is_object() && key == "$ref") {
      out.merge(words_in(root.at(json::json_pointer(value.get<std::string>().substr(1))), root));
      continue;
    }
    out.merge(words_in(value, root));
  }
  return out;
}

/// Names that `schema` does not propose, joined.
std::string missing(const json& schema, const json& root, const std::vector<std::string_view>& names) {
  const std::set<std::string> words = words_in(schema, root);
  std::string out;
  for (const std::string_view name : names)
    if (!words.contains(std::string(name))) out += std::string(name) + " ";
  return out;
}

/// What tells decisions apart for their schema; the policies and accounts of a site do not.
std::string kind_of(const rapsim::Explained& e) {
  std::string out(rapsim::dialect_name(e.site.site->dialect.value));
  for (const rapsim::DecisionField& field : rapsim::decision_fields()) {
    const rapsim::FieldTexts texts = field.texts(e);
    out += texts.is_unknown() ? " ?" : texts.is_absent() ? " -" : " !";
    if (texts.is_present() && (field.name == "cause" || field.name == "stage")) out += texts.value.front();
  }
  return out;
}

}  // namespace

TEST_CASE("schema: each is one by the meta-schema of draft-07") {
  std::ifstream file(root() + "/tests/schema/draft-07.json");  // http://json-schema.org/draft-07/schema
  const Validator meta(json::parse(file));
  CHECK_FALSE(meta.accepts(json{{"type", "texts"}}));
  for (const rapsim::SchemaRow& row : rapsim::schemas()) {
    INFO(row.name);
    const json text = json::parse(row.text());
    CHECK(meta.problem_of(text) == "");
    CHECK(text.at("$schema") == "http://json-schema.org/draft-07/schema#");
    CHECK_NOTHROW(Validator{text});
  }
}

TEST_CASE("schema: every shipped site and suite is valid") {
  const Validator site(schema("site")), suite(schema("suite"));
  const auto check = [](const Validator& validator, const std::vector<std::string>& files) {
    for (const std::string& path : files) {
      INFO(path);
      CHECK(validator.problem_of(json_of(read_file(path))) == "");
    }
    CHECK(files.size() > 20);
  };
  check(site, site_files());
  check(suite, suite_files());
}

TEST_CASE("schema: the documents that mutants are made of have every key") {
  const auto unused = [](const char* name, const std::vector<std::string>& documents) {
    const json text = schema(name);
    Keys used;
    add_used(text, json{{"include", "a.yaml"}}, used);  // mutants are no files, and only a file can include others
    for (const std::string& path : documents) add_used(text, json_of(read_file(path)), used);
    std::string out;
    for (const std::string& key : keys_of(text))
      if (!used.contains(key)) out += key + "\n";
    return out;
  };
  CHECK(unused("site", dense_sites()) == "");
  CHECK(unused("suite", dense_suites()) == "");
  CHECK(unused("suite", {suite_files().back()}) != "");
}

TEST_CASE("schema: a decision of every kind that is printed is valid, and so is its attempt") {
  const Validator decision(schema("decision")), attempt(schema("attempt"));
  rapsim::Sources sources;
  rapsim::Diagnostics diags;
  const auto suites = rapsim::load_suites(suite_files(), sources, diags);
  const std::string problems = rapsim::render(diags, sources, false);
  REQUIRE_MESSAGE(!diags.has_errors(), problems);
  std::set<std::string> kinds;
  std::size_t refused = 0;
  const auto check = [&](const rapsim::Suite& suite, const rapsim::JudgedAttempt& judged) {
    if (!kinds.insert(kind_of(judged.explained)).second) return;
    json printed = json::parse(rapsim::decision_json(judged.explanation(), sources, suite.site_file));
    INFO(suite.file << " " << printed["attempt"].dump());
    CHECK(decision.problem_of(printed) == "");
    CHECK(attempt.problem_of(printed["attempt"]) == "");
    printed["decision"].erase("reason");
    printed["more"] = 1;
    refused += decision.accepts(printed) ? 0 : 1;
  };
  for (const rapsim::Suite& suite : suites)
    for (std::uint32_t i = 0; i < suite.cases.size(); ++i)  // the first row of every third case, and timelines
      if (i % 3 == 0 || !suite.cases[i].timeline.empty())
        rapsim::judge_row(suite, {i, 0}, [&](const rapsim::JudgedAttempt& judged) { check(suite, judged); });
  MESSAGE(kinds.size() << " kinds of decisions");
  CHECK(kinds.size() > 150);
  CHECK(refused == kinds.size());
}

TEST_CASE("schema: every example of the small languages is a value where its language is read") {
  struct Row {
    const char* page;
    const char* before;  // ... and after the text, as JSON
    const char* after;
  };
  const Row rows[] = {
      {"duration", R"({"policies": [{"name": "x", "profile": {"session-timeout": )", "}}]}"},
      {"schedule", R"({"policies": [{"name": "x", "profile": {"day-and-time-restrictions": )", "}}]}"},
      {"schedule", R"({"directory": {"users": {"x": {"account": {"logon-hours": )", "}}}}}"},
      {"constraint", R"({"policies": [{"name": "x", "conditions": [)", "]}]}"},
      {"packet_filter", R"({"policies": [{"name": "x", "profile": {"packet-filters": {"input": {"except": )", "}}}}]}"},
  };
  const Validator site(schema("site"));
  for (const Row& row : rows) {
    std::ifstream page(root() + "/grammar/" + row.page + ".ebnf");
    std::size_t examples = 0;
    for (std::string line; std::getline(page, line);) {
      if (!line.starts_with("ok: ")) continue;
      INFO(row.page << ": " << line);
      ++examples;
      CHECK(site.problem_of(json::parse(row.before + json(line.substr(4)).dump() + row.after)) == "");
    }
    CHECK(examples > 5);
  }
}

TEST_CASE("schema: every property is described, and says what it holds") {
  std::size_t properties = 0;
  for (const rapsim::SchemaRow& row : rapsim::schemas())
    each_object(schema(row.name.data()), std::string(row.name), [&](const std::string& path, const json& object) {
      for (const auto& entry : object["properties"].items()) {
        const json& property = entry.value();
        INFO(path << "/properties/" << entry.key());
        ++properties;
        CHECK(property.value("description", "") != "");
        CHECK(property.size() > 1);  // a row of a table of keys without a shape takes anything
      }
      INFO(path);
      CHECK((object.contains("additionalProperties") || object.contains("propertyNames")));
    });
  CHECK(properties > 500);
}

TEST_CASE("schema: what an editor proposes is complete") {
  const json site = schema("site"), suite = schema("suite"), attempt = schema("attempt");
  const json& policy = site["properties"]["policies"]["items"]["properties"];
  const json& condition = policy["conditions"]["items"]["anyOf"][0]["properties"];
  const json& given = attempt["definitions"]["given-attributes"]["properties"];
  for (const rapsim::Attribute& row : rapsim::attributes()) {
    const std::string name(row.name);
    INFO(name);
    CHECK(given.contains(name) == rapsim::is_of_request(row));
    const bool is_condition = (row.conditions & (rapsim::kNetworkPolicy | rapsim::kRemoteAccessPolicy)) != 0;
    CHECK(condition.contains(name) == is_condition);
    CHECK(policy["profile"]["properties"]["attributes"]["properties"].contains(name) == row.returned);
    if (row.values == nullptr || row.type != rapsim::ValueType::enumeration) continue;
    CHECK(missing(given[name], attempt, rapsim::names_of(*row.values)) == "");
    if (is_condition) CHECK(missing(condition[name], site, rapsim::names_of(*row.values)) == "");
  }
  std::vector<std::string_view> methods;
  for (const rapsim::MethodName& row : rapsim::method_names()) methods.push_back(row.name);
  CHECK(missing(attempt["properties"]["authentication"], attempt, methods) == "");
  CHECK(missing(policy["profile"]["properties"]["authentication"], site, methods) == "");

  const json& expect = suite["definitions"]["expect"]["properties"];
  std::vector<std::string_view> causes, stages;
  for (const rapsim::Cause& row : rapsim::kCauses) causes.push_back(row.id);
  for (const rapsim::StageRow& row : rapsim::stages()) stages.push_back(row.name);
  CHECK(missing(expect["cause"], suite, causes) == "");
  CHECK(missing(expect["stage"], suite, stages) == "");
  for (const rapsim::Reason& row : rapsim::reasons())
    CHECK(missing(expect["reason"], suite, {std::to_string(row.number)}) == "");
  CHECK(missing(expect["decision"], suite, {"accept", "reject", "discard", "none", "unknown"}) == "");
}
