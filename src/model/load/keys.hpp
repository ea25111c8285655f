// How the maps of a file are read and printed. One table of keys a map, a row each: what the key is called, what it is,
// and its kind, from which loading, edits, `check --effective` and `rapsim schema` follow. To add a key: a row.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/ipv4.hpp"
#include "base/text.hpp"
#include "grammar/address_range.hpp"
#include "grammar/duration.hpp"
#include "grammar/schedule.hpp"
#include "model/load/shape.hpp"
#include "model/site/effective.hpp"
#include "model/site/setting.hpp"
#include "model/tables/enumerations.hpp"
#include "model/tables/methods.hpp"
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
  yaml::Node key{};                 // of the entry that is being read

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
  template <class T, class Read>
  void set(yaml::Node node, T& into, Read read) {
    if (std::optional<T> value = read(*this, node)) into = *std::move(value);
  }
  /// R201 to R211 at the right place inside the scalar.
  void report(yaml::Node node, const SyntaxError& error, std::size_t offset = 0);

 private:
  void report_twice(yaml::Node node, Span first);
};

// Readers of single values; nothing after reporting a problem.
std::optional<std::string> read_text(Loader& in, yaml::Node node);
/// A text without control characters: names are in messages and tables as they are.
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
/// `Mon-Fri 07:00-19:00`, without a zone (R205).
std::optional<grammar::Schedule> read_schedule(Loader& in, yaml::Node node);
/// A list of authentication methods: `[EAP-TLS, MS-CHAP-v2]`.
std::optional<MethodList> read_methods(Loader& in, yaml::Node node);
/// R301 with "did you mean".
void report_unknown_name(Loader& in, yaml::Node node, std::string_view what,
                         const std::vector<std::string_view>& names);
/// A scalar, or a sequence of scalars; anything else is R111.
std::vector<yaml::Node> read_list(Loader& in, yaml::Node node, std::string_view what);
/// Words of a fixed set that is not an official enumeration; row number of the word.
std::optional<std::size_t> read_word(Loader& in, yaml::Node node, std::string_view what,
                                     std::span<const std::string_view> words);
bool has_control_character(std::string_view text);
/// Any scalar.
std::optional<Reference> read_reference(Loader& in, yaml::Node node);

// The YAML that they read.
std::string flag_text(const bool& flag);
std::string value_text(const Enumeration& values, std::uint32_t number);
std::string scalar_text(const std::string& text);
std::string duration_text(const std::chrono::seconds& duration);
std::string schedule_text(const grammar::Schedule& schedule);
std::string methods_text(const MethodList& list);
std::string reference_text(const Reference& reference);

/// "did you mean", or the list of keys when nothing is near.
std::string help_for_key(std::string_view word, const std::vector<std::string_view>& names);

/// R110 for a key that no row has.
void report_unknown_key(Loader& in, yaml::Node key, const std::vector<std::string_view>& names, std::string_view what);

/// One key of a map. `origin`: where the default comes from, empty when there is none; `summary`: what it is, for
/// `rapsim schema`. `print` is called by `check --effective`.
template <class T>
struct Key {
  std::string_view name, origin, summary;
  void (*load)(Loader&, yaml::Node, T&);
  void (*print)(EffectivePrinter&, const T&);
  Shape (*shape)();
};

template <class T>
std::vector<std::string_view> names_of(std::span<const Key<T>> keys) {
  std::vector<std::string_view> out;
  for (const Key<T>& key : keys) out.push_back(key.name);
  return out;
}

/// Reads every entry of a map through its row, and those without one through `other`, which takes key and value.
template <class T, class Other>
void load_entries(Loader& in, yaml::Node map, T& into, std::span<const Key<T>> keys, Other other) {
  for (std::size_t entry = 0; entry < map.size(); ++entry) {
    const Key<T>* row = nullptr;
    for (const Key<T>& key : keys)
      if (key.name == map.key(entry).text()) row = &key;
    in.key = map.key(entry);
    row != nullptr ? row->load(in, map.value(entry), into) : other(map.key(entry), map.value(entry));
  }
}

/// The same; R110 for a key without a row. `what`: the map, for messages.
template <class T>
void load_keys(Loader& in, yaml::Node map, T& into, std::span<const Key<T>> keys, std::string_view what) {
  if (in.expect_map(map, what))
    load_entries(in, map, into, keys,
                 [&](yaml::Node key, yaml::Node) { report_unknown_key(in, key, names_of(keys), what); });
}

template <class T>
void print_keys(EffectivePrinter& out, const T& from, std::span<const Key<T>> keys) {
  for (const Key<T>& key : keys) {
    out.key(key.name, key.origin);
    key.print(out, from);
  }
}

// --- Kinds of what is under a key: each has load(), print() and shape() ---

/// False when there is nothing to print: left out, and without a default.
template <class T>
bool has_value(const EffectivePrinter& out, const Setting<T>& setting) {
  if constexpr (std::is_same_v<T, std::string>)
    return !setting.value.empty();
  else
    return setting.is_given() || out.has_default();
}

/// A value: how it is read, the YAML that reads back, what it looks like.
template <class T>
struct ValueKind {
  std::optional<T> (*read)(Loader&, yaml::Node);
  std::string (*text)(const T&);
  Shape (*shape)();
  template <class Into>
  void load(Loader& in, yaml::Node node, Into& into) const {
    in.set(node, into, read);
  }
  void print(EffectivePrinter& out, const Setting<T>& from) const {
    if (has_value(out, from)) out.value(text(from.value), from.where);
  }
};

// clang-format off
inline constexpr ValueKind<bool> kFlag{read_bool, flag_text, shapes::boolean};
template <std::uint32_t kLeast, std::uint32_t kMost>
inline constexpr ValueKind<std::uint32_t> kNumber{
    [](Loader& in, yaml::Node node) { return read_number(in, node, kLeast, kMost); },
    [](const std::uint32_t& number) { return std::to_string(number); }, [] { return shapes::number(kLeast, kMost); }};
template <const Enumeration& kValues>
inline constexpr ValueKind<std::uint32_t> kValueOf{
    [](Loader& in, yaml::Node node) { return read_enumeration(in, node, kValues); },
    [](const std::uint32_t& number) { return value_text(kValues, number); }, [] { return shapes::value_of(kValues); }};
inline constexpr ValueKind<std::string> kText{read_text, scalar_text, shapes::text};
inline constexpr ValueKind<std::string> kName{read_name, scalar_text, shapes::text};
inline constexpr ValueKind<std::string> kIpv4{read_ipv4, scalar_text, shapes::ipv4};
inline constexpr ValueKind<Network> kNetwork{read_network, network_text, shapes::network};
inline constexpr ValueKind<grammar::AddressRange> kAddressRange{read_address_range, grammar::to_text, shapes::address_range};
inline constexpr ValueKind<std::chrono::seconds> kDuration{read_duration, duration_text, shapes::duration};
inline constexpr ValueKind<grammar::Schedule> kSchedule{read_schedule, schedule_text, shapes::schedule};
inline constexpr ValueKind<MethodList> kMethods{read_methods, methods_text, shapes::methods};
// clang-format on

/// Words that represent the values of an enumeration, or for false and true, in their order.
template <std::size_t N>
struct Words {
  std::string_view what;  // `edition`, for messages
  std::array<std::string_view, N> names;
  template <class T>
  void load(Loader& in, yaml::Node node, Setting<T>& into) const {
    in.set(node, into, [this](Loader& loader, yaml::Node word) -> std::optional<T> {
      const auto row = read_word(loader, word, what, names);
      return row ? std::optional(static_cast<T>(*row)) : std::nullopt;
    });
  }
  template <class T>
  void print(EffectivePrinter& out, const Setting<T>& from) const {
    if (has_value(out, from)) out.value(names[static_cast<std::size_t>(from.value)], from.where);
  }
  [[nodiscard]] Shape shape() const { return shapes::words(names); }
};

/// A setting that only some dialects have: of the others it is printed when it is given.
template <const auto& kKind, bool (*kHas)(Dialect)>
struct OfDialect {
  template <class T>
  void load(Loader& in, yaml::Node node, Setting<T>& into) const {
    kKind.load(in, node, into);
  }
  template <class T>
  void print(EffectivePrinter& out, const Setting<T>& from) const {
    if (kHas(out.dialect()) || from.is_given()) kKind.print(out, from);
  }
  [[nodiscard]] Shape shape() const { return kKind.shape(); }
};
template <const auto& kKind, bool (*kHas)(Dialect)>
inline constexpr OfDialect<kKind, kHas> kOfDialect{};

/// A list of what `read` reads from a scalar; an edit replaces it, an include adds to it. `shape`: of the list.
template <class T>
struct List {
  std::string_view what;  // of an element, for messages
  std::optional<T> (*read)(Loader&, yaml::Node);
  std::string (*text)(const T&);
  Shape (*shape)();
  void load(Loader& in, yaml::Node node, std::vector<T>& into) const {
    if (in.editing) into.clear();
    for (const yaml::Node item : read_list(in, node, what))
      if (auto value = read(in, item)) into.push_back(*std::move(value));
  }
  void print(EffectivePrinter& out, const std::vector<T>& from) const {
    if (!from.empty()) print_at(out, from, from.front().where);
  }
  void print_at(EffectivePrinter& out, const std::vector<T>& from, Span where) const {
    std::vector<std::string> texts;
    for (const T& item : from) texts.push_back(text(item));
    out.list(texts, where);
  }
};
/// Names of other things.
inline constexpr List<Reference> kReferences{"a name", read_reference, reference_text, shapes::references};

/// A list, and beside it where it is: given, it may be empty.
template <const auto& kList, auto kItems, auto kWhere>
struct PlacedList {
  template <class T>
  void load(Loader& in, yaml::Node node, T& into) const {
    kList.load(in, node, into.*kItems);
    if (in.editing || !(into.*kWhere).known()) into.*kWhere = node.span();
  }
  template <class T>
  void print(EffectivePrinter& out, const T& from) const {
    if ((from.*kWhere).known()) kList.print_at(out, from.*kItems, from.*kWhere);
  }
  [[nodiscard]] Shape shape() const { return kList.shape(); }
};
template <const auto& kList, auto kItems, auto kWhere>
inline constexpr PlacedList<kList, kItems, kWhere> kPlaced{};

/// What has its own loader and printer.
template <class T>
struct Part {
  void (*load)(Loader&, yaml::Node, T&);
  void (*print)(EffectivePrinter&, const T&);
  Shape (*shape)();
};

/// A map with a table of keys. `what`: for messages, `` `service` `` or `a user`; `definition`: its name in the schema.
template <class T, std::size_t N>
struct Section {
  std::string_view what;
  std::array<Key<T>, N> keys;
  std::string_view definition = {};
  void load(Loader& in, yaml::Node node, T& into) const { load_keys<T>(in, node, into, keys, what); }
  void print(EffectivePrinter& out, const T& from) const {
    out.open_map({});
    print_keys<T>(out, from, keys);
    out.close_map();
  }
  [[nodiscard]] Shape shape() const { return shapes::defined(std::string(definition), map_shape(keys)); }
};
template <class T, std::size_t N>
Section(std::string_view, std::array<Key<T>, N>) -> Section<T, N>;
template <class T, std::size_t N>
Section(std::string_view, std::array<Key<T>, N>, std::string_view) -> Section<T, N>;

/// A section as a part, for tables of other files.
template <class T, const auto& kSection>
inline constexpr Part<T> kPartOf{[](Loader& in, yaml::Node node, T& into) { kSection.load(in, node, into); },
                                 [](EffectivePrinter& out, const T& from) { kSection.print(out, from); },
                                 [] { return kSection.shape(); }};

/// An entry that is read when more of the map is known.
struct Entry {
  yaml::Node key{}, value{};
  explicit operator bool() const { return static_cast<bool>(value); }
};
template <Shape (*kShape)()>
struct Later {
  void load(Loader& in, yaml::Node node, Entry& into) const { into = {in.key, node}; }
  [[nodiscard]] Shape shape() const { return kShape(); }
};
template <Shape (*kShape)()>
inline constexpr Later<kShape> kLater{};

// --- Rows ---

/// What a path of members leads to: a fold over `.*`.
template <auto... kPath, class T>
constexpr auto& at_path(T& from) {
  return (from.*....*kPath);
}

/// A row about what the path leads to from T, which the table says.
template <const auto& kKind, auto... kPath>
struct KeyRow {
  std::string_view name, origin, summary;
  template <class T>
  constexpr operator Key<T>() const {
    return {.name = name,
            .origin = origin,
            .summary = summary,
            .load = [](Loader& in, yaml::Node node, T& into) { kKind.load(in, node, at_path<kPath...>(into)); },
            .print =
                [](EffectivePrinter& out, const T& from) {  // of a suite there is nothing to print
                  if constexpr (requires { kKind.print(out, at_path<kPath...>(from)); })
                    kKind.print(out, at_path<kPath...>(from));
                },
            .shape = [] { return kKind.shape(); }};
  }
};

/// `key<kFlag, &Rras::bap>("bap", ORIGIN, SUMMARY)`; without an origin it has no default to print.
template <const auto& kKind, auto... kPath>
constexpr KeyRow<kKind, kPath...> key(std::string_view name, std::string_view origin, std::string_view summary) {
  return {name, origin, summary};
}
template <const auto& kKind, auto... kPath>
constexpr KeyRow<kKind, kPath...> key(std::string_view name, std::string_view summary) {
  return {name, {}, summary};
}
/// `later<shapes::text, &CaseEntries::name>("name", SUMMARY)`: the entry is kept, and read later.
template <Shape (*kShape)(), auto... kPath>
constexpr KeyRow<kLater<kShape>, kPath...> later(std::string_view name, std::string_view summary) {
  return {name, {}, summary};
}

}  // namespace rapsim
