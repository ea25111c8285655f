// The files of `rapsim check`: what each one is, and what was read of it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "engine/compile/compiled.hpp"

namespace rapsim {

enum class FileKind : std::uint8_t { site, suite, part };

/// One file and what became of it.
struct CheckedFile {
  std::string path;
  FileKind kind = FileKind::site;
  std::shared_ptr<const CompiledSite> site{};  // kind site, without errors
  std::size_t scenarios = 0, rows = 0;         // kind suite
  bool is_included = false;                    // kind part: by a site that was checked
};

/// Every file named, and every `*.yaml` below folders, each once. Problems go to the context's diagnostics.
/// `jobs`: how many are parsed at once.
std::vector<CheckedFile> check_files(const std::vector<std::string>& paths, std::size_t jobs, Context& context);

/// One file has one spelling: suites and includes may name it in another way.
std::string whole_path(std::string_view path);

}  // namespace rapsim
