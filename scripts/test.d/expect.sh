# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by the tests of the scripts. A test runs commands with `try` and says what it expects of the last one;
# the first expectation that does not hold shows the command's output and ends the test.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tried='' output='' status=0

# try COMMAND...: keeps its exit status and all that it printed
try() {
  tried=$*
  status=0
  output=$("$@" 2>&1 </dev/null) || status=$?
}

fail() {
  printf 'FAILED: %s\n  %s\n--- exit %s, output:\n%s\n' "$tried" "$1" "$status" "$output" >&2
  exit 1
}

expect_status() { [ "$status" -eq "$1" ] || fail "expected exit status $1"; }

expect_text() { [[ $output == *"$1"* ]] || fail "expected in the output: $1"; }

expect_no_text() { [[ $output != *"$1"* ]] || fail "not expected in the output: $1"; }

expect_file() { [ -s "$1" ] || fail "expected a file $1"; }

passed() { echo "ok: $1"; }
