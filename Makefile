# `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PREFIX ?= /usr/local
UNITDIR ?= $(PREFIX)/lib/systemd/system
VAR := $(CURDIR)/var
RELEASE := swift build -c release --static-swift-stdlib
SOURCES := Package.swift Benchmarks Fuzz/Sources Plugins Sources Tests Training

.PHONY: help bootstrap build install deb run stop test test-all test-exports test-faults test-pages test-sanitizers test-systemd fuzz soak bench golden \
    lint format clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

bootstrap: ## Install the Debian packages that are missing
	@scripts/bootstrap

build: bootstrap ## Build the release binary: .build/release/copydesk
	$(RELEASE) --product copydesk

install: ## Install what `make build` made: make install DESTDIR= PREFIX=/usr
	install -D -m 755 .build/release/copydesk "$(DESTDIR)$(PREFIX)/bin/copydesk"
	install -d "$(DESTDIR)$(UNITDIR)"
	for unit in deploy/*.service deploy/*.path deploy/*.socket deploy/*.timer; do \
	    if [ -e "$$unit" ]; then sed 's|/usr/bin/copydesk|$(PREFIX)/bin/copydesk|' "$$unit" \
	        > "$(DESTDIR)$(UNITDIR)/$${unit##*/}" || exit 1; fi; \
	done
	install -D -m 644 deploy/copydesk.catalog "$(DESTDIR)$(PREFIX)/lib/systemd/catalog/copydesk.catalog"
	install -D -m 644 deploy/copydesk.sysusers "$(DESTDIR)$(PREFIX)/lib/sysusers.d/copydesk.conf"
	install -D -m 644 deploy/copydesk.tmpfiles "$(DESTDIR)$(PREFIX)/lib/tmpfiles.d/copydesk.conf"
	install -D -m 644 deploy/copydesk.yaml "$(DESTDIR)/etc/copydesk/copydesk.yaml"
	for page in docs/man/*.[1-8]; do \
	    install -D -m 644 "$$page" "$(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}" || exit 1; \
	done
	for shell in bash zsh fish; do \
	    .build/release/copydesk --generate-completion-script $$shell > .build/copydesk.$$shell || exit 1; \
	done
	sed -i 1d .build/copydesk.bash  # a completion is read by a shell, not run
	install -D -m 644 .build/copydesk.bash "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/copydesk"
	install -D -m 644 .build/copydesk.zsh "$(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_copydesk"
	install -D -m 644 .build/copydesk.fish "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/copydesk.fish"

deb: build ## Build the Debian package: .build/deb/copydesk_*.deb
	@scripts/make-deb

test-systemd: deb ## Test the installed package under a real systemd, in a container
	@scripts/test-systemd

test-all: test test-faults test-systemd ## All of these tests, about an hour
	@echo "All passed."

run: build ## Start the daemon on ./var, feed it the seeds, show the reports arriving
	@scripts/run-seeds "$(VAR)"

stop: ## Stop the daemon that `make run` started
	@scripts/run-seeds --stop "$(VAR)"

test: bootstrap ## Run all tests
	swift build --build-tests
	# The conformance tests keep both cores busy; beside them what waits for processes and files would starve.
	swift test --skip-build --disable-xctest --skip AnalyzerConformance
	swift test --skip-build --disable-xctest --filter AnalyzerConformance

test-faults: build ## Inject faults into the daemon: kills, power cuts, full disks (15 minutes, best as root)
	@scripts/test-faults --minutes 15 --jobs 3

test-pages: bootstrap ## Open reports and the reading room in Chromium, with axe-core (installs chromium, 300 MB)
	swift build --product copydesk
	@scripts/test-pages

test-exports: bootstrap ## Have spaCy and pybrat read exports of the seeds (makes a Python environment)
	swift build --product copydesk
	@scripts/test-exports

test-sanitizers: bootstrap ## Run the tests of the spool and of the workers with ThreadSanitizer and AddressSanitizer
	@scripts/test-sanitizers

fuzz: bootstrap ## Fuzz the charsets, the decoder, the formats, the analyzers and the wire format: make fuzz MINUTES=10 PARTS="quotes html"
	@scripts/fuzz $(or $(MINUTES),10) $(PARTS)

soak: build ## Inject kills at random for hours, or print how memory grows: make soak SEED=2, make soak DOCUMENTS=200000
	@if [ -n "$(DOCUMENTS)" ]; then exec Benchmarks/tiny --documents $(DOCUMENTS) --rounds 1 --loops 0; fi; \
	for seed in $$(seq $(or $(SEED),1) 100); do scripts/test-faults --seed $$seed random-kills power-cut sequences || exit 1; done

bench: build ## Print one table of speed beside the Python pipeline, latency and instructions (2 minutes)
	@Benchmarks/all

golden: build ## Write the expected reports of the seeds anew, and say which analyzers need another version
	@scripts/golden

lint: ## Check the format of the sources
	swift format lint --strict -r -p $(SOURCES)

format: ## Format the sources
	swift format -i -r -p $(SOURCES)

clean: ## Remove what was built and ./var
	rm -rf .build var
