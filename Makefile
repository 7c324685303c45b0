# Short names over the presets and scripts. Nothing here is needed to build or test: ./run and ./test do all.
.PHONY: build test dev asan tsan fuzz coverage bench eval parity docs fmt lint clean

build:          ## build/release/chancery
	scripts/build release chancery
test:
	./test
dev asan tsan:  ## build and test with that preset
	scripts/build $@
	ctest --preset $@
fuzz:           ## short runs of every fuzz target
	scripts/build fuzz
	fuzz/run
coverage:
	scripts/build coverage
	ctest --preset coverage
bench:          ## speed as ratios, measured in one run: time grammar and stages, then the language stage
	scripts/build release
	bench/run
eval:           ## the gold sets, where they are present, against eval/floors.json
	scripts/build release chancery
	eval/run
parity:         ## agreement with spaCy on a large text; installs the oracle under var/
	scripts/build release
	python3 tests/parity/run_parity.py
docs:           ## put what the program prints into the pages that show it
	python3 scripts/refresh_docs.py
fmt:
	clang-format -i $$(git ls-files '*.cpp' '*.h')
	build/release/chancery rules fmt
lint:
	clang-tidy -p build/release $$(git ls-files 'src/*.cpp' 'apps/*.cpp')
clean:
	rm -rf build
