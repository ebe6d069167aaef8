# SPDX-License-Identifier: Apache-2.0
# pipeline_family(<name> [PACKAGES cmake package...] [MODULES pkg-config module...])
#
# Adds plugins/<name> when its dependencies are there, else says what is absent and how to get it.
# Modules become the imported targets PkgConfig::<module>.
find_package(PkgConfig REQUIRED)

function(pipeline_family name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PACKAGES;MODULES")
  set(absent "")
  foreach(package IN LISTS arg_PACKAGES)
    find_package(${package} QUIET)
    if(NOT ${package}_FOUND)
      list(APPEND absent ${package})
    endif()
  endforeach()
  foreach(module IN LISTS arg_MODULES)
    pkg_check_modules(${module} QUIET IMPORTED_TARGET ${module})
    if(NOT ${module}_FOUND)
      list(APPEND absent ${module})
    endif()
  endforeach()
  if(absent)
    list(JOIN absent ", " absent)
    message(STATUS "family ${name} left out: ${absent} absent; './pipeline setup ${name}' gets it")
    return()
  endif()
  add_subdirectory(${name})
endfunction()
