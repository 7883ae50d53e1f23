# What people and CI run. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:

cache := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/durbar
# Outside the checkout, so that a fresh clone reuses what another has built.
export CARGO_TARGET_DIR ?= $(cache)/target
export DURBAR_TOOLS_DIR ?= $(cache)/tools
export PATH := $(DURBAR_TOOLS_DIR)/bin:$(CURDIR)/node_modules/.bin:$(HOME)/.cargo/bin:$(PATH)

# Other cargo calls get the variables that cargo-leptos gives, or leptos would be compiled twice.
with_site = env $$(node scripts/site-env.mjs)
# cargo-leptos keeps the browser's side here; clippy shares its macros and build scripts.
front_target = --target wasm32-unknown-unknown --profile wasm-release --target-dir $(CARGO_TARGET_DIR)/front
native = --release --workspace --exclude durbar-frontend

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: run
run: build ## Build and serve on 127.0.0.1:3000, with a demo market when the data folder is empty
	exec $(with_site) "$(CARGO_TARGET_DIR)/release/durbar" serve --seed-when-empty

.PHONY: build
build: tools ## Release build of both sides, with the static files compressed
	cargo leptos build --release --split
	node scripts/precompress.mjs target/site

.PHONY: dev
dev: tools ## Rebuild and reload on every change
	cargo leptos watch --split -- serve --seed-when-empty

.PHONY: test
test: lint infra build unit e2e ## Everything CI runs

.PHONY: unit
unit: tools ## Unit, property and integration tests
	npm run --silent test:scripts
	$(with_site) node scripts/emulators.mjs cargo test --no-fail-fast $(native) -- --include-ignored
	npm run --silent test:signer

.PHONY: e2e
e2e: build ## Browser journeys against the release build
	scripts/install-browser.sh
	$(with_site) cargo build $(native) --example change_price
	playwright test --config end2end

.PHONY: lint
lint: tools ## Formatting, clippy on both sides, dependency rules, licences, types of the journeys
	cargo metadata --locked --format-version 1 >/dev/null
	cargo fmt --all --check
	scripts/check-dependencies.sh
	node scripts/check-licences.mjs
	npm run --silent lint
	$(with_site) cargo clippy $(native) --all-targets --features durbar-app/ssr -- -D warnings
	$(with_site) cargo clippy --package durbar-frontend $(front_target) -- -D warnings

.PHONY: infra
infra: tools infra-built ## Tests of the AWS stacks, synthesis of all environments and what checkers say of them
	cd infra && npm run --silent test && npm run --silent check

.PHONY: infra-built
infra-built:
	@scripts/install-checkers.sh
	eslint --config infra/eslint.config.mjs --max-warnings 0 infra
	cd infra && npm run --silent build

.PHONY: cost
cost: ## What a month in AWS costs, beside the dossier's figures
	@scripts/install-checkers.sh
	cd infra && npm run --silent cost

# ENV is dev, staging, prod or pr-NUMBER; CONTEXT holds further settings, as in
# CONTEXT='--context recovery=2'. infra/README.md lists them.
cdk = cd infra && node_modules/.bin/cdk --context environment=$(or $(ENV),$(error set ENV, as in make $@ ENV=dev)) $(CONTEXT)

.PHONY: deploy
deploy: tools infra-built ## Deploy to AWS: make deploy ENV=dev
	$(cdk) deploy --all --require-approval any-change

.PHONY: diff
diff: tools infra-built ## What a deployment would change: make diff ENV=dev
	$(cdk) diff --all

.PHONY: destroy
destroy: tools infra-built ## Take an environment down; what keeps data stays: make destroy ENV=pr-12
	$(cdk) destroy --all

.PHONY: fuzz
fuzz: ## Fuzz each target for half a minute (needs a nightly toolchain)
	command -v cargo-fuzz >/dev/null || cargo install --locked cargo-fuzz
	cd fuzz && for target in $$(cargo +nightly fuzz list); do \
		cargo +nightly fuzz run --sanitizer none "$$target" -- -max_total_time=30; \
	done

.PHONY: audit
audit: ## Known advisories of what Cargo.lock names (asks the internet)
	command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
	cargo deny check

.PHONY: bench
bench: build ## Measure; one line of JSON a figure
	node bench/run.mjs

.PHONY: tools
tools: ## Install what is missing for a build
	@scripts/install-tools.sh

.PHONY: clean-data
clean-data: ## Forget the local table and objects
	rm -rf -- "$(or $(DURBAR_DATA),.data)"
