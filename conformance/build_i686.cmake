# SPDX-License-Identifier: GPL-2.0-or-later
# Builds vexfs-conformance-static-32 with the cross compiler, in a build of its own. Run at build time: a compiler that
# was installed after the main build was configured counts.
#
#   cmake -DSOURCE=… -DBINARY=… -DOUTPUT=… -DBUILD_TYPE=… -DWERROR=… -P build_i686.cmake
set(program vexfs-conformance-static-32)

find_program(cc i686-linux-gnu-gcc)
find_program(cxx i686-linux-gnu-g++)
if(NOT cc OR NOT cxx OR NOT EXISTS /usr/src/googletest)
  message(STATUS "${program} is not built: it needs the packages g++-i686-linux-gnu and googletest")
  return()
endif()

if(NOT EXISTS ${BINARY}/build.ninja)
  execute_process(
    COMMAND ${CMAKE_COMMAND} -G Ninja -S ${SOURCE} -B ${BINARY} -DIOPACT_GUEST_ONLY=ON -DIOPACT_WERROR=${WERROR}
      -DCMAKE_BUILD_TYPE=${BUILD_TYPE} -DCMAKE_C_COMPILER=${cc} -DCMAKE_CXX_COMPILER=${cxx}
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} --build ${BINARY} --target ${program} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different ${BINARY}/bin/${program} ${OUTPUT}
  COMMAND_ERROR_IS_FATAL ANY)
