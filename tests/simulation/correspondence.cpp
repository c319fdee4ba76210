// SPDX-License-Identifier: MIT
#include "simulation/correspondence.hpp"

#include <algorithm>
#include <cctype>

namespace lanchat::simulation {
namespace {

// Four clients.
constexpr std::uint16_t first_port = 30000;

sockaddr_in source(std::size_t number) {
  sockaddr_in from{};
  from.sin_family = AF_INET;
  from.sin_port = htons(static_cast<std::uint16_t>(first_port + number % 4));
  from.sin_addr.s_addr = htonl(0x0a000101U);
  return from;
}

}  // namespace

Correspondence::Correspondence(World& world, Rules rules, const Letters& letters)
    : world_(world), rules_(rules) {
  world_.on_datagram = [this](const DatagramSocket::Datagram& reply) { take(reply); };
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (i % 11 == 10) continue;  // the network loses it
    const Time late{std::chrono::microseconds{i % 5 == 4 ? 700 : 0}};
    world_.at(letters[i].first + late, [this, letter = letters[i].second, i] { send(letter, i); });
  }
}

void Correspondence::send(const std::string& letter, std::size_t number) {
  const sockaddr_in from = source(number);
  if (!world_.datagrams->arrive({from, letter})) return;
  ++arrived_;
  std::string answer = letter;
  if (rules_.reply == Reply::uppercase)
    std::ranges::transform(answer, answer.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (rules_.reply == Reply::acknowledge) answer = "received";
  if (rules_.reply == Reply::by_operator) answer = typed_answer(letter, rules_.framing).value_or(letter);
  expected_[answer] = ntohs(from.sin_port);
}

void Correspondence::take(const DatagramSocket::Datagram& reply) {
  world_.scene().tell("a datagram: " + reply.bytes);
  const auto found = expected_.find(reply.bytes);
  if (found == expected_.end()) {
    wrong_.push_back("a datagram nobody asked for: " + reply.bytes);
  } else if (rules_.reply != Reply::acknowledge && ntohs(reply.peer.sin_port) != found->second) {
    wrong_.push_back("a datagram to somebody else: " + reply.bytes);
  }
  ++replies_[reply.bytes];
}

void Correspondence::judge(std::vector<std::string>& complaints) const {
  std::ranges::copy(wrong_, std::back_inserter(complaints));
  std::uint64_t sum = 0;
  for (const auto& [bytes, count] : replies_) {
    sum += static_cast<std::uint64_t>(count);
    if (count > 1 && rules_.reply != Reply::acknowledge) complaints.push_back("answered twice: " + bytes);
  }
  if (sum > arrived_) complaints.push_back("more answers than datagrams");
}

}  // namespace lanchat::simulation
