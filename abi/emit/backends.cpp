// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/backend.h"

#include "abi/emit/obstacles.h"

namespace iopact::emit {

namespace {

constexpr BackEnd table[] = {
    {"uapi", "uapi/{{header}}", emit_uapi, header_obstacles},
    {"kernel", "kernel/{{interface}}_abi.h", emit_kernel_header, kernel_obstacles},
    {"kernel", "kernel/{{interface}}_abi.c", emit_kernel_source, kernel_obstacles},
    {"user", "user/iopact_runtime.h", emit_user_runtime, no_obstacles},
    {"user", "user/iopact_codec.h", emit_user_codec, no_obstacles},
    {"user", "user/{{interface}}_abi.h", emit_user_header, call_obstacles},
    {"user", "user/{{interface}}_abi.cpp", emit_user_source, call_obstacles},
    {"cases", "cases/iopact_cases.h", emit_cases_types, no_obstacles},
    {"cases", "cases/{{interface}}_cases.h", emit_cases_header, call_obstacles},
    {"cases", "cases/{{interface}}_cases.cpp", emit_cases_source, call_obstacles},
};

void replace(std::string& text, std::string_view hole, const std::string& value) {
  if (const std::size_t at = text.find(hole); at != std::string::npos) text.replace(at, hole.size(), value);
}

}  // namespace

std::span<const BackEnd> all_backends() { return table; }

std::string file_of(const BackEnd& backend, const Spec& spec) {
  std::string file(backend.file);
  replace(file, "{{header}}", spec.header);
  replace(file, "{{interface}}", spec.interface);
  return file;
}

}  // namespace iopact::emit
