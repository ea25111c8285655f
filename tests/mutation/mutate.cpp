#include "tests/mutation/mutate.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace mutation {
namespace {

using rapsim::yaml::Kind;
namespace fs = std::filesystem;

/// Values that some reader takes for something else, and sizes at which something overflows.
const std::vector<std::string>& nasty_texts() {
  static const std::vector<std::string> all = {"",
                                               " ",
                                               "~",
                                               "null",
                                               "no",
                                               "yes",
                                               "true",
                                               "0",
                                               "-1",
                                               "0100",
                                               "0x10",
                                               "1e3",
                                               "1_000",
                                               "08:00",
                                               "24:00",
                                               "99:99",
                                               ".inf",
                                               ".nan",
                                               "-.inf",
                                               "2147483648",
                                               "4294967296",
                                               "18446744073709551616",
                                               std::string(400, '9'),
                                               "-" + std::string(400, '9'),
                                               "1" + std::string(5000, '0'),
                                               "2003-02-29",
                                               "2003-11-03T25:00",
                                               "0000-00-00T00:00",
                                               "9999-12-31T23:59",
                                               "10000-01-01T00:00",
                                               "-9999-01-01T00:00Z",
                                               "2003-03-30T02:30",
                                               "8h",
                                               "-8h",
                                               "99999999999h",
                                               "999999999999999999999d",
                                               "0s",
                                               "1w2d3h4m5s",
                                               "Mon-Sun 00:00-24:00",
                                               "Mon 24:00-00:00",
                                               "Sun-Sat",
                                               "always",
                                               "never",
                                               "0.0.0.0",
                                               "255.255.255.255",
                                               "256.1.1.1",
                                               "10.0.0.0/33",
                                               "10.0.0.0/0",
                                               "1.2.3.4-1.2.3.3",
                                               "::1",
                                               "tcp any -> any port 0-65536",
                                               "unknown",
                                               "any",
                                               "(",
                                               ")",
                                               "[",
                                               "]",
                                               "*",
                                               "+",
                                               "(a+)+$",
                                               "a{1000}",
                                               "\\",
                                               "\\1",
                                               "[^",
                                               "(?:",
                                               std::string(4097, 'a'),
                                               std::string(300, '('),
                                               std::string(65537, 'x'),
                                               "MATCH(\"",
                                               "MATCH(\"\")",
                                               "TIMEOFDAY(\"0 00:00-24:00\")",
                                               "NTGROUPS(\"S-1-5-32-544\")",
                                               "S-1-",
                                               "S-1-5-21-1-2-3-513",
                                               "S-1-5-" + std::string(300, '1'),
                                               "..",
                                               "../../etc/passwd",
                                               "/dev/zero",
                                               ".",
                                               "CONTOSO\\",
                                               "\\alice",
                                               "@",
                                               "a@b@c",
                                               "alice@",
                                               "host/",
                                               "$",
                                               "$i",
                                               "a.b.c",
                                               "\"",
                                               "'",
                                               "#",
                                               "a #b",
                                               "a: b",
                                               "- a",
                                               "!tag",
                                               "&anchor",
                                               "*alias",
                                               "%",
                                               "`",
                                               "|",
                                               ">",
                                               "\t",
                                               "\n",
                                               "a\nb",
                                               "a\r\nb",
                                               "\x01",
                                               "\x7f",
                                               "\xEF\xBB\xBF",
                                               "\xC2\xA0",
                                               "\xE2\x80\xA8",
                                               "\xE2\x80\xAE",
                                               "e\xCC\x81",
                                               "\xC3\xA4\xC3\x9F",
                                               "\xF0\x9F\x98\x80",
                                               "\xEF\xBF\xBF",
                                               "\xF4\x8F\xBF\xBF",
                                               "\xD0\x90",
                                               std::string(254, 'u'),
                                               "windows-2000",
                                               "windows-2003",
                                               "nps",
                                               "rapsim/site/1",
                                               "rapsim/suite/1"};
  return all;
}

Tree scalar(std::string text, bool quoted) { return {.kind = Kind::scalar, .text = std::move(text), .quoted = quoted}; }

template <class T>
T& one_of(std::vector<T>& items, Random& random) {
  return items[random.below(items.size())];
}

const Part& part_of(const Original& original, Random& random) {
  return original.parts[random.below(original.parts.size())];
}

/// A node of another file, or of this one.
Tree foreign_node(const std::vector<Original>& all, Random& random) {
  const std::vector<const Tree*> nodes = nodes_of(part_of(all[random.below(all.size())], random).tree);
  return *nodes[random.below(nodes.size())];
}

Tree nested(std::size_t depth) {
  Tree out = scalar("deep", false);
  for (std::size_t i = 0; i < depth; ++i) {
    Tree outer{.kind = i % 2 == 0 ? Kind::sequence : Kind::map};
    if (i % 2 == 1) outer.items.push_back(scalar("k", false));
    outer.items.push_back(std::move(out));
    out = std::move(outer);
  }
  return out;
}

// ---- Changes of the tree ----------------------------------------------------------------------------------------

using ChangeTree = void (*)(Tree& root, const std::vector<Original>& all, Random& random);

/// A node that has children, or the root.
Tree& parent_in(Tree& root, Random& random) {
  std::vector<Tree*> parents;
  for (Tree* node : nodes_of(root))
    if (!node->items.empty()) parents.push_back(node);
  return parents.empty() ? root : *one_of(parents, random);
}

/// An element, or an entry of a map; as [first, last) of `items`.
struct Entry {
  std::ptrdiff_t first, last;
};
Entry entry_of(const Tree& parent, Random& random) {
  const std::size_t step = parent.kind == Kind::map ? 2 : 1;
  const std::size_t first = random.below(parent.items.size() / step) * step;
  return {static_cast<std::ptrdiff_t>(first), static_cast<std::ptrdiff_t>(first + step)};
}

void delete_entry(Tree& root, const std::vector<Original>&, Random& random) {
  Tree& parent = parent_in(root, random);
  if (parent.items.empty()) return;
  const Entry entry = entry_of(parent, random);
  parent.items.erase(parent.items.begin() + entry.first, parent.items.begin() + entry.last);
}

void repeat_entry(Tree& root, const std::vector<Original>&, Random& random) {
  Tree& parent = parent_in(root, random);
  if (parent.items.empty()) return;
  const Entry entry = entry_of(parent, random);
  const std::vector<Tree> copy(parent.items.begin() + entry.first, parent.items.begin() + entry.last);
  const std::size_t times = random.below(8) == 0 ? 100 : 1;
  for (std::size_t i = 0; i < times; ++i)
    parent.items.insert(parent.items.begin() + entry.last, copy.begin(), copy.end());
}

void swap_entries(Tree& root, const std::vector<Original>&, Random& random) {
  Tree& parent = parent_in(root, random);
  if (parent.items.empty()) return;
  const Entry a = entry_of(parent, random), b = entry_of(parent, random);
  std::swap_ranges(parent.items.begin() + a.first, parent.items.begin() + a.last, parent.items.begin() + b.first);
  if (a.first == b.first && parent.kind == Kind::map)  // a key and its value, then
    std::swap(parent.items[static_cast<std::size_t>(a.first)], parent.items[static_cast<std::size_t>(a.first) + 1]);
}

void rename_key(Tree& root, const std::vector<Original>& all, Random& random) {
  Tree& parent = parent_in(root, random);
  if (parent.kind != Kind::map || parent.items.empty()) return;
  Tree& key = parent.items[static_cast<std::size_t>(entry_of(parent, random).first)];
  switch (random.below(3)) {
    case 0:
      key.text.insert(random.below(key.text.size() + 1), 1, 'x');
      break;
    case 1:
      key = scalar(nasty_texts()[random.below(nasty_texts().size())], true);
      break;
    default:
      key = foreign_node(all, random);
  }
}

void change_scalar(Tree& root, const std::vector<Original>& all, Random& random) {
  const std::vector<Tree*> nodes = nodes_of(root);
  for (int tries = 0; tries < 8; ++tries) {
    Tree& node = *nodes[random.below(nodes.size())];
    if (node.kind != Kind::scalar) continue;
    Tree other = foreign_node(all, random);
    node = other.kind == Kind::scalar && random.below(2) == 0
               ? other
               : scalar(nasty_texts()[random.below(nasty_texts().size())], random.below(2) == 0);
    return;
  }
}

void edit_scalar(Tree& root, const std::vector<Original>&, Random& random) {
  const std::vector<Tree*> nodes = nodes_of(root);
  Tree& node = *nodes[random.below(nodes.size())];
  if (node.kind != Kind::scalar) return;
  constexpr std::string_view kLetters = "aZ09 .:-/\\()[]{}*+?|^$\"'#,@=&!~\xC3\xA4";
  const std::size_t at = random.below(node.text.size() + 1);
  if (random.below(2) == 0 || at == node.text.size())
    node.text.insert(at, 1, kLetters[random.below(kLetters.size() - 2)]);
  else
    node.text.erase(at, 1 + random.below(4));
}

void change_type(Tree& root, const std::vector<Original>& all, Random& random) {
  const std::vector<Tree*> nodes = nodes_of(root);
  Tree& node = *nodes[random.below(nodes.size())];
  Tree before = node;
  switch (random.below(6)) {
    case 0:
      node = {};
      return;
    case 1:
      node = {.kind = Kind::sequence};
      return;
    case 2:
      node = {.kind = Kind::map};
      return;
    case 3:
      node = {.kind = Kind::sequence, .items = {before}};
      return;
    case 4:
      node = {.kind = Kind::map, .items = {scalar("name", false), before}};
      return;
    default:
      node = foreign_node(all, random);
  }
}

void nest(Tree& root, const std::vector<Original>&, Random& random) {
  const std::vector<Tree*> nodes = nodes_of(root);
  *nodes[random.below(nodes.size())] = nested(random.below(80));
}

/// An alias of an earlier or a later node, also of one that holds it; or of nothing.
void add_alias(Tree& root, const std::vector<Original>&, Random& random) {
  const std::vector<Tree*> nodes = nodes_of(root);
  nodes[random.below(nodes.size())]->properties = "&a";
  Tree& other = *nodes[random.below(nodes.size())];
  if (other.properties.empty()) other.raw = random.below(8) == 0 ? "*nobody" : "*a";
}

void add_tag(Tree& root, const std::vector<Original>&, Random& random) {
  constexpr std::string_view kTags[] = {"!!str", "!!int", "!!null", "!", "!local", "!<tag:x,2000:y>", "&b !!map"};
  const std::vector<Tree*> nodes = nodes_of(root);
  nodes[random.below(nodes.size())]->properties = kTags[random.below(std::size(kTags))];
}

constexpr ChangeTree kTreeChanges[] = {delete_entry,  repeat_entry,  swap_entries, rename_key,  change_scalar,
                                       change_scalar, change_scalar, edit_scalar,  edit_scalar, change_type,
                                       nest,          add_alias,     add_tag};

// ---- Changes of the text ----------------------------------------------------------------------------------------

using ChangeText = void (*)(std::string& text, Random& random);

void cut(std::string& text, Random& random) { text.resize(random.below(text.size() + 1)); }

void erase_bytes(std::string& text, Random& random) { text.erase(random.below(text.size() + 1), 1 + random.below(30)); }

void insert_bytes(std::string& text, Random& random) {
  static const std::vector<std::string> pieces = {std::string(1, '\0'),
                                                  "\t",
                                                  "\r",
                                                  "\r\n",
                                                  "\n",
                                                  "\xEF\xBB\xBF",
                                                  "\xFF",
                                                  "\xC3",
                                                  "\xED\xA0\x80",
                                                  "\xF4\x90\x80\x80",
                                                  "\xC2\x85",
                                                  "\xE2\x80\xA9",
                                                  "\x04",
                                                  "\x1b[31m",
                                                  "---\n",
                                                  "\n...\n",
                                                  "%YAML 1.1\n",
                                                  "? ",
                                                  ": ",
                                                  "- ",
                                                  "[",
                                                  "]",
                                                  "{",
                                                  "}",
                                                  ",",
                                                  "\"",
                                                  "'",
                                                  "|\n",
                                                  ">+\n",
                                                  "<<: *a\n",
                                                  "&a ",
                                                  "*a",
                                                  "!!binary ",
                                                  "#",
                                                  " #",
                                                  "\\",
                                                  std::string(200, '['),
                                                  std::string(300, ' '),
                                                  std::string(70, '\t')};
  text.insert(random.below(text.size() + 1), pieces[random.below(pieces.size())]);
}

void change_byte(std::string& text, Random& random) {
  if (!text.empty()) text[random.below(text.size())] = static_cast<char>(random.below(256));
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

void change_lines(std::string& text, Random& random) {
  std::vector<std::string> lines = lines_of(text);
  if (lines.empty()) return;
  std::string& line = one_of(lines, random);
  switch (random.below(6)) {
    case 0:
      std::swap(line, one_of(lines, random));
      break;
    case 1:
      line.insert(0, 1 + random.below(3), ' ');
      break;
    case 2:
      line.erase(0, std::min<std::size_t>(line.size(), 1 + random.below(3)));
      break;
    case 3:
      line.insert(0, "\t");
      break;
    case 4:
      line = line + "\n" + line;
      break;
    default:
      for (std::string& each : lines)
        if (random.below(2) == 0) each += '\r';
  }
  text.clear();
  for (const std::string& each : lines) text += each + "\n";
}

void mark_byte_order(std::string& text, Random&) { text.insert(0, "\xEF\xBB\xBF"); }

constexpr ChangeText kTextChanges[] = {cut,         erase_bytes,  insert_bytes, insert_bytes,
                                       change_byte, change_lines, change_lines, mark_byte_order};

}  // namespace

namespace {

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Part parsed(std::string text) {
  rapsim::Sources sources;
  rapsim::Diagnostics diags;
  const auto document = rapsim::yaml::read(sources, sources.add("", text), diags);
  if (!document)
    throw std::runtime_error("a shipped file cannot be read, or not without its other scenarios:\n" + text);
  return {std::move(text), tree_of(document->root())};
}

/// Where the scenarios of a suite begin, as bytes of its text; then the end of the text. Empty for another file.
std::vector<std::size_t> begins_of_scenarios(const std::string& text) {
  rapsim::Sources sources;
  rapsim::Diagnostics diags;
  const auto document = rapsim::yaml::read(sources, sources.add("", text), diags);
  const auto root = document ? document->root() : rapsim::yaml::Node();
  if (!root || !root.is_map() || root.size() == 0 || root.key(root.size() - 1).text() != "scenarios") return {};
  const auto scenarios = root.value(root.size() - 1);
  std::vector<std::size_t> out;
  std::uint32_t line = 1;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    for (; line < scenarios.element(i).span().line; ++line) begin = text.find('\n', begin) + 1;
    out.push_back(begin);
  }
  out.push_back(text.size());
  return out;
}

/// Whether some alias of `text` may repeat what has its anchor in `above`.
bool repeats_some_of(const std::string& text, const std::string& above) {
  for (std::size_t at = above.find('&'); at != std::string::npos; at = above.find('&', at + 1)) {
    const std::string name = above.substr(at + 1, above.find_first_of(" \n,}]", at) - at - 1);
    if (!name.empty() && text.find("*" + name) != std::string::npos) return true;
  }
  return false;
}

std::vector<Part> parts_of(const std::string& text) {
  constexpr std::size_t kScenarios = 2;  // of a part, and those that aliases need
  const std::vector<std::size_t> begins = begins_of_scenarios(text);
  std::vector<Part> out;
  for (std::size_t first = 0; first + 1 < begins.size(); first += kScenarios) {
    const std::size_t begin = begins[first], end = begins[std::min(first + kScenarios, begins.size() - 1)];
    std::string some = text.substr(begin, end - begin);
    for (std::size_t above = first; above-- > 0;) {
      const std::string scenario = text.substr(begins[above], begins[above + 1] - begins[above]);
      if (repeats_some_of(some, scenario)) some.insert(0, scenario);
    }
    out.push_back(parsed(text.substr(0, begins.front()) + some));
  }
  if (out.empty()) out.push_back(parsed(text));
  return out;
}

}  // namespace

std::vector<Original> originals_below(const std::string& folder) {
  std::vector<Original> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".yaml") continue;
    Original original{.path = entry.path().generic_string(), .text = read_text(entry.path())};
    original.parts = parts_of(original.text);
    out.push_back(std::move(original));
  }
  std::sort(out.begin(), out.end(), [](const Original& a, const Original& b) { return a.path < b.path; });
  return out;
}

Mutant mutant_of(const std::vector<Original>& all, Random& random) {
  Mutant out{.original = &all[random.below(all.size())]};
  const Part& part = part_of(*out.original, random);
  const bool keeps_text = random.below(4) == 0;
  if (keeps_text) {
    out.text = part.text;
  } else {
    Tree tree = part.tree;
    const std::size_t changes = random.below(2) == 0 ? 1 : 2 + random.below(3);
    for (std::size_t i = 0; i < changes; ++i) kTreeChanges[random.below(std::size(kTreeChanges))](tree, all, random);
    out.text = text_of(tree, random);
  }
  if (keeps_text || random.below(8) == 0) kTextChanges[random.below(std::size(kTextChanges))](out.text, random);
  return out;
}

}  // namespace mutation
