// SPDX-License-Identifier: GPL-2.0-or-later
// vexfs-conformance: one suite over every Device that answers the VexFS v2 ioctls.
#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <memory>

#include "conformance/bed.h"
#include "conformance/breakage.h"
#include "conformance/options.h"
#include "conformance/tap_listener.h"
#include "reference-impl/device.h"

namespace iopact::conformance {
namespace {

constexpr int could_not_run = 2;

std::unique_ptr<Device> make_device(const std::string& name, UserSpace& space) {
  if (name == "reference") return make_reference_device(space, space.width());
#ifdef IOPACT_HAS_DRIVER
  if (name == "driver") return make_driver_device(space, space.width());
#endif
  if (name.starts_with("node:")) return make_node_device(name.substr(5));
  throw UsageError("no such device: " + name);
}

std::unique_ptr<Device> plant(std::unique_ptr<Device> device, UserSpace& space, const std::string& breakage) {
  if (breakage.empty()) return device;
  auto broken = break_device(std::move(device), space, breakage);
  if (!broken) throw UsageError("no such breakage: " + breakage);
  return broken;
}

void list_breakages() {
  for (const Breakage* breakage : all_breakages())
    std::cout << breakage->name << '\t' << breakage->tests << '\n';
}

// A Device that cannot even be opened is no test result.
void require_open(Device& device) {
  int error = 0;
  if (!device.open(OpenMode::read_write, error)) {
    throw std::system_error(error, std::generic_category(), device.name() + " cannot be opened");
  }
}

int run(const Options& options) {
  Bed bed(options.width);
  bed.device = plant(make_device(options.device, bed.space), bed.space, options.breakage);
  bed.reference = make_reference_device(bed.space, options.width);
  bed.in_process = !options.device.starts_with("node:");
  bed.programs = options.programs;
  bed.seed = options.seed;
  set_bed(bed);
  require_open(*bed.device);

  std::ofstream tap;
  if (!options.tap.empty()) {
    tap.open(options.tap);
    if (!tap) throw std::runtime_error(options.tap + " cannot be written");
    testing::UnitTest::GetInstance()->listeners().Append(new TapListener(tap));
  }
  return RUN_ALL_TESTS();
}

}  // namespace
}  // namespace iopact::conformance

int main(int argc, char** argv) {
  using namespace iopact::conformance;
  try {
    testing::InitGoogleTest(&argc, argv);
    const Options options = parse_options({argv + 1, argv + argc});
    if (options.help) {
      std::cout << usage();
    } else if (options.list_breakages) {
      list_breakages();
    } else {
      return run(options);
    }
    return 0;
  } catch (const UsageError& error) {
    std::cerr << "vexfs-conformance: " << error.what() << '\n' << usage();
  } catch (const std::exception& error) {
    std::cerr << "vexfs-conformance: " << error.what() << '\n';
  }
  return could_not_run;
}
