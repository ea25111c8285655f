#include "tests/mutation/tree.hpp"

namespace mutation {
namespace {

using rapsim::yaml::Kind;

bool can_be_plain(std::string_view text) {
  constexpr std::string_view kSafe =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-";  // `:` and blanks depend on what follows
  return !text.empty() && text.front() != '-' && text.find_first_not_of(kSafe) == std::string_view::npos &&
         text != "null" && text != "Null" && text != "NULL" && !text.starts_with("---") && !text.starts_with("...");
}

std::string quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out += std::string("\\") + c;
    else if (byte < 0x20 || byte == 0x7f)
      out += std::string("\\x") + kDigits[byte >> 4U] + kDigits[byte & 15U];
    else
      out += c;
  }
  return out + "\"";
}

std::string properties_of(const Tree& tree) { return tree.properties.empty() ? "" : tree.properties + " "; }

std::string scalar(const Tree& tree) {
  if (!tree.raw.empty()) return tree.raw;
  if (tree.kind == Kind::null) return properties_of(tree) + "~";
  return properties_of(tree) + (!tree.quoted && can_be_plain(tree.text) ? tree.text : quoted(tree.text));
}

bool is_leaf(const Tree& tree) {
  return !tree.raw.empty() || tree.kind == Kind::null || tree.kind == Kind::scalar || tree.items.empty();
}

std::string flow(const Tree& tree) {
  if (is_leaf(tree) && (tree.items.empty() || !tree.raw.empty()) && tree.kind != Kind::map &&
      tree.kind != Kind::sequence)
    return scalar(tree);
  if (!tree.raw.empty()) return tree.raw;
  const bool is_map = tree.kind == Kind::map;
  std::string out = properties_of(tree) + (is_map ? "{ " : "[ ");
  for (std::size_t i = 0; i < tree.items.size(); ++i) {
    out += flow(tree.items[i]);
    out += is_map && i % 2 == 0 ? ": " : i + 1 < tree.items.size() ? ", " : "";
  }
  return out + (is_map ? " }" : " ]");
}

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  void block(const Tree& tree, std::size_t indent) {
    const bool is_map = tree.kind == Kind::map;
    for (std::size_t i = 0; i < tree.items.size(); i += is_map ? 2 : 1) {
      const Tree& value = tree.items[is_map ? i + 1 : i];
      out_ += std::string(indent, ' ') + (is_map ? flow(tree.items[i]) + ":" : "-");
      if (is_leaf(value) || random_.below(6) == 0) {
        out_ += " " + flow(value) + "\n";
        continue;
      }
      out_ += (value.properties.empty() ? "" : " " + value.properties) + "\n";
      block(value, indent + 2);
    }
  }

  std::string out_{};

 private:
  Random& random_;
};

}  // namespace

Tree tree_of(rapsim::yaml::Node node) {
  Tree out{.kind = node.kind(), .text = std::string(node.text()), .quoted = node.is_scalar() && !node.is_plain()};
  for (std::size_t i = 0; i < node.size(); ++i) {
    if (node.is_map()) out.items.push_back(tree_of(node.key(i)));
    out.items.push_back(tree_of(node.is_map() ? node.value(i) : node.element(i)));
  }
  return out;
}

std::string text_of(const Tree& tree, Random& random) {
  if (is_leaf(tree) || random.below(10) == 0) return flow(tree) + "\n";
  Writer writer(random);
  if (!tree.properties.empty()) writer.out_ += "--- " + tree.properties + "\n";
  writer.block(tree, 0);
  return writer.out_;
}

namespace {

template <class AnyTree>
std::vector<AnyTree*> all_nodes_of(AnyTree& tree) {
  std::vector<AnyTree*> out{&tree};
  for (std::size_t next = 0; next < out.size(); ++next)
    for (AnyTree& item : out[next]->items) out.push_back(&item);
  return out;
}

}  // namespace

std::vector<Tree*> nodes_of(Tree& tree) { return all_nodes_of(tree); }
std::vector<const Tree*> nodes_of(const Tree& tree) { return all_nodes_of(tree); }

}  // namespace mutation
