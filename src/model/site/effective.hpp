// The effective site: every setting with its value and where the value came from, as YAML with comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/span.hpp"
#include "model/site/site.hpp"

namespace rapsim {

/// Collects lines of YAML; each section's table of keys calls it.
class EffectivePrinter {
 public:
  EffectivePrinter(const Sources& sources, Dialect dialect) : sources_(sources), dialect_(dialect) {}
  [[nodiscard]] Dialect dialect() const { return dialect_; }
  /// Names the next value, and where its default comes from; empty: there is none.
  void key(std::string_view name, std::string_view origin);
  [[nodiscard]] bool has_default() const { return !origin_.empty(); }
  /// `name: text   # file:line`, or `# default: origin` when `where` is not known.
  void value(std::string_view text, Span where);
  void list(const std::vector<std::string>& texts, Span where);
  void open_map(Span where);
  void close_map() { --depth_; }
  /// An entry of a list of maps begins; its first key follows the dash.
  void open_item();
  void close_item();
  /// An entry of a list that is a plain text.
  void bare(std::string_view text, Span where);
  [[nodiscard]] std::string text() const;

 private:
  struct Line {
    std::string yaml;
    std::string comment;
  };
  void add(std::string text, std::string comment);
  [[nodiscard]] std::string comment_of(Span where) const;

  const Sources& sources_;
  Dialect dialect_;
  std::vector<Line> lines_;
  std::string name_;
  std::string origin_;
  int depth_ = 0;
  bool dash_ = false;
};

/// A scalar as YAML writes it: quoted only where needed. `yaml_line`: not inside of brackets.
std::string yaml_scalar(std::string_view text);
/// `[a, b]`
std::string yaml_list(const std::vector<std::string>& texts);
std::string yaml_line(std::string_view text);
std::string yaml_quoted(std::string_view text);

/// The whole site, readable by load_site again. Source: product.md "A site".
std::string effective_yaml(const Site& site, const Sources& sources);

}  // namespace rapsim
