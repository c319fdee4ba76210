// SPDX-License-Identifier: MIT
#include "net/source_limiter.hpp"

namespace lanchat::net {

bool SourceLimiter::admit(const Source& source, TokenBucket::Time now) {
  if (buckets_.size() >= most_sources && now >= next_sweep_) {  // a sweep costs, so at most one a second
    std::erase_if(buckets_, [now](const auto& entry) { return entry.second.full(now); });
    next_sweep_ = now + std::chrono::seconds{1};
  }
  const auto found = buckets_.find(source);
  if (found != buckets_.end()) return found->second.take(now);
  if (buckets_.size() >= most_sources) return false;
  return buckets_.emplace(source, TokenBucket(rate_, now)).first->second.take(now);
}

}  // namespace lanchat::net
