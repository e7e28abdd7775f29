// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/model/layout.h"

namespace iopact {

namespace {

constexpr unsigned nr_bits = 8;
constexpr unsigned type_bits = 8;
constexpr unsigned size_shift = nr_bits + type_bits;

unsigned direction_shift(const Target& target) { return size_shift + target.ioc_size_bits; }

unsigned direction_code(const Target& target, Transfer transfer) {
  switch (transfer) {
    case Transfer::none:
      return target.ioc_none;
    case Transfer::write:
      return target.ioc_write;
    case Transfer::read:
      return target.ioc_read;
    case Transfer::read_write:
      return target.ioc_read | target.ioc_write;
  }
  return 0;
}

// The kernel tests the read and write bits one by one, so any other bit beside them counts for nothing.
Transfer transfer_of(const Target& target, unsigned code) {
  const bool reads = (code & target.ioc_read) != 0;
  const bool writes = (code & target.ioc_write) != 0;
  if (reads && writes) return Transfer::read_write;
  if (reads) return Transfer::read;
  return writes ? Transfer::write : Transfer::none;
}

}  // namespace

std::string_view to_string(Transfer transfer) {
  switch (transfer) {
    case Transfer::none:
      return "none";
    case Transfer::write:
      return "write";
    case Transfer::read:
      return "read";
    case Transfer::read_write:
      return "read-write";
  }
  return "";
}

std::uint32_t ioc(const Target& target, Transfer transfer, unsigned type, unsigned nr, std::uint64_t size) {
  return (direction_code(target, transfer) << direction_shift(target)) |
         (static_cast<std::uint32_t>(size) << size_shift) | (type << nr_bits) | nr;
}

IocParts split_ioc(const Target& target, std::uint32_t value) {
  const std::uint32_t size_mask = (1U << target.ioc_size_bits) - 1;
  return {transfer_of(target, value >> direction_shift(target)), (value >> nr_bits) & 0xff, value & 0xff,
          (value >> size_shift) & size_mask};
}

}  // namespace iopact
