#include "engine/compile/memberships.hpp"

#include <boost/graph/vector_as_graph.hpp>  // before what uses it

#include <boost/graph/strong_components.hpp>
#include <range/v3/algorithm/sort.hpp>

namespace rapsim {

Memberships::Memberships(const std::vector<std::vector<GroupIndex>>& direct)
    : circle_(direct.size()), seen_from_(direct.size(), UINT32_MAX) {
  const auto index = boost::identity_property_map();
  // Tarjan's algorithm: a circle is numbered when all that is above it has its number. It does not recurse.
  const Circle circles = boost::strong_components(direct, boost::make_iterator_property_map(circle_.begin(), index),
                                                  boost::vertex_index_map(index));
  above_.resize(circles);
  is_too_much_.resize(circles);
  for (GroupIndex group = 0; group < direct.size(); ++group) above_[circle_[group]].push_back(group);
  for (Circle circle = 0; circle < circles; ++circle) {
    const GroupIndex first = above_[circle].front();
    is_too_much_[circle] = !follow(direct, above_[circle]);
    if (!count_.is_too_much()) continue;
    ended_at_ = first;
    break;
  }
}

/// In: the groups of a circle. Out: these and all above them; or false, and one of them, when those are too many. What
/// is above a circle was followed before, so that one step up is enough.
bool Memberships::follow(const std::vector<std::vector<GroupIndex>>& direct, std::vector<GroupIndex>& found) {
  const std::vector<GroupIndex> members = found;
  const Circle circle = circle_[members.front()];
  const auto give_up = [&] {
    found = std::vector<GroupIndex>{members.front()};  // an assigned list would keep the room of the old one
    return false;
  };
  for (const GroupIndex member : members) seen_from_[member] = circle;
  for (const GroupIndex member : members)
    for (const GroupIndex parent : direct[member]) {
      ++count_.followed;
      if (seen_from_[parent] == circle) continue;  // and all above it
      if (is_in_too_many(parent)) return give_up();
      count_.followed += above(parent).size();
      for (const GroupIndex group : above(parent))
        if (seen_from_[group] != circle) {
          seen_from_[group] = circle;
          found.push_back(group);
        }
      if (found.size() > kMostGroups + 1) return give_up();
    }
  if (found.size() > kMostGroups + 1) return give_up();
  count_.kept += found.size();
  ranges::sort(found);
  return true;
}

void Memberships::add_alone() {
  const auto group = static_cast<GroupIndex>(circle_.size());
  circle_.push_back(static_cast<Circle>(above_.size()));
  above_.push_back({group});
  is_too_much_.push_back(false);
}

}  // namespace rapsim
