// The sections of a site, each with a loader, a printer and a shape. Inside src/model only.
#pragma once

#include "model/load/keys.hpp"
#include "model/site/site.hpp"

namespace rapsim {

/// The keys of a site's root.
void load_site_keys(Loader& in, yaml::Node node, Site& site);
/// What follows the reading of all files, or an edit: built-in policies, defaults, order, checks over the whole.
std::optional<Site> finish_site(Site site, Sources& sources, Diagnostics& diags);
/// 16 hex digits.
std::string digest_of(std::string_view text);

void load_policies(Loader& in, yaml::Node node, Site& site);
void print_policies(EffectivePrinter& out, const Site& site);
Shape policies_shape();
void load_request_policies(Loader& in, yaml::Node node, Site& site);
void print_request_policies(EffectivePrinter& out, const Site& site);
Shape request_policies_shape();
void load_access_kinds(Loader& in, yaml::Node node, Site& site);
void print_access_kinds(EffectivePrinter& out, const Site& site);
Shape access_kinds_shape();
/// Reads the fields of every kind. Errors: those of load_attempt(), and R111 for a user or a time.
void check_access_kinds(const Site& site, Diagnostics& diags);
void load_conditions(Loader& in, yaml::Node node, Rule& rule);
void print_conditions(EffectivePrinter& out, const Rule& rule);
Shape conditions_shape(std::uint8_t places);

// Kinds that more than one file has keys of, or whose file is not that of the section around them.
extern const Part<Profile> kProfile;
extern const Part<Server> kServer;
extern const Part<Site> kDirectory;
extern const Part<NetworkPath> kNetworkPath;
extern const Part<Intranet> kIntranet;
extern const Part<Rras> kRadiusServers;
extern const Part<Site> kRadiusClients;
extern const Part<std::vector<Device>> kDevices;
extern const Part<PacketFilter> kPacketFilter;
extern const Part<DirectionFilter> kDirectionFilter;
extern const List<FilterException> kFilterList;

/// A value of an attribute in the form conditions see: enumerations as decimal text. Errors: R301, R111, R312, R315.
std::optional<std::string> read_attribute_value(Loader& in, yaml::Node node, const Attribute& attribute);

/// Defaults of the dialect for everything left out.
void fill_defaults(Site& site);
/// What only the whole site shows: names twice, settings the dialect does not know. Errors: R303, R307, R308, R314.
void check_site(const Site& site, Diagnostics& diags);

}  // namespace rapsim
