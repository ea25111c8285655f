// How the sections of a site are read and printed: one table of keys a section drives loading, edits and
// `check --effective`. Inside src/model only.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/text.hpp"
#include "grammar/address_range.hpp"
#include "model/effective.hpp"
#include "model/enumerations.hpp"
#include "model/network.hpp"
#include "model/setting.hpp"
#include "model/shape.hpp"
#include "yaml/tree.hpp"

namespace rapsim {

/// Rows of a section by name, without case; of a large directory it is made once and kept.
class RowsByName {
 public:
  /// All rows, unless it has them already.
  template <class T>
  void add_all(const std::vector<T>& rows) {
    if (!rows_.empty()) return;
    for (std::size_t row = 0; row < rows.size(); ++row) rows_.emplace(lowered(rows[row].name), row);
  }
  /// The row of the name if there is one; otherwise the name gets `row`.
  std::optional<std::size_t> add(std::string_view name, std::size_t row) {
    const auto [at, is_new] = rows_.try_emplace(lowered(name), row);
    return is_new ? std::nullopt : std::optional(at->second);
  }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    const auto found = rows_.find(lowered(name));
    return found == rows_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::unordered_map<std::string, std::size_t> rows_;
};

/// What loading needs beside the node: where problems go, and whether a value may replace an earlier one.
struct Loader {
  Sources& sources;
  Diagnostics& diags;
  bool overwrite = false;           // an edit, or a file that says `override: true`
  bool editing = false;             // an edit: lists are replaced, policies and conditions are found by name
  RowsByName users{}, computers{};  // of the directory; an include adds to them

  /// Reports R111 `expected WHAT` unless the node is a scalar.
  bool expect_scalar(yaml::Node node, std::string_view what);
  bool expect_map(yaml::Node node, std::string_view what);
  bool expect_sequence(yaml::Node node, std::string_view what);

  /// False after R309: the setting was given before and may not be replaced.
  template <class T>
  bool may_set(yaml::Node node, const Setting<T>& into) {
    if (!into.is_given() || overwrite) return true;
    report_twice(node, into.where);
    return false;
  }
  /// Sets `into` when `read` gives a value; `read` reports its own problems.
  template <class T, class Read>
  void set(yaml::Node node, Setting<T>& into, Read read) {
    if (!may_set(node, into)) return;
    if (std::optional<T> value = read(*this, node)) into = {*std::move(value), node.span()};
  }
  /// R201 to R211 at the right place inside the scalar.
  void report(yaml::Node node, const SyntaxError& error, std::size_t offset = 0);

 private:
  void report_twice(yaml::Node node, Span first);
};

// Readers of single values; nothing after reporting a problem.
std::optional<std::string> read_text(Loader& in, yaml::Node node);
/// A text without control characters: names stand in messages and tables as they are.
std::optional<std::string> read_name(Loader& in, yaml::Node node);
std::optional<bool> read_bool(Loader& in, yaml::Node node);
std::optional<std::uint32_t> read_number(Loader& in, yaml::Node node, std::uint32_t least, std::uint32_t most);
std::optional<std::uint32_t> read_enumeration(Loader& in, yaml::Node node, const Enumeration& values);
std::optional<std::string> read_ipv4(Loader& in, yaml::Node node);
/// `192.0.2.7` or `192.0.2.0/24`. Errors: R315.
std::optional<Network> read_network(Loader& in, yaml::Node node);
/// `172.16.5.1-172.16.5.30`, a network or an address. Errors: R212.
std::optional<grammar::AddressRange> read_address_range(Loader& in, yaml::Node node);
std::optional<std::chrono::seconds> read_duration(Loader& in, yaml::Node node);
/// R301 with "did you mean".
void report_unknown_name(Loader& in, yaml::Node node, std::string_view what,
                         const std::vector<std::string_view>& names);
/// A scalar, or a sequence of scalars; anything else is R111.
std::vector<yaml::Node> read_list(Loader& in, yaml::Node node, std::string_view what);
/// Words of a fixed set that is no official enumeration; row number of the word.
std::optional<std::size_t> read_word(Loader& in, yaml::Node node, std::string_view what,
                                     std::span<const std::string_view> words);
bool has_control_character(std::string_view text);

/// "did you mean", or the list of keys when nothing is near.
std::string help_for_key(std::string_view word, const std::vector<std::string_view>& names);

/// One key of a section. `print` is called by `check --effective`; `origin` says where the default comes from; `schema`
/// is for `rapsim schema`.
template <class T>
struct Key {
  std::string_view name;
  void (*load)(Loader&, yaml::Node, T&);
  void (*print)(EffectivePrinter&, const T&);
  std::string_view origin;
  KeySchema schema{};
};

/// Reads every entry of a map through its row; R110 for a key without one.
template <class T>
void load_keys(Loader& in, yaml::Node node, T& into, std::span<const Key<T>> keys, std::string_view what) {
  if (!in.expect_map(node, what)) return;
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry);
    const Key<T>* row = nullptr;
    for (const Key<T>& key : keys)
      if (key.name == name.text()) row = &key;
    if (row != nullptr) {
      row->load(in, node.value(entry), into);
      continue;
    }
    std::vector<std::string_view> names;
    for (const Key<T>& key : keys) names.push_back(key.name);
    in.diags.error(code("R110"), name.span(), "unknown key `" + std::string(name.text()) + "` in " + std::string(what),
                   in.diags.may_search(names.size()) ? help_for_key(name.text(), names) : "");
  }
}

template <class T>
void print_keys(EffectivePrinter& out, const T& from, std::span<const Key<T>> keys) {
  for (const Key<T>& key : keys) {
    out.key(key.name, key.origin);
    key.print(out, from);
  }
}

}  // namespace rapsim
