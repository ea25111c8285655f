// `rapsim decide`: attempts a line in, decisions a line out.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/cli/cli_fixture.hpp"

namespace {

using namespace rapsim::test::cli;
using Json = nlohmann::json;

constexpr const char* kSite = R"(format: rapsim/site/1
name: two policies
dialect: windows-2003
directory:
  domain: { name: CONTOSO, mode: native }
  groups:
    Staff: {}
  users:
    alice: { groups: [Staff] }
    bob: { dial-in: { permission: deny } }
policies:
  - name: "=Staff, by day"
    conditions: [{ Windows-Groups: Staff }]
    permission: grant
  - name: Others
    conditions: [{ NAS-Port-Type: Virtual }]
    permission: deny
)";

struct Folder : rapsim::test::TemporaryFolder {
  Folder() { write("site.yaml", kSite); }
  [[nodiscard]] Result decide(const Words& more, const std::string& input = "/dev/null") const {
    Words words{"decide", "site.yaml"};
    words.insert(words.end(), more.begin(), more.end());
    return program::run(words, path(), -1, input);
  }
};

std::string attempt(const std::string& user, const std::string& more = "") {
  return R"({"user":")" + user + R"(","at":"2003-11-03T09:00")" + more + "}\n";
}

}  // namespace

TEST_CASE("attempts of JSON lines are decided in order") {
  const Folder folder;
  folder.write("in.ndjson", attempt("alice") + "\n" + attempt("bob") + attempt("alice", R"(,"tunnel":"unknown")"));
  const Result result = folder.decide({"in.ndjson", "--show", "line,decision,policy,reason,cause"});
  INFO(result.err);
  CHECK(result.exit == 0);
  CHECK(result.out == R"({"line":1,"decision":"accept","policy":"=Staff, by day","reason":0,"cause":null})"
                      "\n"
                      R"({"line":3,"decision":"reject","policy":"Others","reason":65,"cause":"permission-denied-user"})"
                      "\n"
                      R"({"line":4,"decision":"unknown","policy":"unknown","reason":"unknown","cause":"unknown"})"
                      "\n");
}

TEST_CASE("every field is that of `explain --format json`") {
  const Folder folder;
  for (const std::string& line :
       {attempt("alice"), attempt("bob"), attempt("carol"), attempt("alice", R"(,"authentication":"unknown")"),
        attempt("unknown"), attempt("alice", R"(,"password":"wrong","strategy":"automatic")")}) {
    CAPTURE(line);
    folder.write("one.ndjson", line);
    const Result decided = folder.decide({"one.ndjson", "--show",
                                          "decision,outcome,stage,used-tunnel,request-policy,policy,reason,cause,also,"
                                          "client-error,violated,open,settings"});
    const Result few = folder.decide({"one.ndjson", "--show", "decision,outcome,stage,policy,reason,cause,settings"});
    const Result explained =
        program::run({"explain", "site.yaml", "--attempt", "one.ndjson", "--format", "json"}, folder.path());
    REQUIRE(decided.exit == 0);
    REQUIRE(few.exit == 0);
    REQUIRE(explained.exit == 0);
    const Json got = Json::parse(decided.out), want = Json::parse(explained.out), less = Json::parse(few.out);
    for (const auto& [name, value] : want.at("decision").items()) CHECK_MESSAGE(got.at(name) == value, name);
    for (const auto& [name, value] : less.items()) CHECK_MESSAGE(got.at(name) == value, name);
    Json settings = nullptr;
    if (!want.at("settings").is_null()) {
      settings = Json::array();
      for (const Json& one : want.at("settings"))
        settings.push_back({{"attribute", one.at("attribute")}, {"value", one.at("value")}});
    }
    CHECK(got.at("settings") == settings);
  }
}

TEST_CASE("CSV in and out") {
  const Folder folder;
  folder.write("in.csv",
               "\xEF\xBB\xBFuser,at,eap.type,attributes.NAS-Identifier\r\n"
               "alice,2003-11-03T09:00,,\r\n"
               "\"bob\",2003-11-03T09:00,,\"a \"\"quoted\"\"\r\nname\"\r\n"
               "alice,2003-11-03T09:00,,\r\n");
  const Result result = folder.decide({"in.csv", "--format", "csv", "--show", "line,policy,decision"});
  INFO(result.err);
  CHECK(result.exit == 0);
  CHECK(result.out ==
        "line,policy,decision\r\n2,\"'=Staff, by day\",accept\r\n3,Others,reject\r\n5,\"'=Staff, by day\",accept\r\n");
  const Result raw = folder.decide({"in.csv", "--format", "csv", "--show", "policy", "--csv-raw"});
  CHECK(raw.out == "policy\r\n\"=Staff, by day\"\r\nOthers\r\n\"=Staff, by day\"\r\n");
}

TEST_CASE("a bad line is reported with its number, and the others are decided") {
  const Folder folder;
  folder.write("in.ndjson", attempt("alice") + attempt("alice", R"(, "tunnel":"PPTQ")") + "{\"user\":\n" +
                                R"({"user":"alice"})" + "\n" + attempt("bob"));
  const Result result = folder.decide({"in.ndjson", "--show", "line,decision"});
  CHECK(result.exit == 1);
  CHECK(result.out == "{\"line\":1,\"decision\":\"accept\"}\n{\"line\":5,\"decision\":\"reject\"}\n");
  for (const char* part : {"in.ndjson:2:", "`PPTQ`", "did you mean `PPTP`?", "in.ndjson:3: error[R102]",
                           "in.ndjson:4:1: error[R501]", "rapsim: 2 decided, 3 bad lines"})
    CHECK_MESSAGE(has(result.err, part), part << " in " << result.err);

  const Result strict = folder.decide({"in.ndjson", "--show", "line,decision", "--strict"});
  CHECK(strict.exit == 2);
  CHECK(strict.out == "{\"line\":1,\"decision\":\"accept\"}\n");
  CHECK(has(strict.err, "in.ndjson:2:"));
  CHECK(!has(strict.err, "in.ndjson:3:"));

  const Result timed = folder.decide({"in.ndjson", "--show", "line", "--at", "2003-11-03T09:00"});
  CHECK(timed.out == "{\"line\":1}\n{\"line\":4}\n{\"line\":5}\n");
}

TEST_CASE("of many bad lines ten are shown and all are counted, with any number of threads") {
  const Folder folder;
  std::string text;
  for (int i = 0; i < 5000; ++i) text += i % 5 == 0 ? "{\"user\":7}\n" : attempt(i % 2 == 0 ? "alice" : "bob");
  folder.write("in.ndjson", text);
  const Result one = folder.decide({"in.ndjson", "--jobs", "1"}), four = folder.decide({"in.ndjson", "--jobs", "4"});
  CHECK(one.exit == 1);
  CHECK(one.out == four.out);
  CHECK(one.err == four.err);
  CHECK(lines_of(one.out).size() == 4000);
  CHECK(has(one.err, "4000 decided, 1000 bad lines, of which the first 10 are shown"));
  CHECK(has(one.err, "in.ndjson:46:"));
  CHECK(!has(one.err, "in.ndjson:51:"));
}

TEST_CASE("input that is not lines of attempts") {
  const Folder folder;
  struct Row {
    const char* name;
    std::string text;
    int exit;
    const char* part;
  };
  const std::string good = R"({"user":"alice","at":"2003-11-03T09:00")";
  for (const Row& row : {
           Row{"no line", "", 0, ""},
           Row{"not JSON", "alice\n", 1, "in.ndjson:1: error[R102]"},
           Row{"two values on a line", good + "} {}\n", 1, "R102"},
           Row{"a list", "[1]\n", 1, "R111"},
           Row{"invalid UTF-8", "{\"user\":\"\xFF\"}\n", 1, "R103"},
           Row{"a key twice",
               good + R"(,"user":"bob"})"
                      "\n",
               1, "R109"},
           Row{"a fraction",
               good + R"(,"to":1.5})"
                      "\n",
               1, "R111"},
           Row{"nested too deep", good + ",\"x\":" + std::string(70, '[') + std::string(70, ']') + "}\n", 1, "R106"},
           Row{"an unknown field",
               good + R"(,"usr":"bob"})"
                      "\n",
               1, "did you mean `user`?"},
           Row{"no line end", good + "}", 0, ""},
           Row{"a line beyond the limit", good + R"(,"to":")" + std::string(3 << 20, 'x') + "\"}\n" + good + "}\n", 1,
               "in.ndjson:1:1: error[R116]"},
       }) {
    CAPTURE(row.name);
    folder.write("in.ndjson", row.text);
    const Result result = folder.decide({"in.ndjson"});
    CHECK(result.exit == row.exit);
    CHECK_MESSAGE(has(result.err, row.part), result.err);
  }
  for (const Row& row : {
           Row{"empty", "", 2, "R112"},
           Row{"an unknown column", "usr,at\nalice,2003-11-03T09:00\n", 2, "in.csv:1:1: error[R110]"},
           Row{"a column twice", "user,user\n", 2, "in.csv:1:6: error[R109]"},
           Row{"an attribute without its prefix", "user,NAS-Identifier\n", 2, "attributes.NAS-Identifier"},
           Row{"an unknown attribute", "user,attributes.Nas\n", 2, "R302"},
           Row{"too few cells", "user,at\nalice\n", 1, "in.csv:2:1: error[R111]"},
           Row{"a quote that is not closed", "user,at\nalice,\"2003\n", 1, "in.csv:2:7: error[R102]"},
           Row{"a quote in the middle", "user,at\nal\"ice,2003\n", 1, "in.csv:2:3: error[R102]"},
           Row{"text behind a quote", "user,at\n\"al\"ice,2003\n", 1, "in.csv:2:5: error[R102]"},
           Row{"a bad value", "user,at\nalice,2003\n", 1, "in.csv:2:7: error[R502]"},
       }) {
    CAPTURE(row.name);
    folder.write("in.csv", row.text);
    const Result result = folder.decide({"in.csv"});
    CHECK(result.exit == row.exit);
    CHECK_MESSAGE(has(result.err, row.part), result.err);
    if (row.exit == 2) CHECK(result.out.empty());
  }
}

TEST_CASE("words of the command line that do not fit") {
  const Folder folder;
  struct Row {
    Words words;
    int exit;
    const char* part;
  };
  for (const Row& row : {Row{{}, 64, "FILE"}, Row{{"absent.ndjson"}, 2, "R101"}, Row{{"."}, 2, "cannot be read"},
                         Row{{"-", "--show", "decison"}, 2, "did you mean `decision`?"},
                         Row{{"-", "--show", ""}, 2, "R405"}, Row{{"-", "--at", "noon"}, 2, "R502"},
                         Row{{"-", "--jobs", "0"}, 2, "R312"}, Row{{"-", "--format", "yaml"}, 64, "yaml"}}) {
    const Result result = folder.decide(row.words);
    CHECK(result.exit == row.exit);
    CHECK(result.out.empty());
    CHECK_MESSAGE(has(result.err, row.part), result.err);
  }
}

TEST_CASE("standard input, and an output that cannot be written") {
  const Folder folder;
  folder.write("in.ndjson", attempt("alice"));
  const std::string file = (folder / "in.ndjson").string();
  const Result result = folder.decide({"-", "--show", "decision"}, file);
  CHECK(result.out == "{\"decision\":\"accept\"}\n");
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  CHECK(program::run({"decide", "site.yaml", "in.ndjson"}, folder.path(), full).exit == 74);
  close(full);
}

TEST_CASE("memory does not grow with the input") {
  const Folder folder;
  std::string block;
  for (int i = 0; i < 1000; ++i) block += attempt("alice");
  std::string text;
  for (int i = 0; i < 60; ++i) text += block;
  folder.write("short.ndjson", block);
  folder.write("long.ndjson", text);
  const Words shown{"--show", "decision", "--jobs", "2"};
  const auto peak = [&](const std::string& file) {
    Words words{file};
    words.insert(words.end(), shown.begin(), shown.end());
    return folder.decide(words).peak_kib;
  };
  CHECK(peak("long.ndjson") < peak("short.ndjson") + 32 * 1024);
}
