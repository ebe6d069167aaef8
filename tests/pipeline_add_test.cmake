# SPDX-License-Identifier: Apache-2.0
# pipeline_add_test(<name> SOURCES file... [PLUGINS id...] [LIBRARIES target...])
#
# One Catch2 executable, one ctest entry. The tests see TEST_PLUGINS (the folder of the built plugins),
# TEST_OWN_PLUGINS (that of the plugins in tests/), TEST_DATA (tests/data), TEST_SOURCE (the source tree) and TEST_PIPELINE (the binary). PLUGINS are
# built first; the test is left out with a message when a family of them is.
find_package(Catch2 REQUIRED)

# Words to start each test with, such as `setarch -R`.
set(PIPELINE_TEST_LAUNCHER "" CACHE STRING "What stands before the command of each test")
separate_arguments(test_launcher UNIX_COMMAND "${PIPELINE_TEST_LAUNCHER}")

function(pipeline_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PLUGINS;LIBRARIES")
  foreach(plugin IN LISTS arg_PLUGINS)
    if(NOT TARGET plugin_${plugin})
      message(STATUS "test ${name} left out: family ${plugin} is")
      return()
    endif()
  endforeach()
  set(target test_${name})
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE pipeline_framework Catch2::Catch2WithMain
                        ${arg_LIBRARIES})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE
    TEST_PLUGINS="${PIPELINE_PLUGIN_OUTPUT_DIRECTORY}"
    TEST_OWN_PLUGINS="${PROJECT_BINARY_DIR}/tests/plugins"
    TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    TEST_SOURCE="${PROJECT_SOURCE_DIR}"
    TEST_PIPELINE="$<TARGET_FILE:pipeline>")
  # Its tests with the thread sanitizer are of the libraries and do not start the command.
  if(NOT PIPELINE_SANITIZE STREQUAL "thread")
    add_dependencies(${target} pipeline)
  endif()
  foreach(plugin IN LISTS arg_PLUGINS)
    add_dependencies(${target} plugin_${plugin})
  endforeach()
  set_target_properties(${target} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  # Two builds of the suite may run as one; their names tell them apart.
  if(PIPELINE_SANITIZE STREQUAL "thread")
    set(name ${name}_thread_sanitized)
  elseif(PIPELINE_SANITIZE)
    set(name ${name}_sanitized)
  endif()
  add_test(NAME ${name} COMMAND ${test_launcher} $<TARGET_FILE:${target}>)
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
  if(PIPELINE_SANITIZE)
    set_tests_properties(${name} PROPERTIES TIMEOUT 900 ENVIRONMENT
      "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/leaks.txt:print_suppressions=0")
  endif()
endfunction()

# What the tests of plugins share: running one stage, making and reading values.
add_library(test_support STATIC support/stage.cpp support/peak.cpp)
target_link_libraries(test_support PUBLIC pipeline_framework)
target_include_directories(test_support PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_compile_definitions(test_support PRIVATE
  TEST_PLUGINS="${PIPELINE_PLUGIN_OUTPUT_DIRECTORY}"
  TEST_OWN_PLUGINS="${PROJECT_BINARY_DIR}/tests/plugins"
  TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
