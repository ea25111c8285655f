// `set`: the site is edited while time goes by.
#include "suite/load_step.hpp"

namespace rapsim {

/// The paths are those of edits, which no schema can follow.
Shape set_shape() {
  Shape out = shapes::named(Shape{});
  out.least = 1;
  return out;
}

void load_set(StepLoading& timeline, yaml::Node step, yaml::Node value) {
  Loader& in = timeline.in;
  if (!in.expect_map(value, "a map of paths and values, like `server.service.state: stopped`")) return;
  if (value.size() == 0) return in.diags.error(code("R112"), value.span(), "an empty `set` changes nothing");
  std::vector<SiteEdit> edits;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const yaml::Node path = value.key(i);
    auto steps = read_path(path.text(), path.span(), in.diags);
    if (!steps) return;
    if (steps->back().ends_with("-at-start"))
      return in.diags.error(code("R411"), path.span(),
                            "`" + std::string(path.text()) + "` is what was true when something last started",
                            "edit what is true now, and `restart: server` or `restart: domain-controller`");
    edits.push_back({*std::move(steps), value_of(value.value(i)), path.span()});
  }
  Diagnostics own;
  const auto site = timeline.from.edited.find(timeline.site, std::move(edits), own);
  in.diags.add(own);
  if (!site) return;
  timeline.site = *site;
  timeline.add(SetSite{*site}, step.span());
}

}  // namespace rapsim
