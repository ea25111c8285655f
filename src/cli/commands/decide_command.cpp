// `rapsim decide SITE FILE`: attempts one a line in, decisions one a line out, as many as there are.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "base/text.hpp"
#include "base/visible.hpp"
#include "cli/clock.hpp"
#include "cli/commands/attempt_records.hpp"
#include "cli/commands/question.hpp"
#include "cli/commands/table_options.hpp"
#include "cli/output.hpp"
#include "model/attempt/attempt_document.hpp"
#include "model/load/attempt_lines.hpp"
#include "model/load/load.hpp"
#include "report/json/decision_lines.hpp"
#include "report/text/render_diagnostics.hpp"
#include "yaml/bytes.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kMostReported = 10;  // bad lines; the others are counted

/// What every thread reads and writes by.
struct Plan {
  const CompiledSite& site;
  Attempt given{};  // before the attempt is read: `--at`
  RecordForm form = RecordForm::lines;
  std::optional<CsvAttempts> columns{};
  DecisionLines lines;
  bool is_strict = false;
};

struct BadLine {
  std::uint64_t line = 0;
  std::string text{};
  bool is_too_long = false;
};

/// A block of the input on its way, and what became of it.
struct Work {
  TextBlock block{};
  std::string out{};
  std::uint64_t decided = 0, bad = 0;
  std::vector<BadLine> reported{};  // the first ones
  bool is_done = false;
  std::exception_ptr failed{};
};

void read_record(const Plan& plan, JsonAttempts& json, std::string_view text, Attempt& attempt, Diagnostics& diags) {
  const Site& site = *plan.site.site;
  if (plan.columns)
    plan.columns->read(text, 0, 1, site, attempt, diags);
  else
    json.read(text, site, attempt, diags);
  if (!diags.has_errors()) complete_attempt(attempt, site, {0, 1, 1, 1}, diags);
}

/// What a thread has for itself.
struct Own {
  explicit Own(const Plan& plan) : candidates(plan.site) {}
  JsonAttempts json{};
  Candidates candidates;
};

void decide_block(const Plan& plan, Own& own, Work& work) {
  const auto add_bad = [&](std::uint64_t line, std::string_view text, bool is_too_long) {
    if (++work.bad <= kMostReported) work.reported.push_back({line, std::string(text), is_too_long});
  };
  if (work.block.is_too_long) return add_bad(work.block.first_line, {}, true);
  for (const TextRecord& record : work.block.records(plan.form)) {
    Attempt attempt = plan.given;
    Diagnostics diags;
    read_record(plan, own.json, record.text, attempt, diags);
    if (diags.has_errors()) {
      add_bad(record.line, record.text, false);
      if (plan.is_strict) return;
      continue;
    }
    const World world = world_at(attempt);
    plan.lines.append(decide_one(plan.site, world, attempt, plan.lines.needs(), own.candidates), record.line, work.out);
    ++work.decided;
  }
}

/// Threads that take blocks in the order in which they are given. Without a second one the caller does the work.
class Workers {
 public:
  Workers(const Plan& plan, std::size_t jobs) : plan_(plan), own_(plan) {
    for (std::size_t i = 0; jobs > 1 && i < jobs; ++i) try {
        threads_.emplace_back([this](const std::stop_token& stop) { serve(stop); });
      } catch (const std::system_error&) {
        break;  // the system gives no more threads: those that there are do the work
      }
  }

  void give(Work& work) {
    if (threads_.empty()) return run(own_, work);
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(&work);
    }
    changed_.notify_all();
  }

  void wait(Work& work) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return work.is_done; });
    if (work.failed) std::rethrow_exception(work.failed);
  }

  bool is_done(const Work& work) {
    const std::lock_guard lock(mutex_);
    return work.is_done;
  }

 private:
  void serve(const std::stop_token& stop) {
    Own own(plan_);
    while (true) {
      Work* work = nullptr;
      {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
        work = waiting_.front();
        waiting_.pop_front();
      }
      run(own, *work);
      changed_.notify_all();
    }
  }

  void run(Own& own, Work& work) {
    try {
      decide_block(plan_, own, work);
    } catch (...) {
      work.failed = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    work.is_done = true;
  }

  const Plan& plan_;
  Own own_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Work*> waiting_;
  std::vector<std::jthread> threads_;  // last: they end before what they use
};

std::atomic<int> caught_signal = 0;
static_assert(std::atomic<int>::is_always_lock_free);

/// The first SIGINT or SIGTERM ends the reading; what was read is decided and written. A second one ends the program.
class Interrupts {
 public:
  Interrupts() {
    struct sigaction action {};
    action.sa_handler = [](int number) { caught_signal = number; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // and no SA_RESTART: a read that waits ends
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
      sigaction(kSignals[i], nullptr, &before_[i]);
      if (before_[i].sa_handler != SIG_IGN) sigaction(kSignals[i], &action, nullptr);
    }
  }
  ~Interrupts() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
  }
  Interrupts(const Interrupts&) = delete;
  Interrupts& operator=(const Interrupts&) = delete;

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM};
  std::array<struct sigaction, 2> before_{};
};

/// Writes all of it, also past a signal. False: errno says why.
bool write_out(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
  }
  return true;
}

/// What is wrong with a line, at its place. The line is read once more: by the reader of YAML, of which JSON is a part
/// and which knows the places.
std::string problems_of(const Plan& plan, const std::string& name, const BadLine& bad, const Style& style) {
  Sources sources;
  Diagnostics diags;
  const std::uint32_t file = yaml::add_text(name, bad.text, sources);
  Attempt attempt = plan.given;
  if (bad.is_too_long) {
    diags.error(code("R116"), {file, 1, 1, 1}, fmt::format("a record of more than {} KiB", kLongestRecord >> 10),
                "is a quote not closed?");
    return render_record(diags, sources, name, bad.line, style);
  }
  std::string padded = bad.text;
  padded.append(kJsonPadding, '\0');
  JsonAttempts json;
  read_record(plan, json, std::string_view(padded).substr(0, bad.text.size()), attempt, diags);
  const auto is_placed = [](const Diagnostic& one) { return one.where.known(); };
  const std::vector<Diagnostic> found = diags.sorted();
  const bool is_json_itself =
      !found.empty() && (found.front().code == code("R102") || found.front().code == code("R103"));
  if (!plan.columns && !std::all_of(found.begin(), found.end(), is_placed) && !is_json_itself) {
    Diagnostics placed;
    Attempt again = plan.given;
    if (const auto document = yaml::read(sources, file, placed))
      load_attempt_document(document->root(), *plan.site.site, again, placed);
    if (!placed.has_errors()) complete_attempt(again, *plan.site.site, {file, 1, 1, 1}, placed);
    if (placed.has_errors()) diags = std::move(placed);
  }
  return render_record(diags, sources, name, bad.line, style);
}

/// `--show decision,reason`
std::optional<std::vector<LineField>> shown_fields(const Arguments& arguments, Context& context) {
  const std::vector<LineField> all = line_fields();
  const std::string text = arguments.has("--show") ? arguments.value("--show") : std::string(kShownFields);
  std::vector<LineField> out;
  for (const std::string_view name : comma_list(text)) {
    const auto same = [&](const LineField& field) { return field.name == name; };
    const auto found = std::find_if(all.begin(), all.end(), same);
    std::vector<std::string_view> names;
    for (const LineField& field : all) names.push_back(field.name);
    if (found == all.end()) {
      const std::string near = did_you_mean(name, names);
      context.diags.error(code("R405"), argument_span(context, "--show", text),
                          "no field of a decision has the name `" + std::string(name) + "`",
                          near.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : near);
      return std::nullopt;
    }
    if (std::find_if(out.begin(), out.end(), same) == out.end()) out.push_back(*found);
  }
  return out;
}

void read_time(const Arguments& arguments, const Site& site, Attempt& attempt, Context& context) {
  if (!arguments.has("--at")) return;
  std::string text = arguments.value("--at");
  const Span where = argument_span(context, "--at", text);
  if (text == "now") text = instant_text(now(), site);
  set_field(attempt, FieldId::at, text, true, where, site, context.diags);
}

LineFormat format_of(const Arguments& arguments) {
  if (arguments.value("--format") != "csv") return LineFormat::ndjson;
  return arguments.has("--csv-raw") ? LineFormat::csv_raw : LineFormat::csv;
}

RecordForm form_of(const Arguments& arguments, const std::string& file) {
  const std::string input = arguments.value("--input");
  const bool is_csv = input.empty() ? lowered(file).ends_with(".csv") : input == "csv";
  return is_csv ? RecordForm::csv : RecordForm::lines;
}

/// An open file that is closed again; standard input is not.
class InputFile {
 public:
  explicit InputFile(const std::string& name)
      : descriptor_(name == "-" ? STDIN_FILENO : open(name.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~InputFile() {
    if (descriptor_ > STDIN_FILENO) close(descriptor_);
  }
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// The way of the blocks: read, decided on any thread, written in order. A block waits to be read until there is room.
class Stream {
 public:
  Stream(const Plan& plan, RecordReader& reader, std::string name, std::size_t jobs, const Context& context)
      : plan_(plan), reader_(reader), name_(std::move(name)), most_(2 * jobs), context_(context), workers_(plan, jobs) {
    shows_progress_ = !context.quiet && isatty(STDERR_FILENO) != 0 && isatty(STDOUT_FILENO) == 0;
  }

  /// The exit status.
  int run(TextBlock first) {
    bool has_block = first.size > 0 || reader_.next(first);
    for (; has_block && !stops(); has_block = reader_.next(first)) {
      work_.push_back(std::make_unique<Work>());
      work_.back()->block = std::move(first);
      workers_.give(*work_.back());
      // Who waits for an answer gets it before the next attempt.
      while (!work_.empty() && !stops() &&
             (work_.size() >= most_ || !reader_.is_ready() || workers_.is_done(*work_.front())))
        write_front();
    }
    while (!work_.empty() && !stops()) write_front();
    return end();
  }

 private:
  [[nodiscard]] bool stops() const { return output_status_ != 0 || (plan_.is_strict && bad_ > 0); }

  void write_front() {
    Work& work = *work_.front();
    workers_.wait(work);
    if (!write_out(work.out)) output_status_ = output_failed();
    decided_ += work.decided;
    for (const BadLine& bad : work.reported)
      if (reported_ < kMostReported && output_status_ == 0) {
        ++reported_;
        clear_progress();
        print(stderr,
              safe_output(problems_of(plan_, name_, bad, context_.style), OutputKind::text, context_.style.color));
      }
    bad_ += work.bad;
    work_.pop_front();
    show_progress();
  }

  void show_progress() {
    using Clock = std::chrono::steady_clock;
    if (!shows_progress_ || Clock::now() - shown_at_ < std::chrono::milliseconds(200)) return;
    shown_at_ = Clock::now();
    has_progress_ = true;
    print(stderr, fmt::format("\r{} decided, {} bad, {} MiB read\x1b[K", decided_, bad_, reader_.bytes() >> 20));
  }

  void clear_progress() {
    if (has_progress_) print(stderr, "\r\x1b[K");
    has_progress_ = false;
  }

  int end() {
    clear_progress();
    for (const auto& one : work_) workers_.wait(*one);
    if (output_status_ != 0) return output_status_;
    const bool is_unread = reader_.error() != 0 && reader_.error() != EINTR;
    if (bad_ > 0 || context_.verbose) {
      const std::string_view lines = plan_.form == RecordForm::csv ? "record" : "line";
      std::string text = fmt::format("rapsim: {} decided, {} bad {}{}", decided_, bad_, lines, bad_ == 1 ? "" : "s");
      if (bad_ > reported_) text += fmt::format(", of which the first {} are shown", reported_);
      if (plan_.is_strict && bad_ > 0) text += "; stopped there";
      print(stderr, text + "\n");
    }
    if (is_unread) {
      print(stderr, fmt::format("rapsim: `{}` cannot be read: {}\n", visible(name_), std::strerror(reader_.error())));
      return kExitBadInput;
    }
    if (caught_signal != 0) return 128 + caught_signal;
    if (bad_ == 0) return kExitAsExpected;
    return plan_.is_strict ? kExitBadInput : kExitNotAsExpected;
  }

  const Plan& plan_;
  RecordReader& reader_;
  std::string name_;
  std::size_t most_;  // blocks on their way at once
  const Context& context_;
  std::deque<std::unique_ptr<Work>> work_;
  std::uint64_t decided_ = 0, bad_ = 0, reported_ = 0;
  int output_status_ = 0;
  bool shows_progress_ = false, has_progress_ = false;
  std::chrono::steady_clock::time_point shown_at_ = std::chrono::steady_clock::now();
  Workers workers_;  // last: it ends first
};

/// The first record names the fields; the rest of its block is left in `first`.
bool read_header(RecordReader& reader, const std::string& name, TextBlock& first, Plan& plan, Context& context) {
  std::vector<TextRecord> records;
  while (records.empty() && reader.next(first)) records = first.records(plan.form);
  if (records.empty()) {
    if (reader.error() == 0)
      context.diags.error(code("R112"), {context.sources.add(name, ""), 0, 0, 0},
                          "the first record is missing: the names of the fields");
    else
      context.diags.error(code("R101"), {context.sources.add(name, ""), 0, 0, 0},
                          fmt::format("cannot be read: {}", std::strerror(reader.error())));
    return false;
  }
  const std::string_view header = records.front().text;
  const std::size_t end = static_cast<std::size_t>(header.data() - first.text.data()) + header.size();
  const std::uint32_t file = context.sources.add(name, first.text.substr(0, end));
  plan.columns = CsvAttempts::of_header(header, file, static_cast<std::uint32_t>(records.front().line), context.diags);
  const std::size_t rest = std::min(first.text.find('\n', end), first.size - 1) + 1;
  const std::string_view passed = std::string_view(first.text).substr(0, rest);
  first.first_line += static_cast<std::uint64_t>(std::count(passed.begin(), passed.end(), '\n'));
  first.text.erase(0, rest);
  first.size -= rest;
  return plan.columns.has_value();
}

}  // namespace

std::vector<OptionRow> decide_options() {
  std::vector<std::string> names;
  for (const LineField& field : line_fields()) names.emplace_back(field.name);
  return {
      {"--format", OptionKind::value, "ndjson (default): a JSON object a line; csv", {"ndjson", "csv"}},
      {"--input",
       OptionKind::value,
       "what FILE is: ndjson, or csv whose first record names the fields (left out: csv for a name that ends in .csv)",
       {"ndjson", "csv"}},
      {"--show",
       OptionKind::value,
       "fields of the output, in their order (left out: " + std::string(kShownFields) + ")",
       {},
       "FIELDS",
       names},
      {"--at", OptionKind::value, "the time of attempts that have no `at`", {}, "TIME", {"now"}},
      {"--strict", OptionKind::flag, "stop at the first line that is not an attempt, with exit status 2"},
      {"--csv-raw", OptionKind::flag, "leave cells of CSV alone that a spreadsheet takes for a formula"},
      jobs_option()};
}

int run_decide(const Arguments& arguments, Context& context) {
  const std::string &site_file = arguments.positionals[0], &file = arguments.positionals[1];
  const auto site = site_of(site_file, context);
  const auto shown = shown_fields(arguments, context);
  const std::size_t jobs = jobs_of(arguments, context);
  if (site == nullptr || !shown) return kExitBadInput;
  const std::string name = file == "-" ? "standard input" : file;
  Plan plan{.site = *site,
            .form = form_of(arguments, file),
            .lines = DecisionLines(*shown, format_of(arguments)),
            .is_strict = arguments.has("--strict")};
  read_time(arguments, *site->site, plan.given, context);
  if (context.diags.has_errors()) return kExitBadInput;
  const InputFile input(file);
  if (input.descriptor() < 0) {
    context.diags.error(code("R101"), {context.sources.add(name, ""), 0, 0, 0},
                        fmt::format("cannot be read: {}", std::strerror(errno)));
    return kExitBadInput;
  }
  const Interrupts interrupts;
  RecordReader reader(input.descriptor(), plan.form);
  TextBlock first;
  if (plan.form == RecordForm::csv && !read_header(reader, name, first, plan, context)) return kExitBadInput;
  if (!write_out(plan.lines.header())) return output_failed();
  return Stream(plan, reader, name, jobs, context).run(std::move(first));
}

}  // namespace rapsim
