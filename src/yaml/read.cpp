// YAML text to tree: the events of yaml-cpp, with every position made exact and every limit of product.md enforced.
//
// Three steps. (1) check_text (bytes.hpp) looks at the bytes: size, UTF-8, control characters, and brackets nested so
// deep that yaml-cpp would queue gigabytes of tokens before its first event. (2) yaml-cpp parses and Reader collects
// its events; what can be reported without stopping is. (3) What yaml-cpp throws is reworded. Its node classes are not
// used: they take ten times the memory and know neither duplicate keys nor limits.
#include <algorithm>
#include <istream>
#include <streambuf>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "base/text.hpp"
#include "yaml/bytes.hpp"
#include "yaml/token_count.hpp"
#include "yaml/tree.hpp"
#include "yaml/wordings.hpp"
#include "yaml/written.hpp"

namespace rapsim::yaml {
namespace {

constexpr std::size_t kMostNodes = 300'000;  // with aliases expanded, because readers of the tree walk it that way
constexpr auto npos = std::string_view::npos;

/// Thrown by Reader to leave yaml-cpp after a problem that makes going on useless; already reported.
struct Stop {};

/// The part of a user's text that a message shows.
std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::size_t end = std::min(text.size(), kMost);
  while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  std::string out = "`" + std::string(text.substr(0, end)) + (end < text.size() ? "...`" : "`");
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  return out;
}

// ---- Step 2: the events ----------------------------------------------------------------------------------------

/// Builds the Document from events. Collections wait in frames_, their finished children in pending_.
class Reader : public YAML::EventHandler {
 public:
  Reader(std::string_view text, std::uint32_t file, Diagnostics& diags)
      : text_(text), file_(file), bom_(text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0), diags_(diags) {}

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, {.block = style == YAML::EmitterStyle::Block});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    open(mark, tag, anchor, {.map = true, .block = style == YAML::EmitterStyle::Block});
  }
  void OnMapEnd() override { close(); }

  /// What is known of an unfinished text: its finished maps were checked, this checks those still open.
  void report_open_maps();
  void syntax_error(const YAML::Exception& error);
  /// The tree, unless an error means that it lacks something the user wrote.
  std::optional<Document> take();
  [[nodiscard]] std::size_t byte_order_mark() const { return bom_; }
  [[nodiscard]] std::size_t nodes() const { return nodes_; }
  /// R116, and leaves yaml-cpp.
  [[noreturn]] void stop_waiting();

 private:
  struct Frame {
    bool map = false;
    bool block = false;
    Span span{};
    YAML::anchor_t anchor = 0;
    std::size_t first = 0;         // of its children in pending_
    std::size_t nodes_before = 0;  // nodes_ when it began
    std::size_t expansions_before = 0;
    std::size_t height = 1;
    int key_at = -1;  // yaml-cpp's position of the last key
  };
  struct Pending {
    std::uint32_t node = 0;
    bool usable = true;  // as a key
    Span span{};
    std::string key{};
  };
  /// What an alias repeats. Unit: nodes and expansions as expanded.
  struct Anchored {
    std::uint32_t node = 0;
    bool finished = false;
    std::size_t nodes = 1;
    std::size_t expansions = 0;
    std::size_t height = 0;  // nested collections
  };

  [[nodiscard]] Place place(const YAML::Mark& mark) const;
  Place after_properties(Place at);
  [[nodiscard]] Span span(const Place& at, std::size_t length) const { return span_at(file_, at, length); }
  void fail(Code why, Span where, std::string message, std::string help = {});
  [[nodiscard]] bool key_expected() const {
    return !frames_.empty() && frames_.back().map && (pending_.size() - frames_.back().first) % 2 == 0;
  }
  Span implicit_null(const YAML::Mark& mark);
  void count_nodes(std::size_t more, Span where);
  bool check_key_is_text(std::string_view what, Span where);
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Frame frame);
  void close();
  void report_duplicates(const Frame& frame);
  void remember(YAML::anchor_t anchor, const Anchored& what);
  void add(const YAML::Mark& mark, Pending child);

  std::string_view text_;
  std::uint32_t file_;
  std::size_t bom_;
  Diagnostics& diags_;
  Document document_;
  std::vector<Frame> frames_;
  std::vector<Pending> pending_;
  std::vector<Anchored> anchors_;  // by yaml-cpp's number
  std::size_t nodes_ = 0;
  std::size_t expansions_ = 0;
  std::size_t last_offset_ = 0;  // where the last event began
  bool started_ = false;
  bool failed_ = false;
};

Place Reader::place(const YAML::Mark& mark) const {
  const std::size_t offset = static_cast<std::size_t>(mark.pos) + bom_;  // yaml-cpp skips the byte order mark uncounted
  if (mark.is_null() || offset >= text_.size()) return place_of(text_, mark.is_null() ? 0 : text_.size());
  return {offset, static_cast<std::uint32_t>(mark.line + 1),
          static_cast<std::uint32_t>(mark.column + 1) + static_cast<std::uint32_t>(mark.line == 0 ? bom_ : 0)};
}

void Reader::fail(Code why, Span where, std::string message, std::string help) {
  failed_ = true;
  diags_.error(why, where, std::move(message), std::move(help));
}

/// yaml-cpp's mark is that of the first anchor or tag of a node; this steps over both to the node itself. Reports tags.
Place Reader::after_properties(Place at) {
  const auto step = [&] {
    const bool line_end = text_[at.offset] == '\n';
    ++at.offset;
    at.line += line_end ? 1 : 0;
    at.column = line_end ? 1 : at.column + 1;
  };
  const auto more = [&] { return at.offset < text_.size(); };
  while (more() && (text_[at.offset] == '&' || text_[at.offset] == '!')) {
    const Place begin = at;
    const bool verbatim_tag = text_.substr(at.offset).starts_with("!<");
    const std::string_view ends = verbatim_tag ? "> \t\r\n" : " \t\r\n,[]{}";
    while (more() && ends.find(text_[at.offset]) == npos) step();
    if (verbatim_tag && more()) step();
    const std::string_view property = text_.substr(begin.offset, at.offset - begin.offset);
    if (property.starts_with('!'))
      diags_.error(code("R113"), span(begin, property.size()), "the tag " + shown(property) + " is not allowed",
                   "leave it out: the type of a field decides how its text is read");
    while (more() && (is_blank(text_[at.offset]) || is_break(text_[at.offset]) || text_[at.offset] == '#')) {
      if (text_[at.offset] != '#') {
        step();
        continue;
      }
      while (more() && text_[at.offset] != '\n') step();
    }
  }
  return at;
}

void Reader::count_nodes(std::size_t more, Span where) {
  nodes_ += more;
  if (nodes_ <= kMostNodes) return;
  fail(code("R107"), where, "more than " + std::to_string(kMostNodes) + " values, aliases counted as expanded",
       "divide the file: a site can `include` others, and suites can be many");
  throw Stop{};
}

bool Reader::check_key_is_text(std::string_view what, Span where) {
  if (!key_expected()) return true;
  fail(code("R113"), where, "a key must be a text, not " + std::string(what),
       "put the key in quotes if it begins with `[`, `{`, `*` or `~`, or reads `null`");
  return false;
}

void Reader::add(const YAML::Mark& mark, Pending child) {
  last_offset_ = place(mark).offset;
  if (frames_.empty()) return document_.set_root(child.node);
  if (key_expected()) frames_.back().key_at = mark.pos;
  pending_.push_back(std::move(child));
}

void Reader::remember(YAML::anchor_t anchor, const Anchored& what) {
  if (anchor == 0) return;
  if (anchors_.size() <= anchor) anchors_.resize(anchor + 1);
  anchors_[anchor] = what;
}

void Reader::OnDocumentStart(const YAML::Mark& mark) {
  if (!std::exchange(started_, true)) return;
  const Place at = place(mark);
  const std::string_view between = text_.substr(last_offset_, std::max(at.offset, last_offset_) - last_offset_);
  if (text_.substr(at.offset).starts_with("---") || between.find("\n...") != npos) {
    fail(code("R108"), span(at, 3), "a second document begins here", "one file holds one document; split the file");
  } else {
    fail(code("R102"), span(at, 1), "text after the end of the value",
         "check the indentation, and whether quotes or brackets end too early");
  }
  throw Stop{};
}

/// Where a value that is not written is missing: yaml-cpp gives the place of what comes next.
Span Reader::implicit_null(const YAML::Mark& mark) {
  const Place at = place(mark);
  if (frames_.empty()) return span(Place{}, 0);
  const Frame& frame = frames_.back();
  if (frame.map) return key_expected() ? span(at, 1) : pending_.back().span;
  if (!frame.block) return span(at, 1);
  // The dash is on the nearest line above that has one in the column of the sequence; only comments come between.
  // In the first line a byte order mark is before the columns of all others.
  const auto shift_of = [&](std::uint32_t line) { return line == 1 ? bom_ : 0; };
  const std::size_t indent =
      frame.span.column - 1 - std::min<std::size_t>(frame.span.column - 1, shift_of(frame.span.line));
  std::size_t line_begin = at.offset - std::min<std::size_t>(at.offset, at.column - 1);
  constexpr std::uint32_t kMostLines = 100;  // a bound on the work, not on the language
  for (std::uint32_t line = at.line; line >= frame.span.line && at.line - line < kMostLines; --line) {
    const std::size_t column = shift_of(line) + indent;
    const std::size_t dash = line_begin + column;
    const std::string_view before = text_.substr(line_begin, column);
    const bool is_this = dash < at.offset && text_[dash] == '-' && before.find_first_of("#\r\n") == npos;
    if (is_this) return span({dash, line, static_cast<std::uint32_t>(column + 1)}, 1);
    if (line_begin == 0) break;
    line_begin = text_.substr(0, line_begin - 1).rfind('\n') + 1;  // npos + 1 is 0
  }
  return span(at, 1);
}

void Reader::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  Place at = place(mark);
  Span where;
  const Place value = anchor == 0 ? at : after_properties(at);
  if (mark.pos >= 0 && is_explicit_null(text_, value.offset)) {
    where = span(value, text_[value.offset] == '~' ? 1 : 4);
  } else {
    where = implicit_null(mark);
  }
  count_nodes(1, where);
  const bool is_key = key_expected();
  // At the end of a text yaml-cpp takes a line without a colon for a key.
  if (!frames_.empty() && frames_.back().map && frames_.back().block && !is_key && frames_.back().key_at == mark.pos)
    fail(code("R102"), where, "a key without `:`",
         "write `:` after the key, or indent the line if it continues the text above");
  const std::uint32_t node = document_.add_null(where);
  remember(anchor, {.node = node, .finished = true});
  add(mark, {.node = node, .usable = check_key_is_text("null", where), .span = where});
}

void Reader::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const Place at = place(mark);
  const std::string_view name = alias_name(text_, at.offset);
  const Span where = span(at, name.size());
  const bool usable = check_key_is_text("an alias", where);
  if (anchor >= anchors_.size() || !anchors_[anchor].finished) {
    fail(code("R114"), where, "the alias " + shown(name) + " is inside the value it repeats");
    return add(mark, {.node = document_.add_null(where), .usable = usable, .span = where});
  }
  const Anchored& target = anchors_[anchor];
  expansions_ += 1 + target.expansions;
  if (expansions_ > kMostAliasExpansions) {
    fail(code("R107"), where, "more than " + std::to_string(kMostAliasExpansions) + " alias expansions");
    throw Stop{};
  }
  count_nodes(target.nodes, where);
  if (frames_.size() + target.height > kDeepest) {
    fail(code("R106"), where, too_deep() + " by the alias " + shown(name));
    throw Stop{};
  }
  if (!frames_.empty()) frames_.back().height = std::max(frames_.back().height, target.height + 1);
  add(mark, {.node = target.node, .usable = usable, .span = where});
}

void Reader::OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                      const std::string& value) {
  const Place begin = place(mark);
  const bool has_properties = begin.offset < text_.size() && (text_[begin.offset] == '&' || text_[begin.offset] == '!');
  Place at = has_properties ? after_properties(begin) : begin;
  // A tag without a value gives an empty scalar; what follows the tag is then another node.
  constexpr std::string_view kNotPlain = "\"'|>";
  if (has_properties && value.empty() && (at.offset >= text_.size() || kNotPlain.find(text_[at.offset]) == npos))
    at = begin;
  const Shape shape = scalar_shape(text_, at.offset, value);
  const Span where = span(at, shape.length);
  count_nodes(1, where);
  std::string_view kept = value;
  if (value.size() > kLongestScalar) {
    fail(code("R105"), where, "longer than the limit of " + std::to_string(kLongestScalar >> 10) + " KiB for a text");
    kept = {};
  } else if (value.find('\0') != std::string::npos) {
    fail(code("R103"), where, "a text cannot contain a NUL byte");
  }
  // yaml-cpp takes the end of the text for the closing quote when a line end is before it.
  if (!shape.closed) fail(code("R102"), where, "the closing quote is missing");
  const bool is_key = key_expected();
  const bool merge = is_key && shape.plain && value == "<<";
  if (merge)
    fail(code("R113"), where, "the merge key `<<` is not allowed",
         "write the keys out here, or share a whole value with `&name` and `*name`");
  const std::uint32_t node = document_.add_scalar(kept, where, shape.plain, shape.verbatim);
  remember(anchor, {.node = node, .finished = true});
  add(mark, {.node = node, .usable = !merge, .span = where, .key = is_key ? std::string(kept) : std::string()});
}

void Reader::open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Frame frame) {
  // A block map has the mark of its first key, so an anchor or tag there may be the key's.
  const Place begin = place(mark);
  const Place at = anchor != 0 || tag != "?" ? after_properties(begin) : begin;
  frame.span = span(at, 1);
  frame.anchor = anchor;
  if (frames_.size() >= kDeepest) {
    fail(code("R106"), frame.span, too_deep());
    throw Stop{};
  }
  count_nodes(1, frame.span);
  if (key_expected()) frames_.back().key_at = mark.pos;
  last_offset_ = at.offset;
  frame.first = pending_.size();
  frame.nodes_before = nodes_ - 1;
  frame.expansions_before = expansions_;
  frames_.push_back(frame);
  remember(anchor, {});
}

void Reader::close() {
  const Frame frame = frames_.back();
  if (frame.map) report_duplicates(frame);
  std::vector<std::uint32_t> links;
  links.reserve(pending_.size() - frame.first);
  for (std::size_t i = frame.first; i < pending_.size(); ++i) {
    if (frame.map && !pending_[i - (i - frame.first) % 2].usable) continue;  // both key and value
    links.push_back(pending_[i].node);
  }
  pending_.resize(frame.first);
  frames_.pop_back();
  const std::uint32_t node =
      frame.map ? document_.add_map(links, frame.span) : document_.add_sequence(links, frame.span);
  remember(frame.anchor,
           {node, true, nodes_ - frame.nodes_before, expansions_ - frame.expansions_before, frame.height});
  if (frames_.empty()) return document_.set_root(node);
  frames_.back().height = std::max(frames_.back().height, frame.height + 1);
  // Reported only here: of brackets that are never closed yaml-cpp says that they are keys.
  const bool usable = check_key_is_text(frame.map ? "a map" : "a list", frame.span);
  pending_.push_back({.node = node, .usable = usable, .span = frame.span});
}

/// Reports keys that are twice and makes the later ones unusable. Sorted, because maps of 10 000 users are normal.
void Reader::report_duplicates(const Frame& frame) {
  std::vector<Pending*> keys;
  for (std::size_t i = frame.first; i < pending_.size(); i += 2)
    if (pending_[i].usable) keys.push_back(&pending_[i]);
  std::sort(keys.begin(), keys.end(), [](const Pending* a, const Pending* b) {
    return a->key != b->key ? a->key < b->key : a < b;  // pending_ is in file order
  });
  const Pending* first = nullptr;
  for (Pending* entry : keys) {
    if (first == nullptr || first->key != entry->key) {
      first = entry;
      continue;
    }
    entry->usable = false;
    diags_.error(code("R109"), entry->span,
                 "the key " + shown(entry->key) + " is already on line " + std::to_string(first->span.line));
  }
}

void Reader::stop_waiting() {
  fail(code("R116"), span(place_of(text_, last_offset_), 1), "what follows here is larger than the limit for one value",
       "write large lists and maps without brackets, a line for each element");
  throw Stop{};
}

void Reader::report_open_maps() {
  for (; !frames_.empty(); frames_.pop_back()) {
    if (frames_.back().map) report_duplicates(frames_.back());
    pending_.resize(frames_.back().first);
  }
}

std::optional<Document> Reader::take() {
  if (failed_) return std::nullopt;
  if (!document_.root()) document_.set_root(document_.add_null(span(Place{}, 0)));
  return std::move(document_);
}

// ---- Step 3: what yaml-cpp throws ------------------------------------------------------------------------------

void Reader::syntax_error(const YAML::Exception& error) {
  const Place at = place(error.mark);
  const std::string_view theirs = error.msg;
  if (theirs == YAML::ErrorMsg::UNKNOWN_ANCHOR) {
    const std::string_view name = alias_name(text_, at.offset);
    return fail(code("R114"), span(at, name.size()), "no anchor " + shown("&" + std::string(name.substr(1))) + " above",
                "a text that begins with `*` needs quotes");
  }
  const auto row = std::find_if(kWordings.begin(), kWordings.end(),
                                [&](const Wording& wording) { return theirs.starts_with(wording.theirs); });
  if (row == kWordings.end()) return fail(code("R102"), span(at, 1), lowered(theirs));
  // The mark of a bad escape is behind it, even on the next line.
  const auto escape = row->in_escape && at.offset > 0 ? text_.rfind('\\', at.offset - 1) : npos;
  fail(code("R102"), span(escape == npos ? at : place_of(text_, escape), 1), std::string(row->message),
       std::string(row->help));
}

/// A stream over a text that is not copied, handed out in pieces. Whether `[` begins a key is known only when its `]`
/// was seen, so yaml-cpp collects all tokens up to there (110 bytes each) before its first event; the same goes for a
/// line. A piece is refused when too many wait.
class WatchedText : public std::streambuf {
 public:
  WatchedText(std::string_view text, Reader& reader) : rest_(text), reader_(reader) {}

 protected:
  int_type underflow() override {
    if (rest_.empty()) return traits_type::eof();
    constexpr std::size_t kPiece = 16 * 1024;
    constexpr std::size_t kMostWaiting = 1'000'000;  // tokens: 110 MB
    const std::string_view piece = rest_.substr(0, kPiece);
    rest_.remove_prefix(piece.size());
    const std::size_t tokens = count_.most_tokens(piece);
    waiting_ = std::exchange(nodes_, reader_.nodes()) == reader_.nodes() ? waiting_ + tokens : 0;
    if (waiting_ > kMostWaiting) reader_.stop_waiting();
    char* begin = const_cast<char*>(piece.data());  // a get area is never written to
    setg(begin, begin, begin + piece.size());
    return traits_type::to_int_type(piece.front());
  }

 private:
  std::string_view rest_;
  Reader& reader_;
  TokenCount count_;
  std::size_t nodes_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace

std::optional<Document> read(const Sources& sources, std::uint32_t file, Diagnostics& diags) {
  const std::string_view text = sources.text(file);
  if (!check_text(text, file, diags)) return std::nullopt;
  Reader reader(text, file, diags);
  WatchedText buffer(text.substr(reader.byte_order_mark()), reader);
  std::istream stream(&buffer);
  stream.exceptions(std::ios::badbit);  // what the buffer throws comes through
  try {
    YAML::Parser parser(stream);
    // The second document ends in Stop. Never asking for more matters: yaml-cpp can offer the same one for ever.
    if (parser.HandleNextDocument(reader)) parser.HandleNextDocument(reader);
  } catch (const Stop&) {
    reader.report_open_maps();
  } catch (const YAML::Exception& error) {
    reader.syntax_error(error);
    reader.report_open_maps();
  }
  return reader.take();
}

}  // namespace rapsim::yaml
