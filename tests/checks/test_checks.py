# SPDX-License-Identifier: MIT
"""The checks themselves: that they see what they are for, and not more."""

import house_rules
import include_direction
import links
import sizes

SOURCE = '''
namespace lanchat::net {
constexpr std::array<int, 2> table{1, 2};
class Session : public Base {
 public:
  explicit Session(int size) noexcept : size_{size}, rest_(1) {
    start();
  }
  // A comment with a { brace
  bool whole() const { return text_ == "}" && c != '{'; }
 private:
  int size_ = 1'000;
};
async::Task<> run(std::shared_ptr<Session> self) {
  auto later = [self] {
    return 1;
  };
  co_return;
}
enum class Kind { a, b };
template <typename T>
bool operator==(const T& left, const T& right)
{
  return true;
}
}
'''


def test_functions_are_found_with_their_lines():
    assert list(sizes.functions(SOURCE)) == [
        ("Session", 6, 8),
        ("whole", 10, 10),
        ("run", 14, 19),
        ("operator==", 21, 25),
    ]


def test_includes_that_point_up_or_sideways_are_faults():
    fault = include_direction.fault
    assert fault("net", '"', "lanchat/policy/policy.hpp") is None
    assert fault("net", '"', "net/session.hpp") is None
    assert "must not include net" in fault("policy", '"', "lanchat/net/session.hpp")
    assert "must not include control" in fault("net", '"', "lanchat/control/steering.hpp")
    assert "must not include logging" in fault("policy", '"', "lanchat/logging/event.hpp")
    assert "private" in fault("daemon", '"', "net/session.hpp")
    assert "boost/asio" in fault("protocol", "<", "boost/asio/buffer.hpp")
    assert "histedit" in fault("client", "<", "histedit.h")
    assert "write the module" in fault("net", '"', "session.hpp")


def test_headings_have_the_anchors_of_the_web():
    assert links.anchors("# Where a message ends\n## `line`, `raw`\n") == {"where-a-message-ends", "line-raw"}


AWAITS = """
async::Routine run() {
  const bool ready = co_await wait();
  if (ready) co_await wait();  // if (co_await wait())
  while (open()) co_await wait("if (co_await");
  if (const bool good = co_await wait(); good) {
  }
  while (ready &&
         !(co_await wait()))
    continue;
  do
    stop_if(co_await wait());
  while (co_await wait());
}
"""


def test_conditions_that_await_are_found():
    assert list(house_rules.awaiting_conditions(AWAITS)) == [6, 8, 13]
