// The sections of a site, each with a loader and a printer. Inside src/model only.
#pragma once

#include "model/keys.hpp"
#include "model/site.hpp"

namespace rapsim {

std::string_view bool_text(bool value);

/// The keys of a site's root.
void load_site_keys(Loader& in, yaml::Node node, Site& site);
/// What follows the reading of all files, or an edit: built-in policies, defaults, order, checks over the whole.
std::optional<Site> finish_site(Site site, Sources& sources, Diagnostics& diags);
/// 16 hex digits.
std::string digest_of(std::string_view text);

void load_policies(Loader& in, yaml::Node node, Site& site);
void print_policies(EffectivePrinter& out, const Site& site);
void load_request_policies(Loader& in, yaml::Node node, Site& site);
void print_request_policies(EffectivePrinter& out, const Site& site);
void load_conditions(Loader& in, yaml::Node node, Rule& rule);
void print_conditions(EffectivePrinter& out, const Rule& rule);
void load_profile(Loader& in, yaml::Node node, Profile& profile);
void print_profile(EffectivePrinter& out, const Profile& profile);
void load_server(Loader& in, yaml::Node node, Server& server);
void print_server(EffectivePrinter& out, const Server& server);
void load_radius_clients(Loader& in, yaml::Node node, Site& site);
void print_radius_clients(EffectivePrinter& out, const Site& site);
void load_readings(Loader& in, yaml::Node node, Site& site);
void print_readings(EffectivePrinter& out, const Site& site);
void load_users(Loader& in, yaml::Node node, Directory& directory);
void print_users(EffectivePrinter& out, const Directory& directory);
void load_computers(Loader& in, yaml::Node node, Directory& directory);
void print_computers(EffectivePrinter& out, const Directory& directory);
void load_directory(Loader& in, yaml::Node node, Site& site);
void print_directory(EffectivePrinter& out, const Site& site);
void load_packet_filter(Loader& in, yaml::Node node, PacketFilter& filter);
void print_packet_filter(EffectivePrinter& out, const PacketFilter& filter);
void load_direction_filter(Loader& in, yaml::Node node, DirectionFilter& direction);
void print_direction_filter(EffectivePrinter& out, const DirectionFilter& direction);
void load_filter_list(Loader& in, yaml::Node node, std::vector<FilterException>& filters);
void print_filter_list(EffectivePrinter& out, const std::vector<FilterException>& filters);

/// A list of names of other things.
void load_references(Loader& in, yaml::Node node, std::vector<Reference>& into);
void print_references(EffectivePrinter& out, const std::vector<Reference>& references);
void print_text(EffectivePrinter& out, const Setting<std::string>& setting);
/// A list of methods: `[EAP-TLS, MS-CHAP-v2]`.
std::optional<MethodList> read_methods(Loader& in, yaml::Node node);
std::vector<std::string> method_texts(const MethodList& list);
/// A value of an attribute in the form conditions see: enumerations as decimal text. Errors: R301, R111, R312, R315.
std::optional<std::string> read_attribute_value(Loader& in, yaml::Node node, const Attribute& attribute);
// What the sections look like, for `rapsim schema`.
Shape server_shape();
Shape directory_shape();
Shape users_shape();
Shape radius_clients_shape();
Shape request_policies_shape();
Shape readings_shape();
Shape policies_shape();
Shape conditions_shape(std::uint8_t places);
Shape profile_shape();
Shape methods_shape();
Shape packet_filter_shape();
Shape filter_list_shape();

/// Defaults of the dialect for everything left out.
void fill_defaults(Site& site);
/// What only the whole site shows: names twice, settings the dialect does not know. Errors: R303, R307, R308, R314.
void check_site(const Site& site, Diagnostics& diags);

}  // namespace rapsim
