# SPDX-License-Identifier: MIT
#
# Where things go on a system. The service unit names /usr/sbin/lanchatd and the daemon reads /etc/lanchat.conf, so
# /usr is the prefix unless another is asked for; packages stage the tree with DESTDIR.

if(CMAKE_INSTALL_PREFIX_INITIALIZED_TO_DEFAULT)
  set(CMAKE_INSTALL_PREFIX /usr CACHE PATH "Where lanchat is installed" FORCE)
endif()
include(GNUInstallDirs)
set(LANCHAT_UNIT_DIR lib/systemd/system CACHE STRING "Where systemd units go: below the prefix, or absolute")

install(TARGETS lanchatd RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
install(TARGETS lanchat lanchatctl RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})

install(FILES ${PROJECT_SOURCE_DIR}/config/lanchat.conf DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR})
install(DIRECTORY DESTINATION ${CMAKE_INSTALL_FULL_SYSCONFDIR}/lanchat.conf.d)

install(FILES ${PROJECT_SOURCE_DIR}/systemd/lanchat.service DESTINATION ${LANCHAT_UNIT_DIR})
install(FILES ${PROJECT_SOURCE_DIR}/systemd/lanchat.sysusers DESTINATION lib/sysusers.d RENAME lanchat.conf)
install(FILES ${PROJECT_SOURCE_DIR}/systemd/lanchat.tmpfiles DESTINATION lib/tmpfiles.d RENAME lanchat.conf)
install(FILES ${PROJECT_SOURCE_DIR}/systemd/lanchat.catalog DESTINATION lib/systemd/catalog)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/systemd/examples ${PROJECT_SOURCE_DIR}/docs/examples
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

# Man pages and completions, in the folders they have below share/.
install(DIRECTORY ${PROJECT_BINARY_DIR}/share/ DESTINATION ${CMAKE_INSTALL_DATAROOTDIR})
