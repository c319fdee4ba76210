# SPDX-License-Identifier: MIT
"""The checks themselves: that they see what they are for, and not more."""

import house_rules
import include_direction
import links
import sizes
import tidy
import tree

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


def source(name, *options):
    return tidy.Source({"file": f"{tree.ROOT}/src/{name}", "command": " ".join(
        ["ccache /usr/bin/clang++-19", *options, f"-c {tree.ROOT}/src/{name} -o x.o"])})


def test_a_batch_has_one_source_of_a_module_and_one_main():
    names = ["net/a.cpp", "net/b.cpp", "config/a.cpp", "client/main.cpp", "daemon/main.cpp", "async/asio.cpp"]
    batches = tidy.batches_of([source(name) for name in names])
    assert sorted(each.name for batch in batches for each in batch.sources) == sorted("src/" + name for name in names)
    for batch in batches:
        assert len({each.module for each in batch.sources}) == len(batch.sources)
        assert sum(each.has_main for each in batch.sources) <= 1
        assert len(batch.sources) == 1 or all(each.name not in tidy.BY_THEMSELVES for each in batch.sources)


def test_a_batch_is_compiled_with_what_its_sources_are_compiled_with():
    batch = tidy.Batch()
    batch.sources = [source("net/a.cpp", "-DNET -isystem /one -std=c++2b"), source("config/a.cpp", "-std=c++2b -DCONFIG")]
    assert batch.command("batch.cpp") == ["/usr/bin/clang++-19", "-DNET", "-isystem", "/one", "-std=c++2b", "-DCONFIG",
                                          "-c", "batch.cpp"]


def test_what_is_looked_at_alone_is_found():
    using = tidy.ALONE["misc-unused-using-decls"]
    assert using.search("int a;\n  using std::chrono::seconds;\n") and using.search("using a::b, a::c;")
    assert not using.search("using namespace std;\nusing Time = std::chrono::seconds;\n")
    assert tidy.ALONE["bugprone-suspicious-include"].search('#include "net/session.cpp"')
    assert not tidy.ALONE["bugprone-suspicious-include"].search("#include <cpp.hpp>")
