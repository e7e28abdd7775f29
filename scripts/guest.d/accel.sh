# shellcheck shell=bash disable=SC2154
# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by scripts/guest: KVM or emulation. That /dev/kvm opens says little (a nested or paravirtual KVM may let
# a guest die or spin), so KVM is trusted only after a guest has booted in it and powered off.

# The facts that a probe's answer depends on.
accel_key() {
  { uname -r
    grep -m 1 'model name' /proc/cpuinfo
    qemu-system-x86_64 --version
    echo "$kernel"
  } | sha256sum | cut -c 1-16
}

# probe_kvm: prints kvm when a guest boots in it, else tcg
probe_kvm() {
  local answer=tcg
  echo "guest: trying whether a guest boots under KVM" >&2
  if IOPACT_ACCEL=kvm "$here/guest" run --kernel-version "$kernel" --boot-limit 20 --timeout 10 \
    -- sh -c 'for i in 1 2 3 4; do sleep 0.1 & done; wait' >/dev/null 2>&1; then
    answer=kvm
  fi
  echo "guest: using $answer" >&2
  echo "$answer"
}

# choose_accel [again]: prints kvm or tcg; remembers what a probe found, unless told to look again
choose_accel() {
  local remembered
  if [ -n "${IOPACT_ACCEL:-}" ]; then echo "$IOPACT_ACCEL"; return; fi
  if ! [ -r /dev/kvm ] || ! [ -w /dev/kvm ]; then echo tcg; return; fi
  remembered=$cache/accel/$(accel_key)
  if [ "${1:-}" = again ] || [ ! -s "$remembered" ]; then
    mkdir -p "$cache/accel"
    probe_kvm >"$remembered.$$"
    mv "$remembered.$$" "$remembered"
  fi
  cat "$remembered"
}
