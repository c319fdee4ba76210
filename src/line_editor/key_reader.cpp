// SPDX-License-Identifier: MIT
#include "line_editor/key_reader.hpp"

#include "lanchat/line_editor/readiness.hpp"

#include <unistd.h>

#include <cerrno>
#include <cwchar>
#include <system_error>

namespace lanchat::line_editor {
namespace {

int wait_for(int descriptor) {
  const int readiness = open_readiness(descriptor);
  if (readiness < 0) throw std::system_error(errno, std::generic_category(), "waiting for the terminal");
  return readiness;
}

}  // namespace

KeyReader::KeyReader(boost::asio::io_context& context, int descriptor)
    : context_(context), descriptor_(descriptor), readiness_(context, wait_for(descriptor)) {}

// The handler refers to this object, so it must have run before the object goes.
KeyReader::~KeyReader() {
  readiness_.cancel();
  context_.restart();
  while (waiting_)
    context_.run_one();
}

int KeyReader::read(wchar_t& character) {
  std::mbstate_t state{};
  while (wait_for_key()) {
    char byte = 0;
    const ssize_t got = ::read(descriptor_, &byte, 1);
    if (got == 0) return 0;
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) return -1;
    const std::size_t length = std::mbrtowc(&character, &byte, 1, &state);
    if (length == static_cast<std::size_t>(-2)) continue;  // the character has more bytes
    if (length != static_cast<std::size_t>(-1)) return 1;
    state = {};  // not a character of this locale: as if it had not been typed
  }
  return 0;
}

// False: the input has ended.
bool KeyReader::wait_for_key() {
  readable_ = false;
  start_waiting();
  context_.restart();
  while (!readable_ && !ended_)
    context_.run_one();
  return !ended_;
}

void KeyReader::start_waiting() {
  if (waiting_) return;
  waiting_ = true;
  readiness_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                        [this](boost::system::error_code error) {
                          waiting_ = false;
                          readable_ = !error;
                        });
}

}  // namespace lanchat::line_editor
