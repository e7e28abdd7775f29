# SPDX-License-Identifier: GPL-2.0-or-later
# Forwards to CMake and the scripts. Every target first installs the Debian packages that it needs and that are
# missing (scripts/deps; IOPACT_DEPS=skip turns that off). The kernel module is described by Kbuild.

.DEFAULT_GOAL := all
MAKEFLAGS += --no-print-directory
JOBS ?= $(shell nproc)
SPEC := abi/spec/vexfs.json

# Configured anew when packages have come or gone: some sources are compiled only where a library is at hand.
configure = @test build/build.ninja -nt /var/lib/dpkg/status || cmake --preset default
build = @cmake --build build -j $(JOBS) --target
ctest = @ctest --test-dir build --output-on-failure -j $(JOBS)

.PHONY: all abi-check test conformance fuzz gen guest module format lint-code install clean help

all: ## build/bin/iopact
	@scripts/deps build
	$(configure)
	$(build) iopact

abi-check: ## spec, generated files, layouts over compilers and targets, the module: one table, one verdict
	@scripts/deps build check module
	$(configure)
	$(build) iopact
	@scripts/abi-check

test: ## everything: unit tests, checks, the module, conformance in process and in the guest
	@scripts/deps build test check module guest
	$(configure)
	$(build) all
	$(ctest)

conformance: ## the conformance suite: in process, and in the guest from 64- and 32-bit processes
	@scripts/deps build test module guest
	$(configure)
	$(build) vexfs-conformance vexfs-conformance-static-64 vexfs-conformance-static-32
	@scripts/conformance

fuzz: ## every fuzz target for FUZZ_SECONDS (60), with the sanitizers
	@scripts/deps build fuzz
	@scripts/fuzz

gen: all ## writes abi/gen anew from the spec
	@build/bin/iopact gen $(SPEC) --out abi/gen --doc ABI.md

module: ## build/module/gcc/vexfs.ko
	@scripts/deps module
	@scripts/module

guest: ## a shell in the guest with the module loaded
	@scripts/deps module guest
	@scripts/guest shell --module $$(scripts/module)

format: ## rewrites C++ sources in the project's layout
	@scripts/deps lint
	@scripts/lint-code --fix

lint-code: ## layout, structure and static analysis of the sources
	@scripts/deps build lint
	$(configure)
	@scripts/lint-code

install: all ## iopact and the UAPI header, under PREFIX (/usr/local)
	@cmake --install build --prefix $(or $(PREFIX),/usr/local)

clean: ## removes what was built
	@rm -rf build build-fuzz build-sanitize

help: ## this text
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | awk -F'\t' '{ printf "  make %-12s %s\n", $$1, $$2 }'
