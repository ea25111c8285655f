#include "import/nps_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <range/v3/algorithm/any_of.hpp>
#include <range/v3/algorithm/contains.hpp>

#include "base/ipv4.hpp"
#include "base/text.hpp"
#include "grammar/schedule.hpp"
#include "import/eap_configuration.hpp"
#include "import/packet_filter_blob.hpp"
#include "model/site/effective.hpp"
#include "model/tables/attributes.hpp"

namespace rapsim {
namespace {

/// Neither a limit nor returned: nothing of a decision depends on these.
constexpr std::string_view kWithoutEffect[] = {
    "IP_Filter_Template_Guid",      "Opaque_Data",        "Template_Guid",      "msNPAllowDialin",
    "msIgnoreUserDialinProperties", "msAcctProviderType", "msAcctProviderName", "Description"};

/// Vendor attributes that have a property of their own.
struct VendorRow {
  std::string_view property, name;
};
constexpr VendorRow kVendorProperties[] = {{"msCiscoAV", "Cisco-AV-Pair"}};

/// Names that the XML spells otherwise than the attribute, hyphens apart.
struct ReturnedRow {
  std::string_view property, attribute;
};
constexpr ReturnedRow kReturned[] = {
    {"msRASBapLinednLimit", "MS-Link-Utilization-Threshold"},  // odd, but so it is in exports (semantics 4.6)
    {"msRASBapLinednTime", "MS-Link-Drop-Time-Limit"},
    {"msRADIUSTunnelPvtGroupId", "Tunnel-Private-Group-ID"},
    {"msRADIUSPrimaryDNSServer", "MS-Primary-DNS-Server"},
    {"msRADIUSSecondaryDNSServer", "MS-Secondary-DNS-Server"},
    {"msRADIUSPrimaryNBNSServer", "MS-Primary-NBNS-Server"},
    {"msRADIUSSecondaryNBNSServer", "MS-Secondary-NBNS-Server"},
};

std::string without_hyphens(std::string_view name) {
  std::string out(name);
  std::erase(out, '-');
  return out;
}

/// `msRADIUSFramedProtocol` is Framed-Protocol.
std::optional<AttributeId> returned_attribute(std::string_view property) {
  for (const ReturnedRow& row : kReturned)
    if (row.property == property) return find_attribute(row.attribute);
  constexpr std::string_view kPrefix = "msRADIUS";
  if (!property.starts_with(kPrefix)) return std::nullopt;
  const std::string_view name = property.substr(kPrefix.size());
  for (std::size_t id = 0; id < attributes().size(); ++id)
    if (attributes()[id].returned && equal_without_case(without_hyphens(attributes()[id].name), name))
      return static_cast<AttributeId>(id);
  return std::nullopt;
}

/// The value as a site writes it; nothing for one of another type.
std::optional<std::string> returned_value(const Attribute& row, std::string_view value) {
  switch (row.type) {
    case ValueType::enumeration:
    case ValueType::integer: {
      const auto number = export_number(value);
      if (!number) return std::nullopt;
      const NamedValue* named = row.values != nullptr ? find_value(*row.values, *number) : nullptr;
      return named != nullptr ? std::string(named->name) : std::to_string(*number);
    }
    case ValueType::boolean:
      return value == "1"   ? std::optional<std::string>("true")
             : value == "0" ? std::optional<std::string>("false")
                            : std::nullopt;
    case ValueType::ipv4: {
      if (parse_ipv4(value)) return std::string(value);
      const auto number = export_number(value);
      return number ? std::optional(ipv4_text(*number)) : std::nullopt;
    }
    case ValueType::ipv6:
    case ValueType::text:
    case ValueType::time:
    case ValueType::octets:
      break;
  }
  return std::string(value);
}

std::string one_or_list(const std::vector<std::string>& texts) {
  return texts.size() == 1 ? yaml_line(texts.front()) : yaml_list(texts);
}

/// Reads the properties of one profile, each once.
class ProfileReader {
 public:
  ProfileReader(const NpsObject& profile, std::size_t depth, const NpsExport& config, const Sources& sources)
      : profile_(profile), depth_(depth), config_(config), sources_(sources) {
    done_.insert(done_.end(), std::begin(kWithoutEffect), std::end(kWithoutEffect));
  }

  ReadableProfile read() {
    methods();
    encryption();
    duration("msRADIUSSessionTimeout", "session-timeout");
    duration("msRADIUSIdleTimeout", "idle-timeout");
    hours();
    called_station();
    calling_station();
    port_types();
    address();
    filters();
    multilink();
    eap_configuration();
    returned();
    others();
    return std::move(out_);
  }

 private:
  /// All values of a property, which is then done.
  std::vector<const NpsProperty*> take(std::string_view name) {
    done_.push_back(name);
    return profile_.all(name);
  }
  void put(std::string text, const NpsProperty& from) {
    out_.lines.line(depth_, std::move(text), place_text(from.where, sources_) + " " + from.name);
  }
  void note(ImportNoteKind kind, Span where, std::string what, std::string affects) {
    out_.notes.push_back({kind, where, std::move(what), std::move(affects)});
  }
  /// A limit of a form that the site cannot say: the policy may reject.
  void unknown_limit(const NpsProperty& from, std::string what) {
    note(ImportNoteKind::not_modelled, from.where, from.name + ": " + what,
         "attempts that this policy would accept: it may reject them");
    out_.unknown.push_back({std::string(from.name)});
  }

  void methods() {
    done_.insert(done_.end(), {"msNPAuthenticationType2", "msNPAuthenticationType", "msNPAllowedEapType"});
    ReadableMethods methods = readable_methods(profile_);
    out_.lines.line(depth_, "authentication: " + yaml_list(methods.names),
                    methods.where.known() ? place_text(methods.where, sources_) + " msNPAuthenticationType2"
                                          : "no msNPAuthenticationType2");
    std::move(methods.notes.begin(), methods.notes.end(), std::back_inserter(out_.notes));
    std::move(methods.unknown.begin(), methods.unknown.end(), std::back_inserter(out_.unknown));
  }

  /// semantics 4.5: policy 1 allows no encryption too; bits 2 basic, 8 strong, 4 strongest.
  void encryption() {
    const auto policies = take("msRASMPPEEncryptionPolicy"), types = take("msRASMPPEEncryptionType");
    if (policies.empty() && types.empty()) return;
    const NpsProperty& from = policies.empty() ? *types.front() : *policies.front();
    const auto policy = policies.empty() ? std::optional<std::uint32_t>(1) : export_number(policies.front()->value);
    const auto bits = types.empty() ? std::optional<std::uint32_t>(14) : export_number(types.front()->value);
    std::vector<std::string> levels;
    if (policy && *policy == 1) levels.emplace_back("none");
    if (bits && (*bits & 2U) != 0) levels.emplace_back("basic");
    if (bits && (*bits & 8U) != 0) levels.emplace_back("strong");
    if (bits && (*bits & 4U) != 0) levels.emplace_back("strongest");
    if (!policy || *policy < 1 || *policy > 2 || !bits || levels.empty() || (*bits & ~15U) != 0) {
      note(ImportNoteKind::not_modelled, from.where, "encryption that cannot be read, or none that could be used",
           "whether a tunnel comes up after the accept (errors 741, 742)");
      return;
    }
    put("encryption: " + yaml_list(levels), from);
  }

  void duration(std::string_view property, std::string_view key) {
    const auto values = take(property);
    if (values.empty()) return;
    constexpr std::uint32_t kLongest = 10'000U * 24 * 3600;  // of a duration in a site
    const auto seconds = export_number(values.front()->value);
    if (seconds && *seconds <= kLongest) return put(fmt::format("{}: {}s", key, *seconds), *values.front());
    note(ImportNoteKind::not_modelled, values.front()->where, std::string(property) + ": not a number of seconds",
         "when a session ends");
  }

  void hours() {
    const auto values = take("msNPTimeOfDay");
    if (values.empty()) return;
    std::string text;
    for (const NpsProperty* value : values) add_item(text, value->value, "; ");
    SyntaxError error;
    const auto schedule = grammar::parse_time_of_day(text, error);
    if (!schedule) return unknown_limit(*values.front(), "hours that cannot be read");
    out_.has_hours = !schedule->contains_all() && !schedule->open.empty();
    put("day-and-time-restrictions: " + yaml_line(grammar::to_text(*schedule)), *values.front());
  }

  void called_station() {
    for (const std::string_view name : {"msNPCalledStationID", "msNPCalledStationId", "msNPCalledStationID2"}) {
      const auto values = take(name);
      if (values.size() == 1 && values.front()->value.empty()) continue;
      if (values.size() == 1) put("called-station-id: " + yaml_line(values.front()->value), *values.front());
      if (values.size() > 1) unknown_limit(*values.front(), "several numbers that may be called");
    }
  }

  void calling_station() {
    for (const std::string_view name : {"msNPCallingStationID2", "msNPCallingStationID"})
      if (const auto values = take(name); !values.empty())
        unknown_limit(*values.front(), "a profile that limits the caller's number (reason 67)");
    take("msNPSavedCallingStationID");  // of an account, kept while the check is off
  }

  void port_types() {
    const auto values = take("msNPAllowedPortTypes");
    if (values.empty()) return;
    std::vector<std::string> names;
    for (const NpsProperty* value : values) {
      const auto number = export_number(value->value);
      const NamedValue* named = number ? find_value(kNasPortType, *number) : nullptr;
      if (named == nullptr) return unknown_limit(*value, "a NAS-Port-Type without a name");
      names.emplace_back(named->name);
    }
    put("nas-port-types: " + yaml_list(names), *values.front());
  }

  /// Source: RFC 2865 5.8 (semantics 4.4).
  void address() {
    const auto values = take("msRADIUSFramedIPAddress");
    if (values.empty()) return;
    const std::string& text = values.front()->value;
    const auto plain = parse_ipv4(text);
    const auto number = plain ? plain : export_number(text);
    if (!number)
      return note(ImportNoteKind::not_modelled, values.front()->where, "msRADIUSFramedIPAddress: not an address",
                  "the address that clients get");
    constexpr std::uint32_t kServerChooses = 0xFFFFFFFE, kClientChooses = 0xFFFFFFFF;
    const std::string what = *number == kServerChooses   ? "{ assignment: server-must-supply }"
                             : *number == kClientChooses ? "{ assignment: client-may-request }"
                                                         : "{ assignment: static, static: " + ipv4_text(*number) + " }";
    put("address: " + what, *values.front());
  }

  void filters() {
    const auto values = take("msRASFilter");
    if (values.empty()) return;
    const NpsProperty& from = *values.front();
    const auto bytes = bytes_of_hex(from.value);
    const auto blob = bytes ? read_filter_blob(*bytes) : std::nullopt;
    const bool is_late_bound =
        blob && ((blob->input && blob->input->is_late_bound) || (blob->output && blob->output->is_late_bound));
    if (!blob || is_late_bound || values.size() > 1)
      return note(ImportNoteKind::not_modelled, from.where,
                  is_late_bound ? "msRASFilter: filters with the address that the client will get"
                                : "msRASFilter: packet filters of an unknown form",
                  "what an accepted client can reach");
    for (const std::string& rest : blob->not_read)
      note(ImportNoteKind::not_modelled, from.where, "msRASFilter: " + rest, "what an accepted client can reach");
    if (!blob->input && !blob->output) return;
    put("packet-filters:", from);
    const auto direction = [&](std::string_view key, const std::optional<FilterDirection>& filters) {
      if (!filters) return;
      std::vector<std::string> texts;
      for (const grammar::PacketFilter& filter : filters->except) texts.push_back(grammar::to_text(filter));
      out_.lines.line(depth_ + 1, fmt::format("{}: {{ default: {}, except: {} }}", key,
                                              filters->drop_by_default ? "drop" : "forward", yaml_list(texts)));
    };
    direction("input", blob->input);
    direction("output", blob->output);
  }

  void multilink() {
    const auto ports = take("msRADIUSPortLimit"), required = take("msRASBapRequired");
    std::vector<std::string> keys;
    const auto limit = ports.empty() ? std::nullopt : export_number(ports.front()->value);
    if (limit && *limit > 0) keys.push_back(fmt::format("most-links: {}", *limit));
    const auto bap = required.empty() ? std::nullopt : export_number(required.front()->value);
    if (bap) keys.push_back(fmt::format("bap-required: {}", *bap != 0));
    if (!keys.empty())
      put(fmt::format("multilink: {{ {} }}", fmt::join(keys, ", ")),
          ports.empty() ? *required.front() : *ports.front());
  }

  void eap_configuration() {
    for (const NpsProperty* value : take("msEAPConfiguration")) {
      const auto read = read_eap_configuration(value->value);
      const std::string at = place_text(value->where, sources_) + " msEAPConfiguration: ";
      if (!read || (read->type == kEapPeap && !read->is_understood)) {
        out_.lines.remark(depth_, at + "not understood");
        note(ImportNoteKind::not_modelled, value->where, "msEAPConfiguration of an unknown form",
             "the server's certificate and the inner methods of EAP");
        continue;
      }
      if (read->type != kEapPeap) {
        const NamedValue* named = find_value(kEapType, read->type);
        const std::string type = named != nullptr ? std::string(named->name) : "EAP type " + std::to_string(read->type);
        out_.lines.remark(depth_, at + "settings of " + type);
        note(ImportNoteKind::not_modelled, value->where, "msEAPConfiguration: settings of " + type,
             "whether EAP succeeds: which certificates are taken");
        continue;
      }
      std::string inner;
      for (const std::uint8_t type : read->inner_types) {
        const NamedValue* named = find_value(kEapType, type);
        add_item(inner, named != nullptr ? named->name : "EAP type " + std::to_string(type));
      }
      out_.lines.remark(depth_, at + "PEAP with " + (inner.empty() ? "no inner method" : inner) +
                                    ", certificate of the server SHA-1 " + read->server_certificate);
      for (const std::string& certificate : read->inner_certificates)
        if (certificate != read->server_certificate)
          note(ImportNoteKind::remark, value->where,
               "PEAP and its inner method have different certificates, " + read->server_certificate + " and " +
                   certificate,
               "whether clients trust the server: after a change of certificates only one was replaced");
      note(ImportNoteKind::not_modelled, value->where,
           "PEAP with " + (inner.empty() ? "no inner method" : inner) + " inside",
           "attempts with another method inside of PEAP, which are rejected");
    }
  }

  /// What the accept returns besides, and no decision depends on.
  void returned() {
    std::vector<std::pair<std::string, const NpsProperty*>> lines;
    std::vector<std::string> vendor;
    const NpsProperty* vendor_from = nullptr;
    for (const NpsProperty& property : profile_.properties) {
      if (ranges::contains(done_, std::string_view(property.name)) || is_secret_property(property.name)) continue;
      if (const auto id = returned_attribute(property.name)) {
        const Attribute& row = attribute(*id);
        std::vector<std::string> values;
        for (const NpsProperty* value : take(property.name)) {
          if (auto text = returned_value(row, value->value); text && !text->empty())
            values.push_back(*std::move(text));
          else
            note(ImportNoteKind::not_modelled, value->where, value->name + ": not a value of " + std::string(row.name),
                 "what the accept returns");
        }
        if (!values.empty()) lines.emplace_back(std::string(row.name) + ": " + one_or_list(values), &property);
      } else if (property.name == "msRADIUSAnyVSA" || property.name == "msRADIUSVendorSpecific") {
        for (const NpsProperty* value : take(property.name))
          vendor.push_back(vendor_attribute_text(value->value, config_));
        vendor_from = &property;
      } else {
        for (const VendorRow& row : kVendorProperties)
          if (property.name == row.property) {
            for (const NpsProperty* value : take(row.property))
              vendor.push_back(fmt::format("{}: {}", row.name, value->value));
            vendor_from = &property;
          }
      }
    }
    if (vendor_from != nullptr) lines.emplace_back("Vendor-Specific: " + one_or_list(vendor), vendor_from);
    if (lines.empty()) return;
    out_.lines.line(depth_, "attributes:");
    for (auto& [text, from] : lines)
      out_.lines.line(depth_ + 1, std::move(text), place_text(from->where, sources_) + " " + from->name);
  }

  /// Everything else. A name of NP... is a limit, any other is of what an accepted client gets.
  void others() {
    for (const NpsProperty& property : profile_.properties) {
      if (ranges::contains(done_, std::string_view(property.name))) continue;
      const std::string name = property.name;
      done_.push_back(property.name);
      if (is_secret_property(name))
        note(ImportNoteKind::not_modelled, property.where, name + ", whose value is not read",
             "what the accept returns");
      else if (name.starts_with("msQuarantine") || name.starts_with("msExtendedQuarantine"))
        note(ImportNoteKind::not_modelled, property.where, name + " (Network Access Protection)",
             "whether an accepted client is in quarantine");
      else if (name.starts_with("msNP") || name.find("Certificate") != std::string::npos)
        unknown_limit(property, "a limit that is not known here");
      else
        note(ImportNoteKind::not_modelled, property.where, name, "what an accepted client gets, not who is accepted");
    }
  }

  const NpsObject& profile_;
  std::size_t depth_;
  const NpsExport& config_;
  const Sources& sources_;
  ReadableProfile out_;
  std::vector<std::string_view> done_;  // properties
};

/// The method of an EAP type, by the first byte of msNPAllowedEapType.
const MethodName* eap_method(std::uint8_t type) {
  for (const MethodName& row : method_names())
    if (row.method.eap == type && is_eap(row.method.type)) return &row;
  return nullptr;
}

}  // namespace

std::optional<std::uint32_t> export_number(std::string_view text) {
  if (const auto number = number_in<std::uint32_t>(text)) return number;
  const auto negative = number_in<std::int32_t>(text);
  return negative ? std::optional(static_cast<std::uint32_t>(*negative)) : std::nullopt;
}

std::string place_text(Span where, const Sources& sources) {
  return std::filesystem::path(std::string(sources.name(where.file))).filename().string() + ":" +
         std::to_string(where.line);
}

std::string vendor_attribute_text(std::string_view value, const NpsExport& config) {
  // 01, vendor in 8 hex digits, type in 2, length in 2, and the value as plain text.
  constexpr std::size_t kHead = 14;
  if (value.size() < kHead || !value.starts_with("01")) return "undecoded " + std::string(value);
  const auto vendor = number_in<std::uint32_t>(value.substr(2, 8), 16);
  const auto type = number_in<std::uint32_t>(value.substr(10, 2), 16);
  const auto length = number_in<std::uint32_t>(value.substr(12, 2), 16);
  if (!vendor || !type || !length) return "undecoded " + std::string(value);
  std::string name;
  if (const NamedValue* named = find_value(kClientVendor, *vendor)) name = named->label;
  for (const NpsObject& row : config.vendors)
    if (const NpsProperty* id = row.find("NAS_Vendor_Id"); id != nullptr && id->value == std::to_string(*vendor))
      name = row.name;
  if (name.empty()) name = "vendor " + std::to_string(*vendor);
  return fmt::format("{} {}: {}", name, *type, value.substr(kHead));
}

ReadableMethods readable_methods(const NpsObject& profile) {
  ReadableMethods out;
  bool has_eap = false;
  std::vector<const NpsProperty*> types = profile.all("msNPAuthenticationType2");
  if (types.empty()) types = profile.all("msNPAuthenticationType");
  if (!types.empty()) out.where = types.front()->where;
  for (const NpsProperty* type : types) {
    const auto number = export_number(type->value);
    const MethodName* row = number ? find_method(std::to_string(*number)) : nullptr;
    if (number && *number == kAuthenticationEap) {
      has_eap = true;
    } else if (row != nullptr) {
      out.names.emplace_back(row->name);
    } else {
      out.notes.push_back({ImportNoteKind::not_modelled, type->where, type->name + ": a method that is not known here",
                           "attempts with it, which this policy may allow"});
      out.unknown.push_back({"an authentication method", false, true});
    }
  }
  if (types.empty()) {
    out.notes.push_back({ImportNoteKind::not_modelled, profile.where, "no msNPAuthenticationType2 at all",
                         "all attempts that this policy decides: no method is allowed, or some are by default"});
    out.unknown.push_back({"the allowed methods", false, true});
  }
  if (!has_eap) return out;
  const std::vector<const NpsProperty*> eap_types = profile.all("msNPAllowedEapType");
  if (eap_types.empty()) {
    out.names.emplace_back("EAP");
    out.notes.push_back({ImportNoteKind::not_modelled, out.where, "EAP without any msNPAllowedEapType",
                         "attempts with EAP: all types are allowed, or none"});
    out.unknown.push_back({"the allowed EAP types", true, false});
  }
  for (const NpsProperty* type : eap_types) {
    const auto bytes = bytes_of_hex(type->value);
    const auto number = bytes && !bytes->empty() ? static_cast<std::uint8_t>((*bytes)[0]) : std::uint8_t{0};
    if (const MethodName* row = eap_method(number); row != nullptr && number != 0) {
      if (!ranges::contains(out.names, std::string(row->name))) out.names.emplace_back(row->name);
      continue;
    }
    out.notes.push_back({ImportNoteKind::not_modelled, type->where, "EAP type " + std::to_string(number),
                         "attempts with an EAP type that is not in the list: unknown"});
    out.unknown.push_back({"EAP type " + std::to_string(number), true, true});
  }
  return out;
}

ReadableProfile readable_profile(const NpsObject& profile, std::size_t depth, const NpsExport& config,
                                 const Sources& sources) {
  return ProfileReader(profile, depth, config, sources).read();
}

}  // namespace rapsim
