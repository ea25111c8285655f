// Equal pieces of work, side by side.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace rapsim {

/// Calls `work(i)` for each i below `count`, on at most `jobs` threads at once; one job calls them in order, here.
/// INVARIANT: no call depends on another, and each writes only what is its own, so that the number of jobs shows in
/// nothing but the time. Of several exceptions the one of the lowest i is thrown, after all threads have ended.
template <class Work>
void for_each_index(std::size_t count, std::size_t jobs, const Work& work) {
  if (jobs <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next = 0;
  std::vector<std::exception_ptr> thrown(count);
  const auto take_turns = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        thrown[i] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> threads;  // joined at the end of this block
    try {
      for (std::size_t i = 1; i < std::min(jobs, count); ++i) threads.emplace_back(take_turns);
    } catch (const std::system_error&) {
      // The system gives no more threads: those that there are do the work.
    }
    take_turns();
  }
  for (const std::exception_ptr& one : thrown)
    if (one) std::rethrow_exception(one);
}

/// The processors that this process may use, at least 1.
inline std::size_t processor_count() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace rapsim
