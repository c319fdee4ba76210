// SPDX-License-Identifier: MIT
#pragma once

// The value semantics that a key has in Boost.Program_options: its own type, parser and range, where
// po::value<T>() would read every number alike and say of a mistake only that it is one. As everywhere there,
// parse() checks and notify() hands over.

#include "config/value_parsers.hpp"

#include <boost/any.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/value_semantic.hpp>

#include <functional>
#include <string>
#include <vector>

namespace lanchat::config {

/// What all keys have in common: one token, never required. The default is text in the key's description.
class KeySemantic : public boost::program_options::value_semantic {
 public:
  [[nodiscard]] std::string name() const override { return "VALUE"; }

  [[nodiscard]] unsigned min_tokens() const override { return 1; }

  [[nodiscard]] unsigned max_tokens() const override { return 1; }

  [[nodiscard]] bool is_composing() const override { return false; }

  [[nodiscard]] bool is_required() const override { return false; }

  bool apply_default(boost::any&) const override { return false; }
};

/// One value; a later one replaces it.
template <class T>
class TypedKey final : public KeySemantic {
 public:
  TypedKey(ValueParser<T> parser, std::function<void(const T&)> take)
      : parse_(std::move(parser)), take_(std::move(take)) {}

  void parse(boost::any& store, const std::vector<std::string>& tokens, bool) const override {
    auto value = parse_(tokens.at(0));
    if (!value) throw boost::program_options::error(value.error());
    store = std::move(*value);
  }

  void notify(const boost::any& store) const override { take_(boost::any_cast<const T&>(store)); }

 private:
  ValueParser<T> parse_;
  std::function<void(const T&)> take_;
};

/// A list to which each value adds one; the empty value clears it.
template <class T>
class ListKey final : public KeySemantic {
 public:
  ListKey(ValueParser<T> parser, std::vector<T>& target) : parse_(std::move(parser)), target_(target) {}

  [[nodiscard]] bool is_composing() const override { return true; }

  void parse(boost::any& store, const std::vector<std::string>& tokens, bool) const override {
    if (store.empty()) store = std::vector<T>{};
    auto& list = boost::any_cast<std::vector<T>&>(store);
    if (tokens.at(0).empty()) return list.clear();
    auto value = parse_(tokens.at(0));
    if (!value) throw boost::program_options::error(value.error());
    list.push_back(std::move(*value));
  }

  void notify(const boost::any& store) const override {
    target_ = boost::any_cast<const std::vector<T>&>(store);
  }

 private:
  ValueParser<T> parse_;
  std::vector<T>& target_;
};

}  // namespace lanchat::config
