// A value of a site that may have been left out, and where it was given.
#pragma once

#include <string>
#include <utility>

#include "base/span.hpp"

namespace rapsim {

/// `where` is known when a file or an edit gave the value; otherwise the value is the default of the dialect.
template <class T>
struct Setting {
  T value{};
  Span where{};

  [[nodiscard]] bool is_given() const { return where.known(); }
  void set_default(T default_value) {
    if (!is_given()) value = std::move(default_value);
  }
};

/// A name that refers to something else in the site, as written.
struct Reference {
  std::string text{};
  Span where{};
};

}  // namespace rapsim
