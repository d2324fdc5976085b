# SPDX-License-Identifier: MIT
# Helpers for this source tree only.

# The settings of all our own code. Targets and usage requirements only: nothing is global.
function(tenon_own_code target)
  target_compile_features(${target} PUBLIC cxx_std_23)
  target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    $<$<BOOL:${TENON_WERROR}>:-Werror>)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  if(TENON_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=${TENON_SANITIZE} -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${TENON_SANITIZE})
  endif()
endfunction()

# With TENON_UNITY, eight sources are compiled at a time, and their headers read once. Names in anonymous namespaces must
# then differ within a module, and may hide those of other sources.
function(tenon_unity target)
  if(TENON_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    target_compile_options(${target} PRIVATE -Wno-shadow)
  endif()
endfunction()

# A test program: what it costs is its compilation.
function(tenon_test_code target)
  tenon_own_code(${target})
  tenon_unity(${target})
  if(TENON_UNITY)
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()

# One module of src/: tenon_module(wit SOURCES lexer.cpp ... TESTS lexer_test.cpp ... USES tenon_abi)
# makes the object library tenon_wit and, with TENON_BUILD_TESTS, the test program wit_test.
function(tenon_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;TESTS;USES;LIBRARIES")
  add_library(tenon_${name} OBJECT ${arg_SOURCES})
  tenon_own_code(tenon_${name})
  tenon_unity(tenon_${name})
  foreach(use IN LISTS arg_USES)
    target_include_directories(tenon_${name} PUBLIC $<TARGET_PROPERTY:${use},INTERFACE_INCLUDE_DIRECTORIES>)
  endforeach()
  target_link_libraries(tenon_${name} PRIVATE ${arg_LIBRARIES})
  if(TENON_BUILD_TESTS AND arg_TESTS)
    # What libtenon is made of is tested without the rest: less to build for the sanitizers' slice.
    set(tested tenon_all)
    if(name MATCHES "^(wit|abi|image|host)$")
      set(tested tenon_core)
    endif()
    tenon_unit_test(${name}_test SOURCES ${arg_TESTS} LIBRARIES ${arg_LIBRARIES} TESTED ${tested})
  endif()
endfunction()

# A test program over our own code, run by ctest as one test per case.
function(tenon_unit_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TESTED" "SOURCES;LIBRARIES")
  if(NOT arg_TESTED)
    set(arg_TESTED tenon_all)
  endif()
  add_executable(${name} ${arg_SOURCES})
  tenon_test_code(${name})
  target_link_libraries(${name} PRIVATE ${arg_TESTED} ${arg_LIBRARIES} GTest::gtest GTest::gmock GTest::gtest_main)
  include(GoogleTest)
  gtest_discover_tests(${name} TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60)
endfunction()

# Files of a test, at the same places in the build folder: for what a tool writes beside them.
function(tenon_test_copy)
  foreach(file IN LISTS ARGN)
    configure_file(${file} ${CMAKE_CURRENT_BINARY_DIR}/${file} COPYONLY)
  endforeach()
endfunction()
