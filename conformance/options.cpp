// SPDX-License-Identifier: GPL-2.0-or-later
#include "conformance/options.h"

#include <charconv>
#include <functional>
#include <map>

namespace iopact::conformance {
namespace {

constexpr Width own_width = sizeof(void*) == 8 ? Width::bits64 : Width::bits32;

template <typename T>
T number(const std::string& option, const std::string& text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw UsageError(option + " wants a number, not \"" + text + "\"");
  }
  return value;
}

Width width(const std::string& text) {
  if (text == "64") return Width::bits64;
  if (text == "32") return Width::bits32;
  throw UsageError("--width is 64 or 32, not \"" + text + "\"");
}

using Setter = std::function<void(Options&, const std::string&)>;

const std::map<std::string, Setter>& setters() {
  static const std::map<std::string, Setter> table = {
      {"--device", [](Options& o, const std::string& value) { o.device = value; }},
      {"--width", [](Options& o, const std::string& value) { o.width = width(value); }},
      {"--tap", [](Options& o, const std::string& value) { o.tap = value; }},
      {"--programs",
       [](Options& o, const std::string& value) { o.programs = number<unsigned>("--programs", value); }},
      {"--seed",
       [](Options& o, const std::string& value) { o.seed = number<std::uint64_t>("--seed", value); }},
      {"--break", [](Options& o, const std::string& value) { o.breakage = value; }},
  };
  return table;
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  options.width = own_width;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::size_t equals = arguments[i].find('=');
    const std::string name = arguments[i].substr(0, equals);
    options.help = options.help || name == "--help";
    options.list_breakages = options.list_breakages || name == "--list-breaks";
    if (name == "--help" || name == "--list-breaks") continue;
    const auto setter = setters().find(name);
    if (setter == setters().end()) throw UsageError("unknown option " + arguments[i]);
    if (equals == std::string::npos && i + 1 == arguments.size()) throw UsageError(name + " wants a value");
    setter->second(options, equals == std::string::npos ? arguments[++i] : arguments[i].substr(equals + 1));
  }
  const bool node = options.device.starts_with("node:");
  if (node && options.width != own_width) throw UsageError("a node is called with the process's own width");
  return options;
}

std::string usage() {
  return "usage: vexfs-conformance [--device reference|driver|node:PATH] [--width 64|32] [--tap FILE]\n"
         "                         [--programs N] [--seed N] [--break NAME] [--list-breaks] [--gtest_...]\n"
         "  --device    what is tested (default: reference)\n"
         "  --width     caller of an in-process Device; a node's is the process's own\n"
         "  --tap       KTAP results to this file; JUnit comes from --gtest_output=xml:FILE\n"
         "  --programs  random programs of the differential case (default: 200)\n"
         "  --seed      of the first of them (default: 1)\n"
         "  --break     plants a fault into the Device, to see which tests notice\n"
         "exit status: 0 all passed, 1 a test failed, 2 could not run\n";
}

}  // namespace iopact::conformance
