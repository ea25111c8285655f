// The profile of an export's policy in the readable form of a site, and which of its limits are not modelled.
#pragma once

#include <string>
#include <vector>

#include "import/imported.hpp"
#include "import/nps_export.hpp"
#include "import/yaml_text.hpp"
#include "model/tables/methods.hpp"

namespace rapsim {

/// Something that may decide otherwise than the policy as written.
struct UnknownLimit {
  std::string what{};
  bool only_eap = false;   // it is for attempts with EAP or PEAP
  bool may_allow = false;  // it may allow an EAP type that the written list does not; false: it may reject
};

struct ReadableProfile {
  YamlText lines{};  // the keys of `profile`, at `depth`
  bool has_hours = false;
  std::vector<UnknownLimit> unknown{};
  std::vector<ImportNote> notes{};  // `what` begins with the setting; the caller says of which policy
};

/// Where values come from, for comments: `nps.xml:12`.
std::string place_text(Span where, const Sources& sources);

ReadableProfile readable_profile(const NpsObject& profile, std::size_t depth, const NpsExport& config,
                                 const Sources& sources);

/// `[MS-CHAP-v2, EAP-TLS]` of msNPAuthenticationType2 and msNPAllowedEapType.
struct ReadableMethods {
  std::vector<std::string> names{};
  std::vector<UnknownLimit> unknown{};
  std::vector<ImportNote> notes{};
  Span where{};
};
ReadableMethods readable_methods(const NpsObject& profile);

/// `Fortinet 1: admins` of a vendor attribute as exports write it; what cannot be decoded stays as it is.
std::string vendor_attribute_text(std::string_view value, const NpsExport& config);

/// An integer as exports write it, also a negative one of 32 bits.
std::optional<std::uint32_t> export_number(std::string_view text);

}  // namespace rapsim
