// What loading, defaults and checks of the sections around the policies share: the server's own, the network path, the
// intranet. Inside src/model only.
#pragma once

#include "model/site/sections.hpp"

namespace rapsim {

/// What the dialect has: 2008 lost IPX and AppleTalk, 2003 NetBEUI.
bool dialect_knows(Dialect dialect, LanProtocol protocol);
/// The first setting of them that the site gives; unknown when it gives none.
Span first_given(const PortSettings& ports);
Span first_given(const Rras& rras, LanProtocol protocol);

/// Up to eight hexadecimal digits, and the texts that read back.
std::optional<std::uint32_t> parse_ipx_number(std::string_view text);
/// `00000100-000001FF`; one number alone.
std::string ipx_range_text(const IpxRange& range);

/// Defaults of these sections, and what only the whole of them shows (R307, R308, R312, R314, R325).
void fill_world_defaults(Site& site);
void fill_domain_lockout(DomainLockout& lockout);
void fill_access(DirectoryAccess& access);
void check_world(const Site& site, Diagnostics& diags);

}  // namespace rapsim
