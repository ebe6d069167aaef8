# SPDX-License-Identifier: Apache-2.0
# pipeline_add_plugin(<id> [VERSION v] [DOC text] [LICENSE l] [STAGES name...] [SOURCES file...]
#                     [LIBRARIES target...])
#
# Builds <id>.so. Each stage NAME is the file NAME.cpp with PIPELINE_STAGE(NAME, Class); the plugin's
# entry is generated, and says VERSION, DOC and LICENSE. A plugin without STAGES brings its own entry
# (PIPELINE_PLUGIN or plain C) in SOURCES, which says them itself. Exactly one symbol is exported, so that
# two plugins never share one by accident.
set(PIPELINE_PLUGIN_ENTRY_TEMPLATE ${CMAKE_CURRENT_LIST_DIR}/plugin_entry.cpp.in)
set(PIPELINE_PLUGIN_EXPORTS ${CMAKE_CURRENT_LIST_DIR}/plugin_exports.map)

# What the host would refuse only when the plugin is loaded, and what nobody would see.
macro(pipeline_check_entry_words)
  foreach(word VERSION DOC LICENSE)
    if(arg_STAGES AND NOT arg_${word} AND NOT word STREQUAL "LICENSE")
      message(FATAL_ERROR "pipeline_add_plugin(${id}): ${word} is missing, and no host loads a plugin without: "
                          "VERSION 1.0.0 DOC \"What it brings.\"")
    elseif(arg_${word} AND NOT arg_STAGES)
      message(FATAL_ERROR "pipeline_add_plugin(${id}): ${word} is for plugins with STAGES; without, the entry in "
                          "SOURCES says it: PIPELINE_PLUGIN(\"${id}\", version, doc, classes)")
    endif()
    string(REPLACE "\\" "\\\\" arg_${word} "${arg_${word}}")
    string(REPLACE "\"" "\\\"" arg_${word} "${arg_${word}}")
  endforeach()
endmacro()

function(pipeline_add_plugin id)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "VERSION;DOC;LICENSE" "STAGES;SOURCES;LIBRARIES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "pipeline_add_plugin(${id}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT id MATCHES "^[a-z][a-z0-9_]*$")
    message(FATAL_ERROR "pipeline_add_plugin(${id}): a plugin's id is a small letter, then small letters, "
                        "digits and '_'")
  endif()
  pipeline_check_entry_words()
  set(target plugin_${id})
  set(sources ${arg_SOURCES})
  if(arg_STAGES)
    set(declarations "")
    set(entries "")
    foreach(stage IN LISTS arg_STAGES)
      list(APPEND sources ${stage}.cpp)
      string(APPEND declarations "extern \"C\" const pipeline_stage* pipeline_stage_${stage}();\n")
      string(APPEND entries " pipeline_stage_${stage}(),")
    endforeach()
    configure_file(${PIPELINE_PLUGIN_ENTRY_TEMPLATE} ${CMAKE_CURRENT_BINARY_DIR}/${id}_entry.cpp @ONLY)
    list(APPEND sources ${CMAKE_CURRENT_BINARY_DIR}/${id}_entry.cpp)
  endif()

  add_library(${target} MODULE ${sources})
  target_link_libraries(${target} PRIVATE pipeline::sdk ${arg_LIBRARIES})
  target_compile_options(${target} PRIVATE -ffp-contract=off)
  if(CMAKE_CXX_COMPILER)
    target_compile_features(${target} PRIVATE cxx_std_20)
  endif()
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME ${id} PREFIX "" SUFFIX ".so"
    C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  # A copy, for the prefix may have letters that CMake does not quote in options of the linker.
  set(exports ${CMAKE_CURRENT_BINARY_DIR}/${id}_exports.map)
  configure_file(${PIPELINE_PLUGIN_EXPORTS} ${exports} COPYONLY)
  set_target_properties(${target} PROPERTIES LINK_DEPENDS ${exports})
  target_link_options(${target} PRIVATE -Wl,--version-script=${exports})
  if(NOT PIPELINE_SANITIZE)
    target_link_options(${target} PRIVATE -Wl,-z,defs)
  endif()
  if(PIPELINE_PLUGIN_OUTPUT_DIRECTORY)
    set_target_properties(${target} PROPERTIES
      LIBRARY_OUTPUT_DIRECTORY ${PIPELINE_PLUGIN_OUTPUT_DIRECTORY})
  endif()
endfunction()
