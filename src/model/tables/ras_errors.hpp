// Errors of the remote access client and server (raserror.h): numbers, texts, usual causes.
// Source: MicrosoftDocs/win32 desktop-src/RRAS/routing-and-remote-access-error-codes.md; the rest as the row says.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rapsim {

struct RasError {
  std::uint16_t number;
  std::string_view symbol;
  std::string_view side;     // `client`, `server`, `client/server`
  std::string_view meaning;  // one sentence
  std::string_view cause;    // usual cause on the server's side, may be empty
  std::string_view basis;    // of the cause, in words
  std::string_view source;
};

std::span<const RasError> ras_errors();
/// nullptr: no such error.
const RasError* find_ras_error(std::uint32_t number);

}  // namespace rapsim
