#include "model/attempt/possible.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <string>

#include "model/load/load.hpp"
#include "model/site/rras.hpp"
#include "model/tables/methods.hpp"
#include "model/tables/reasons.hpp"

namespace rapsim {
namespace {

/// Every list of the names that holds at least one: `basic`, `strong`, `basic, strong`, ...
std::vector<std::string> every_list(const std::vector<std::string_view>& names) {
  std::vector<std::string> out;
  for (std::size_t chosen = 1; chosen < std::size_t{1} << names.size(); ++chosen) {
    std::string& list = out.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i)
      if ((chosen >> i & 1) != 0) add_item(list, names[i]);
  }
  return out;
}

std::vector<std::string> every_method() {
  std::vector<std::string> out;
  for (const MethodName& row : method_names())
    if (&name_of(row.method) == &row) out.emplace_back(row.name);
  return out;
}

/// As a user writes them; each value once.
std::vector<std::string> texts_of(const AttemptField& field) {
  std::vector<std::string> out;
  switch (field.type) {
    case FieldType::enumeration:
      for (const NamedValue& value : field.values->values) out.emplace_back(value.name);
      return out;
    case FieldType::method:
      return every_method();
    case FieldType::methods:
      return every_method();
    case FieldType::levels:
      return every_list({"basic", "strong", "strongest"});
    case FieldType::protocols:
      return every_list({kLanProtocols.begin(), kLanProtocols.end()});
    case FieldType::eap_result:
      out.emplace_back("success");
      for (const Reason& reason : reasons())
        if (is_eap_result(reason)) out.push_back(std::to_string(reason.number));
      return out;
    case FieldType::account:
    case FieldType::time:
    case FieldType::text:
    case FieldType::address:
      break;
  }
  return out;
}

FieldValue read_value(FieldId id, std::string_view text) {
  static const Site kAnySite;  // only times are read by a site
  Attempt scratch;
  Diagnostics none;  // the texts are those of the tables
  set_field(scratch, id, text, false, {}, kAnySite, none);
  return scratch[id];
}

std::vector<FieldValue> range_of(FieldId id, const Site& site) {
  std::vector<FieldValue> out;
  switch (field_row(id).range) {
    case Range::any:
      break;
    case Range::values:
      return values_of(id);
    case Range::values_or_left_out:
      out = values_of(id);
      out.emplace_back();
      break;
    case Range::access_servers:
      out.emplace_back();  // this server
      for (const RadiusClient& client : site.radius_clients) out.push_back(read_value(id, client.name));
      break;
  }
  return out;
}

bool is_unknown(const FieldValue& field) { return field.given && field.presence == Presence::unknown; }

/// NAS-Port-Type under `attributes:` says whether there is a tunnel where nothing else does.
bool is_port_open(const Attempt& attempt) {
  static const AttributeId kPortType = attribute_of("NAS-Port-Type");
  const GivenAttribute* given = attempt.find(kPortType);
  return given != nullptr && given->presence == Presence::unknown && !attempt[FieldId::tunnel].given &&
         !attempt[FieldId::strategy].given && !attempt[FieldId::port_type].given &&
         attempt[FieldId::nas].presence != Presence::present;
}

}  // namespace

std::vector<FieldValue> values_of(FieldId id) {
  std::vector<FieldValue> out;
  for (const std::string& text : texts_of(field_row(id))) out.push_back(read_value(id, text));
  return out;
}

Possibilities::Possibilities(const Attempt& attempt, const Site& site) : attempt_(attempt), site_(site) {
  for (std::size_t row = 0; row < kFieldCount; ++row) {
    const auto id = static_cast<FieldId>(row);
    if (!is_unknown(attempt[id]) || field_row(id).range == Range::any) continue;
    open_.push_back({id, field_row(id).name, false, range_of(id, site)});
  }
  if (is_port_open(attempt)) {
    std::vector<FieldValue> ports = values_of(FieldId::port_type);
    ports.push_back(FieldValue::unknown());  // a number without a name
    open_.push_back({FieldId::port_type, "NAS-Port-Type", true, std::move(ports)});
  }
  for (const OpenField& field : open_) count_ = std::min(count_ * field.values.size(), kMostPossibilities + 1);
}

Attempt Possibilities::incomplete(std::size_t number) const {
  Attempt out = attempt_;
  for (FieldValue& field : out.fields)
    if (!field.given) field = {};
  for (const OpenField& field : open_) {
    const FieldValue& value = field.values[number % field.values.size()];
    number /= field.values.size();
    if (!field.is_attribute) {
      out[field.id] = value;
      continue;
    }
    if (value.presence == Presence::unknown) {
      out[FieldId::tunnel] = read_value(FieldId::tunnel, "PPTP");  // as of an attempt that names no port
      continue;
    }
    for (GivenAttribute& given : out.attributes)
      if (attribute(given.attribute).name == field.name) given = {given.attribute, Presence::present, {value.wire}, {}};
  }
  return out;
}

void Possibilities::reopen(Attempt& attempt) const {
  attempt.attributes = attempt_.attributes;
  attempt[FieldId::tunnel].given = attempt_[FieldId::tunnel].given;
  for (const OpenField& field : open_)
    if (!field.is_attribute) attempt[field.id] = attempt_[field.id];
}

std::optional<Attempt> Possibilities::at(std::size_t number) const {
  Attempt out = incomplete(number);
  Diagnostics refused;
  complete_attempt(out, site_, {}, refused);
  if (refused.has_errors()) return std::nullopt;
  // Left out it would be unknown as well: that is not a separate value.
  for (const OpenField& field : open_)
    if (!field.is_attribute && out[field.id].presence == Presence::unknown) return std::nullopt;
  return out;
}

}  // namespace rapsim
