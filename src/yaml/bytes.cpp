#include "yaml/bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "grammar/utf8.hpp"
#include "yaml/tree.hpp"

namespace rapsim::yaml {
namespace {

constexpr std::size_t kMostOpenBrackets = 4096;
constexpr auto npos = std::string_view::npos;

std::string hexadecimal(char c) { return fmt::format("0x{:02X}", static_cast<unsigned char>(c)); }

bool looks_like_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  return text.size() >= 4 && (text[0] == 0) != (text[1] == 0) && (text[0] == 0) == (text[2] == 0) &&
         (text[1] == 0) == (text[3] == 0);
}

struct BadByte {
  Code code;
  std::string message;
  std::string help;
};

/// What is wrong with the character at `at`, which has `length` bytes (0: not UTF-8).
std::optional<BadByte> bad_character(std::string_view text, std::size_t at, std::size_t length) {
  const char c = text[at];
  if (length == 0)
    return BadByte{code("R103"), "the byte " + hexadecimal(c) + " is not UTF-8 here",
                   "save the file as UTF-8, not as ANSI or Windows-1252"};
  if (c == '\0') return BadByte{code("R103"), "a text cannot contain a NUL byte", {}};
  if (c == '\r' && (at + 1 == text.size() || text[at + 1] != '\n'))
    return BadByte{code("R102"), "a carriage return without a line feed",
                   "end each line with a line feed; some editors show this as a line end, YAML readers do not"};
  // YAML allows none of these, but yaml-cpp takes them; 0x04 is even its own mark for the end of the text.
  const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  if (control || c == '\x7F')
    return BadByte{code("R102"), "the control character " + hexadecimal(c) + " is not allowed in YAML",
                   "between double quotes it is written \\x" + hexadecimal(c).substr(2)};
  if (length == 3 && at > 0 && text.substr(at, 3) == kByteOrderMark)
    return BadByte{code("R102"), "a byte order mark inside the text",
                   "delete this invisible character; files joined end to end leave one"};
  return std::nullopt;
}

/// Offset of the bracket that opens level kDeepest + 1, if a text has so many more opening than closing brackets that
/// it must not reach yaml-cpp (it would queue 250 bytes for each before its first event). Brackets in quotes and
/// comments count too, hence a limit far above kDeepest; the exact depth is counted by Reader.
std::optional<std::size_t> hopeless_nesting(std::string_view text) {
  std::size_t open = 0, first_too_deep = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[' || text[i] == '{') {
      if (++open == kDeepest + 1) first_too_deep = i;
      if (open > kMostOpenBrackets) return first_too_deep;
    } else if ((text[i] == ']' || text[i] == '}') && open > 0) {
      --open;
    }
  }
  return std::nullopt;
}

std::string too_large() {
  return "larger than the limit of " + std::to_string(kLargestFile >> 20) + " MiB for a YAML file";
}

constexpr std::string_view kLargeHelp = "split it into several files, and name them under `include`";

/// An open file; -1 when the system refused.
class Descriptor {
 public:
  /// Opening a pipe that has no writer would wait for ever; opened without waiting, it is empty. One that has a
  /// writer, like `<(command)` of a shell, is read to its end.
  explicit Descriptor(const std::string& path)
      : number_(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  [[nodiscard]] bool is_pipe() const {
    struct stat about {};
    return fstat(number_, &about) == 0 && S_ISFIFO(about.st_mode);
  }
  /// True if this is what the program's standard input is, too: `/dev/stdin` of a terminal.
  [[nodiscard]] bool is_standard_input() const {
    struct stat about {};
    struct stat input {};
    return fstat(number_, &about) == 0 && fstat(STDIN_FILENO, &input) == 0 && about.st_dev == input.st_dev &&
           about.st_ino == input.st_ino;
  }
  void wait_for_data() { fcntl(number_, F_SETFL, fcntl(number_, F_GETFL) & ~O_NONBLOCK); }
  /// As read(2), again after a signal.
  ssize_t read_some(char* into, std::size_t most) {
    ssize_t got = -1;
    do {
      got = ::read(number_, into, most);
    } while (got < 0 && errno == EINTR);
    return got;
  }

 private:
  int number_;
};

/// In words, why bytes_of gave nothing.
std::string why_not(int reason) {
  if (reason == EPIPE) return "this pipe has no writer";
  if (reason == EAGAIN) return "a device that has nothing to say";
  std::string message = std::generic_category().message(reason);
  message[0] = lower(message[0]);
  return message;
}

/// The bytes of a file, at most one chunk more than the limit, so that endless ones (devices, pipes) end too. Only for
/// a pipe and for standard input it waits: a device that has nothing to say, like `/dev/ptmx`, may stay silent for
/// ever. Nothing when the system refuses; `reason` is then its errno.
std::optional<std::string> bytes_of(const std::string& path, int& reason) {
  Descriptor file(path);
  reason = errno;
  if (!file.is_open()) return std::nullopt;
  std::string bytes;
  std::array<char, 64 * 1024> chunk{};
  const bool waits = file.is_pipe() || file.is_standard_input();
  ssize_t got = file.read_some(chunk.data(), chunk.size());
  if (waits && got < 0 && errno == EAGAIN) {
    file.wait_for_data();
    got = file.read_some(chunk.data(), chunk.size());
  }
  if (got == 0 && file.is_pipe()) {
    reason = EPIPE;
    return std::nullopt;
  }
  if (waits) file.wait_for_data();
  for (; got > 0; got = file.read_some(chunk.data(), chunk.size())) {
    bytes.append(chunk.data(), static_cast<std::size_t>(got));
    if (bytes.size() > kLargestFile) return bytes;
  }
  reason = errno;
  if (got < 0) return std::nullopt;
  return bytes;
}

}  // namespace

Place place_of(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) {
    const auto last = text.find_last_not_of(" \t\r\n");
    offset = last == npos ? 0 : last + 1;
  }
  const std::string_view before = text.substr(0, offset);
  const auto line_end = before.rfind('\n');
  Place place;
  place.offset = offset;
  place.line = static_cast<std::uint32_t>(1 + std::count(before.begin(), before.end(), '\n'));
  place.column = static_cast<std::uint32_t>(1 + offset - (line_end == npos ? 0 : line_end + 1));
  return place;
}

Span span_at(std::uint32_t file, const Place& place, std::size_t length) {
  return {file, place.line, place.column, static_cast<std::uint32_t>(length)};
}

std::string too_deep() { return "nested deeper than " + std::to_string(kDeepest) + " levels"; }

bool check_text(std::string_view text, std::uint32_t file, Diagnostics& diags) {
  const auto refuse = [&](Code why, std::size_t offset, std::string message, std::string help) {
    diags.error(why, span_at(file, place_of(text, offset), 1), std::move(message), std::move(help));
    return false;
  };
  if (text.size() > kLargestFile) return refuse(code("R104"), 0, too_large(), std::string(kLargeHelp));
  if (looks_like_utf16(text)) return refuse(code("R103"), 0, "the text is UTF-16", "save the file as UTF-8");
  for (std::size_t at = 0; at < text.size();) {
    const auto character = grammar::decode_utf8(text.substr(at));
    const std::size_t length = character ? character->length : 0;
    if (std::optional<BadByte> bad = bad_character(text, at, length)) {
      diags.error(bad->code, span_at(file, place_of(text, at), 1), std::move(bad->message), std::move(bad->help));
      return false;
    }
    at += length;
  }
  if (const auto offset = hopeless_nesting(text)) return refuse(code("R106"), *offset, too_deep(), {});
  return true;
}

std::uint32_t add_text(const std::string& name, std::string bytes, Sources& sources) {
  if (bytes.starts_with(kByteOrderMark))
    bytes.erase(0, kByteOrderMark.size());  // so that columns are what editors show
  return sources.add(name, std::move(bytes));
}

std::optional<std::uint32_t> add_file(const std::string& path, Sources& sources, Diagnostics& diags) {
  int reason = 0;
  std::optional<std::string> bytes = bytes_of(path, reason);
  if (bytes && bytes->size() <= kLargestFile) return add_text(path, std::move(*bytes), sources);
  const Span where = span_at(sources.add(path, {}), Place{}, 0);
  if (bytes) {
    diags.error(code("R104"), where, too_large(), std::string(kLargeHelp));
  } else {
    diags.error(code("R101"), where, "the file cannot be read: " + why_not(reason));
  }
  return std::nullopt;
}

std::optional<Document> read_file(const std::string& path, Sources& sources, Diagnostics& diags) {
  const auto file = add_file(path, sources, diags);
  return file ? read(sources, *file, diags) : std::nullopt;
}

}  // namespace rapsim::yaml
