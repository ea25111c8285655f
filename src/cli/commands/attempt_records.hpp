// A file, or standard input, in blocks of whole records: memory stays the same however long it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rapsim {

enum class RecordForm : std::uint8_t { lines, csv };  // in CSV a quoted cell may have line ends

/// Bytes of one record; a longer one is passed over.
inline constexpr std::size_t kLongestRecord = std::size_t{1} << 20;

struct TextRecord {
  std::string_view text{};  // without its line end
  std::uint64_t line = 0;   // on which it begins
};

/// Whole records. Behind the text some bytes are readable (kJsonPadding).
struct TextBlock {
  std::string text{};
  std::size_t size = 0;  // of `text` that counts
  std::uint64_t first_line = 1;
  bool is_too_long = false;  // the beginning of one record beyond kLongestRecord; the rest of it was passed over

  /// Those that are not blank, in order.
  [[nodiscard]] std::vector<TextRecord> records(RecordForm form) const;
};

class RecordReader {
 public:
  /// The descriptor stays open.
  RecordReader(int descriptor, RecordForm form) : descriptor_(descriptor), form_(form) {}

  /// False at the end, after an error, and when a signal came: what was read of a last record is not given then.
  bool next(TextBlock& out);
  /// Whether next() would not have to wait for the writer.
  [[nodiscard]] bool is_ready() const;
  [[nodiscard]] int error() const { return error_; }  // errno; EINTR after a signal; 0
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  bool fill();
  [[nodiscard]] std::size_t whole_records();
  void take(std::size_t size, TextBlock& out);

  int descriptor_;
  RecordForm form_;
  std::string pending_{};    // read, and not yet given
  std::size_t scanned_ = 0;  // of pending_
  std::size_t whole_ = 0;    // bytes of whole records in what was scanned
  bool is_quoted_ = false;   // at the end of what was scanned
  bool is_at_end_ = false, is_passing_over_ = false, is_first_ = true;
  std::uint64_t next_line_ = 1, bytes_ = 0;
  int error_ = 0;
};

}  // namespace rapsim
