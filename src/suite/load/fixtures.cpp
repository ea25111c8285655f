#include "suite/load/fixtures.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kLongestChain = 64;  // of fixtures that use one another

constexpr Key<UseEntry> kUse[] = {later<shapes::any_text, &UseEntry::use>("use", "the fixture that it begins with")};

Shape named_fixtures_shape() { return shapes::named(shapes::defined("fixture", attempt_with_keys(true, kUse))); }

struct FixtureEntries {
  Entry attempts{};
};
constexpr Section kFixtures{"`fixtures`",
                            std::to_array<Key<FixtureEntries>>({
                                later<named_fixtures_shape, &FixtureEntries::attempts>("attempts", "attempts by name"),
                            })};

}  // namespace

Shape fixtures_shape() { return kFixtures.shape(); }

Fixtures::Fixtures(const Site& site, std::size_t most, Diagnostics& diags) : site_(site), most_(most), diags_(diags) {
  for (const AccessKind& kind : site.access) {
    names_.emplace_back(kind.name);
    entries_[kind.name].node = kind.fields->root();
  }
  for (const AccessKind& kind : site.access) load(entries_.find(kind.name)->second);
}

void Fixtures::load(yaml::Node fixtures) {
  Sources none;  // a loader names sources only for settings given twice
  Loader in{none, diags_};
  if (!in.expect_map(fixtures, "a map of fixtures: `attempts`")) return;
  FixtureEntries given;
  kFixtures.load(in, fixtures, given);
  const yaml::Node attempts = given.attempts.value;
  if (!attempts || !in.expect_map(attempts, "a map of named attempts")) return;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    names_.push_back(attempts.key(i).text());
    entries_[std::string(attempts.key(i).text())] = {.node = attempts.value(i)};  // also in place of a kind of access
  }
  for (const std::string_view name : names_) load(entries_.find(name)->second);
}

void Fixtures::load(Entry& entry) {
  if (entry.state != Entry::State::waiting) return;
  entry.state = Entry::State::loading;
  ++depth_;
  Diagnostics own = diags_.part();
  load_fields(entry, own);
  if (own.has_errors()) entry.fixture.is_good = false;
  diags_.add(own);
  --depth_;
  entry.state = Entry::State::done;
}

void Fixtures::load_fields(Entry& entry, Diagnostics& own) {
  Sources none;
  Loader in{none, own};
  if (!in.expect_map(entry.node, "the fields of an attempt")) return;
  UseEntry given;
  const AttemptChoices fields = ChoiceReader(site_, in, most_).read<UseEntry>(entry.node, given, kUse, "an attempt");
  if (given.use) load_used(given.use.value, entry.fixture, own);
  replace_fields(entry.fixture.fields, fields);
}

void Fixtures::load_used(yaml::Node use, Fixture& fixture, Diagnostics& own) {
  if (entry_of(use, own) == nullptr) return;
  Entry& used = entries_.find(use.text())->second;
  if (used.state == Entry::State::loading) {
    own.error(code("R402"), use.span(), "fixtures use one another in a circle");
    return;
  }
  if (depth_ < kLongestChain) load(used);  // the depth of the recursion is bounded, too
  fixture = used.fixture;
  ++fixture.length;
  if (used.state != Entry::State::done || fixture.length > kLongestChain)
    own.error(code("R402"), use.span(),
              "more than " + std::to_string(kLongestChain) + " fixtures that use one another");
}

const Fixture* Fixtures::find(yaml::Node use, Diagnostics& diags) const {
  const Entry* const entry = entry_of(use, diags);
  return entry == nullptr ? nullptr : &entry->fixture;
}

const Fixtures::Entry* Fixtures::entry_of(yaml::Node use, Diagnostics& diags) const {
  Sources none;
  Loader in{none, diags};
  if (!in.expect_scalar(use, "the name of a fixture")) return nullptr;
  const auto found = entries_.find(use.text());
  if (found != entries_.end()) return &found->second;
  diags.error(code("R402"), use.span(), "no fixture `" + std::string(use.text()) + "`",
              names_.empty() ? "fixtures are defined under `fixtures: { attempts: ... }`, kinds of access in the site"
              : diags.may_search(names_.size()) ? help_for_key(use.text(), names_)
                                                : "");
  return nullptr;
}

}  // namespace rapsim
