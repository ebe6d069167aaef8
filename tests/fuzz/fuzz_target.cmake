# SPDX-License-Identifier: Apache-2.0
# Objects and programs by clang inside a build by any compiler.
set(fuzz_flags -std=c++20 -O1 -g1 -fno-omit-frame-pointer -fno-sanitize=vptr
               -fno-sanitize-recover=all -ffp-contract=off
               -I${PROJECT_SOURCE_DIR} -I${PROJECT_SOURCE_DIR}/sdk/include -I${PROJECT_SOURCE_DIR}/tests
               # How g++ says it, which the pool of the host asks for.
               -U__SANITIZE_ADDRESS__ -D__SANITIZE_ADDRESS__=1
               "-DPIPELINE_VERSION=\"${PROJECT_VERSION}\"")

# fuzz_probe(<variable>): whether PIPELINE_CLANGXX has libFuzzer's runtime.
function(fuzz_probe variable)
  if(PIPELINE_CLANGXX AND NOT PIPELINE_FUZZ_WORKS)
    set(probe ${CMAKE_CURRENT_BINARY_DIR}/probe)
    file(WRITE ${probe}.cpp "extern \"C\" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }\n")
    execute_process(COMMAND ${PIPELINE_CLANGXX} -fsanitize=fuzzer,address,undefined ${probe}.cpp -o ${probe}
                    RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
    if(NOT failed)
      set(PIPELINE_FUZZ_WORKS ON CACHE INTERNAL "clang++ links libFuzzer")
    endif()
  endif()
  set(${variable} ${PIPELINE_FUZZ_WORKS} PARENT_SCOPE)
endfunction()

# fuzz_objects(<variable> SOURCES file... [FOLDER name] [DEFINITIONS d...]): the objects' paths.
function(fuzz_objects variable)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER" "SOURCES;DEFINITIONS")
  list(TRANSFORM arg_DEFINITIONS PREPEND -D)
  set(objects "")
  foreach(source IN LISTS arg_SOURCES)
    file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR} ${source})
    set(object ${CMAKE_CURRENT_BINARY_DIR}/objects/${arg_FOLDER}/${name}.o)
    get_filename_component(folder ${object} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    add_custom_command(OUTPUT ${object}
      COMMAND ${CMAKE_CXX_COMPILER_LAUNCHER} ${PIPELINE_CLANGXX} -fsanitize=fuzzer-no-link,address,undefined
              ${fuzz_flags} ${arg_DEFINITIONS} -MD -MF ${object}.d -c ${source} -o ${object}
      DEPENDS ${source} DEPFILE ${object}.d
      COMMENT "clang++ ${name}" VERBATIM)
    list(APPEND objects ${object})
  endforeach()
  set(${variable} ${objects} PARENT_SCOPE)
endfunction()

# fuzz_target(<name> SOURCE file OBJECTS file... LIBRARIES option... [DEFINITIONS d...]): the program
# fuzz/NAME, and a test that replays seeds and found inputs and then tries new ones for a few seconds.
function(fuzz_target name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "SOURCE" "OBJECTS;LIBRARIES;DEFINITIONS")
  fuzz_objects(own SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/${arg_SOURCE} FOLDER ${name}
               DEFINITIONS ${arg_DEFINITIONS})
  set(program ${CMAKE_CURRENT_BINARY_DIR}/${name})
  add_custom_command(OUTPUT ${program}
    COMMAND ${PIPELINE_CLANGXX} -fsanitize=fuzzer,address,undefined -fno-sanitize=vptr
            ${own} ${arg_OBJECTS} ${arg_LIBRARIES} -o ${program}
    DEPENDS ${own} ${arg_OBJECTS} COMMENT "clang++ fuzz target ${name}" VERBATIM)
  set_property(GLOBAL APPEND PROPERTY PIPELINE_FUZZ_PROGRAMS ${program})
  add_test(NAME fuzz_${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/run.sh --short ${PROJECT_BINARY_DIR} ${name})
  set_tests_properties(fuzz_${name} PROPERTIES TIMEOUT 120)
endfunction()
