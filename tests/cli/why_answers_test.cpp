// `rapsim why --answer`: what is an answer, and what is said of one that is none.
#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/program.hpp"

using Words = std::vector<std::string>;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

program::Result why(const Words& more) {
  Words words{"why",      std::string(std::getenv("RAPSIM_ROOT")) + "/policies/branch-vpn.yaml",
              "--user",   "alice",
              "--at",     "2003-11-03T10:00",
              "--tunnel", "PPTP"};
  words.insert(words.end(), more.begin(), more.end());
  return program::run(words);
}

}  // namespace

TEST_CASE("why: an answer that is none is bad input, and what answers there are is told") {
  struct Row {
    const char* name;
    Words answers;
    const char* in_err;
  };
  const Row rows[] = {
      {"a part of an answer", {"firewall-log=GRE"}, "R301]: `GRE` is not an answer to `firewall-log`"},
      {"its help", {"firewall-log=GRE"}, "`nothing`, "},
      {"one of two items", {"firewall-log=TCP 1723, bar"}, "is not an answer to `firewall-log`"},
      {"a word instead of a number", {"event-log=abc"}, "R301]: `abc` is not an answer to `event-log`"},
      {"a number that is no reason", {"event-log=9999"}, "R301]"},
      {"perhaps", {"ping=maybe"}, "R301]"},
      {"no answer", {"ping="}, "R111]"},
      {"no question", {"foo=bar"}, "its questions: event-log, portqry-1723, "},
      {"nearly a question", {"firewal-log=nothing"}, "did you mean `firewall-log`?"},
      {"two answers", {"ping=reply", "ping=timed out"}, "R406]: `ping` is `reply` already"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      Words words{"--error", "721"};
      for (const std::string& answer : row.answers) words.insert(words.end(), {"--answer", answer});
      const program::Result result = why(words);
      CHECK(result.exit == 2);
      CHECK(result.out == "");
      CHECK_MESSAGE(has(result.err, row.in_err), result.err);
    }
}

TEST_CASE("why: an answer in any case, and the same one twice, is that answer") {
  const std::string exact = why({"--error", "721", "--answer", "firewall-log=GRE (IP protocol 47)"}).out;
  CHECK(has(exact, "less likely"));
  CHECK(why({"--error", "721", "--answer", "firewall-log=gre (ip PROTOCOL 47)"}).out == exact);
  CHECK(why({"--error", "721", "--answer", "firewall-log=GRE (IP protocol 47)", "--answer",
             "firewall-log=GRE (IP protocol 47)"})
            .out == exact);
  CHECK(why({"--error", "721", "--answer", "event-log=9"}).exit == 0);  // a reason that no case gives
}

TEST_CASE("why: each answer that the next question offers is taken, and parts the causes") {
  const auto json = nlohmann::json::parse(why({"--error", "721", "--format", "json"}).out);
  REQUIRE(json["ask"]["answers"].size() > 1);
  const std::string id = json["ask"]["id"];
  const std::string text = why({"--error", "721"}).out;
  for (const auto& answer : json["ask"]["answers"]) {
    const std::string given = id + "=" + answer.get<std::string>();
    CHECK(has(text, "--answer '" + given + "'"));
    const program::Result result = why({"--error", "721", "--answer", given, "--format", "json"});
    CHECK(result.exit == 0);
    CHECK(nlohmann::json::parse(result.out)["would"] != json["would"]);
  }
}

TEST_CASE("why: a cause that keeps the client out is less likely than one that lets it in") {
  const auto json = nlohmann::json::parse(why({"--symptom", "no-resources", "--format", "json"}).out);
  std::size_t likely = 0;
  for (const auto& one : json["would"]) {
    const std::string cause = one["cause"];
    if (cause == "gre-blocked" || cause == "server-unreachable") CHECK(one["contradicted"] == 1);
    likely += one["contradicted"] == 0 ? 1U : 0U;
  }
  CHECK(likely > 0);
}
