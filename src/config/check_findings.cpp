// SPDX-License-Identifier: MIT
#include "config/check_findings.hpp"

#include "lanchat/logging/escape.hpp"

#include "config/key_set.hpp"
#include "config/line_grammar.hpp"
#include "config/nearest.hpp"

#include <boost/any.hpp>
#include <boost/program_options/errors.hpp>

#include <optional>
#include <string>

namespace lanchat::config {
namespace {

class Checker {
 public:
  /// What is wrong with the setting, if anything is.
  [[nodiscard]] std::optional<std::string> mistake_in(const Finding& setting) const {
    const auto* semantic = listener_keys_.find(setting.key);
    if (const auto* global = global_keys_.find(setting.key)) {
      if (!setting.listener.empty()) return "is a global key, allowed is before the first section only";
      semantic = global;
    }
    if (semantic == nullptr) return unknown(setting);
    try {
      boost::any value;
      semantic->parse(value, {setting.value}, false);
    } catch (const boost::program_options::error& error) {
      return error.what();
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] std::string unknown(const Finding& setting) const {
    std::vector<std::string> known;
    for (const auto& key : listener_keys_.descriptions())
      known.push_back(key.name);
    for (const auto& key : global_keys_.descriptions())
      known.push_back(key.name);
    const auto meant = nearest(setting.key, known);
    return meant ? "unknown key, did you mean '" + *meant + "'?"
                 : "unknown key; lanchat.conf(5) lists all keys";
  }

  Config config_;
  net::ListenerOptions listener_;
  KeySet global_keys_ = global_keys(config_);
  KeySet listener_keys_ = listener_keys(listener_);
};

}  // namespace

void check_findings(std::vector<Finding>& settings, MistakeList& mistakes) {
  const Checker checker;
  for (Finding& setting : settings) {
    if (auto what = checker.mistake_in(setting)) {
      setting.valid = false;
      mistakes.add(setting.origin, logging::escape(setting.written_key), std::move(*what));
    }
  }
}

}  // namespace lanchat::config
