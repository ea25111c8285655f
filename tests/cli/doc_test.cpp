// `rapsim doc`: finds every row of every table by its words, and tells what other tables say of it.
#include <algorithm>
#include <set>

#include "cli/commands/knowledge.hpp"
#include "engine/trace/cause_sources.hpp"
#include "model/tables/gaps.hpp"
#include "tests/program.hpp"
#include "tests/site_fixture.hpp"

using namespace rapsim;
using namespace rapsim::test;

namespace {

const RecordField* field_of(const Record& record, std::string_view name) {
  const auto found = std::find_if(record.fields.begin(), record.fields.end(),
                                  [&](const RecordField& field) { return field.name == name; });
  return found == record.fields.end() ? nullptr : &*found;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("doc: every row is found by each of its words, in any case") {
  for (const Knowledge& kind : knowledge()) {
    CAPTURE(kind.one);
    const Table table = kind.table();
    REQUIRE(!table.records.empty());
    for (const Record& record : table.records) {
      REQUIRE(!record.words.empty());
      const auto is_this = [&](const Record& other) { return other.words == record.words; };
      for (const std::string& word : record.words)
        for (const std::string& spelled : {word, lowered(word)}) {
          CAPTURE(spelled);
          const Table found = rows_called(table, spelled);
          CHECK(std::any_of(found.records.begin(), found.records.end(), is_this));
        }
    }
    CHECK(rows_called(table, "").records.empty());
    CHECK(!rows_called(table, kind.example).records.empty());
  }
}

TEST_CASE("doc: words, and what is told of them") {
  struct Row {
    const char* name;
    std::vector<std::string> words;
    std::vector<std::string> parts;
  };
  const Row rows[] = {
      {"a reason",
       {"66"},
       {"reason 66\n", "IAS_INVALID_AUTH_TYPE", "method-not-in-profile ", "constraints ", "allow the method in"}},
      {"a number means a reason and an attribute", {"66"}, {"reason 66\n", "\n\nattribute Tunnel-Client-Endpoint\n"}},
      {"an error without a reason of its number", {"721"}, {"client error 721\n", "GRE (IP protocol 47) blocked"}},
      {"an error that a cause has in one case", {"721"}, {"wan-filter-blocks-vpn", "PPTP: GRE is lost"}},
      {"a cause that has other errors in cases",
       {"wan-filter-blocks-vpn"},
       {"client-errors-in-cases", "PPTP: GRE is lost, TCP 1723 is not", "721", "809"}},
      {"a hexadecimal number", {"0x42"}, {"reason 66\n"}},
      {"a symbol without case", {"ias_no_policy_match"}, {"reason 48\n"}},
      {"a cause",
       {"no-matching-policy"},
       {"cause no-matching-policy\n", "  stages ", "policy\n", "rapsim doc 48", "'cause == no-matching-policy'"}},
      {"a cause with an error of its own",
       {"method-not-in-profile"},
       {"client-error-from-vista          812", "authentication-method"}},
      {"rules of the permission", {"permission-denied-policy"}, {"(disputed, G-20)"}},
      {"a reason that EAP gives", {"265"}, {"`eap.result: 265`"}},
      {"a reason that nothing gives", {"71"}, {"never: "}},
      {"an attribute, with its enumeration once",
       {"NAS-Port-Type"},
       {"attribute NAS-Port-Type\n", "- NAS-Port-Type: Async", "Virtual (VPN)", "condition false"}},
      {"a value", {"PPTP"}, {"value PPTP\n", "Tunnel-Type", "- Tunnel-Type: PPTP"}},
      {"a stage", {"constraints"}, {"stage constraints\n", "caller-id-mismatch"}},
      {"an older name of a stage", {"profile"}, {"stage constraints\n"}},
      {"a check", {"caller-id"}, {"check caller-id\n", "caller-id-mismatch"}},
      {"a reading by its gap", {"G-20"}, {"reading policy-deny-beats-user-allow\n"}},
      {"an open question", {"g-15"}, {"gap G-15\n", "which error a client shows", "reasons "}},
      {"an open question with a switch",
       {"G-20"},
       {"gap G-20\n", "`policy-deny-beats-user-allow: true`: a policy that"}},
      {"a field by its option", {"eap-type"}, {"field eap.type\n", "  option    --eap-type\n", "check eap-type\n"}},
      {"a diagnostic code", {"r309"}, {"diagnostic code R309\n", "the same setting is given twice"}},
      {"several words", {"66", "R309"}, {"reason 66\n", "\n\ndiagnostic code R309\n"}},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      std::vector<std::string> words{"doc"};
      words.insert(words.end(), row.words.begin(), row.words.end());
      const program::Result result = program::run(words);
      CHECK(result.exit == 0);
      CHECK(result.err == "");
      for (const std::string& part : row.parts) CHECK_MESSAGE(has(result.out, part), result.out);
      CHECK(!has(result.out, "enumeration NAS-Port-Type\n  basis"));
    }
}

TEST_CASE("doc: unknown words are bad input, all of them are reported and nothing is printed") {
  const program::Result result = program::run({"doc", "66", "NAS-Port-Typ", "qqqqqqqq"});
  CHECK(result.exit == 2);
  CHECK(result.out == "");
  CHECK(has(result.err, "did you mean `NAS-Port-Type`?"));
  CHECK(has(result.err, "`qqqqqqqq` is in none of the built-in tables"));
  CHECK(has(result.err, "`rapsim doc` lists what it can be asked"));
}

TEST_CASE("doc: JSON says what each row is") {
  const std::string out = program::run({"doc", "265", "lockout", "--format", "json"}).out;
  CHECK(has(out, "\"format\": \"rapsim/doc/1\""));
  CHECK(has(out, "\"what\": \"reason\",\n      \"number\": 265"));
  CHECK(has(out, "\"kind\": \"certificate\""));
  CHECK(has(out, "\"what\": \"stage\",\n      \"name\": \"lockout\""));
  CHECK(has(program::run({"doc", "--format", "json"}).out, "\"what\": \"reading\",\n      \"rows\": 12"));
}

TEST_CASE("doc: without a word it lists every kind, and the commands that it names work") {
  const std::string out = program::run({"doc"}).out;
  for (const Knowledge& kind : knowledge()) {
    CAPTURE(kind.one);
    CHECK(has(out, "rapsim doc " + std::string(kind.example)));
    if (kind.listing.empty()) continue;
    CHECK(has(out, "rapsim " + std::string(kind.listing)));
    std::vector<std::string> words;
    std::istringstream in{std::string(kind.listing)};
    for (std::string word; in >> word;) words.push_back(word);
    CHECK(program::run(words).exit == 0);
  }
}

TEST_CASE("doc: every mark of an open question is in its table") {
  std::set<std::string_view> marks;
  for (const Gap& gap : gaps()) marks.insert(gap.mark);
  CHECK(marks.size() == gaps().size());
  std::set<std::string_view> used;
  for (const Check& check : checks()) used.insert(check.gap);
  for (const Reason& reason : reasons()) used.insert(reason.gap);
  for (const ReadingRow& reading : readings()) used.insert(reading.gap);
  CHECK(used.size() > 8);
  for (const std::string_view mark : used) {
    CAPTURE(mark);
    CHECK((!mark.starts_with("G-") || marks.count(mark) == 1));
  }
}

TEST_CASE("doc: the example of an attribute is a condition that loads wherever the attribute may stand") {
  struct Place {
    ConditionPlace bit;
    const char* head;
  };
  const Place places[] = {
      {kRemoteAccessPolicy, "dialect: windows-2003\ndirectory: { groups: { VPN-Users: {} } }\npolicies:\n"},
      {kNetworkPolicy, "dialect: nps\ndirectory: { groups: { VPN-Users: {} } }\npolicies:\n"},
      {kConnectionRequestPolicy, "dialect: nps\nrequest-policies:\n"},
  };
  std::size_t examples = 0;
  const Table table = attribute_table();
  for (std::size_t row = 0; row < attributes().size(); ++row) {
    const auto* example = std::get_if<std::string>(&field_of(table.records[row], "condition-example")->value);
    CHECK((example != nullptr) == (attributes()[row].conditions != kNowhere));
    for (const Place& place : places) {
      if (example == nullptr || (attributes()[row].conditions & place.bit) == 0) continue;
      CAPTURE(*example);
      TestSite site(std::string(place.head) + "  - name: P\n    conditions:\n      " + *example + "\n");
      CHECK(site.compiled);
      CHECK(!site.diags.has_errors());
      ++examples;
    }
  }
  CHECK(examples > 50);
}
