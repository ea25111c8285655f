#include "tests/schema/mutate.hpp"

#include <optional>

namespace schema_test {
namespace {

void collect(Tree& tree, std::vector<Tree*>& out) {
  out.push_back(&tree);
  for (Tree& item : tree.items) collect(item, out);
  for (auto& entry : tree.entries) collect(entry.second, out);
}

const std::string& any_of(const std::vector<std::string>& list, Dice& dice) { return list[dice.below(list.size())]; }

Tree list_of(Tree item) {
  Tree out{.kind = Tree::Kind::list};
  out.items.push_back(std::move(item));
  return out;
}

std::string misspelt(std::string text, Dice& dice) {
  if (text.empty()) return "x";
  const std::size_t at = dice.below(text.size());
  switch (dice.below(4)) {
    case 0:
      return text.insert(at, 1, 'q');
    case 1:
      return text.erase(at, 1);
    case 2:
      text[at] = static_cast<char>(text[at] ^ 0x20);  // mostly the other case
      return text[at] > ' ' && text[at] < 0x7f ? text : "x";
    default:
      return text + " " + text;
  }
}

/// Another value in the place of this one.
void replace(Tree& tree, const Words& words, Dice& dice) {
  static const std::vector<std::string> kTraps = {"true", "no",         "0100", "08:00",   "1e3",           "-1",
                                                  "0x5",  "4294967296", "2003", "unknown", "null",          "8h",
                                                  "any",  "always",     "5",    "1.5",     "S-1-5-21-1-2-3"};
  switch (dice.below(10)) {
    case 0:
      tree = {};
      return;
    case 1:
      tree = list_of(tree);
      return;
    case 2: {
      Tree map{.kind = Tree::Kind::map};
      map.entries.emplace_back(any_of(words.keys, dice), tree);
      tree = std::move(map);
      return;
    }
    case 3:
      tree = Tree{.kind = dice.below(2) == 0 ? Tree::Kind::list : Tree::Kind::map};
      return;
    case 4:
      tree = scalar("", false);
      return;
    case 5:
    case 6:
      tree = scalar(any_of(words.scalars, dice));
      return;
    default:
      tree = scalar(any_of(kTraps, dice), dice.below(4) != 0);
  }
}

void change_scalar(Tree& tree, const Words& words, Dice& dice, std::string& what) {
  switch (dice.below(4)) {
    case 0:
      what = "quotes of `" + tree.text + "`";
      tree.is_plain = !tree.is_plain;
      return;
    case 1:
      what = "spelling of `" + tree.text + "`";
      tree.text = misspelt(tree.text, dice);
      return;
    default:
      what = "value of `" + tree.text + "`";
      replace(tree, words, dice);
  }
}

void change_list(Tree& tree, const Words& words, Dice& dice, std::string& what) {
  what = "a list";
  if (tree.items.empty() || dice.below(3) == 0) return replace(tree, words, dice);
  const std::size_t at = dice.below(tree.items.size());
  if (dice.below(2) == 0)
    tree.items.erase(tree.items.begin() + static_cast<std::ptrdiff_t>(at));
  else
    replace(tree.items[at], words, dice);
}

void change_map(Tree& tree, const Words& words, Dice& dice, std::string& what) {
  if (dice.below(8) == 0) {
    what = "a map";
    return replace(tree, words, dice);
  }
  if (tree.entries.empty() || dice.below(4) == 0) {
    what = "a key more";
    const std::string& key = any_of(words.keys, dice);
    for (const auto& entry : tree.entries)
      if (entry.first == key) return;
    Tree value = scalar(any_of(words.scalars, dice));
    tree.entries.emplace_back(key, std::move(value));
    return;
  }
  auto& entry = tree.entries[dice.below(tree.entries.size())];
  if (dice.below(2) == 0) {
    what = "without `" + entry.first + "`";
    tree.entries.erase(tree.entries.begin() + (&entry - tree.entries.data()));
    return;
  }
  what = "key `" + entry.first + "`";
  const std::string key = misspelt(entry.first, dice);
  for (const auto& other : tree.entries)
    if (other.first == key) return;
  entry.first = key;
}

/// An entry of a document, or an element of the list that is its value.
struct Part {
  std::size_t entry = 0;
  std::optional<std::size_t> item{};
};

/// The last ones first, so that those before keep their numbers when one is taken out.
std::vector<Part> parts_of(const Tree& whole) {
  std::vector<Part> out;
  for (std::size_t entry = whole.entries.size(); entry-- > 0;) {
    const Tree& value = whole.entries[entry].second;
    const bool has_items = value.kind == Tree::Kind::list && value.items.size() > 1;
    if (has_items)
      for (std::size_t item = value.items.size(); item-- > 0;) out.push_back({entry, item});
    if (has_items || value.kind == Tree::Kind::map) out.push_back({entry, std::nullopt});
  }
  return out;
}

Tree without(Tree tree, const Part& part) {
  const auto entry = tree.entries.begin() + static_cast<std::ptrdiff_t>(part.entry);
  if (part.item)
    entry->second.items.erase(entry->second.items.begin() + static_cast<std::ptrdiff_t>(*part.item));
  else
    tree.entries.erase(entry);
  return tree;
}

}  // namespace

std::vector<Tree> slices(const Tree& whole, const std::function<bool(const Tree&)>& loads) {
  std::vector<Tree> out;
  const std::vector<Part> parts = parts_of(whole);
  for (const Part& kept : parts) {
    const bool is_list = whole.entries[kept.entry].second.kind == Tree::Kind::list;
    if (is_list && !kept.item) continue;  // its elements have slices of their own
    Tree slice = whole;
    for (const Part& part : parts) {
      if (part.entry == kept.entry && (!part.item || part.item == kept.item)) continue;
      if (Tree smaller = without(slice, part); loads(smaller)) slice = std::move(smaller);
    }
    out.push_back(std::move(slice));
  }
  return out;
}

std::size_t Dice::below(std::size_t sides) {
  state_ += 0x9E3779B97F4A7C15;  // SplitMix64
  std::uint64_t mixed = state_;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EB;
  return static_cast<std::size_t>((mixed ^ (mixed >> 31U)) % sides);
}

void Words::add(const Tree& tree) {
  if (tree.kind == Tree::Kind::scalar) scalars.push_back(tree.text);
  for (const Tree& item : tree.items) add(item);
  for (const auto& [key, value] : tree.entries) {
    keys.push_back(key);
    add(value);
  }
}

void mutate(Tree& tree, const Words& words, Dice& dice, std::string& what) {
  std::vector<Tree*> all;
  collect(tree, all);
  Tree& one = *all[dice.below(all.size())];
  switch (one.kind) {
    case Tree::Kind::scalar:
      return change_scalar(one, words, dice, what);
    case Tree::Kind::list:
      return change_list(one, words, dice, what);
    case Tree::Kind::map:
      return change_map(one, words, dice, what);
    case Tree::Kind::null:
      what = "null";
      return replace(one, words, dice);
  }
}

}  // namespace schema_test
