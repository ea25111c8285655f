// Rows of Key<T> for settings of the common kinds, named by the way to the member: `flag_key<&Rras::bap>("bap",
// "...")`, `text_key<&Server::rras, &Rras::addresses, ...>`. Inside src/model only.
#pragma once

#include <array>

#include "grammar/duration.hpp"
#include "model/sections.hpp"

namespace rapsim {

template <auto... kWay>
struct Way;
template <class Owner_, class Value, Value Owner_::*kFirst, auto... kRest>
struct Way<kFirst, kRest...> {
  using Owner = Owner_;
};
/// What the first step of a way is a member of.
template <auto... kWay>
using OwnerOf = typename Way<kWay...>::Owner;

/// What the way leads to.
template <auto kFirst, auto... kRest, class T>
constexpr auto& at_way(T& from) {
  if constexpr (sizeof...(kRest) == 0)
    return from.*kFirst;
  else
    return at_way<kRest...>(from.*kFirst);
}

// `summary` of a row: what it is, for `rapsim schema`; the shape follows from its kind.

/// Words that stand for the values of an enumeration, or for false and true, in their order.
template <std::size_t N>
struct Words {
  std::string_view what;  // `edition`, for messages
  std::array<std::string_view, N> names;
};

template <const auto& kWords, auto... kWay>
constexpr auto word_key(std::string_view name, std::string_view origin, std::string_view summary = {}) {
  using T = OwnerOf<kWay...>;
  return Key<T>{name,
                [](Loader& in, yaml::Node node, T& into) {
                  auto& setting = at_way<kWay...>(into);
                  using Value = std::remove_cvref_t<decltype(setting.value)>;
                  in.set(node, setting, [](Loader& l, yaml::Node n) -> std::optional<Value> {
                    const auto row = read_word(l, n, kWords.what, kWords.names);
                    return row ? std::optional(static_cast<Value>(*row)) : std::nullopt;
                  });
                },
                [](EffectivePrinter& out, const T& from) {
                  const auto& setting = at_way<kWay...>(from);
                  out.value(kWords.names[static_cast<std::size_t>(setting.value)], setting.where);
                },
                origin,
                {summary, [] { return shapes::words(kWords.names); }}};
}

template <auto... kWay>
constexpr auto flag_key(std::string_view name, std::string_view origin, std::string_view summary = {}) {
  using T = OwnerOf<kWay...>;
  return Key<T>{name,
                [](Loader& in, yaml::Node node, T& into) { in.set(node, at_way<kWay...>(into), read_bool); },
                [](EffectivePrinter& out, const T& from) {
                  const Setting<bool>& setting = at_way<kWay...>(from);
                  out.value(bool_text(setting.value), setting.where);
                },
                origin,
                {summary, shapes::boolean}};
}

/// A flag that says nothing when it is left out: there is no default.
template <auto... kWay>
constexpr auto given_flag_key(std::string_view name, std::string_view summary = {}) {
  auto key = flag_key<kWay...>(name, "", summary);
  using T = OwnerOf<kWay...>;
  key.print = [](EffectivePrinter& out, const T& from) {
    const Setting<bool>& setting = at_way<kWay...>(from);
    setting.is_given() ? out.value(bool_text(setting.value), setting.where) : out.nothing();
  };
  return key;
}

template <std::uint32_t kLeast, std::uint32_t kMost, auto... kWay>
constexpr auto number_key(std::string_view name, std::string_view origin, std::string_view summary = {}) {
  using T = OwnerOf<kWay...>;
  return Key<T>{name,
                [](Loader& in, yaml::Node node, T& into) {
                  in.set(node, at_way<kWay...>(into),
                         [](Loader& l, yaml::Node n) { return read_number(l, n, kLeast, kMost); });
                },
                [](EffectivePrinter& out, const T& from) {
                  const Setting<std::uint32_t>& setting = at_way<kWay...>(from);
                  out.value(std::to_string(setting.value), setting.where);
                },
                origin,
                {summary, [] { return shapes::number(kLeast, kMost); }}};
}

template <auto... kWay>
constexpr auto duration_key(std::string_view name, std::string_view origin, std::string_view summary = {}) {
  using T = OwnerOf<kWay...>;
  return Key<T>{name,
                [](Loader& in, yaml::Node node, T& into) { in.set(node, at_way<kWay...>(into), read_duration); },
                [](EffectivePrinter& out, const T& from) {
                  const Setting<std::chrono::seconds>& setting = at_way<kWay...>(from);
                  out.value(grammar::to_text(setting.value), setting.where);
                },
                origin,
                {summary, shapes::duration}};
}

/// A name; left out: there is none.
template <auto... kWay>
constexpr auto name_key(std::string_view name, std::string_view summary = {}) {
  using T = OwnerOf<kWay...>;
  return Key<T>{name,
                [](Loader& in, yaml::Node node, T& into) { in.set(node, at_way<kWay...>(into), read_name); },
                [](EffectivePrinter& out, const T& from) { print_text(out, at_way<kWay...>(from)); },
                "",
                {summary, shapes::text}};
}

/// A part that has a loader and a printer of its own, or a table of its own.
template <auto kLoad, auto kPrint, auto... kWay>
constexpr auto part_key(std::string_view name, KeySchema schema = {}) {
  using T = OwnerOf<kWay...>;
  return Key<T>{name, [](Loader& in, yaml::Node node, T& into) { kLoad(in, node, at_way<kWay...>(into)); },
                [](EffectivePrinter& out, const T& from) { kPrint(out, at_way<kWay...>(from)); }, "", schema};
}

/// The keys of a map, and how messages call it: `` `service` ``.
template <class T, std::size_t N>
struct Section {
  std::string_view what;
  std::array<Key<T>, N> keys;
  void load(Loader& in, yaml::Node node, T& into) const { load_keys<T>(in, node, into, keys, what); }
  void print(EffectivePrinter& out, const T& from) const {
    out.open_map({});
    print_keys<T>(out, from, keys);
    out.close_map();
  }
  [[nodiscard]] Shape shape() const { return map_shape(keys); }
};
template <class T, std::size_t N>
Section(std::string_view, std::array<Key<T>, N>) -> Section<T, N>;

/// A map whose keys are about T itself, or about the member that the way leads to.
template <const auto& kSection, class T>
constexpr Key<T> map_key(std::string_view name, std::string_view summary = {}) {
  return {name,
          [](Loader& in, yaml::Node node, T& into) { kSection.load(in, node, into); },
          [](EffectivePrinter& out, const T& from) { kSection.print(out, from); },
          "",
          {summary, [] { return kSection.shape(); }}};
}
template <const auto& kSection, auto kFirst, auto... kRest>
constexpr auto map_key(std::string_view name, std::string_view summary = {}) {
  using T = OwnerOf<kFirst>;
  return Key<T>{name,
                [](Loader& in, yaml::Node node, T& into) { kSection.load(in, node, at_way<kFirst, kRest...>(into)); },
                [](EffectivePrinter& out, const T& from) { kSection.print(out, at_way<kFirst, kRest...>(from)); },
                "",
                {summary, [] { return kSection.shape(); }}};
}

/// A list of what `read` reads from a scalar; an edit replaces it, an include adds to it. `where`: of the list, when
/// somebody keeps it.
template <class T, class Read>
void load_list(Loader& in, yaml::Node node, std::vector<T>& into, Span* where, std::string_view what, Read read) {
  if (in.editing) into.clear();
  for (const yaml::Node item : read_list(in, node, what))
    if (auto value = read(in, item)) into.push_back(*std::move(value));
  if (where != nullptr && (in.editing || !where->known())) *where = node.span();
}

}  // namespace rapsim
