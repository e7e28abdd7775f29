# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by scripts/guest: what a run's folder says about the run. The facts: the file ended (the guard's reason),
# kernel.log (trouble, and the markers that the guest's init leaves around each step), and whether the results came.

# collect DIR: unpacks what the guest sent; a guest that died sent nothing, or something cut off
collect() {
  tr -d '\r' <"$1/kernel.log" >"$1/kernel.tmp" && mv "$1/kernel.tmp" "$1/kernel.log"
  tar -xzf "$1/results.tar.gz" -C "$1" 2>/dev/null || touch "$1/lost"
  rm -f "$1/results.tar.gz" "$1/initramfs"
}

# trouble DIR: the lines of the kernel's log that mean trouble, with their numbers
trouble() { grep -nE -f <(grep -v '^#' "$here/guest.d/trouble") "$1/kernel.log" || true; }

# steps: every step that a run has to finish, in order
steps() {
  [ -z "$module" ] || echo load
  printf '%s\n' "${names[@]}"
  [ -z "$module" ] || echo unload
}

# step_result DIR STEP: prints why a step failed, nothing when it passed
step_result() {
  local marks code
  marks=$(sed -n "s/^\[ *[0-9.]*\] guest: $2 \(begins\|ends with [0-9]*\)\$/\1/p" "$1/kernel.log")
  code=${marks##*ends with }
  case $code in
    0) ;;
    '') echo "$2 did not begin" ;;
    begins) echo "$2 did not end" ;;
    *) echo "$2 exited with $code" ;;
  esac
}

# judge DIR: prints why the run failed, one reason a line, nothing when it passed
judge() {
  local step lines
  [ ! -e "$1/ended" ] || cat "$1/ended"
  for step in $(steps); do step_result "$1" "$step"; done
  [ ! -e "$1/lost" ] || echo "the guest ended without sending its results"
  lines=$(trouble "$1")
  [ -z "$lines" ] || echo "the kernel's log holds $(wc -l <<<"$lines") lines of trouble, first: ${lines%%$'\n'*}"
}

# ktap DIR: the run as KTAP
ktap() {
  local step reason number=0 all
  all=$(steps; echo kernel-log)
  echo 'KTAP version 1'
  echo "1..$(wc -l <<<"$all")"
  for step in $all; do
    number=$((number + 1))
    if [ "$step" = kernel-log ]; then reason=$(trouble "$1" | head -n 1)
    else reason=$(step_result "$1" "$step")
    fi
    if [ -z "$reason" ]; then echo "ok $number $step"; else echo "not ok $number $step # $reason"; fi
  done
}

# show_log DIR: the part of the kernel's log that matters: around the first trouble, else its end
show_log() {
  local first
  first=$(trouble "$1" | head -n 1 | cut -d: -f1)
  echo "--- kernel log"
  if [ -n "$first" ]; then sed -n "$((first > 5 ? first - 5 : 1)),$((first + 80))p" "$1/kernel.log"
  else tail -n 60 "$1/kernel.log"
  fi
  echo "--- end of kernel log${results:+, whole in $results/kernel.log}"
}

# report DIR: writes guest.ktap; a failed run is told on standard error with its log and ends the script
report() {
  local reasons
  ktap "$1" >"$1/guest.ktap"
  reasons=$(judge "$1")
  rm -f "$1/ended" "$1/lost" "$1/qemu.log"
  [ -n "$reasons" ] || return 0
  { show_log "$1"
    printf 'guest: FAILED: %s\n' "${reasons//$'\n'/$'\n'guest: FAILED: }"
  } >&2
  exit 1
}
