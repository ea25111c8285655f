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
    const std::string path(value.key(i).text());
    if (path.ends_with("-at-start")) {
      in.diags.error(code("R411"), value.key(i).span(), "`" + path + "` is what was true when something last started",
                     "edit what is true now, and `restart: server` or `restart: domain-controller`");
      return;
    }
    auto document = std::make_shared<yaml::Document>();
    document->set_root(document->add_copy(value.value(i)));
    edits.push_back({path, std::move(document), value.key(i).span()});
  }
  Diagnostics own;
  const auto site = timeline.from.edited.find(timeline.site, std::move(edits), own);
  in.diags.add(own);
  if (!site) return;
  timeline.site = *site;
  timeline.add(SetSite{*site}, step.span());
}

}  // namespace rapsim
