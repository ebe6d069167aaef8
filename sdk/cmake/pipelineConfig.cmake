# SPDX-License-Identifier: Apache-2.0
# find_package(pipeline): the target pipeline::sdk and pipeline_add_plugin().
include(${CMAKE_CURRENT_LIST_DIR}/pipeline_sdk.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/pipeline_add_plugin.cmake)
