# SPDX-License-Identifier: Apache-2.0
# Debian packages by CPack: `pipeline`, `pipeline-dev`, and one for each family that stands alone.
get_property(alone GLOBAL PROPERTY PIPELINE_FAMILIES_ALONE)

set(CPACK_GENERATOR DEB)
# Who packs signs, as with Debian's own tools.
if(DEFINED ENV{DEBEMAIL})
  set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
else()
  cmake_host_system_information(RESULT host QUERY FQDN)
  execute_process(COMMAND id -un OUTPUT_VARIABLE user OUTPUT_STRIP_TRAILING_WHITESPACE)
  set(CPACK_PACKAGE_CONTACT "${user} <${user}@${host}>")
endif()
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_files.cmake)

set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL runtime dev ${alone})
set(CPACK_DEB_COMPONENT_INSTALL ON)

# The release tells builds for different distributions apart: their libraries differ.
cmake_host_system_information(RESULT system QUERY DISTRIB_INFO)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1~${system_ID}${system_VERSION_ID})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(version ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
set(same_version "pipeline (= ${version})")

# Each component's description begins with its own summary.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME pipeline)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "plugin host for image-processing pipelines
Loads stages from plugins, wires them as a YAML graph says, checks the graph
and runs it over images in parallel. The graph that comes with it turns a
photograph into an SVG.")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
# Opened by svg.rasterize when it runs, not linked.
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS librsvg2-2)

set(CPACK_DEBIAN_DEV_DESCRIPTION "plugin host for image-processing pipelines: SDK
Headers, a CMake package and a pkg-config file to build plugins with, in
C++20 or C, and what 'pipeline plugin new' begins one with.")
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DEV_PACKAGE_RECOMMENDS pipeline)

file(READ ${PROJECT_SOURCE_DIR}/NOTICE notice)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
foreach(file changelog copyright)
  configure_file(${CMAKE_CURRENT_LIST_DIR}/debian_${file}.in ${PROJECT_BINARY_DIR}/debian/${file} @ONLY)
endforeach()

# What every package says of itself.
function(package_documents package component)
  set(folder share/doc/${package})
  install(FILES ${PROJECT_BINARY_DIR}/debian/copyright DESTINATION ${folder} COMPONENT ${component})
  install(FILES ${PROJECT_BINARY_DIR}/debian/changelog DESTINATION ${folder} RENAME changelog.Debian
          COMPONENT ${component})
endfunction()
install(FILES LICENSE DESTINATION share/doc/pipeline COMPONENT runtime)
package_documents(pipeline runtime)
package_documents(pipeline-dev dev)

set(suggested pipeline-dev)
foreach(family IN LISTS alone)
  string(TOUPPER ${family} key)
  package_documents(pipeline-${family} ${family})
  set(CPACK_DEBIAN_${key}_DESCRIPTION "plugin host for image-processing pipelines: ${family}
The stages ${family}.*, which have large dependencies of their own.")
  set(CPACK_DEBIAN_${key}_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_${key}_PACKAGE_DEPENDS ${same_version})
  list(APPEND suggested pipeline-${family})
endforeach()
list(JOIN suggested ", " CPACK_DEBIAN_RUNTIME_PACKAGE_SUGGESTS)

include(CPack)
