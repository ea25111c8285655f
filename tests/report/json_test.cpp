// JSON of decisions: it parses, has every field, and its `attempt` reads back as the same attempt. Also that the
// effective site decides as the site it was made from.
#include <doctest/doctest.h>

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "model/attempt/attempt_document.hpp"
#include "model/site/effective.hpp"
#include "suite/run/rows.hpp"
#include "suite/run/run.hpp"
#include "tests/report/json_fixture.hpp"
#include "tests/shipped_suites.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

/// The tree that a reader of JSON makes: JSON has no plain scalars, so the text `unknown` means unknown.
std::uint32_t add_to(yaml::Document& out, const Json& json) {
  const Span where{0, 1, 1, 1};
  if (json.is_null()) return out.add_null(where);
  if (json.is_string()) {
    const auto text = json.get<std::string>();
    return out.add_scalar(text, where, text == "unknown", false);
  }
  if (!json.is_structured()) return out.add_scalar(json.dump(), where, true, false);
  std::vector<std::uint32_t> children;
  for (const auto& [key, value] : json.items()) {
    if (json.is_object()) children.push_back(out.add_scalar(key, where, true, false));
    children.push_back(add_to(out, value));
  }
  return json.is_object() ? out.add_map(children, where) : out.add_sequence(children, where);
}

yaml::Document document_of(const Json& json) {
  yaml::Document out;
  out.set_root(add_to(out, json));
  return out;
}

}  // namespace

TEST_CASE("json: every field of a decision is there, with the type that the table says") {
  for (const AttemptRow& row : kAttempts) SUBCASE(row.name) {
      Loaded loaded(kSite);
      const Json json = loaded.decide(std::string(row.attempt));
      CHECK(json["format"] == "rapsim/decision/1");
      CHECK(json["program"]["version"] == RAPSIM_VERSION);
      CHECK(json["site"]["digest"] == loaded.site->site->digest);
      const Json& decision = json["decision"];
      CHECK(decision.size() == decision_fields().size());
      for (const DecisionField& field : decision_fields()) {
        INFO("field: ", std::string(field.name));
        REQUIRE(decision.contains(std::string(field.name)));
        const Json& value = decision[std::string(field.name)];
        const bool is_typed = field.is_number ? value.is_number() : value.is_string() || value.is_array();
        CHECK((value.is_null() || value == "unknown" || is_typed));
      }
      CHECK(json["trace"]["policies"].size() == loaded.site->policies.size());
      CHECK(json["trace"]["stages"].size() == kStageCount);
    }
}

TEST_CASE("json: what the decision is made of") {
  Loaded loaded(kSite);
  SUBCASE("an accept") {
    const Json json = loaded.decide(std::string(kAttempts[0].attempt));
    CHECK(json["decision"]["decision"] == "accept");
    CHECK(json["decision"]["stage"] == nullptr);
    CHECK(json["decision"]["reason"] == 0);
    CHECK(json["decision"]["violated"] == Json::array());
    CHECK(json["defaulted"] == Json({"to",
                                     "tunnel",
                                     "port-type",
                                     "authentication",
                                     "eap.type",
                                     "eap.result",
                                     "password",
                                     "password-change",
                                     "lm-response",
                                     "encryption.requires",
                                     "encryption.can",
                                     "client.windows",
                                     "callback-to",
                                     "nas",
                                     "extension",
                                     "domain-controller",
                                     "global-catalog",
                                     "policy-server",
                                     "remote-radius",
                                     "strategy",
                                     "client.security",
                                     "client.offers",
                                     "client.protocols",
                                     "client.ipx-node",
                                     "client.address",
                                     "client.links",
                                     "client.certificate",
                                     "client.preshared-key",
                                     "client.nat-traversal"}));
    CHECK(json["attempt"].contains("eap") == false);
    CHECK(json["endings"] == Json::array());
    CHECK(json["settings"].size() > 3);
    CHECK(json["trace"]["policies"][0]["reach"] == "disabled");
    CHECK(json["trace"]["policies"][2]["reach"] == "not-reached");
    CHECK(json["trace"]["policies"][1]["conditions"][0]["place"] ==
          Json({{"file", "site.yaml"}, {"line", 24}, {"column", 9}}));
    // All groups are named, not only the first few.
    CHECK(json["trace"]["policies"][1]["conditions"][1]["was"].get<std::string>().find("Many6") != std::string::npos);
  }
  SUBCASE("two violations") {
    const Json json = loaded.decide(std::string(kAttempts[3].attempt));
    CHECK(json["decision"]["violated"] == Json({"authentication-method", "caller-id"}));
    CHECK(json["reason"]["number"] == 66);
    REQUIRE(json["rests-on"].size() == 1);  // that the method comes before the caller ID
    CHECK(json["rests-on"][0]["gap"] == "G-2");
    CHECK(json["client-error"]["basis"] != "documented");
    CHECK(json["settings"] == nullptr);
  }
  SUBCASE("rules without a firm source") {
    const Json json = loaded.decide(std::string(kAttempts[4].attempt));
    CHECK(json["reason"]["number"] == 22);
    CHECK(json["rests-on"][0]["what"] == "check");
    CHECK(json["rests-on"][0]["basis"] == "inferred");
  }
  SUBCASE("a decision that is not known") {
    const Json json = loaded.decide(std::string("{user: unknown, at: 2003-11-03T09:00}"));
    CHECK(json["decision"]["decision"] == "unknown");
    CHECK(json["decision"]["policy"] == "unknown");
    CHECK(json["decision"]["client-error"] == "unknown");
    CHECK(json["decision"]["open"].size() > 0);
    CHECK(json["endings"].size() > 1);
    CHECK(json["attempt"]["from"] == "unknown");
    CHECK(json["reason"] == nullptr);
  }
}

TEST_CASE("json: the attempt reads back, and everything is decided as before") {
  for (const AttemptRow& row : kAttempts) SUBCASE(row.name) {
      Loaded loaded(kSite);
      Json first = loaded.decide(std::string(row.attempt));
      // What is unknown because of other fields is left out again: written out it could be anything.
      Json attempt = first["attempt"];
      for (const auto& name : first["defaulted"]) {
        const std::string path = "/" + std::regex_replace(name.get<std::string>(), std::regex("\\."), "/");
        const Json::json_pointer at(path);
        if (attempt.contains(at) && attempt[at] == "unknown") attempt[at.parent_pointer()].erase(at.back());
      }
      Json second = loaded.decide(document_of(attempt));
      // The defaults are written out, so nothing is a default any more but what is absent.
      const std::set<std::string> absent = {"eap.type",      "eap.result",     "callback-to",
                                            "nas",           "strategy",       "client.security",
                                            "client.offers", "client.address", "client.preshared-key"};
      for (const auto& name : second["defaulted"]) {
        const std::string path = "/" + std::regex_replace(name.get<std::string>(), std::regex("\\."), "/");
        const Json::json_pointer at(path);
        CHECK((absent.contains(name.get<std::string>()) || second["attempt"][at] == "unknown"));
      }
      // What would turn it changes fields that were left out, and they no longer are.
      for (const char* part : {"defaulted", "would"}) {
        first.erase(part);
        second.erase(part);
      }
      CHECK(first.dump(1) == second.dump(1));
    }
}

namespace {

/// The decision of an attempt that is in a text: fields, or a decision.
/// In: the world to decide it in; nullptr: nothing has happened yet.
std::string decided_again(const std::string& text, const CompiledSite& site, Sources& sources,
                          const World* before = nullptr) {
  Diagnostics diags;
  const auto document = yaml::read(sources, sources.add("attempt", text), diags);
  Attempt attempt;
  if (document) load_attempt_document(document->root(), *site.site, attempt, diags);
  complete_attempt(attempt, *site.site, {}, diags);
  const std::string problems = render(diags, sources, false);
  REQUIRE_MESSAGE(!diags.has_errors(), problems);
  const World world = before != nullptr ? *before : world_at(attempt);
  return decision_json(explanation_of(explain(site, world, attempt), Extent::everything), sources, "site.yaml");
}

}  // namespace

TEST_CASE("json: a decision read as an attempt gives the same bytes") {
  for (const AttemptRow& row : kAttempts) SUBCASE(row.name) {
      Loaded loaded(kSite);
      const std::string first = decided_again(row.attempt, *loaded.site, loaded.sources);
      CHECK(decided_again(first, *loaded.site, loaded.sources) == first);
    }
}

TEST_CASE("json: so does every shipped scenario") {
  Sources sources;
  const auto suites = shipped_suites(sources);
  std::size_t rows = 0;
  for (const Suite& suite : suites)
    for_each_result(run_suite(suite), [&](RowId row, RowResult) {
      INFO("row: ", label_of(suite, row));
      // Of a timeline the first attempts: the rest repeats them, a thousand times in one of them.
      constexpr std::size_t kMostOfTimeline = 2;
      judge_row(suite, row, [&](const JudgedAttempt& judged) {
        if (judged.number > kMostOfTimeline) return;
        const std::string first = decision_json(judged.explanation(), sources, "site.yaml");
        CHECK(decided_again(first, judged.explained.site, sources, &judged.explained.world) == first);
        ++rows;
      });
    });
  CHECK(rows > 100);
}

TEST_CASE("json: what is not known of a proposal is unknown, and not null as if there were none") {
  Loaded loaded(
      "format: rapsim/site/1\nserver: { authentication: { methods: [EAP, MS-CHAP-v2] } }\n"
      "directory: { users: { alice: } }\n"
      "policies: [{ name: P, permission: grant, profile: { authentication: [MS-CHAP-v2] } }]\n");
  const Json turns = loaded.decide("{user: alice, at: 2003-11-08T09:00}")["would"]["turns"];
  bool is_there = false;
  for (const Json& turn : turns) {
    if (turn["changes"].front()["value"] != "EAP") continue;
    is_there = true;
    CHECK(turn["becomes"]["decision"] == "reject");
    CHECK(turn["becomes"]["reason"] == "unknown");
    CHECK(turn["becomes"]["cause"] == "unknown");
  }
  CHECK(is_there);
}

TEST_CASE("json: where keys have quotes the text `unknown` is the word") {
  Loaded loaded(kSite);
  const auto attempt = [&](const char* text) {
    return Json::parse(decided_again(text, *loaded.site, loaded.sources))["attempt"];
  };
  CHECK(attempt(R"({"user": "unknown", "at": "2003-11-03T09:00"})")["user"] == "unknown");
  CHECK(attempt("user: unknown\nat: 2003-11-03T09:00")["user"] == "unknown");
  const auto called = [&](const char* text) { return attempt(text)["attributes"]["Called-Station-Id"]; };
  CHECK(called(R"({"user": "alice", "at": "unknown", "attributes": {"Called-Station-Id": "unknown"}})") == "unknown");
  CHECK(called(R"({"user": "alice", "at": "unknown", "attributes": {"Called-Station-Id": ["unknown"]}})") ==
        Json({"unknown"}));
  CHECK(called("{user: alice, at: unknown, attributes: {Called-Station-Id: 'unknown'}}") == Json({"unknown"}));
}

TEST_CASE("json: documents that are no attempt") {
  struct Bad {
    const char* name;
    const char* text;
    const char* code;
  };
  const Bad rows[] = {
      {"a list", "[]", "R111"},
      {"a suite", "format: rapsim/suite/1", "R317"},
      {"a decision without its attempt", R"({"format": "rapsim/decision/1"})", "R112"},
      {"an attempt that is no map", R"({"format": "rapsim/decision/1", "attempt": []})", "R111"},
      {"defaults that are no list", R"({"format": "rapsim/decision/1", "attempt": {}, "defaulted": "to"})", "R111"},
      {"an unknown field", R"({"usr": "alice"})", "R110"},
  };
  for (const Bad& row : rows) SUBCASE(row.name) {
      Loaded loaded(kSite);
      const auto document = yaml::read(loaded.sources, loaded.sources.add("attempt", row.text), loaded.diags);
      REQUIRE(document);
      Attempt attempt;
      load_attempt_document(document->root(), *loaded.site->site, attempt, loaded.diags);
      REQUIRE(loaded.diags.sorted().size() == 1);
      CHECK(loaded.diags.sorted().front().code.text() == row.code);
      CHECK(loaded.diags.sorted().front().where.known());
    }
}

TEST_CASE("json: bytes that are not UTF-8 become U+FFFD") {
  Loaded loaded(kSite);
  Attempt attempt;
  set_field(attempt, FieldId::user, "alice", true, {}, *loaded.site->site, loaded.diags);
  set_field(attempt, FieldId::at, "2003-11-03T09:00", true, {}, *loaded.site->site, loaded.diags);
  set_field(attempt, FieldId::from, "\xff", true, {}, *loaded.site->site, loaded.diags);
  complete_attempt(attempt, *loaded.site->site, {}, loaded.diags);
  const World world = world_at(attempt);
  const Json json = Json::parse(
      decision_json(explanation_of(explain(*loaded.site, world, attempt), Extent::everything), loaded.sources, ""));
  CHECK(json["attempt"]["from"] == "\xef\xbf\xbd");
  CHECK(json["site"]["file"] == nullptr);
}

namespace {

/// What the site decides, without places: those of the effective site are its own.
Json outcome_of(Loaded& loaded, const char* attempt) {
  const Json json = loaded.decide(std::string(attempt));
  Json out;
  for (const char* part : {"decision", "reason", "client-error", "endings"}) out[part] = json[part];
  return out;
}

/// Attribute and value of each setting.
Json settings_of(Loaded& loaded, const char* attempt) {
  const Json json = loaded.decide(std::string(attempt));
  Json out = Json::array();
  for (const Json& setting : json["settings"]) out.push_back({setting["attribute"], setting["value"]});
  return out;
}

std::string without_comments(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at, end - at);
    line = line.substr(0, line.rfind(" # "));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
    at = end + 1;
  }
  return out;
}

}  // namespace

namespace {

/// Loads what the first site prints: the same text again, and the same decisions.
void check_effective(const std::string& text) {
  CAPTURE(text);
  Loaded first(text);
  const std::string effective = effective_yaml(*first.site->site, first.sources);
  CAPTURE(effective);
  Loaded second(effective);
  CHECK(without_comments(effective) == without_comments(effective_yaml(*second.site->site, second.sources)));
  for (const char* attempt :
       {"{user: alice, at: 2003-11-03T09:00}", "{user: alice, at: 2003-11-03T20:00}",
        "{user: alice, at: 2003-11-03T20:00, from: 198.51.100.7}", "{user: unknown, at: 2003-11-03T09:00}"})
    CHECK(outcome_of(first, attempt).dump(1) == outcome_of(second, attempt).dump(1));
}

std::string site_without_policies(const std::string& dialect) {
  return "format: rapsim/site/1\ndialect: " + dialect + "\ndirectory: {users: {alice: {}}}\n";
}

}  // namespace

TEST_CASE("effective site: reads back, prints the same, decides the same") {
  check_effective(kSite);
  check_effective(site_without_policies("windows-2000"));
  check_effective(site_without_policies("windows-2003"));
  check_effective(site_without_policies("nps"));
}

TEST_CASE("effective site: returns the same settings") {
  Loaded first(kSite);
  Loaded second(effective_yaml(*first.site->site, first.sources));
  const char* const attempt = "{user: alice, at: 2003-11-03T09:00}";
  REQUIRE(settings_of(first, attempt).size() > 0);
  CHECK(settings_of(first, attempt).dump(1) == settings_of(second, attempt).dump(1));
}
