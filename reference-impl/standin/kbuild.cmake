# SPDX-License-Identifier: GPL-2.0-or-later
# What the top-level Kbuild says about the module, so that the build for userspace says nothing of its own.

# kbuild_variables(FILE): sets kbuild_NAME for every "NAME := value" and "NAME += value", conditions taken as true,
# with $(OTHER) expanded and $(src) the repository's root.
macro(kbuild_variables file)
  file(READ ${file} kbuild_text)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  string(REGEX REPLACE "\\\\\n" " " kbuild_text "${kbuild_text}")
  string(REGEX MATCHALL "[^\n]+" kbuild_lines "${kbuild_text}")
  foreach(line IN LISTS kbuild_lines)
    if(line MATCHES "^([A-Za-z0-9_./-]+) *([:+])= *(.*)$")
      set(name "${CMAKE_MATCH_1}")
      set(append "${CMAKE_MATCH_2}")
      set(value "${CMAKE_MATCH_3}")
      while(value MATCHES "\\$\\(([a-z0-9_]+)\\)")
        string(REPLACE "$(${CMAKE_MATCH_1})" "${kbuild_${CMAKE_MATCH_1}}" value "${value}")
      endwhile()
      if(append STREQUAL "+")
        string(PREPEND value "${kbuild_${name}} ")
      endif()
      set("kbuild_${name}" "${value}")
    endif()
  endforeach()
endmacro()
