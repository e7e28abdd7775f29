// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/emit/backend.h"

namespace iopact::emit {

namespace {

constexpr BackEnd table[] = {
    {"uapi", "uapi/{{header}}", emit_uapi},
    {"kernel", "kernel/{{interface}}_abi.h", emit_kernel_header},
    {"kernel", "kernel/{{interface}}_abi.c", emit_kernel_source},
    {"user", "user/iopact_runtime.h", emit_user_runtime},
    {"user", "user/iopact_codec.h", emit_user_codec},
    {"user", "user/{{interface}}_abi.h", emit_user_header},
    {"user", "user/{{interface}}_abi.cpp", emit_user_source},
    {"cases", "cases/iopact_cases.h", emit_cases_types},
    {"cases", "cases/{{interface}}_cases.h", emit_cases_header},
    {"cases", "cases/{{interface}}_cases.cpp", emit_cases_source},
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
