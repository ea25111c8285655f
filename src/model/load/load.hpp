// YAML -> Site, YAML -> Attempt.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/diagnostic.hpp"
#include "model/attempt/attempt.hpp"
#include "model/load/shape.hpp"
#include "model/site/site.hpp"
#include "model/site/world.hpp"
#include "yaml/library.hpp"

namespace rapsim {

inline constexpr std::string_view kSiteFormat = "rapsim/site/1";

/// Reads a site file and what it includes; defaults of the dialect are filled in. Nothing after an error; all problems
/// are in `diags` (R1xx, R2xx, R3xx).
std::optional<Site> load_site(const std::string& path, yaml::Library& library, Diagnostics& diags);
std::optional<Site> load_site(const std::string& path, Sources& sources, Diagnostics& diags);
/// The same from a text (no includes); for tests and built-in sites.
std::optional<Site> load_site_text(std::string name, std::string text, Sources& sources, Diagnostics& diags);

/// What a site file holds, also one that another site includes.
Shape site_shape();
/// The fields of an attempt. `lists`: a list of values multiplies out, as in a scenario.
Shape attempt_shape(bool lists);

/// The instant from which the account has expired: the end of a day in the site's zone, or an instant; nothing for an
/// account that does not expire. Errors: R502, R503.
std::optional<Instant> expiry_of(const AccountState& state, const Site& site, Diagnostics* diags = nullptr);

/// Reads fields of an attempt from a map into `attempt`; fields given before are replaced (a fixture, then its use).
/// Errors: R110, R111, R301, R302, R502, R503.
void load_attempt(yaml::Node node, const Site& site, Attempt& attempt, Diagnostics& diags);
/// Reads the fields of one of the site's kinds of access, as load_attempt() does. False after R301: there is none.
bool load_access(std::string_view name, Span where, const Site& site, Attempt& attempt, Diagnostics& diags);
/// One field from a text (a command-line option, one value of a list). `plain`: `unknown` means unknown.
void set_field(Attempt& attempt, FieldId id, std::string_view text, bool plain, Span where, const Site& site,
               Diagnostics& diags);
/// One value of an attribute from a text, in the form that conditions see: `Virtual` gives `5`. Errors: R111, R301,
/// R312, R315.
std::optional<std::string> attribute_value(AttributeId id, std::string_view text, Span where, Diagnostics& diags);
/// Fills in what was left out (the defaults of attempt_fields()) and checks that the fields agree. Errors: R501, R504,
/// R505, R506.
void complete_attempt(Attempt& attempt, const Site& site, Span where, Diagnostics& diags);

/// The world at the attempt's time, nothing else known to have happened.
World world_at(const Attempt& attempt);

/// `2003-11-03T09:00[:30][Z|+01:00]`, local to the site's zone unless an offset is given. Errors: R502, R503.
std::optional<Instant> read_instant(std::string_view text, Span where, const Site& site, Diagnostics& diags);
/// `2003-11-03T20:15+01:00`, which read_instant reads back.
std::string instant_text(Instant instant, const Site& site);
/// A value of the field `at`.
FieldValue time_value(Instant instant, const Site& site);

}  // namespace rapsim
