// Maps of a site whose keys are names: groups, users, computers, RADIUS clients. Inside src/model only.
#pragma once

#include "base/text.hpp"
#include "model/keys.hpp"

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

/// R318 when a name differs from an earlier one only in case; an entry without settings is fine. An edit adds nobody
/// (R316).
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
      in.diags.error(code("R316"), name.span(), "`" + std::string(name.text()) + "` is not in the directory");
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

/// Elements by name; of one without settings the value is null.
inline Shape named_shape(Shape element) {
  element.may_be_null = true;
  return shapes::named(std::move(element));
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

}  // namespace rapsim
