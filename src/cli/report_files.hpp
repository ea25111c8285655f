// Files that a command writes besides stdout, each whole or not at all: a reader, and a run that is interrupted, sees
// the old file or the new one, never half of one.
#pragma once

#include <optional>
#include <span>
#include <string>

namespace rapsim {

struct ReportFile {
  std::string path{};
  std::string text{};
};

struct WriteFailure {
  std::string path{};
  int error = 0;  // errno
};

/// Writes all files: each into a temporary beside its target, to disk, and only when all are there each takes its
/// target's name. A link is followed; a file that exists keeps its mode, and must be writable; what is not a regular
/// file
/// (/dev/stdout, /dev/null, a pipe) is written directly. Out: nothing, or the first failure, after which no temporary
/// is left and no target has changed (unless it was the renaming that failed, of a later file). A signal that ends the
/// program meanwhile leaves no temporary either, SIGKILL apart (`.rapsim-*.tmp`).
std::optional<WriteFailure> write_files(std::span<const ReportFile> files);

/// `the report `out/junit.xml` could not be written: No space left on device`
std::string message_of(const WriteFailure& failure);

/// Whether both would be the same file when written, however they are spelt. Never of devices and pipes.
bool is_same_target(const std::string& one, const std::string& other);
/// Whether this is where stdout goes: /dev/stdout, or the file that the shell redirected it to. Not /dev/null.
bool is_stdout(const std::string& path);

}  // namespace rapsim
