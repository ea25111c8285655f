// The tree itself: rows of nodes, one list of links, one string with every decoded text. Small nodes and no pointers,
// because a site with 10 000 users has some 150 000 of them.
#include "yaml/tree.hpp"

#include <algorithm>
#include <cassert>
#include <unordered_map>

namespace rapsim::yaml {

Kind Node::kind() const { return document_ == nullptr ? Kind::null : document_->rows_[index_].kind; }

std::string_view Node::text() const {
  if (!is_scalar()) return {};
  const Document::Row& row = document_->rows_[index_];
  return std::string_view(document_->text_).substr(row.first, row.count);
}

bool Node::is_plain() const { return is_scalar() && document_->rows_[index_].plain; }

Span Node::span() const { return document_ == nullptr ? Span{} : document_->rows_[index_].span; }

Span Node::span_within(std::size_t offset, std::size_t length) const {
  Span span = this->span();
  if (!is_scalar() || !span.known() || !document_->rows_[index_].verbatim) return span;
  const std::size_t size = document_->rows_[index_].count;
  const std::size_t begin = std::min(offset, size);
  const std::size_t quote = is_plain() ? 0 : 1;
  span.column += static_cast<std::uint32_t>(begin + quote);
  span.length = static_cast<std::uint32_t>(std::min(length, size - begin));
  return span;
}

std::size_t Node::size() const { return is_sequence() || is_map() ? document_->rows_[index_].count : 0; }

Node Node::element(std::size_t index) const {
  assert(is_sequence() && index < size());
  if (!is_sequence() || index >= size()) return {};
  return {document_, document_->links_[document_->rows_[index_].first + index]};
}

Node Node::key(std::size_t index) const {
  assert(is_map() && index < size());
  if (!is_map() || index >= size()) return {};
  return {document_, document_->links_[document_->rows_[index_].first + 2 * index]};
}

Node Node::value(std::size_t index) const {
  assert(is_map() && index < size());
  if (!is_map() || index >= size()) return {};
  return {document_, document_->links_[document_->rows_[index_].first + 2 * index + 1]};
}

Node Node::find(std::string_view key) const {
  if (!is_map()) return {};
  for (std::size_t i = 0; i < size(); ++i)
    if (this->key(i).text() == key) return value(i);
  return {};
}

Node Document::root() const { return root_ ? Node(this, *root_) : Node(); }

std::uint32_t Document::add_scalar(std::string_view text, Span span, bool plain, bool verbatim) {
  Row row{
      Kind::scalar, plain, verbatim, static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text.size()),
      span};
  text_.append(text);
  rows_.push_back(row);
  return static_cast<std::uint32_t>(rows_.size() - 1);
}

std::uint32_t Document::add_null(Span span) {
  rows_.push_back({Kind::null, true, true, 0, 0, span});
  return static_cast<std::uint32_t>(rows_.size() - 1);
}

std::uint32_t Document::add_sequence(const std::vector<std::uint32_t>& elements, Span span) {
  rows_.push_back({Kind::sequence, true, true, static_cast<std::uint32_t>(links_.size()),
                   static_cast<std::uint32_t>(elements.size()), span});
  links_.insert(links_.end(), elements.begin(), elements.end());
  return static_cast<std::uint32_t>(rows_.size() - 1);
}

std::uint32_t Document::add_map(const std::vector<std::uint32_t>& keys_and_values, Span span) {
  assert(keys_and_values.size() % 2 == 0);
  rows_.push_back({Kind::map, true, true, static_cast<std::uint32_t>(links_.size()),
                   static_cast<std::uint32_t>(keys_and_values.size() / 2), span});
  links_.insert(links_.end(), keys_and_values.begin(), keys_and_values.end());
  return static_cast<std::uint32_t>(rows_.size() - 1);
}

std::uint32_t Document::add_copy(Node node) {
  if (node.document_ == this) return node.index_;  // nodes never change, so sharing one is as good as a copy
  // What aliases share is copied once: without this, a copy of a DAG would be as large as the expanded tree.
  std::unordered_map<std::uint32_t, std::uint32_t> done;
  const auto copy = [&](const auto& self, Node from) -> std::uint32_t {
    if (from.is_null()) return add_null(from.span());
    if (const auto known = done.find(from.index_); known != done.end()) return known->second;
    std::uint32_t made = 0;
    std::vector<std::uint32_t> links;
    if (from.is_scalar()) {
      made = add_scalar(from.text(), from.span(), from.is_plain(), from.document_->rows_[from.index_].verbatim);
    } else if (from.is_sequence()) {
      for (std::size_t i = 0; i < from.size(); ++i) links.push_back(self(self, from.element(i)));
      made = add_sequence(links, from.span());
    } else {
      for (std::size_t i = 0; i < from.size(); ++i) {
        links.push_back(self(self, from.key(i)));
        links.push_back(self(self, from.value(i)));
      }
      made = add_map(links, from.span());
    }
    done.emplace(from.index_, made);
    return made;
  };
  return copy(copy, node);
}

}  // namespace rapsim::yaml
