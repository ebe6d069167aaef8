# SPDX-License-Identifier: Apache-2.0
# Debian packages by CPack: `pipeline`, `pipeline-dev`, and one for each family that stands alone.
get_property(alone GLOBAL PROPERTY PIPELINE_FAMILIES_ALONE)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "the pipeline authors")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/debian_modes.cmake)

set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL runtime dev ${alone})
set(CPACK_DEB_COMPONENT_INSTALL ON)

# The release tells builds for different distributions apart: their libraries differ.
cmake_host_system_information(RESULT system QUERY DISTRIB_INFO)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1~${system_ID}${system_VERSION_ID})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION graphics)
set(same_version "pipeline (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME pipeline)
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION
    "Loads stages from plugins, wires them as a YAML graph says, and runs it over images in parallel.")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
# Opened by svg.rasterize when it runs, not linked.
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS librsvg2-2)

set(CPACK_DEBIAN_DEV_DESCRIPTION "Headers, CMake and pkg-config packages to build plugins with.")
set(CPACK_DEBIAN_DEV_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DEV_PACKAGE_RECOMMENDS pipeline)

install(FILES LICENSE DESTINATION share/doc/pipeline COMPONENT runtime)
install(FILES NOTICE DESTINATION share/doc/pipeline RENAME copyright COMPONENT runtime)
install(FILES NOTICE DESTINATION share/doc/pipeline-dev RENAME copyright COMPONENT dev)

set(suggested pipeline-dev)
foreach(family IN LISTS alone)
  string(TOUPPER ${family} key)
  install(FILES NOTICE DESTINATION share/doc/pipeline-${family} RENAME copyright COMPONENT ${family})
  set(CPACK_DEBIAN_${key}_DESCRIPTION "The stages ${family}.*")
  set(CPACK_DEBIAN_${key}_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_${key}_PACKAGE_DEPENDS ${same_version})
  list(APPEND suggested pipeline-${family})
endforeach()
list(JOIN suggested ", " CPACK_DEBIAN_RUNTIME_PACKAGE_SUGGESTS)

include(CPack)
