# SPDX-License-Identifier: MIT
# What `cmake --install` puts where, and how others find it: CMake package and pkg-config.
include(CMakePackageConfigHelpers)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/tenon)
install(TARGETS tenon EXPORT tenonTargets FILE_SET HEADERS)
if(TARGET tenon_cli)
  install(TARGETS tenon_cli EXPORT tenonTargets)
endif()
install(EXPORT tenonTargets NAMESPACE tenon:: DESTINATION ${package})
install(FILES wit/plugin.wit DESTINATION ${CMAKE_INSTALL_DATADIR}/tenon/wit)
# The crates, for `tenon = { path = ... }`: they find the library by pkg-config.
install(DIRECTORY rust DESTINATION ${CMAKE_INSTALL_DATADIR}/tenon FILES_MATCHING PATTERN "*.rs" PATTERN "Cargo.toml"
        PATTERN "target" EXCLUDE)

configure_package_config_file(cmake/tenonConfig.cmake.in tenonConfig.cmake INSTALL_DESTINATION ${package})
# Until a first release each minor version may break.
write_basic_package_version_file(tenonConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/tenonConfig.cmake ${PROJECT_BINARY_DIR}/tenonConfigVersion.cmake
              cmake/TenonPlugins.cmake
        DESTINATION ${package})

# Relative, so that an installation can be moved.
file(RELATIVE_PATH TENON_PREFIX_FROM_PC /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)
configure_file(cmake/tenon.pc.in tenon.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/tenon.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
