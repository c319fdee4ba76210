// SPDX-License-Identifier: MIT

// Every key with values that are right, and what they come to, and with values that are wrong, and what is
// said.

#include "config/line_grammar.hpp"
#include "configuration_folder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

namespace lanchat::config {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

struct Right {
  std::string key;
  std::string value;
  std::function<bool(const Config&)> arrived;
};

struct Wrong {
  std::string key;
  std::vector<std::string> values;
  std::string allowed;
};

const net::ListenerOptions& main_of(const Config& config) {
  return config.listeners.front();
}

// `is(&Config::workers, 4U)` and `is(&net::ListenerOptions::backlog, 1)`: what the value must come to.
template <class T>
auto is(T Config::* member, T value) {
  return [=](const Config& config) { return config.*member == value; };
}

template <class T>
auto is(T net::ListenerOptions::* member, T value) {
  return [=](const Config& config) { return main_of(config).*member == value; };
}

template <class T>
auto is(T net::Limits::* member, T value) {
  return [=](const Config& config) { return main_of(config).limits.*member == value; };
}

template <class T>
auto is(T net::UnixFile::* member, T value) {
  return [=](const Config& config) { return main_of(config).unix_file.*member == value; };
}

template <class T>
auto is(T net::UdpLimits::* member, T value) {
  return [=](const Config& config) { return main_of(config).udp.*member == value; };
}

template <class T>
auto is(T protocol::FramingOptions::* member, T value) {
  return [=](const Config& config) { return main_of(config).framing.*member == value; };
}

auto is_policy(std::string key, std::string value) {
  return [=](const Config& config) { return main_of(config).policy_settings.at(key) == value; };
}

void PrintTo(const Right& right, std::ostream* stream) {
  *stream << right.key << " = " << right.value;
}

void PrintTo(const Wrong& wrong, std::ostream* stream) {
  *stream << wrong.key;
}

class RightValue : public testing::TestWithParam<Right> {};

TEST_P(RightValue, Arrives) {
  const auto& [key, value, arrived] = GetParam();
  const ConfigurationFolder folder;
  const auto config = folder.load(key + " = " + value + '\n');
  ASSERT_TRUE(config) << config.error().front().to_string();
  EXPECT_TRUE(arrived(*config)) << key << " = " << value;
}

TEST_P(RightValue, ArrivesFromTheCommandLine) {
  const auto& [key, value, arrived] = GetParam();
  const std::string unquoted = value.starts_with('"') ? value.substr(1, value.size() - 2) : value;
  const auto config = load({{}, {{key, unquoted}}});
  ASSERT_TRUE(config) << config.error().front().to_string();
  EXPECT_TRUE(arrived(*config)) << key << " = " << value;
}

class WrongValue : public testing::TestWithParam<Wrong> {};

TEST_P(WrongValue, SaysWhatIsAllowed) {
  const auto& [key, values, allowed] = GetParam();
  const ConfigurationFolder folder;
  for (const std::string& value : values) {
    const std::string what = value.empty() ? "an empty value" : shown(value);
    EXPECT_THAT(folder.mistakes("# one\n" + key + " = " + value + '\n'),
                ElementsAre("lanchat.conf:2: " + key + ": " + what + " is wrong, allowed is " + allowed));
  }
}

std::string test_name(const auto& info) {
  std::string name = info.param.key + '_' + std::to_string(info.index);
  std::ranges::replace(name, '-', '_');
  return name;
}

constexpr auto by_key = [](const auto& info) { return test_name(info); };

const std::string longest_path = '/' + std::string(106, 'a');

using Options = net::ListenerOptions;
using net::Limits;
using net::UdpLimits;
using net::UnixFile;
using protocol::ByteOrder;
using protocol::Framing;
using protocol::FramingOptions;

auto is_level(logging::Level level) {
  return [=](const Config& config) { return config.log.level == level; };
}

auto is_format(logging::Format format) {
  return [=](const Config& config) { return config.log.format == format; };
}

INSTANTIATE_TEST_SUITE_P(
    GlobalKeys, RightValue,
    testing::Values(
        Right{"workers", "auto", is(&Config::workers, 0U)}, Right{"workers", "1", is(&Config::workers, 1U)},
        Right{"workers", "256", is(&Config::workers, 256U)},
        Right{"log-level", "trace", is_level(logging::Level::trace)},
        Right{"log-level", "debug", is_level(logging::Level::debug)},
        Right{"log-level", "info", is_level(logging::Level::info)},
        Right{"log-level", "warning", is_level(logging::Level::warning)},
        Right{"log-level", "error", is_level(logging::Level::error)},
        Right{"log-format", "auto", is_format(logging::Format::automatic)},
        Right{"log-format", "journal", is_format(logging::Format::journal)},
        Right{"log-format", "text", is_format(logging::Format::text)},
        Right{"log-format", "json", is_format(logging::Format::json)},
        Right{"max-clients", "0", is(&Config::max_clients, 0U)},
        Right{"max-clients", "4294967295", is(&Config::max_clients, 4294967295U)},
        Right{"max-client-memory", "0", is(&Config::max_client_memory, std::uint64_t{0})},
        Right{"max-client-memory", "1G", is(&Config::max_client_memory, std::uint64_t{1} << 30U)},
        Right{"max-operator-questions", "5", is(&Config::max_operator_questions, std::size_t{5})},
        Right{"max-operator-memory", "1M", is(&Config::max_operator_memory, std::uint64_t{1} << 20U)},
        Right{"shutdown-grace", "0", is(&Config::shutdown_grace, milliseconds{0})},
        Right{"shutdown-grace", "1500ms", is(&Config::shutdown_grace, milliseconds{1500})},
        Right{"control-socket", "", is(&Config::control_socket, std::string{})},
        Right{"control-socket", "\"/tmp/a b\"", is(&Config::control_socket, std::string{"/tmp/a b"})},
        Right{"control-socket", longest_path, is(&Config::control_socket, longest_path)}),
    by_key);

INSTANTIATE_TEST_SUITE_P(
    ListenerKeys, RightValue,
    testing::Values(
        Right{"framing", "line", is(&FramingOptions::framing, Framing::line)},
        Right{"framing", "length", is(&FramingOptions::framing, Framing::length)},
        Right{"framing", "raw", is(&FramingOptions::framing, Framing::raw)},
        Right{"length-bytes", "1", is(&FramingOptions::length_bytes, std::uint8_t{1})},
        Right{"length-bytes", "2", is(&FramingOptions::length_bytes, std::uint8_t{2})},
        Right{"length-bytes", "4", is(&FramingOptions::length_bytes, std::uint8_t{4})},
        Right{"length-bytes", "8", is(&FramingOptions::length_bytes, std::uint8_t{8})},
        Right{"length-order", "big", is(&FramingOptions::length_order, ByteOrder::big)},
        Right{"length-order", "little", is(&FramingOptions::length_order, ByteOrder::little)},
        Right{"policy", "uppercase", is(&Options::policy, std::string{"uppercase"})},
        Right{"policy", "operator", is(&Options::policy, std::string{"operator"})},
        Right{"backlog", "1", is(&Options::backlog, 1)},
        Right{"backlog", "65535", is(&Options::backlog, 65535)},
        Right{"keepalive", "0", is(&Options::keepalive, milliseconds{0})},
        Right{"keepalive", "1s", is(&Options::keepalive, milliseconds{1000})},
        Right{"keepalive", "9h", is(&Options::keepalive, milliseconds{std::chrono::hours{9}})},
        Right{"max-message-size", "0", is(&FramingOptions::max_message_size, std::size_t{0})},
        Right{"max-message-size", "1", is(&FramingOptions::max_message_size, std::size_t{1})},
        Right{"max-message-size", "2k", is(&FramingOptions::max_message_size, std::size_t{2048})},
        Right{"max-message-size", "1024G", is(&FramingOptions::max_message_size, std::size_t{1} << 40U)},
        Right{"max-clients-per-address", "7", is(&Limits::max_clients_per_address, 7U)},
        Right{"max-clients-per-prefix", "9", is(&Limits::max_clients_per_prefix, 9U)},
        Right{"connection-rate", "10", is(&Limits::connection_rate, 10U)},
        Right{"connection-rate-per-prefix", "100", is(&Limits::connection_rate_per_prefix, 100U)},
        Right{"unix-mode", "0660", is(&UnixFile::mode, 0660U)},
        Right{"unix-mode", "777", is(&UnixFile::mode, 0777U)},
        Right{"unix-group", "root", is(&UnixFile::group, std::string{"root"})},
        Right{"unix-group", "12345", is(&UnixFile::group, std::string{"12345"})},
        Right{"message-timeout", "2m", is(&Limits::message_timeout, milliseconds{120'000})},
        Right{"idle-timeout", "1h", is(&Limits::idle_timeout, milliseconds{3'600'000})},
        Right{"write-timeout", "250ms", is(&Limits::write_timeout, milliseconds{250})},
        Right{"max-pending-output", "3M", is(&Limits::max_pending_output, std::uint64_t{3} << 20U)},
        Right{"rate-limit", "100", is(&Limits::rate_limit, 100U)}),
    by_key);

using Ports = std::vector<std::uint16_t>;

INSTANTIATE_TEST_SUITE_P(
    DatagramKeys, RightValue,
    testing::Values(
        Right{"ipv4-prefix", "32", is(&Limits::ipv4_prefix, std::uint8_t{32})},
        Right{"ipv6-prefix", "128", is(&Limits::ipv6_prefix, std::uint8_t{128})},
        Right{"max-sources", "16777216", is(&Limits::max_sources, 16777216U)},
        Right{"udp-source-port-min", "0", is(&UdpLimits::source_port_min, std::uint16_t{0})},
        Right{"udp-source-port-min", "65535", is(&UdpLimits::source_port_min, std::uint16_t{65535})},
        Right{"udp-refused-ports", "", is(&UdpLimits::refused_ports, Ports{})},
        Right{"udp-refused-ports", "123,53,123", is(&UdpLimits::refused_ports, Ports{53, 123})},
        Right{"udp-refused-ports", "123, 53,\t  99", is(&UdpLimits::refused_ports, Ports{53, 99, 123})},
        Right{"udp-broadcast", "yes", is(&UdpLimits::broadcast, true)},
        Right{"udp-broadcast", "no", is(&UdpLimits::broadcast, false)},
        Right{"udp-reply-dscp", "63", is(&UdpLimits::reply_dscp, std::uint8_t{63})},
        Right{"udp-reply-ratio", "0", is(&UdpLimits::reply_ratio, 0U)},
        Right{"udp-replies-per-address", "5", is(&UdpLimits::replies_per_address, 5U)},
        Right{"udp-replies-per-prefix", "6", is(&UdpLimits::replies_per_prefix, 6U)},
        Right{"udp-replies", "7", is(&UdpLimits::replies, 7U)},
        Right{"udp-repeat-limit", "8", is(&UdpLimits::repeat_limit, 8U)}),
    by_key);

INSTANTIATE_TEST_SUITE_P(
    PolicyKeys, RightValue,
    testing::Values(Right{"timestamp-format", "\"%H:%M \"", is_policy("timestamp-format", "%H:%M ")},
                    Right{"timestamp-zone", "utc", is_policy("timestamp-zone", "utc")},
                    Right{"random-min", "-5", is_policy("random-min", "-5")},
                    Right{"random-max", "6", is_policy("random-max", "6")},
                    Right{"acknowledge-text", "thank you", is_policy("acknowledge-text", "thank you")},
                    Right{"acknowledge-text", "", is_policy("acknowledge-text", "")},
                    Right{"operator-timeout", "5m", is_policy("operator-timeout", "5m")},
                    Right{"operator-absent-text", "gone", is_policy("operator-absent-text", "gone")}),
    by_key);

const std::string duration_text = "a duration such as 500ms, 30s, 5m or 2h, at most 10000h, 0 ";
const std::string size_text = "a size such as 4096, 64K or 1M, at most 1024G, 0 for no limit";
const std::string count_text = "a whole number from 0 to 4294967295, 0 for no limit";

INSTANTIATE_TEST_SUITE_P(
    DatagramKeys, WrongValue,
    testing::Values(
        Wrong{"ipv4-prefix", {"0", "33", ""}, "a whole number from 1 to 32"},
        Wrong{"ipv6-prefix", {"0", "129", ""}, "a whole number from 1 to 128"},
        Wrong{"max-sources", {"0", "16777217", ""}, "a whole number from 1 to 16777216"},
        Wrong{"udp-source-port-min", {"-1", "65536", ""}, "a whole number from 0 to 65535, 0 to answer all"},
        Wrong{"udp-refused-ports",
              {"0", "65536", "53,", ",53", "53,,123", "53, ,123", "53 123", "53 ,123", "dns"},
              "ports from 1 to 65535 with commas between them, such as 53,123, or empty for none"},
        Wrong{"udp-broadcast", {"maybe", "", "1"}, "no or yes"},
        Wrong{"udp-reply-dscp", {"64", "-1", ""}, "a whole number from 0 to 63, 0 for none"},
        Wrong{"udp-reply-ratio", {"-1", "1.5", ""}, count_text},
        Wrong{"udp-replies-per-address", {"many", ""}, count_text},
        Wrong{"udp-replies-per-prefix", {"many", ""}, count_text},
        Wrong{"udp-replies", {"many", ""}, count_text}, Wrong{"udp-repeat-limit", {"many", ""}, count_text}),
    by_key);

INSTANTIATE_TEST_SUITE_P(
    AllKeys, WrongValue,
    testing::Values(
        Wrong{"workers",
              {"0", "257", "-1", "two", "", "1.5", "99999999999999999999", "4 4"},
              "auto, or a whole number from 1 to 256"},
        Wrong{"log-level", {"verbose", "", "INFO"}, "trace, debug, info, warning or error"},
        Wrong{"log-format", {"xml", ""}, "auto, journal, text or json"},
        Wrong{"max-clients", {"-1", "4294967296", "many", "10K", ""}, count_text},
        Wrong{"log-queue", {"0", "15", "1048577", "many", ""}, "a whole number from 16 to 1048576"},
        Wrong{"max-client-memory", {"-1", "2T", ""}, size_text},
        Wrong{"max-operator-questions", {"-1", "x", ""}, count_text},
        Wrong{"max-operator-memory", {"-1", "x", ""}, size_text},
        Wrong{"shutdown-grace", {"5", "-5s", "5 s", "10001h", "5d", ""}, duration_text + "for no limit"},
        Wrong{"control-socket",
              {"control.sock", "/run/", longest_path + 'a'},
              "an absolute path of at most 107 bytes, empty for no control socket"},
        Wrong{"framing", {"lines", "", "Line"}, "line, length or raw"},
        Wrong{"length-bytes", {"0", "3", "16", "04", ""}, "1, 2, 4 or 8"},
        Wrong{"length-order", {"network", ""}, "big or little"},
        Wrong{
            "policy", {"reverse", "", "Echo"}, "echo, timestamp, uppercase, random, acknowledge or operator"},
        Wrong{"backlog", {"0", "65536", "-1", "4K", ""}, "a whole number from 1 to 65535"},
        Wrong{"keepalive",
              {"500ms", "1500ms", "10h", "60", ""},
              "whole seconds from 1s to 9h, such as 60s or 5m, 0 for none"},
        Wrong{"max-message-size", {"-1", "64KB", "1025G", "K", "18446744073709551615G", ""}, size_text},
        Wrong{"max-clients-per-address", {"-1", "x", ""}, count_text},
        Wrong{"max-clients-per-prefix", {"-1", "x", ""}, count_text},
        Wrong{"connection-rate", {"-1", "1/s", ""}, count_text},
        Wrong{"connection-rate-per-prefix", {"-1", "x", ""}, count_text},
        Wrong{"unix-mode", {"0888", "1777", "rw", ""}, "a mode in octal such as 0660, at most 0777"},
        Wrong{"unix-group",
              {"no-such-group"},
              "the name or the number of a group of this machine, empty for the daemon's own"},
        Wrong{"message-timeout", {"30", "soon", ""}, duration_text + "for no limit"},
        Wrong{"idle-timeout", {"30", "-1s", ""}, duration_text + "for no limit"},
        Wrong{"write-timeout", {"30", "1s1ms", ""}, duration_text + "for no limit"},
        Wrong{"max-pending-output", {"lots", "1T", ""}, size_text},
        Wrong{"rate-limit", {"10/s", "-1", ""}, count_text},
        Wrong{"allow",
              {"localhost", "10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.1 10.0.0.2"},
              "a range of addresses such as 192.168.0.0/16 or fd00::/8, or one address"},
        Wrong{"deny",
              {"all", "10.0.0"},
              "a range of addresses such as 192.168.0.0/16 or fd00::/8, or one address"},
        Wrong{"timestamp-zone", {"UTC", "Europe/Berlin", ""}, "local or utc"},
        Wrong{"random-min",
              {"low", "1.5", ""},
              "a whole number from -9223372036854775808 to 9223372036854775807"},
        Wrong{"random-max",
              {"9223372036854775808", ""},
              "a whole number from -9223372036854775808 to 9223372036854775807"},
        Wrong{"operator-timeout", {"60", ""}, "a duration such as 500ms, 30s, 5m or 1h, 0 for no limit"}),
    by_key);

TEST(KeyValues, BindTakesEveryKindOfAddress) {
  const ConfigurationFolder folder;
  const auto config = folder.load(
      "bind = tcp://127.0.0.1:0\nbind = udp://[::1]:53\nbind = unix:///run/x.sock\nbind = tcp://*:1\n");
  ASSERT_TRUE(config);
  std::vector<std::string> uris;
  for (const auto& address : main_of(*config).binds)
    uris.push_back(net::to_string(address));
  EXPECT_THAT(uris, ElementsAre("tcp://127.0.0.1:0", "udp://[::1]:53", "unix:///run/x.sock", "tcp://*:1"));
}

TEST(KeyValues, BindSaysWhatIsWrongAndAllowed) {
  const ConfigurationFolder folder;
  for (const std::string bind :
       {"8888", "tcp://localhost:1", "tcp://*:65536", "http://*:1", "unix://x", "tcp://::1:1"}) {
    const auto mistakes = folder.mistakes("bind = " + bind + '\n');
    EXPECT_THAT(mistakes, ElementsAre(testing::StartsWith("lanchat.conf:1: bind: "))) << bind;
    EXPECT_THAT(mistakes, ElementsAre(testing::HasSubstr("allowed is tcp://ADDR:PORT"))) << bind;
  }
}

TEST(KeyValues, BindMistakesAreSafeForATerminal) {
  const ConfigurationFolder folder;
  EXPECT_THAT(folder.mistakes("bind = \x1b]0;x\x07://y\n"),
              ElementsAre(testing::HasSubstr(R"(\x1b]0;x\x07)")));
}

TEST(KeyValues, AllowAndDenyTakeRangesAndSingleAddresses) {
  const ConfigurationFolder folder;
  const auto config = folder.load("allow = 192.168.0.0/16\nallow = ::1\ndeny = 192.168.3.4\n");
  ASSERT_TRUE(config);
  EXPECT_THAT(main_of(*config).access.allow,
              ElementsAre(net::Cidr::parse("192.168.0.0/16").value(), net::Cidr::parse("::1").value()));
  EXPECT_THAT(main_of(*config).access.deny, ElementsAre(net::Cidr::parse("192.168.3.4").value()));
}

}  // namespace
}  // namespace lanchat::config
