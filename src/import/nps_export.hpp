// What an NPS configuration export holds (Export-NpsConfiguration, `netsh nps export`, ias.xml), as written: objects by
// name with their properties. Shared secrets are not read. Format:
// Root/Children/Microsoft_Internet_Authentication_Service.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "import/text_file.hpp"

namespace rapsim {

struct NpsProperty {
  std::string name{};   // `msNPConstraint`
  std::string value{};  // without blanks around it; empty for a secret
  Span where{};
};

/// `<Tag name="VPN staff"><Properties>...`: the name tells objects apart, the tag does not.
struct NpsObject {
  std::string name{};
  Span where{};
  std::vector<NpsProperty> properties{};  // in the order of the file; repeated: several values

  /// nullptr: there is none.
  [[nodiscard]] const NpsProperty* find(std::string_view property) const;
  [[nodiscard]] std::vector<const NpsProperty*> all(std::string_view property) const;
};

struct NpsServerGroup {
  NpsObject group{};
  std::vector<NpsObject> servers{};
};

struct NpsRegistryValue {
  std::string key{}, name{}, value{};
  Span where{};
};

struct NpsExport {
  std::uint32_t file = 0;     // row of Sources
  std::uint32_t version = 0;  // 256: 2008 and 2008 R2, 257: later
  Span version_where{};
  std::vector<NpsObject> policies{}, profiles{};                  // NetworkPolicy, RadiusProfiles
  std::vector<NpsObject> request_policies{}, request_profiles{};  // Proxy_Policies, Proxy_Profiles
  std::vector<NpsObject> clients{}, vendors{};
  std::vector<NpsServerGroup> server_groups{};
  NpsObject radius{};    // ports
  NpsObject provider{};  // Microsoft NT SAM Authentication
  std::vector<NpsRegistryValue> registry{};
};

/// Nothing after an error: R601 to R604, R103.
std::optional<NpsExport> read_nps_export(const ImportText& text, Diagnostics& diags);

/// Whether a property holds a shared secret or a password: its value is neither read nor printed.
bool is_secret_property(std::string_view name);

}  // namespace rapsim
