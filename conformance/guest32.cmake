# SPDX-License-Identifier: GPL-2.0-or-later
# The same program for 32-bit processes, by a build of its own with the cross compiler where there is one.
find_program(IOPACT_CXX_I686 i686-linux-gnu-g++)
find_program(IOPACT_CC_I686 i686-linux-gnu-gcc)
if(NOT IOPACT_CXX_I686 OR NOT IOPACT_CC_I686 OR NOT EXISTS /usr/src/googletest OR IOPACT_SANITIZE)
  return()
endif()

include(ExternalProject)
ExternalProject_Add(vexfs-conformance-static-32
  SOURCE_DIR ${PROJECT_SOURCE_DIR}
  BINARY_DIR ${PROJECT_BINARY_DIR}/i686
  CMAKE_ARGS
    -DIOPACT_GUEST_ONLY=ON
    -DIOPACT_WERROR=${IOPACT_WERROR}
    -DCMAKE_BUILD_TYPE=${CMAKE_BUILD_TYPE}
    -DCMAKE_C_COMPILER=${IOPACT_CC_I686}
    -DCMAKE_CXX_COMPILER=${IOPACT_CXX_I686}
  BUILD_COMMAND ${CMAKE_COMMAND} --build <BINARY_DIR> --target vexfs-conformance-static-32
  INSTALL_COMMAND ${CMAKE_COMMAND} -E copy_if_different
    <BINARY_DIR>/bin/vexfs-conformance-static-32 ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}
  BUILD_ALWAYS ON
  BUILD_BYPRODUCTS ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/vexfs-conformance-static-32)
