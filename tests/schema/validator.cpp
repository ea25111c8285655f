#include "tests/schema/validator.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace schema_test {
namespace {

std::string from_environment(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr) throw std::runtime_error(std::string(name) + " is not set: run this test through meson");
  return value;
}

/// Sends one line and reads the one that answers it.
std::string answer(const nlohmann::json& value, std::FILE* to, std::FILE* from) {
  const std::string line = value.dump() + "\n";
  std::fwrite(line.data(), 1, line.size(), to);
  std::fflush(to);
  std::string out;
  int c = std::fgetc(from);
  for (; c != EOF && c != '\n'; c = std::fgetc(from)) out += static_cast<char>(c);
  if (c == EOF) throw std::runtime_error("the validator has ended: is jsonschema installed?");
  return out;
}

}  // namespace

Validator::Validator(const nlohmann::json& schema) {
  const std::string python = from_environment("RAPSIM_PYTHON");
  const std::string script = from_environment("RAPSIM_ROOT") + "/tests/schema/validate.py";
  std::array<int, 2> there{}, back{};
  // Closed in every other validator's process: else none would see the end of its input.
  if (pipe2(there.data(), O_CLOEXEC) != 0 || pipe2(back.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  process_ = fork();
  if (process_ == 0) {
    dup2(there[0], STDIN_FILENO);
    dup2(back[1], STDOUT_FILENO);
    execl(python.c_str(), python.c_str(), script.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  close(there[0]);
  close(back[1]);
  to_ = fdopen(there[1], "w");
  from_ = fdopen(back[0], "r");
  const std::string problem = answer(schema, to_, from_);
  if (problem != "schema") throw std::runtime_error(problem);
}

Validator::~Validator() {
  std::fclose(to_);
  std::fclose(from_);
  waitpid(process_, nullptr, 0);
}

std::string Validator::problem_of(const nlohmann::json& value) const { return answer(value, to_, from_); }

}  // namespace schema_test
