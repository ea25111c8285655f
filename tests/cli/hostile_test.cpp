// Files that nobody vetted, through the program: whatever they hold, the answer is an error with a place, within a
// second, in less than 200 MB; and nothing on stdout.
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/cli/hostile_fixture.hpp"

using namespace rapsim::test::hostile;  // NOLINT: a test

namespace {

struct Row {
  const char* name;
  const char* code;  // of `check`, which takes the file for a site
  std::function<void(std::ostream&)> content;
  bool is_flood = false;  // takes a good part of the second
};

void bomb(std::ostream& out) {
  out << "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char name = 'b'; name <= 'j'; ++name) {
    out << name << ": &" << name << " [";
    for (int i = 0; i < 9; ++i) out << (i == 0 ? "*" : ",*") << static_cast<char>(name - 1);
    out << "]\n";
  }
}

/// `unit` gives the bytes of an ASCII character.
void wide(std::ostream& out, const char* mark, bool big_end) {
  out << mark;
  for (const char c : std::string_view(kHead)) {
    if (big_end) out << '\0';
    out << c;
    if (!big_end) out << '\0';
  }
}

void keys(std::ostream& out, std::size_t count, std::string_view after) {
  for (std::size_t i = 0; i < count; ++i) {
    constexpr std::string_view kLetters = "0123456789abcdefghijklmnopqrstuvwxyz";
    std::string name = "k";
    for (std::size_t rest = i; rest > 0; rest /= kLetters.size()) name += kLetters[rest % kLetters.size()];
    out << name << after;
  }
}

void groups(std::ostream& out, std::size_t count, bool circle) {
  out << kHead << "directory:\n  groups:\n";
  for (std::size_t i = 0; i < count; ++i)
    if (circle || i + 1 < count)
      out << "    G" << i << ": { member-of: [G" << (i + 1) % count << "] }\n";
    else
      out << "    G" << i << ":\n";
}

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {"60 000 parentheses in a pattern", "R202",
       [](Out out) {
         out << kHead << "policies:\n  - name: A\n    conditions:\n      - Calling-Station-Id: \"";
         repeat(out, "(", 60'000);
         out << "\"\n";
       }},
      {"60 000 parentheses in a condition of an export", "R204",
       [](Out out) {
         out << kHead << "policies:\n  - name: A\n    conditions:\n      - 'MATCH(\"Calling-Station-Id=";
         repeat(out, "(", 60'000);
         out << "\")'\n";
       }},
      {"a file of 100 MB", "R104", [](Out out) { repeat(out, "# a comment of 32 bytes, or so..\n", 3'030'304); }},
      {"an alias bomb", "R107", bomb},
      {"an alias of what it stands in", "R114", [](Out out) { out << "a: &a [*a]\n"; }},
      {"a NUL byte", "R103", [](Out out) { out << kHead << "policies: \"" << '\0' << "\"\n"; }},
      {"Windows-1252", "R103", [](Out out) { out << kHead << "server: { name: M\xFCller }\n"; }},
      {"a surrogate in UTF-8", "R103", [](Out out) { out << kHead << "server: { name: \xED\xA0\x80 }\n"; }},
      {"UTF-16, little end first", "R103", [](Out out) { wide(out, "", false); }},
      {"UTF-16, big end first", "R103", [](Out out) { wide(out, "", true); }},
      {"UTF-16, little end first, marked", "R103", [](Out out) { wide(out, "\xFF\xFE", false); }},
      {"UTF-16, big end first, marked", "R103", [](Out out) { wide(out, "\xFE\xFF", true); }},
      {"200 000 lists in brackets", "R106", [](Out out) { repeat(out, "[", 200'000); }},
      {"200 000 lists in brackets, closed", "R106",
       [](Out out) {
         repeat(out, "[", 200'000);
         repeat(out, "]", 200'000);
       }},
      {"200 000 maps as JSON", "R106",
       [](Out out) {
         repeat(out, "{\"a\":", 200'000);
         out << 1;
         repeat(out, "}", 200'000);
       }},
      {"200 000 lists with dashes", "R106", [](Out out) { repeat(out, "- ", 200'000); }},
      {"200 000 keys with question marks", "R106", [](Out out) { repeat(out, "? ", 200'000); }},
      {"a map in a map, 3 900 times", "R106",
       [](Out out) {
         for (std::size_t i = 0; i < 3900; ++i) out << std::string(i, ' ') << "a:\n";
       }},
      {"a million keys on one line", "R116",
       [](Out out) {
         out << "{";
         keys(out, 1'000'000, ":,");
         out << "}";
       }},
      {"a million keys on one line, too large", "R104",
       [](Out out) {
         out << "{";
         keys(out, 1'000'000, ": value, ");
         out << "}";
       }},
      {"130 000 keys, one a line", "R110", [](Out out) { keys(out, 130'000 / kPart, ": 1\n"); }, true},
      {"one key, 130 000 times", "R109", [](Out out) { repeat(out, "a: 1\n", 130'000 / kPart); }, true},
      {"1.6 million lines", "R107", [](Out out) { repeat(out, "a: 1\n", 1'600'000 / kPart); }, true},
      {"eight million commas", "R116",
       [](Out out) {
         out << "[";
         repeat(out, ",", 8'000'000);
       }},
      {"a million lists below the deepest", "R116",
       [](Out out) {
         repeat(out, "[[],", 60);
         repeat(out, "[],", 2'000'000);
       }},
      {"a million anchors on a line", "R116", [](Out out) { repeat(out, "&a ", 2'600'000); }},
      {"a million tags on a line", "R116", [](Out out) { repeat(out, "! ", 4'000'000); }},
      {"a million texts on a line", "R116", [](Out out) { repeat(out, "\"\" ", 2'600'000); }},
      {"eight million quotes", "R116", [](Out out) { repeat(out, "\"", 8'000'000); }},
      {"a key of 60 000 bytes", "R102",
       [](Out out) {
         repeat(out, "k", 60'000);
         out << ": 1\n";
       }},
      {"a key of a megabyte", "R102",
       [](Out out) {
         repeat(out, "k", 1'000'000);
         out << ": 1\n";
       }},
      {"a number of a million digits", "R105",
       [](Out out) {
         out << kHead << "server: { account-lockout: { max-denials: ";
         repeat(out, "9", 1'000'000);
         out << " } }\n";
       }},
      {"a number of 60 000 digits", "R312",
       [](Out out) {
         out << kHead << "server: { account-lockout: { max-denials: ";
         repeat(out, "9", 60'000);
         out << " } }\n";
       }},
      {"a text of a megabyte", "R105",
       [](Out out) {
         out << kHead << "server:\n  name: |\n";
         repeat(out, "    line of text\n", 70'000);
       }},
      {"quotes that never end", "R102",
       [](Out out) {
         out << "\"";
         repeat(out, "\\x41", 250'000);
       }},
      {"55 000 groups in each other", "R115", [](Out out) { groups(out, 55'000 / kPart, false); }, true},
      {"55 000 groups in a circle", "R115", [](Out out) { groups(out, 55'000 / kPart, true); }, true},
      {"50 000 policies of one name", "R308",
       [](Out out) {
         out << kHead << "policies:\n";
         repeat(out, "  - { name: A }\n", 50'000 / kPart);
       },
       true},
      {"130 000 trusted domains", "R116",
       [](Out out) {
         out << kHead << "directory:\n  trusted-domains:\n";
         for (std::size_t i = 0; i < 130'000 / kPart; ++i) out << "    T" << i << ":\n";
       },
       true},
      {"130 000 accounts of other domains", "R326",
       [](Out out) {
         out << kHead << "directory:\n  trusted-domains:\n";
         for (std::size_t i = 0; i < 2400; ++i) out << "    T" << i << ":\n";
         out << "  users:\n";
         for (std::size_t i = 0; i < 130'000 / kPart; ++i) out << "    D" << i << "\\u:\n";
       },
       true},
      {"1000 patterns that count to 1000", "R202",
       [](Out out) {
         out << kHead << "policies:\n";
         for (std::size_t i = 0; i < 1000; ++i)
           out << "  - { name: P" << i << ", conditions: [{ Calling-Station-Id: '.{1000}" << i << "' }] }\n";
       },
       true},
      {"100 000 includes that are not there", "R310",
       [](Out out) {
         out << kHead << "include: [";
         for (std::size_t i = 0; i < 100'000 / kPart; ++i) out << "n" << i << ".yaml, ";
         out << "]\n";
       },
       true},
      {"100 000 unknown groups", "R304",
       [](Out out) {
         out << kHead << "directory:\n  groups:\n";
         for (int i = 0; i < 20'000 / kPart; ++i) out << "    Group-" << i << ":\n";
         out << "  users:\n    alice: { groups: [";
         for (int i = 0; i < 100'000 / kPart; ++i) out << "Gruop-" << i << ", ";
         out << "] }\n";
       },
       true},
  };
  return all;
}

}  // namespace

TEST_CASE("hostile texts are refused with a place") {
  const Folder folder;
  for (const Row& row : rows()) {
    INFO(row.name);
    folder.write("bad.yaml", row.content);
    check_refused(run(folder, {"check", "bad.yaml"}), row.code);
  }
}

// All commands read files by one function, so one row of each code is enough, and none that takes long.
TEST_CASE("hostile texts, as a site, a suite and an attempt") {
  const Folder folder;
  std::set<std::string> codes;
  for (const Row& row : rows()) {
    if (row.is_flood || !codes.insert(row.code).second) continue;
    INFO(row.name);
    folder.write("bad.yaml", row.content);
    for (const program::Result& result :
         {run(folder, {"run", "bad.yaml"}),
          run(folder, {"explain", "bad.yaml", "--user", "alice", "--at", "2003-11-03T09:00"}),
          run(folder, {"explain", "good.yaml", "--attempt", "bad.yaml"}),
          run(folder, {"explain", "good.yaml", "--attempt", "-"}, (folder / "bad.yaml").string())}) {
      CHECK(result.exit == 2);
      CHECK(result.out.empty());
    }
  }
  CHECK(codes.size() == 11);
}

TEST_CASE("hostile suites are refused with a place") {
  const auto times = [](Out out, int count, std::string_view before, std::string_view after) {
    for (int i = 1; i <= count; ++i) out << before << i << after;
  };
  struct SuiteRow {
    const char* name;
    const char* code;
    std::function<void(Out)> content;
  };
  constexpr const char* kTimeline = "scenarios:\n  - name: a\n    timeline:\n";
  constexpr const char* kConnect = "      - { connect: { user: alice }, expect: { decision: reject } }\n";
  const SuiteRow suites[] = {
      {"time that goes by, repeated", "R403",
       [&](Out out) {
         out << kTimeline << kConnect
             << "      - repeat: { times: 100000, steps: [{ repeat: { times: 100000, steps: [{ after: 1s }] } }] }\n";
       }},
      {"nothing, repeated", "R403",
       [&](Out out) {
         out << kTimeline << kConnect
             << "      - repeat: { times: 100000, steps: [{ repeat: { times: 100000, steps: [{ repeat: { times: 9, "
                "steps: [] } }] } }] }\n";
       }},
      {"a name that goes to and fro", "R403",
       [&](Out out) {
         out << kTimeline << kConnect
             << "      - repeat: { times: 6000, steps: [{ set: { server: { name: A } } }, { set: { server: { name: B } "
                "} }] }\n";
       }},
      {"1000 names, 10 000 times", "R403",
       [&](Out out) {
         out << kTimeline
             << "      - { connect: { user: alice, as: s$i, repeat: 1000 }, expect: { decision: reject } }\n"
             << "      - repeat: { times: 10000, steps: [{ disconnect: [";
         times(out, 1000, "s", ", ");
         out << "s1] }] }\n";
       }},
      {"1000 unknown names among 99 000", "R410",
       [&](Out out) {
         out << kTimeline
             << "      - { connect: { user: alice, as: s$i, repeat: 99000 }, expect: { decision: reject } }\n"
             << "      - disconnect: [";
         times(out, 1000, "t", ", ");
         out << "t]\n";
       }},
      {"10 000 unknown fixtures among 10 000", "R402",
       [&](Out out) {
         out << "fixtures:\n  attempts:\n";
         times(out, 10'000, "    alice-", ": { user: alice }\n");
         out << "scenarios:\n";
         for (int i = 0; i < 10'000; ++i)
           out << "  - { name: a" << i << ", attempt: { use: alcie-" << i << " }, expect: { decision: reject } }\n";
       }},
      {"10 000 values that 3000 cases share", "R403",
       [&](Out out) {
         out << "scenarios:\n  - name: a\n    attempt: { user: alice }\n    expect: { reason: [";
         repeat(out, "66, ", 10'000);
         out << "66] }\n    cases:\n";
         times(out, 3000, "      - { name: c", ", expect: { decision: reject } }\n");
       }},
      {"10 000 tags", "R116",
       [&](Out out) {
         out << "tags: [";
         times(out, 10'000, "t", ", ");
         out << "t]\nscenarios:\n  - { name: a, attempt: { user: alice }, expect: { decision: reject } }\n";
       }},
  };
  const Folder folder;
  for (const SuiteRow& row : suites) {
    INFO(row.name);
    folder.write("bad.yaml", [&](Out out) {
      out << "format: rapsim/suite/1\nsite: good.yaml\nclock: 2003-11-03T09:00\n";
      row.content(out);
    });
    check_refused(run(folder, {"run", "bad.yaml"}), row.code);
  }
}

TEST_CASE("a name that request policies make ten times as long, ten times, is nobody's") {
  const Folder folder;
  folder.write("site.yaml", [](Out out) {
    out << kHead
        << "directory: { users: { alice: } }\nrequest-policies:\n  - name: A\n    conditions: [{ User-Name: a }]\n"
        << "    manipulation: { attribute: User-Name, rules: [";
    for (int i = 0; i < 10; ++i) out << "{ find: '(.*)', replace: '\\1\\1\\1\\1\\1\\1\\1\\1\\1\\1' }, ";
    out << "] }\n";
  });
  const program::Result result = run(folder, {"explain", "site.yaml", "--user", "alice", "--at", "2003-11-03T09:00"});
  CHECK(result.exit == 0);
  CHECK(result.out.starts_with("REJECT"));
  CHECK(result.out.size() < 10'000);
}

TEST_CASE("hostile expressions on the command line") {
  const Folder folder;
  folder.write("suite.yaml", [](Out out) {
    out << "format: rapsim/suite/1\nsite: good.yaml\nclock: 2003-11-03T09:00\nscenarios:\n"
           "  - { name: a, attempt: { user: alice }, expect: { decision: reject } }\n";
  });
  std::string chain = "user == a";
  while (chain.size() < 60'000) chain += " and not user == a";
  for (const std::string& text :
       {std::string(60'000, '('), "not " + std::string(60'000, '('), chain,
        "user ~ \"" + std::string(60'000, '(') + "\"", "user ~ \"" + std::string(4000, '(') + "\"",
        std::string(100'000, '"'), std::string(100'000, '\\'), std::string("\xFF\xFE")}) {
    CAPTURE(text.substr(0, 40));
    CHECK(run(folder, {"run", "suite.yaml", "--filter", text}).exit == 2);
    CHECK(run(folder, {"who", "good.yaml", "--at", "2003-11-03T09:00", "--where", text}).exit == 2);
  }
}

TEST_CASE("patterns that explode where a matcher goes back are matched in linear time") {
  const Folder folder;
  const std::vector<std::string> patterns = {"(a+)+$",
                                             "(a|aa)+$",
                                             "(a|a?)+$",
                                             "(.*)*(.*)*(.*)*$",
                                             "(((((((a*)*)*)*)*)*)*)*b",
                                             "(x+x+)+y",
                                             "([a-z]+)*[0-9]",
                                             ".*.*.*.*.*.*.*.*.*.*=.*",
                                             "[^b]*[^c]*[^d]*[^e]*$1",
                                             "(a{0,30}){0,30}b"};
  folder.write("site.yaml", [&](Out out) {
    out << kHead << "directory: { users: { alice: } }\npolicies:\n";
    for (std::size_t i = 0; i < patterns.size(); ++i)
      out << "  - name: P" << i << "\n    conditions: [{ Calling-Station-Id: '" << patterns[i]
          << "' }, { NAS-Identifier: '" << patterns[i] << "' }, { NAS-Port-Type: Async }]\n";
  });
  // The longest that an attribute holds, 253 bytes; then the same without what the patterns want at its end.
  for (const std::string& subject : {std::string(253, 'a'), std::string(252, 'a') + "!", std::string(252, 'x') + "z"}) {
    folder.write("attempt.yaml", [&](Out out) {
      out << "{ user: alice, at: 2003-11-03T09:00, from: '" << subject << "', attributes: { NAS-Identifier: '"
          << subject << "' } }\n";
    });
    const program::Result result = run(folder, {"explain", "site.yaml", "--attempt", "attempt.yaml", "--verbose"});
    CAPTURE(result.err);
    CHECK(result.exit == 0);
    CHECK(result.out.starts_with("REJECT"));
  }
}

TEST_CASE("patterns that would fill the memory of a matcher are refused") {
  const Folder folder;
  for (const std::string pattern :
       {"((a{100}){100}){100}", "(a{1000}b{1000}){1000}", "a{65535}", "((((a{9}){9}){9}){9}){9}"}) {
    CAPTURE(pattern);
    folder.write("site.yaml", [&](Out out) {
      out << kHead << "policies:\n  - { name: A, conditions: [{ Calling-Station-Id: '" << pattern << "' }] }\n";
    });
    check_refused(run(folder, {"check", "site.yaml"}), "R203");
  }
}
