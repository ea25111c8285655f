// Maps of a site whose keys are names: groups, users, computers, RADIUS clients. Inside src/model only.
#pragma once

#include "base/text.hpp"
#include "model/load/keys.hpp"

namespace rapsim {

/// The row of the named element, made when there is none.
template <class T>
T& row_of(std::vector<T>& rows, std::optional<std::size_t> found, yaml::Node name) {
  if (found) return rows[*found];
  T& row = rows.emplace_back();
  row.name = name.text();
  row.where = name.span();
  return row;
}

/// R318 when a name differs from an earlier one only in case; an entry without settings is fine. An edit adds no
/// account (R316).
template <class T>
void load_named(Loader& in, yaml::Node node, std::vector<T>& rows, RowsByName& known, std::span<const Key<T>> keys,
                std::string_view what) {
  if (!in.expect_map(node, what)) return;
  rows.reserve(rows.size() + node.size());
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry);
    if (name.text().empty() || has_control_character(name.text())) {
      in.diags.error(code("R111"), name.span(), "expected a name without control characters");
      continue;
    }
    const std::optional<std::size_t> found = in.editing ? known.find(name.text()) : known.add(name.text(), rows.size());
    if (!found && in.editing) {
      in.diags.error(
          code("R316"), name.span(),
          "there is no " + std::string(what.substr(what.find(' ') + 1)) + " `" + std::string(name.text()) + "`");
      continue;
    }
    if (found && rows[*found].name != name.text()) {
      in.diags.error(code("R318"), name.span(),
                     "`" + std::string(name.text()) + "` and `" + rows[*found].name + "` differ only in case");
      continue;
    }
    T& row = row_of(rows, found, name);
    if (const yaml::Node value = node.value(entry); !value.is_null()) load_keys<T>(in, value, row, keys, what);
  }
}

template <class T>
void print_named(EffectivePrinter& out, const std::vector<T>& rows, std::span<const Key<T>> keys) {
  if (rows.empty()) return out.value("{}", {});
  out.open_map({});
  for (const T& row : rows) {
    out.key(yaml_scalar(row.name), "");
    out.open_map(row.where);
    print_keys<T>(out, row, keys);
    out.close_map();
  }
  out.close_map();
}

/// Elements by name; of one without settings the value is null.
inline Shape named_shape(Shape element) {
  element.may_be_null = true;
  return shapes::named(std::move(element));
}

/// Elements by name: a kind, of the section that each of them is.
template <const auto& kSection>
struct ByName {
  template <class T>
  void load(Loader& in, yaml::Node node, std::vector<T>& rows) const {
    RowsByName known;
    known.add_all(rows);
    load_named<T>(in, node, rows, known, kSection.keys, kSection.what);
  }
  template <class T>
  void print(EffectivePrinter& out, const std::vector<T>& rows) const {
    print_named<T>(out, rows, kSection.keys);
  }
  [[nodiscard]] Shape shape() const { return named_shape(kSection.shape()); }
};
template <const auto& kSection>
inline constexpr ByName<kSection> kByName{};

/// The `name` of an element of a list: a kind.
struct RowName {
  template <class T>
  void load(Loader& in, yaml::Node node, T& row) const {
    in.set(node, row.name, read_name);
  }
  template <class T>
  void print(EffectivePrinter& out, const T& row) const {
    out.value(yaml_scalar(row.name), row.where);
  }
  [[nodiscard]] Shape shape() const { return shapes::text(); }
};
inline constexpr RowName kRowName{};

/// An edit of elements of a list by their names: `policies."VPN staff".permission` (R316).
template <class T, std::size_t N>
void edit_by_name(Loader& in, yaml::Node node, std::vector<T>& rows, const Section<T, N>& section,
                  std::string_view kind) {
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry);
    std::vector<std::string_view> names;
    T* found = nullptr;
    for (T& row : rows) {
      names.push_back(row.name);
      if (row.name == name.text()) found = &row;
    }
    if (found != nullptr)
      section.load(in, node.value(entry), *found);
    else
      in.diags.error(code("R316"), name.span(), "no " + std::string(kind) + " `" + std::string(name.text()) + "`",
                     in.diags.may_search(names.size()) ? help_for_key(name.text(), names) : "");
  }
}

/// A list of maps that have a `name` (R112); an edit replaces it, or names an element. `where`: of the list, when
/// somebody keeps it. `kind` and `list`: what an element and the whole are called.
template <class T, std::size_t N>
void load_list_by_name(Loader& in, yaml::Node node, std::vector<T>& rows, Span* where, const Section<T, N>& section,
                       std::string_view kind, std::string_view list) {
  if (in.editing && node.is_map()) return edit_by_name(in, node, rows, section, kind);
  if (!in.expect_sequence(node, list)) return;
  if (in.editing) rows.clear();
  if (where != nullptr) *where = node.span();
  for (std::size_t i = 0; i < node.size(); ++i) {
    const yaml::Node item = node.element(i);
    T& row = rows.emplace_back();
    row.where = item.span();
    section.load(in, item, row);
    if (item.is_map() && !item.find("name"))
      in.diags.error(code("R112"), item.span(), std::string(section.what) + " needs a `name`");
  }
}

/// What load_list_by_name() reads.
template <class T, std::size_t N>
Shape list_by_name_shape(const Section<T, N>& section) {
  Shape element = section.shape();
  element.required = {"name"};
  return shapes::list(std::move(element));
}

template <class T, std::size_t N>
void print_list_by_name(EffectivePrinter& out, const std::vector<T>& rows, Span where, const Section<T, N>& section) {
  if (rows.empty()) return out.value("[]", where);
  out.open_map(where);
  for (const T& row : rows) {
    out.open_item();
    print_keys<T>(out, row, section.keys);
    out.close_item();
  }
  out.close_map();
}

}  // namespace rapsim
