#include "cli/commands/attempt_records.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "model/load/attempt_lines.hpp"
#include "yaml/bytes.hpp"

namespace rapsim {
namespace {

constexpr std::size_t kBlock = std::size_t{256} << 10;

std::uint64_t line_ends(std::string_view text) {
  return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

std::vector<TextRecord> TextBlock::records(RecordForm form) const {
  std::vector<TextRecord> out;
  const std::string_view all = std::string_view(text).substr(0, size);
  std::uint64_t line = first_line;
  for (std::size_t from = 0; from < all.size();) {
    std::size_t end = std::min(all.find('\n', from), all.size());
    std::uint64_t lines = 1;
    if (form == RecordForm::csv)
      while (end < all.size() && std::count(all.begin() + static_cast<std::ptrdiff_t>(from),
                                            all.begin() + static_cast<std::ptrdiff_t>(end), '"') %
                                         2 !=
                                     0) {
        end = std::min(all.find('\n', end + 1), all.size());
        ++lines;
      }
    std::string_view record = all.substr(from, end - from);
    if (record.ends_with('\r')) record.remove_suffix(1);
    if (!is_blank(record)) out.push_back({record, line});
    from = end + 1;
    line += lines;
  }
  return out;
}

bool RecordReader::fill() {
  const std::size_t had = pending_.size();
  pending_.resize(had + kBlock);
  const ssize_t got = ::read(descriptor_, pending_.data() + had, kBlock);
  pending_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
  if (got < 0) error_ = errno;
  if (got <= 0) {
    is_at_end_ = true;
    return got == 0;
  }
  bytes_ += static_cast<std::uint64_t>(got);
  if (is_first_ && pending_.size() >= yaml::kByteOrderMark.size()) {
    is_first_ = false;
    if (pending_.starts_with(yaml::kByteOrderMark)) pending_.erase(0, yaml::kByteOrderMark.size());
  }
  return true;
}

/// Bytes up to the last line end that ends a record.
std::size_t RecordReader::whole_records() {
  if (form_ == RecordForm::lines) {
    const std::size_t last = std::string_view(pending_).substr(scanned_).rfind('\n');
    if (last != std::string_view::npos) whole_ = scanned_ + last + 1;
  } else {
    for (std::size_t at = scanned_; at < pending_.size(); ++at) {
      if (pending_[at] == '"') is_quoted_ = !is_quoted_;
      if (pending_[at] == '\n' && !is_quoted_) whole_ = at + 1;
    }
  }
  scanned_ = pending_.size();
  return whole_;
}

void RecordReader::take(std::size_t size, TextBlock& out) {
  out = {.text = {}, .size = size, .first_line = next_line_};
  std::string rest = pending_.substr(size);
  pending_.resize(size);
  next_line_ += line_ends(pending_);
  pending_.append(kJsonPadding, '\0');
  out.text = std::move(pending_);
  pending_ = std::move(rest);
  scanned_ = pending_.size();
  whole_ = 0;
}

bool RecordReader::next(TextBlock& out) {
  while (true) {
    if (is_passing_over_) {  // the rest of a record that is too long, up to its line end
      const std::size_t end = pending_.find('\n');
      const std::size_t passed = end == std::string::npos ? pending_.size() : end + 1;
      next_line_ += end == std::string::npos ? 0 : 1;
      pending_.erase(0, passed);
      is_passing_over_ = end == std::string::npos;
      scanned_ = whole_ = 0;
      is_quoted_ = false;
    }
    if (!is_passing_over_) {
      if (const std::size_t size = whole_records(); size > 0) return take(size, out), true;
      if (pending_.size() > kLongestRecord) {
        out = {.text = pending_.substr(0, kBlock), .size = kBlock, .first_line = next_line_, .is_too_long = true};
        next_line_ += form_ == RecordForm::csv ? line_ends(pending_) : 0;
        pending_.clear();
        is_passing_over_ = true;
        return true;
      }
    }
    if (is_at_end_) {
      if (error_ != 0 || pending_.empty()) return false;
      take(pending_.size(), out);
      return true;
    }
    if (!fill()) return false;
  }
}

bool RecordReader::is_ready() const {
  if (is_at_end_) return true;
  pollfd one{descriptor_, POLLIN, 0};
  return ::poll(&one, 1, 0) != 0;
}

}  // namespace rapsim
