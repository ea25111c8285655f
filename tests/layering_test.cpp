// Which folder may include which, and what else stays in its place: read from the sources, reported with file and line.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Layer {
  std::string_view folder;
  int rank;
};

// The arrows go to a smaller rank, or stay in the folder. Folders of one rank do not know each other.
constexpr auto kLayers = std::to_array<Layer>({
    {"base", 0},
    {"grammar", 1},
    {"yaml", 2},
    {"model", 3},
    {"network", 4},
    {"engine", 5},
    {"session", 6},
    {"diagnose", 7},
    {"suite", 8},
    {"import", 8},
    {"replay", 8},
    {"analysis", 8},
    {"report", 9},
    {"cli", 10},
});

/// Headers of other projects that are slow to compile or must not leak: each has one place.
struct Confined {
  std::string_view header;  // how the name begins
  std::string_view place;   // pattern of files
};
constexpr auto kConfined = std::to_array<Confined>({
    {"boost/spirit", "grammar/.*\\.cpp"},
    {"yaml-cpp/", "src/yaml/read\\.cpp"},
});

const Layer* find_layer(std::string_view folder) {
  const auto* const found =
      std::find_if(kLayers.begin(), kLayers.end(), [&](const Layer& layer) { return layer.folder == folder; });
  return found == kLayers.end() ? nullptr : found;
}

bool may_include(std::string_view from, std::string_view to) {
  const Layer* const user = find_layer(from);
  const Layer* const used = find_layer(to);
  return user != nullptr && used != nullptr && (used == user || used->rank < user->rank);
}

/// "src/model/site.hpp" -> "model", "grammar/pattern.cpp" -> "grammar", "src/x.cpp" -> "".
std::string layer_of(std::string path) {
  if (path.starts_with("src/")) path.erase(0, 4);
  const auto slash = path.find('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

bool matches(std::string_view text, std::string_view pattern) {
  return std::regex_match(text.begin(), text.end(), std::regex(pattern.begin(), pattern.end()));
}

/// In: a path from the root with forward slashes, and the lines of the file. Out: "path:line: what is wrong".
std::vector<std::string> problems_of(const std::string& path, const std::vector<std::string>& lines) {
  static const std::regex kInclude(R"re(\s*#\s*include\s*([<"])([^>"]+)[>"].*)re");
  // A report prints an Explanation: it cannot decide, or search for more. It may judge a row of a suite again, and ask
  // that attempt for its explanation.
  static const std::regex kDecides(
      R"(\b(settle|decide|explain|explanation_of|near_policies|later_policies_that_accept|find_attempt_changes|find_proposals|)"
      R"(remedies_of|restrictions_of|dead_end_of|wrong_name_of)\()");
  static const std::regex kUsingNamespace(R"(\s*using\s+namespace\s+([\w:]+)\s*;.*)");
  std::vector<std::string> problems;
  const auto add = [&](std::size_t line, const std::string& what) {
    problems.push_back(path + ':' + std::to_string(line + 1) + ": " + what);
  };
  const std::string folder = layer_of(path);
  if (find_layer(folder) == nullptr) add(0, "the folder `" + folder + "` has no row in kLayers");

  for (std::size_t line = 0; line < lines.size(); ++line) {
    std::smatch part;
    if (std::regex_match(lines[line], part, kInclude)) {
      const std::string header = part[2];
      if (part[1] == "\"" && !may_include(folder, layer_of(header)))
        add(line, '`' + folder + "` may not include `" + header + '`');
      for (const Confined& confined : kConfined)
        if (header.starts_with(confined.header) && !matches(path, confined.place))
          add(line, "`" + header + "` is included only in " + std::string(confined.place));
    } else if (std::regex_match(lines[line], part, kUsingNamespace)) {
      if (!path.ends_with(".cpp") || !matches(part[1].str(), ".*literals"))
        add(line, "`using namespace " + part[1].str() + "`; only literals, and only in a .cpp file");
    } else if (folder == "report" && std::regex_search(lines[line].substr(0, lines[line].find("//")), kDecides)) {
      add(line, "a report decides nothing and searches for nothing: what it prints is in its Explanation");
    }
  }
  return problems;
}

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// Paths from the root, sorted.
std::vector<std::string> sources_under(const fs::path& root) {
  std::vector<std::string> paths;
  for (const char* folder : {"src", "grammar"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
        paths.push_back(entry.path().lexically_relative(root).generic_string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

TEST_CASE("layers: which folder may include which") {
  struct Row {
    const char* name;
    std::string_view from, to;
    bool want;
  };
  const Row rows[] = {
      {"the same folder", "engine", "engine", true},       {"a folder to the left", "cli", "base", true},
      {"a folder to the right", "base", "grammar", false}, {"the model reads yaml", "model", "yaml", true},
      {"yaml knows no model", "yaml", "model", false},     {"folders of one rank", "suite", "import", false},
      {"an unknown folder", "engine", "utils", false},     {"no folder", "engine", "", false},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      CHECK(may_include(row.from, row.to) == row.want);
    }
}

TEST_CASE("layers: every rule is noticed") {
  struct Row {
    const char* name;
    std::string path, line, want;
  };
  const Row rows[] = {
      {"right arrow", "src/engine/a.cpp", "#include \"model/site.hpp\"", ""},
      {"right arrow to the grammar", "src/model/a.hpp", "#include \"grammar/pattern.hpp\"", ""},
      {"wrong arrow", "src/model/a.hpp", "#include \"engine/decide.hpp\"",
       "src/model/a.hpp:1: `model` may not include `engine/decide.hpp`"},
      {"wrong arrow from the grammar", "grammar/a.cpp", "  # include \"yaml/tree.hpp\"  // why",
       "grammar/a.cpp:1: `grammar` may not include `yaml/tree.hpp`"},
      {"include without its folder", "src/model/a.hpp", "#include \"site.hpp\"",
       "src/model/a.hpp:1: `model` may not include `site.hpp`"},
      {"unknown folder", "src/utils/a.hpp", "", "src/utils/a.hpp:1: the folder `utils` has no row in kLayers"},
      {"yaml-cpp in its place", "src/yaml/read.cpp", "#include <yaml-cpp/eventhandler.h>", ""},
      {"yaml-cpp elsewhere", "src/yaml/tree.cpp", "#include <yaml-cpp/yaml.h>",
       "src/yaml/tree.cpp:1: `yaml-cpp/yaml.h` is included only in src/yaml/read\\.cpp"},
      {"Spirit in its place", "grammar/a.cpp", "#include <boost/spirit/home/x3.hpp>", ""},
      {"Spirit in a header", "grammar/a.hpp", "#include <boost/spirit/home/x3.hpp>",
       "grammar/a.hpp:1: `boost/spirit/home/x3.hpp` is included only in grammar/.*\\.cpp"},
      {"literals", "src/base/a.cpp", "using namespace std::string_view_literals;", ""},
      {"literals in a header", "src/base/a.hpp", "using namespace std::literals;",
       "src/base/a.hpp:1: `using namespace std::literals`; only literals, and only in a .cpp file"},
      {"a report that searches", "src/report/a.cpp", "  const AttemptChanges turns = find_attempt_changes(e);",
       "src/report/a.cpp:1: a report decides nothing and searches for nothing: what it prints is in its Explanation"},
      {"a report that tells of a search", "src/report/a.cpp", "f(text);  // what find_attempt_changes() found", ""},
      {"what searches elsewhere", "src/cli/a.cpp", "  const AttemptChanges turns = find_attempt_changes(e);", ""},
      {"using namespace", "src/base/a.cpp", "  using namespace std;",
       "src/base/a.cpp:1: `using namespace std`; only literals, and only in a .cpp file"},
  };
  for (const Row& row : rows) SUBCASE(row.name) {
      const std::vector<std::string> problems = problems_of(row.path, {row.line});
      CHECK((problems.empty() ? std::string() : problems.front()) == row.want);
      CHECK(problems.size() == (row.want.empty() ? 0 : 1));
    }
}

TEST_CASE("layers: the sources follow the rules") {
  const char* const root = std::getenv("RAPSIM_ROOT");
  REQUIRE_MESSAGE(root != nullptr, "RAPSIM_ROOT names the project's folder");
  std::size_t files = 0;
  for (const std::string& path : sources_under(root)) {
    ++files;
    for (const std::string& problem : problems_of(path, lines_of(fs::path(root) / path))) FAIL_CHECK(problem);
  }
  REQUIRE(files > 0);
}
