// The kinds of access that a site serves: attempts with a name, without the user and the time.
#include <range/v3/algorithm/find.hpp>

#include "model/load/load.hpp"
#include "model/site/edit.hpp"
#include "model/site/sections.hpp"

namespace rapsim {

void load_access_kinds(Loader& in, yaml::Node node, Site& site) {
  if (!in.expect_map(node, "a map of kinds of access by name")) return;
  for (std::size_t entry = 0; entry < node.size(); ++entry) {
    const yaml::Node name = node.key(entry), fields = node.value(entry);
    if (!expect_name(in, name) || !in.expect_map(fields, "the fields of an attempt")) continue;
    AccessKind kind{std::string(name.text()), name.span(), value_of(fields)};
    const auto known = ranges::find(site.access, kind.name, &AccessKind::name);
    if (known == site.access.end())
      site.access.push_back(std::move(kind));
    else if (in.overwrite)
      *known = std::move(kind);
    else
      in.diags.error(code("R303"), name.span(), "the kind of access `" + kind.name + "` is there twice");
  }
}

void print_access_kinds(EffectivePrinter& out, const Site& site) {
  if (site.access.empty()) return;
  out.open_map({});
  for (const AccessKind& kind : site.access) {
    out.key(kind.name, "");
    out.value(value_text(kind.fields->root()), kind.where);
  }
  out.close_map();
}

/// The fields of an attempt, but for the user and the time.
Shape access_kinds_shape() {
  Shape fields = attempt_shape(false);
  std::erase_if(fields.keys, [](const Shape& key) { return key.name == "user" || key.name == "at"; });
  return shapes::named(shapes::defined("access", std::move(fields)));
}

void check_access_kinds(const Site& site, Diagnostics& diags) {
  for (const AccessKind& kind : site.access) {
    Attempt attempt;
    load_attempt(kind.fields->root(), site, attempt, diags);
    for (const FieldId field : {FieldId::user, FieldId::at})
      if (const FieldValue& value = attempt[field]; value.given)
        diags.error(code("R111"), value.where,
                    "a kind of access has no `" + std::string(field_row(field).name) + "`: each attempt says it");
  }
}

bool load_access(std::string_view name, Span where, const Site& site, Attempt& attempt, Diagnostics& diags) {
  const auto kind = ranges::find(site.access, name, &AccessKind::name);
  if (kind != site.access.end()) {
    load_attempt(kind->fields->root(), site, attempt, diags);
    return true;
  }
  std::vector<std::string_view> names;
  for (const AccessKind& one : site.access) names.push_back(one.name);
  diags.error(code("R301"), where, "unknown kind of access `" + std::string(name) + "`",
              names.empty() ? "the site names none: `access: { Wi-Fi: { nas: AP1, port-type: Wireless-IEEE-802.11 } }`"
                            : help_for_key(name, names));
  return false;
}

}  // namespace rapsim
