# `make help` lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PREFIX ?= /usr/local
VAR := $(CURDIR)/var
RELEASE := swift build -c release --static-swift-stdlib

.PHONY: help bootstrap build run stop test test-faults golden lint format check clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{ printf "  make %-14s %s\n", $$1, $$2 }'

bootstrap: ## Install the Debian packages that are missing
	@scripts/bootstrap

build: bootstrap ## Build the release binary: .build/release/copydesk
	$(RELEASE) --product copydesk

run: build ## Start the daemon on ./var, feed it the seeds, show the reports arriving
	@scripts/run-seeds "$(VAR)"

stop: ## Stop the daemon that `make run` started
	@scripts/run-seeds --stop "$(VAR)"

test: bootstrap ## Run all tests
	swift build --build-tests
	swift test --skip-build --disable-xctest

golden: build ## Write the expected reports of the seeds anew
	@scripts/golden

lint: ## Check the format of the sources
	swift format lint --strict -r -p Package.swift Sources Plugins Tests Benchmarks

format: ## Format the sources
	swift format -i -r -p Package.swift Sources Plugins Tests Benchmarks

clean: ## Remove what was built and ./var
	rm -rf .build var
