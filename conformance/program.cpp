// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/program.h"

#include <algorithm>
#include <cstring>
#include <sstream>

#include "conformance/random.h"

namespace iopact::conformance {
namespace {

// Floats at which something changes: ties of the conversions, borders, specials.
constexpr std::uint32_t edges[] = {
    0x00000000, 0x80000000, 0x00000001, 0x807fffff, 0x00800000, 0x3f000000, 0x3fc00000, 0xbf000000,
    0xc0200000, 0x42ff0000, 0x43000000, 0xc3008000, 0xc3010000, 0x477fefff, 0x477ff000, 0x38800000,
    0x387fe000, 0x33000000, 0x33000001, 0x33c00000, 0x3f801000, 0x3f803000, 0x7f7fffff, 0xff7fffff,
    0x7f800000, 0xff800000, 0x7fc00000, 0xffc12345, 0x7f800001, 0x5f000000, 0x20000000, 0x4b800000,
};

// Writes programs step by step, knowing what a well-behaved caller would: the files' dimensions.
class Writer {
 public:
  explicit Writer(std::uint64_t seed) : random_(seed) {}

  Program write() {
    open(0);
    if (random_.percent(30)) open(1);
    const std::uint64_t steps = program_.size() + random_.between(2, 8);
    while (program_.size() < steps) add_any();
    return std::move(program_);
  }

 private:
  void add_any() {
    const std::uint64_t dice = random_.between(0, 99);
    if (dice < 40) return insert();
    if (dice < 70) return search();
    if (dice < 82) return read();
    if (dice < 88) return set(random_.percent(80) ? 0 : 1);
    if (dice < 97) {
      add(Step::Kind::get);
    } else {
      open(static_cast<unsigned>(random_.between(0, files_of_a_program - 1)));
    }
  }

  Step& add(Step::Kind kind) {
    Step& step = program_.emplace_back();
    step.kind = kind;
    step.file = is_open_[1] && random_.percent(30) ? 1 : 0;
    step.data_seed = random_.next();
    step.float_style = static_cast<unsigned>(random_.between(0, 4));
    step.id_style = static_cast<unsigned>(random_.between(0, 3));
    if (random_.percent(10)) make_hostile(step);
    return step;
  }

  void open(unsigned file) {
    Step& step = program_.emplace_back();
    step.kind = Step::Kind::open;
    step.file = file;
    step.mode = random_.percent(93) ? OpenMode::read_write
                                    : random_.pick({OpenMode::none, OpenMode::read, OpenMode::write});
    is_open_[file] = true;
    dimensions_[file] = 0;
    if (random_.percent(93)) set(file);
  }

  void set(unsigned file) {
    Step& step = add(Step::Kind::set);
    step.file = file;
    step.info.dimensions = random_dimensions();
    step.info.element_type =
        random_.percent(95) ? random_.between(1, 4) : random_.pick({0U, 5U, 0xffffffffU});
    step.info.alignment_bytes = random_.percent(95) ? random_.pick({0U, 1U, 2U, 4U, 8U, 64U, 512U, 4096U})
                                                    : static_cast<std::uint32_t>(random_.between(0, 5000));
    if (random_.percent(4)) step.info.storage_format = static_cast<std::uint32_t>(random_.between(1, 3));
    if (random_.percent(4)) step.info.compression_type = static_cast<std::uint32_t>(random_.between(1, 3));
    dimensions_[file] = step.info.dimensions;
  }

  std::uint32_t random_dimensions() {
    const std::uint64_t dice = random_.between(0, 99);
    const std::uint64_t most = dice < 45 ? 16 : dice < 75 ? 64 : dice < 94 ? 300 : 2000;
    return static_cast<std::uint32_t>(random_.between(1, most));
  }

  void insert() {
    Step& step = add(Step::Kind::insert);
    step.dimensions = usual_dimensions(step.file);
    const std::uint32_t most =
        std::max<std::uint32_t>(1, (random_.percent(5) ? 8192 : 512) / step.dimensions);
    step.count = static_cast<std::uint32_t>(random_.between(1, std::min(most, 400U)));
    step.flags = random_.percent(95) ? random_.pick({0U, 1U, 2U, 4U, 5U, 6U})
                                     : static_cast<std::uint32_t>(random_.between(0, 15));
    if ((step.flags & validate) != 0 && random_.percent(80)) {  // or nearly every batch would be refused
      step.float_style = random_.pick({0U, 2U, 4U});
      step.id_style = 3;
    }
    if (random_.percent(30)) step.ids.to = Pointer::To::null;
    if (random_.percent(5)) spoil(step.floats, std::size_t{step.count} * step.dimensions * sizeof(float));
    if (random_.percent(5)) spoil(step.ids, step.count * sizeof(std::uint64_t));
  }

  void search() {
    Step& step = add(Step::Kind::search);
    step.dimensions = usual_dimensions(step.file);
    step.k =
        static_cast<std::uint32_t>(random_.percent(90) ? random_.between(1, 30) : random_.between(1, 65536));
    step.search_type = random_.percent(97) ? random_.between(0, 2) : 3;
    if (random_.percent(4)) spoil(step.floats, step.dimensions * sizeof(float));
    if (random_.percent(4)) spoil(step.results, step.k * sizeof(float));
    if (random_.percent(4)) spoil(step.ids, step.k * sizeof(std::uint64_t));
  }

  void read() {
    Step& step = add(Step::Kind::read);
    step.offset = random_.pick<std::uint64_t>({0, 0, 39, 4000, 4096, 4100});
    if (random_.percent(50)) step.offset = random_.between(0, 10'000);
    if (random_.percent(3)) step.offset = random_.next();
    step.bytes = random_.between(0, random_.percent(50) ? 64 : 9000);
    if (random_.percent(10)) spoil(step.argument, step.bytes);
  }

  std::uint32_t usual_dimensions(unsigned file) {
    if (dimensions_[file] != 0 && random_.percent(97)) return dimensions_[file];
    return random_dimensions();
  }

  void spoil(Pointer& pointer, std::size_t bytes) {
    switch (random_.between(0, 7)) {
      case 0:
        pointer.to = Pointer::To::null;
        break;
      case 1:
        pointer.to = Pointer::To::unmapped;
        break;
      case 2:
        pointer.to = Pointer::To::kernel;
        break;
      case 3:
        pointer.access = Access::read;
        break;
      case 4:
        pointer.access = Access::none;
        break;
      default:
        pointer.missing = random_.between(0, bytes);
    }
  }

  // One thing wrong with the call as a whole.
  void make_hostile(Step& step) {
    switch (random_.between(0, 3)) {
      case 0:
        step.number_flip = std::uint32_t{1} << random_.between(0, 31);
        break;
      case 1:
        spoil(step.argument, 20);
        break;
      default:
        step.spoilt_field = static_cast<std::uint32_t>(random_.next());
        step.spoilt_bits = random_.percent(70) ? std::uint32_t{1} << random_.between(0, 31)
                                               : static_cast<std::uint32_t>(random_.next());
    }
  }

  Random random_;
  Program program_;
  std::uint32_t dimensions_[files_of_a_program] = {};  // of the last SET
  bool is_open_[files_of_a_program] = {};
};

std::uint32_t random_float_bits(Random& random, unsigned style) {
  const std::uint64_t bits = random.next();
  switch (style) {
    case 0: {  // halves from -8 to 8: exact sums, ties
      const float value = static_cast<float>(static_cast<int>(bits % 33) - 16) / 2;
      std::uint32_t result;
      std::memcpy(&result, &value, sizeof(result));
      return result;
    }
    case 1:
      return static_cast<std::uint32_t>(bits);  // anything
    case 2:
      return static_cast<std::uint32_t>((bits & 0x807fffff) | (0x7a + (bits >> 32) % 6) << 23);  // around 1
    case 3:
      return edges[bits % std::size(edges)];
    default:
      return static_cast<std::uint32_t>((bits & 0x807ff000) | (0x66 + (bits >> 32) % 44)
                                                                  << 23);  // binary16's
  }
}

const char* name(Step::Kind kind) {
  static constexpr const char* names[] = {"open", "set", "get", "insert", "search", "read"};
  return names[static_cast<int>(kind)];
}

std::ostream& operator<<(std::ostream& out, const Pointer& pointer) {
  static constexpr const char* targets[] = {"buffer", "null", "unmapped", "kernel"};
  static constexpr const char* rights[] = {"none", "read", "read_write"};
  out << targets[static_cast<int>(pointer.to)];
  if (pointer.missing != 0) out << " short by " << pointer.missing;
  if (pointer.access != Access::read_write) out << " access " << rights[static_cast<int>(pointer.access)];
  return out;
}

void describe_arguments(std::ostream& out, const Step& step) {
  switch (step.kind) {
    case Step::Kind::open:
      out << " mode " << static_cast<unsigned>(step.mode);
      break;
    case Step::Kind::get:
      break;
    case Step::Kind::set:
      out << " dimensions " << step.info.dimensions << " type " << step.info.element_type << " alignment "
          << step.info.alignment_bytes;
      break;
    case Step::Kind::insert:
      out << " count " << step.count << " dimensions " << step.dimensions << " flags " << step.flags
          << " vectors " << step.floats << " ids " << step.ids << " id style " << step.id_style;
      break;
    case Step::Kind::search:
      out << " dimensions " << step.dimensions << " k " << step.k << " type " << step.search_type << " query "
          << step.floats << " results " << step.results << " ids " << step.ids;
      break;
    case Step::Kind::read:
      out << " offset " << step.offset << " bytes " << step.bytes;
      break;
  }
}

}  // namespace

Program random_program(std::uint64_t seed) { return Writer(seed).write(); }

std::vector<float> step_floats(const Step& step, std::size_t count) {
  Random random(step.data_seed);
  std::vector<float> floats(count);
  for (float& value : floats) {
    const std::uint32_t bits = random_float_bits(random, step.float_style);
    std::memcpy(&value, &bits, sizeof(bits));
  }
  return floats;
}

std::vector<std::uint64_t> step_ids(const Step& step) {
  Random random(~step.data_seed);
  std::vector<std::uint64_t> ids(step.count);
  for (std::uint64_t& id : ids) {
    id = random.next();
    if (step.id_style == 0) id = id % 20;
    if (step.id_style == 1) id = id % 1000;
    if (step.id_style == 2 && random.percent(2)) id |= 0xffff'ffff'ffff'fff0;
  }
  return ids;
}

std::string describe(const Program& program) {
  std::ostringstream out;
  for (const Step& step : program) {
    out << name(step.kind) << " file " << step.file;
    describe_arguments(out, step);
    if (step.kind != Step::Kind::open) out << " argument " << step.argument;
    if (step.number_flip != 0) out << " number ^ 0x" << std::hex << step.number_flip << std::dec;
    if (step.spoilt_bits != 0)
      out << " field " << step.spoilt_field << " ^ 0x" << std::hex << step.spoilt_bits << std::dec;
    out << " floats of style " << step.float_style << " seed " << step.data_seed << '\n';
  }
  return out.str();
}

}  // namespace iopact::conformance
