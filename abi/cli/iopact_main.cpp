// SPDX-License-Identifier: GPL-2.0-or-later
#include "abi/cli/deliver.h"

int main(int argc, char** argv) {
  return iopact::deliver(iopact::run({argv + (argc > 0 ? 1 : 0), argv + argc}, iopact::process_console()));
}
