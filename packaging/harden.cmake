# SPDX-License-Identifier: MIT
#
# What the preset `release` adds so that a defect is harder to use: position independent programs with read-only
# relocations, checked library calls, guarded stacks, and marks for the processor's control-flow enforcement.

include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)   # CMAKE_POSITION_INDEPENDENT_CODE then reaches the linker too

if(LANCHAT_HARDEN)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection -Wformat -Werror=format-security)
  add_link_options(LINKER:-z,relro,-z,now)
  if(NOT CMAKE_CXX_FLAGS MATCHES "_FORTIFY_SOURCE")
    add_compile_definitions(_FORTIFY_SOURCE=2)
  endif()
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|i686)$")
    # Debian 12's C start files (crt1.o, crti.o) carry no marks, so the linker drops those of the whole program.
    # They keep to the shadow stack's rules and it is marked again; they have no landing pads for indirect branches,
    # so that mark would be untrue, though all code of ours has them.
    add_compile_options(-fcf-protection=full)
    add_link_options(LINKER:-z,shstk)
  endif()
endif()
