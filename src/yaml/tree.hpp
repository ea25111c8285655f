// A small YAML tree of our own, with a position at every node. The only file set that knows yaml-cpp is yaml/read.cpp.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.hpp"
#include "base/span.hpp"

namespace rapsim::yaml {

// Limits of product.md "Input rules"; each has its own diagnostic code.
inline constexpr std::size_t kLargestFile = std::size_t{8} << 20;     // bytes, R104
inline constexpr std::size_t kLongestScalar = std::size_t{64} << 10;  // bytes, R105
inline constexpr std::size_t kDeepest = 64;                           // nested collections, R106
inline constexpr std::size_t kMostAliasExpansions = 10'000;           // counted as expanded, R107

enum class Kind : std::uint8_t { null, scalar, sequence, map };

class Document;

/// A handle to one node of a Document; cheap to copy, valid as long as the Document.
class Node {
 public:
  Node() = default;
  [[nodiscard]] explicit operator bool() const { return document_ != nullptr; }
  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool is_map() const { return kind() == Kind::map; }
  [[nodiscard]] bool is_sequence() const { return kind() == Kind::sequence; }
  [[nodiscard]] bool is_scalar() const { return kind() == Kind::scalar; }
  [[nodiscard]] bool is_null() const { return kind() == Kind::null; }
  /// Scalar: the decoded text. Nothing is converted here: `no`, `0100` and `08:00` are texts until a field's type reads
  /// them.
  [[nodiscard]] std::string_view text() const;
  /// Scalar: written without quotes.
  [[nodiscard]] bool is_plain() const;
  /// Where the node begins; length of the first line of a scalar as written (quotes included), 1 for collections.
  [[nodiscard]] Span span() const;
  /// Where bytes offset..offset+length of the decoded text are, if the scalar is written as one line without escapes;
  /// otherwise the span of the node. An offset past the end gives the end, with length 0.
  [[nodiscard]] Span span_within(std::size_t offset, std::size_t length) const;
  [[nodiscard]] std::size_t size() const;  // elements, or entries
  [[nodiscard]] Node element(std::size_t index) const;
  [[nodiscard]] Node key(std::size_t index) const;    // a scalar
  [[nodiscard]] Node value(std::size_t index) const;  // of entry `index`, in file order
  /// The value of `key`, or an empty Node.
  [[nodiscard]] Node find(std::string_view key) const;

 private:
  friend class Document;
  Node(const Document* document, std::uint32_t index) : document_(document), index_(index) {}
  const Document* document_ = nullptr;
  std::uint32_t index_ = 0;
};

/// Owns the nodes of one text. Built once, then only read. Aliases share nodes, so the tree may be a DAG of bounded
/// size.
class Document {
 public:
  [[nodiscard]] Node root() const;

  // Building, for read() and for edits that make a document in code (apply): children first, then the collection.
  std::uint32_t add_scalar(std::string_view text, Span span, bool plain, bool verbatim);
  std::uint32_t add_null(Span span);
  std::uint32_t add_sequence(const std::vector<std::uint32_t>& elements, Span span);
  std::uint32_t add_map(const std::vector<std::uint32_t>& keys_and_values, Span span);
  /// A deep copy of a node of another document; its spans are kept.
  std::uint32_t add_copy(Node node);
  void set_root(std::uint32_t index) { root_ = index; }

 private:
  friend class Node;
  struct Row {
    Kind kind = Kind::null;
    bool plain = true;
    bool verbatim = true;     // scalar: the decoded text is in the file byte for byte, on one line
    std::uint32_t first = 0;  // scalar: offset into text_; collection: first row of links_
    std::uint32_t count = 0;  // scalar: bytes; collection: elements or entries
    Span span{};
  };
  std::vector<Row> rows_;
  std::vector<std::uint32_t> links_;
  std::string text_;
  std::optional<std::uint32_t> root_;
};

/// The tree of source `file`, or nothing after an error. Duplicate keys (R109; the first one is kept) and tags (R113)
/// are reported and still give a tree, so that loading can go on and report more. Also R102 to R108, R114. An empty
/// text gives a null root.
std::optional<Document> read(const Sources& sources, std::uint32_t file, Diagnostics& diags);

/// Reads a file into `sources` and parses it. Also R101, R104.
std::optional<Document> read_file(const std::string& path, Sources& sources, Diagnostics& diags);

}  // namespace rapsim::yaml
