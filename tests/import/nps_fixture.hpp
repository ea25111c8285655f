// Builds exports of NPS as Windows writes them, with one quirk at a time, and imports them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/nps_export.hpp"
#include "import/nps_site.hpp"
#include "tests/site_fixture.hpp"

namespace rapsim::test {

inline constexpr std::string_view kDataTypes = R"( xmlns:dt="urn:schemas-microsoft-com:datatypes" dt:dt="string")";

/// `<msNPAction ...>value</msNPAction>`
inline std::string property(std::string_view name, std::string_view value) {
  const std::string tag(name);
  return "<" + tag + std::string(kDataTypes) + ">" + std::string(value) + "</" + tag + ">";
}

/// The tag says nothing of an object, its name does.
inline std::string object(std::string_view name, const std::string& properties) {
  return "<Tag name=\"" + std::string(name) + "\"><Properties>" + properties + "</Properties></Tag>\n";
}

struct NpsText {
  std::string policies{}, profiles{}, request_policies{}, request_profiles{}, clients{}, groups{}, registry{};
  std::string version = "257";

  [[nodiscard]] std::string text() const {
    const auto part = [](std::string_view name, const std::string& children) {
      const std::string tag(name);
      return "<" + tag + " name=\"" + tag + "\">\n<Children>\n" + children + "</Children>\n</" + tag + ">\n";
    };
    return "<?xml version=\"1.0\"?>\n<Root xmlns:dt=\"urn:schemas-microsoft-com:datatypes\">\n<Children>\n" +
           property("Version", version) +
           "\n<Microsoft_Internet_Authentication_Service "
           "name=\"Microsoft_Internet_Authentication_Service\">\n<Children>\n" +
           part("RadiusProfiles", profiles) + part("NetworkPolicy", policies) +
           part("Proxy_Policies", request_policies) + part("Proxy_Profiles", request_profiles) +
           "<Protocols name=\"Protocols\"><Children><Microsoft_Radius_Protocol name=\"Microsoft Radius "
           "Protocol\">\n<Children>\n" +
           part("Clients", clients) + "</Children></Microsoft_Radius_Protocol></Children></Protocols>\n" +
           part("RADIUS_Server_Groups", groups) +
           "</Children></Microsoft_Internet_Authentication_Service></Children>\n" + registry + "</Root>\n";
  }
};

/// Methods by number, with the EAP types (two hex digits) if there are any.
inline std::string methods(const std::vector<int>& types, const std::vector<std::string>& eap = {}) {
  std::string out;
  for (const int type : types) out += property("msNPAuthenticationType2", std::to_string(type));
  for (const std::string& type : eap) out += property("msNPAllowedEapType", type + std::string(30, '0'));
  return out;
}

inline std::string everybody() { return methods({4, 10}) + property("msNPAllowDialin", "1"); }
inline std::string any_time() {
  return property("msNPConstraint",
                  "TIMEOFDAY(\"0 00:00-24:00; 1 00:00-24:00; 2 00:00-24:00; 3 00:00-24:00; 4 00:00-24:00; "
                  "5 00:00-24:00; 6 00:00-24:00\")");
}

struct NpsImport {
  Sources sources{};
  Diagnostics diags{};
  std::optional<Imported> imported{};

  explicit NpsImport(std::string bytes, const NpsSiteOptions& options = {}) {
    const auto text = import_text("nps.xml", std::move(bytes), sources, diags);
    const auto config = text ? read_nps_export(*text, diags) : std::nullopt;
    if (config) imported = site_of(*config, options, sources);
  }
  [[nodiscard]] std::string report() const {
    return imported ? import_report("nps.xml", *imported, sources) : codes(diags);
  }
  [[nodiscard]] std::string yaml() const { return imported ? imported->yaml : codes(diags); }
  /// Of the site that was made; `more` is a directory that a person adds.
  [[nodiscard]] std::string decided(std::string_view attempt, std::string_view directory = {}) const {
    std::string text = yaml();
    if (!directory.empty()) {
      const std::size_t at = text.find("  complete: false");
      text.replace(at, text.find('\n', at) - at, directory);
    }
    TestSite site(text, "");
    if (!site.compiled) return "site: " + codes(site.diags);
    const Case decided_case(site, attempt);
    return site.diags.has_errors() ? "attempt: " + codes(site.diags) : decided_case.line();
  }
};

}  // namespace rapsim::test
