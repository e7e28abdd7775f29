# SPDX-License-Identifier: GPL-2.0-or-later
# A room is a folder: every *.cpp is its library, every *_test.cpp its test binary, *_main.cpp neither.

add_library(iopact-flags INTERFACE)
target_compile_options(iopact-flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow)
if(IOPACT_WERROR)
  target_compile_options(iopact-flags INTERFACE -Werror)
endif()
if(IOPACT_SANITIZE)
  target_compile_options(iopact-flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined)
  target_link_options(iopact-flags INTERFACE -fsanitize=address,undefined)
endif()

# iopact_room(NAME [LINK lib...]): library iopact-NAME from this folder and test binary iopact-NAME-test.
# Tests get IOPACT_SOURCE_DIR (the repository's root) and IOPACT_BINARY_DIR as string macros.
function(iopact_room name)
  cmake_parse_arguments(ROOM "" "" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "_(test|main|fuzzer)\\.cpp$")
  set(kind PUBLIC)
  if(sources)
    add_library(iopact-${name} STATIC ${sources})
  else()
    add_library(iopact-${name} INTERFACE)
    set(kind INTERFACE)
  endif()
  target_include_directories(iopact-${name} ${kind} ${PROJECT_SOURCE_DIR})
  target_link_libraries(iopact-${name} ${kind} iopact-flags ${ROOM_LINK})
  if(tests)
    add_executable(iopact-${name}-test ${tests})
    target_link_libraries(iopact-${name}-test PRIVATE iopact-${name} GTest::gmock GTest::gtest_main)
    target_compile_definitions(iopact-${name}-test PRIVATE
      IOPACT_SOURCE_DIR="${PROJECT_SOURCE_DIR}" IOPACT_BINARY_DIR="${PROJECT_BINARY_DIR}")
    add_test(NAME ${name} COMMAND iopact-${name}-test)
  endif()
endfunction()
