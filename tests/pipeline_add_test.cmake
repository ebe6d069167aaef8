# SPDX-License-Identifier: Apache-2.0
# pipeline_add_test(<name> SOURCES file... [PLUGINS id...] [LIBRARIES target...])
#
# One Catch2 executable, one ctest entry. The tests see TEST_PLUGINS (the folder of the built plugins),
# TEST_DATA (tests/data), TEST_SOURCE (the source tree) and TEST_PIPELINE (the binary). PLUGINS are
# built first; the test is left out with a message when a family of them is.
find_package(Catch2 REQUIRED)

function(pipeline_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PLUGINS;LIBRARIES")
  foreach(plugin IN LISTS arg_PLUGINS)
    if(NOT TARGET plugin_${plugin})
      message(STATUS "test ${name} left out: family ${plugin} is")
      return()
    endif()
  endforeach()
  add_executable(test_${name} ${arg_SOURCES})
  target_link_libraries(test_${name} PRIVATE pipeline_framework Catch2::Catch2WithMain
                        ${arg_LIBRARIES})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(test_${name} PRIVATE
    TEST_PLUGINS="${PIPELINE_PLUGIN_OUTPUT_DIRECTORY}"
    TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    TEST_SOURCE="${PROJECT_SOURCE_DIR}"
    TEST_PIPELINE="$<TARGET_FILE:pipeline>")
  add_dependencies(test_${name} pipeline)
  foreach(plugin IN LISTS arg_PLUGINS)
    add_dependencies(test_${name} plugin_${plugin})
  endforeach()
  set_target_properties(test_${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 4)
endfunction()

# What the tests of plugins share: running one stage, making and reading values.
add_library(test_support STATIC support/stage.cpp)
target_link_libraries(test_support PUBLIC pipeline_framework)
target_include_directories(test_support PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_compile_definitions(test_support PRIVATE TEST_PLUGINS="${PIPELINE_PLUGIN_OUTPUT_DIRECTORY}")
