# memtap: one Makefile, not recursive; every output under build/ (B=DIR puts it elsewhere).
#
#   make            build/memtap, and build/memtap-run, which runs what that compiles
#   make demo       a leak found, in a virtual machine, from nothing
#   make check      all tests;  make check SAN=1: those that run on the host, under ASan and UBSan
#   make check-kernels   all VM cases on every kernel, those of the tools also as compiled once for all; what 5.10 refuses
#   make check-package   the Debian package on systems without memtap: it installs, does what the tutorial shows, and goes without a trace
#   make check-long      a million allocations under each heap tool, ten minutes of load; that the test VM survives crashes; fuzzing; thousands of random
#                        programs on every kernel; check-package
#   make check-browser   the page of --report in Chromium; also part of check-long
#   make bench           start-up, cost a probe, sizes: against bpftrace and libbpf-tools of Debian sid, which it downloads
#   make fuzz            fuzzing alone: TARGETS='plan btf' SECONDS=600, of CPU time for each
#   make analyze    gcc's analyzer on all sources, and clang-tidy (.clang-tidy), if it is installed
#   make memcheck   golden, command line and unit tests under valgrind
#   make deps       the Debian packages that are missing
#   make deb        a Debian package of all that is installed
#   make install PREFIX=/usr/local DESTDIR=    with man pages and completions: make man, make completions
#   make clean      what was built; the kernels of the test VM, which were downloaded, stay;  make distclean

VERSION := 0.1.0
B       ?= build
PREFIX  ?= /usr/local
DESTDIR ?=

.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all

# ---- tools and flags ----

LLVM_CONFIG ?= $(firstword $(wildcard $(foreach v,21 20 19 18,/usr/bin/llvm-config-$(v))) llvm-config-19)
# The compiler of the BPF-side helpers must not write bitcode newer than the LLVM that reads it.
BPF_CLANG   ?= $(shell $(LLVM_CONFIG) --bindir 2>/dev/null)/clang
LLVM_AS     ?= $(shell $(LLVM_CONFIG) --bindir 2>/dev/null)/llvm-as
LLVM_STRIP  ?= $(shell $(LLVM_CONFIG) --bindir 2>/dev/null)/llvm-strip
CC          := gcc
CXX         := g++
FLEX        := flex
BISON       := bison
PROTOC_C    := protoc-c

ifdef SAN
override B := $(B)/san
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined
endif

OPT      ?= -O2 -g
WARN     := -Wall -Wextra -Wshadow -Wno-unused-parameter $(if $(CI),-Werror)
# What the caller gives in CPPFLAGS, CFLAGS and LDFLAGS comes behind what is needed.
ALL_CPPFLAGS = -D_GNU_SOURCE -DMEMTAP_VERSION='"$(VERSION)"' -I. -I$(B) -MMD -MP $(CPPFLAGS)
ALL_CFLAGS   = -std=c11 $(OPT) $(WARN) $(SANFLAGS) $(CFLAGS)
LLVM_CPPFLAGS = $(shell $(LLVM_CONFIG) --cflags 2>/dev/null)

# LLVM is linked statically, and of it only what is used: the program needs no LLVM installed.
LLVM_LIBS = $(shell $(LLVM_CONFIG) --ldflags --link-static --libs bpf passes linker bitreader 2>/dev/null)
RUN_LIBS  = -l:libbpf.a -l:libdw.a -l:libelf.a -l:libiberty.a -l:libjson-c.a -l:libprotobuf-c.a -l:libseccomp.a \
            -l:liblzma.a -l:libbz2.a -l:libzstd.a -l:libz.a -ldl -lm -lrt -lpthread
LIBS      = $(LLVM_LIBS) -l:libmd.a $(RUN_LIBS)
# LLVM's tables are full of pointers: packed, their relocations take 9 KB instead of 1.4 MB that ld.so reads at each start.
ALL_LDFLAGS = -static-libstdc++ -static-libgcc -Wl,--build-id -Wl,--gc-sections -Wl,--as-needed \
              -Wl,-z,pack-relative-relocs $(SANFLAGS) $(LDFLAGS)

# ---- packages ----

BUILD_PACKAGES := gcc g++ make flex bison llvm-19-dev clang-19 libbpf-dev libelf-dev libdw-dev \
                  libiberty-dev libjson-c-dev libmd-dev libprotobuf-c-dev protobuf-c-compiler libseccomp-dev liblzma-dev libbz2-dev \
                  libzstd-dev zlib1g-dev systemtap-sdt-dev lowdown
TEST_PACKAGES  := qemu-system-x86 busybox-static e2fsprogs cpio xz-utils zstd libclang-rt-19-dev \
                  libjemalloc2 libtcmalloc-minimal4 mandoc libdebuginfod1 protobuf-compiler
PACKAGE_PACKAGES := mmdebstrap fakechroot fakeroot
BROWSER_PACKAGES := chromium chromium-driver python3-selenium
BENCH_PACKAGES := jq bsdextrautils valgrind bpftrace

# ---- the program ----

FOLDERS := lexer parser codegen runtime
objects  = $(patsubst %.c,$(B)/%.o,$(wildcard $(1)/*.c))

LEXER_OBJECTS   := $(call objects,lexer) $(patsubst %.l,$(B)/%.o,$(wildcard lexer/*.l))
PARSER_OBJECTS  := $(call objects,parser) $(patsubst %.l,$(B)/%.o,$(wildcard parser/*.l)) \
                   $(patsubst %.y,$(B)/%.o,$(wildcard parser/*.y))
# The plan between compiler and runtime, and its object. What runs plans is linked with these, and
# with none of what compiles.
PLAN_OBJECTS    := $(patsubst %,$(B)/codegen/%.o,object plan plan_check)
CODEGEN_OBJECTS := $(filter-out $(PLAN_OBJECTS),$(call objects,codegen))
# The command memtap: what of runtime/ sees the compiler.
COMMAND_OBJECTS := $(patsubst %,$(B)/runtime/%.o,cache compile debug_places digest elf_object fmt help \
                     list list_functions list_named options plan_cache)
RUNTIME_OBJECTS := $(filter-out $(B)/runtime/main%.o $(COMMAND_OBJECTS),$(call objects,runtime)) \
                   $(B)/runtime/profile.pb-c.o $(B)/runtime/report_files.o
STDLIB_OBJECTS  := $(B)/stdlib/embed.o $(B)/stdlib/files.o
# Of the library, what is loaded beside a plan.
LOADED_OBJECTS  := $(B)/stdlib/object.o $(B)/stdlib/objects.o
BPF_OBJECTS     := $(patsubst %,$(B)/stdlib/%.bpf.o,follow trial)
BITCODE         := $(filter-out $(BPF_OBJECTS:.bpf.o=.bc),$(patsubst %.bpf.c,$(B)/%.bc,$(wildcard stdlib/*.bpf.c)))
# Of stdlib/called/ the code, and for the compiler what it is called with.
CALLED          := $(patsubst stdlib/called/%.bpf.c,$(B)/stdlib/%.called.o,$(wildcard stdlib/called/*.bpf.c))
DECLARATIONS    := $(B)/stdlib/called.bc
LIBRARIES       := $(wildcard stdlib/*.mt) $(patsubst stdlib/%/,$(B)/stdlib/%.mt,$(wildcard stdlib/*/))

# Lowest last: each may use what comes after it. The runtime comes behind the compiler's: it uses none of them.
RUN_ARCHIVES := $(B)/libruntime.a $(B)/libplan.a $(B)/liblexer.a
ARCHIVES     := $(B)/libcommand.a $(B)/libcodegen.a $(B)/libstdlib.a $(B)/libparser.a $(RUN_ARCHIVES)

.PHONY: all
all: $(B)/memtap $(B)/memtap-run $(B)/libmemsample.so

# Linked twice: what of LLVM the first one needs to compile a sample is put in one place of the second. `make ORDER=` links it once.
MACHINE := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine)))
ORDER   := $(if $(SAN),,$(if $(filter x86_64,$(MACHINE)),$(B)/codegen/order/script.ld))

link_memtap = $(CXX) $(ALL_LDFLAGS) $(ORDER:%=-Wl,-T,%) -o $@ $< $(ARCHIVES) $(LIBS)
$(B)/memtap: $(B)/runtime/main.o $(ARCHIVES) $(ORDER)
	$(link_memtap)
$(B)/codegen/order/memtap: ORDER :=
$(B)/codegen/order/memtap: $(B)/runtime/main.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(link_memtap)
$(B)/codegen/order/called_functions: codegen/order/called_functions.c | deps-check
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) -MF $@.d -MT $@ $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< -l:libelf.a -lz
$(B)/codegen/order/script.ld: codegen/order/sample.mt $(B)/codegen/order/called_functions $(B)/codegen/order/memtap
	$(B)/codegen/order/called_functions $(B)/codegen/order/memtap -n $< >$@.new
	mv $@.new $@

ifdef SAN
# Programs look for the scripts beside the folder that they are in.
$(B)/memtap $(B)/memtap-run: | $(dir $(B))scripts
$(dir $(B))scripts:
	@mkdir -p $(@D)
	ln -s $(CURDIR)/scripts $@
endif

$(B)/memtap-run: $(B)/runtime/main_run.o $(RUN_ARCHIVES)
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(RUN_ARCHIVES) $(RUN_LIBS)

$(B)/liblexer.a: $(LEXER_OBJECTS)
$(B)/libparser.a: $(PARSER_OBJECTS)
$(B)/libcodegen.a: $(CODEGEN_OBJECTS)
$(B)/libplan.a: $(PLAN_OBJECTS)
$(B)/libcommand.a: $(COMMAND_OBJECTS)
$(B)/libruntime.a: $(RUNTIME_OBJECTS) $(LOADED_OBJECTS)
$(B)/libstdlib.a: $(STDLIB_OBJECTS)
$(ARCHIVES):
	@mkdir -p $(@D); rm -f $@
	ar rcs $@ $^

$(B)/codegen/%.o: ALL_CPPFLAGS += $(LLVM_CPPFLAGS)

$(B)/%.o: %.c | deps-check
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -ffunction-sections -fdata-sections -c -o $@ $<

# Preloaded into programs whose heap is to be sampled. Frame pointers, so that who walks the stack from its notes
# gets to the caller.
$(B)/libmemsample.so: runtime/memsample/memsample.c | deps-check
	@mkdir -p $(@D)/runtime/memsample
	$(CC) $(ALL_CPPFLAGS) -MF $(B)/runtime/memsample/memsample.d -MT $@ -std=c11 $(OPT) $(WARN) $(CFLAGS) \
		-fPIC -fvisibility=hidden -fno-omit-frame-pointer -shared $(LDFLAGS) -o $@ $< -ldl

# ---- generated sources ----

$(B)/%.c $(B)/%.h: %.l
	@mkdir -p $(@D)
	$(FLEX) -o $(B)/$*.c --header-file=$(B)/$*.h $<

$(B)/%.c $(B)/%.h: %.y
	@mkdir -p $(@D)
	$(BISON) -Wall -Werror -o $(B)/$*.c --header=$(B)/$*.h $<

$(B)/%.pb-c.c $(B)/%.pb-c.h: %.proto
	@mkdir -p $(@D)
	$(PROTOC_C) --proto_path=$(<D) --c_out=$(@D) $<

GENERATED := $(patsubst %,$(B)/%.h,$(basename $(wildcard lexer/*.l parser/*.l parser/*.y)))
GENERATED_OBJECTS := $(GENERATED:.h=.o)

# Flex's and bison's own skeletons are not held to our warnings.
$(GENERATED_OBJECTS): $(B)/%.o: $(B)/%.c
	$(CC) $(ALL_CPPFLAGS) $(filter-out -Wextra -Wshadow,$(ALL_CFLAGS)) -Wno-unused-function -c -o $@ $<

# Sources may include generated headers: those are made first.
$(LEXER_OBJECTS) $(PARSER_OBJECTS): | $(GENERATED)
$(B)/runtime/output_pprof.o: | $(B)/runtime/profile.pb-c.h
$(B)/runtime/profile.pb-c.o: $(B)/runtime/profile.pb-c.c | deps-check
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -ffunction-sections -fdata-sections -c -o $@ $<

BPF_CFLAGS = -target bpf -mcpu=v3 -O2 -g -Xclang -fexperimental-assignment-tracking=disabled -Wall -Werror -I. -I/usr/include/$(shell uname -m)-linux-gnu -MMD -MP -MT $@

# Types and lines are kept for BTF; where variables live, which no one will ask, would only slow every
# compilation down. linkonce_odr: of a file only what a program calls is linked.
$(B)/stdlib/%.bc: stdlib/%.bpf.c
	@mkdir -p $(@D)
	$(BPF_CLANG) $(BPF_CFLAGS) -MF $(B)/stdlib/$*.bc.d -S -emit-llvm -o $@.ll $<
	sed '/#dbg_\|@llvm\.dbg\./d; s/^define \([^@]*@mt_\)/define linkonce_odr \1/' $@.ll | $(LLVM_AS) -o $@

# Functions that programs call are compiled here, and linked with the programs' objects. The compiler gets declarations
# of all of them in one file, with their types, which libbpf's linker compares.
$(B)/stdlib/%.called.o: stdlib/called/%.bpf.c
	@mkdir -p $(@D)
	$(BPF_CLANG) $(BPF_CFLAGS) -MF $(@:.o=.o.d) -c -o $@ $<
	$(LLVM_STRIP) -g $@
$(B)/stdlib/%.called.ll: stdlib/called/%.bpf.c stdlib/called/declare.sed
	@mkdir -p $(@D)
	$(BPF_CLANG) $(BPF_CFLAGS) -MF $@.d -S -emit-llvm -o $@.all $<
	sed -nEf stdlib/called/declare.sed $@.all >$@
$(DECLARATIONS): $(CALLED:.o=.ll) stdlib/called/merge.awk
	awk -f stdlib/called/merge.awk $(CALLED:.o=.ll) | $(LLVM_AS) -o $@

# What the runtime loads as it is.
$(BPF_OBJECTS): $(B)/%.bpf.o: %.bpf.c
	@mkdir -p $(@D)
	$(BPF_CLANG) $(BPF_CFLAGS) -MF $(@:.o=.d) -c -o $@ $<

# A library of many probes is a folder, a file for each subject.
.SECONDEXPANSION:
$(B)/stdlib/%.mt: $$(sort $$(wildcard stdlib/%/*.mt))
	@mkdir -p $(@D)
	cat $^ >$@

$(B)/stdlib/files.S: $(sort $(LIBRARIES)) $(BITCODE) $(CALLED) $(DECLARATIONS) stdlib/embed.sh
	@mkdir -p $(@D)
	stdlib/embed.sh stdlib_files $(filter-out stdlib/embed.sh,$^) >$@

$(B)/stdlib/objects.S: $(BPF_OBJECTS) stdlib/embed.sh
	@mkdir -p $(@D)
	stdlib/embed.sh stdlib_objects $(filter-out stdlib/embed.sh,$^) >$@

# The page of --report: of what is checked in. `make report-libraries` makes its libraries anew.
$(B)/runtime/page.html: $(wildcard runtime/report/*)
	@mkdir -p $(@D)
	runtime/report/assemble runtime/report >$@
$(B)/runtime/page.html.gz: $(B)/runtime/page.html
	gzip -9nc $< >$@
$(B)/runtime/report_files.S: $(B)/runtime/page.html.gz stdlib/embed.sh
	stdlib/embed.sh report_files $< >$@

$(B)/runtime/report_files.o $(B)/stdlib/files.o $(B)/stdlib/objects.o: %.o: %.S
	$(CC) -c -o $@ $<

# By npm, as runtime/report/bundle/package-lock.json has them: the only thing that needs it, and the network.
.PHONY: report-libraries
report-libraries:
	rm -rf $(B)/report-libraries
	cp -r runtime/report/bundle $(B)/report-libraries
	cd $(B)/report-libraries && npm ci --ignore-scripts --no-audit --no-fund && node bundle.mjs $(CURDIR)/runtime/report

# ---- packages: say what is missing, install it ----

missing = $(shell for p in $(1); do \
	dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done)
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

.PHONY: deps deps-check
deps:
	@packages="$(call missing,$(BUILD_PACKAGES) $(TEST_PACKAGES))"; \
	if [ -n "$$packages" ]; then \
		echo "deps: installing $$packages"; \
		$(SUDO) apt-get update -qq && \
		$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$packages >/dev/null; \
	fi

# Without this the first word of what is missing would be a compiler's "file not found".
NEEDED_TOOLS   = $(CC) $(CXX) $(FLEX) $(BISON) $(PROTOC_C) $(LLVM_CONFIG) $(BPF_CLANG) $(LLVM_AS) $(LLVM_STRIP)
NEEDED_HEADERS = bpf/libbpf.h gelf.h elfutils/libdwfl.h libiberty/demangle.h json-c/json.h protobuf-c/protobuf-c.h sha2.h seccomp.h lzma.h bzlib.h zstd.h zlib.h \
                 sys/sdt.h

deps-check:
	@missing=; for tool in $(NEEDED_TOOLS); do command -v $$tool >/dev/null || missing="$$missing $$tool"; done; \
	printf '#include <%s>\n' $(NEEDED_HEADERS) | $(CC) $(ALL_CPPFLAGS) -MF /dev/null -fsyntax-only -x c - 2>/dev/null || \
		for header in $(NEEDED_HEADERS); do \
			echo "#include <$$header>" | $(CC) $(ALL_CPPFLAGS) -MF /dev/null -fsyntax-only -x c - 2>/dev/null || \
				missing="$$missing $$header"; \
		done; \
	[ -z "$$missing" ] || { echo "memtap needs what is missing here:$$missing (make deps)" >&2; exit 1; }

# ---- tests ----

UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/tests/unit-%,$(wildcard tests/unit/*.c))

$(B)/tests/unit-%: $(B)/tests/unit/%.o $(ARCHIVES)
	$(CXX) $(ALL_LDFLAGS) -o $@ $< $(ARCHIVES) $(LIBS)

# Kept, so that a second make does nothing.
.SECONDARY:

# Programs with known answers, traced inside the test VM. heapnew runs on Debian sid's libc, which the
# VM has under /sid, for its USDT notes. jsonfields reads what memtap prints.
PROGRAMS := $(patsubst %,$(B)/tests/bin/%,$(basename $(notdir $(wildcard tests/programs/*.c tests/programs/*.cc)))) \
            $(patsubst %,$(B)/tests/bin/%,anyheap-jemalloc anyheap-tcmalloc rustnames-v0 rustnames-legacy)
PROGRAM_FLAGS  := -D_GNU_SOURCE -Wall -Wextra -Wshadow -O1 -g -fno-omit-frame-pointer -fno-inline -fno-optimize-sibling-calls
PROGRAM_CFLAGS := -std=c11 $(PROGRAM_FLAGS)

$(B)/tests/bin/jsonfields $(B)/tests/bin/reportdata: PROGRAM_LIBS := -l:libjson-c.a
$(B)/tests/bin/loadobject: PROGRAM_LIBS := -l:libbpf.a -l:libelf.a -l:libz.a -l:libzstd.a
$(B)/tests/bin/anyheap: PROGRAM_LIBS := -l:libstdc++.so.6
$(B)/tests/bin/anyheap-jemalloc: PROGRAM_LIBS := -l:libjemalloc.so.2
$(B)/tests/bin/anyheap-tcmalloc: PROGRAM_LIBS := -l:libtcmalloc_minimal.so.4
$(B)/tests/bin/named: PROGRAM_LDFLAGS := -rdynamic
$(B)/tests/bin/heapnew: PROGRAM_LDFLAGS := -Wl,--dynamic-linker=/sid/lib/ld-linux-x86-64.so.2 -Wl,-rpath,/sid/lib
$(B)/tests/bin/anyheap $(B)/tests/bin/allocall: tests/programs/leaks.h
$(B)/tests/bin/anyheap-%: tests/programs/anyheap.c tests/programs/leaks.h tests/programs/workload.h
	@mkdir -p $(@D)
	$(CC) $(PROGRAM_CFLAGS) $< -o $@ $(PROGRAM_LIBS)

# What rustc makes of Rust is assembly in the tree: see shop.rs.
$(B)/tests/bin/rustnames-%: tests/programs/rust/main.c tests/programs/rust/shop-%.s tests/programs/workload.h
	@mkdir -p $(@D)
	$(CC) $(PROGRAM_CFLAGS) -I. $(filter-out %.h,$^) -o $@

# Loads as memtap does, with memtap's own code.
$(B)/tests/bin/loadplan: $(B)/tests/programs/loadplan.o $(RUN_ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $< $(RUN_ARCHIVES) $(RUN_LIBS)

$(B)/tests/bin/%: tests/programs/%.cc tests/programs/workload.h
	@mkdir -p $(@D)
	$(CXX) -std=c++17 $(PROGRAM_FLAGS) $< -o $@

$(B)/tests/bin/%: tests/programs/%.c tests/programs/workload.h
	@mkdir -p $(@D)
	$(CC) $(PROGRAM_CFLAGS) $< -o $@ -pthread $(PROGRAM_LDFLAGS) $(PROGRAM_LIBS)

# Prints the tables of docs/language.md.
$(B)/tests/reference: $(B)/tests/docs/reference.o $(ARCHIVES)
	$(CXX) $(ALL_LDFLAGS) -o $@ $< $(ARCHIVES) $(LIBS)

# Times naming and printing, see tests/scale/symbols.c.
$(B)/tests/scale-symbols: $(B)/tests/scale/symbols.o $(ARCHIVES)
	$(CXX) $(ALL_LDFLAGS) -o $@ $< $(ARCHIVES) $(LIBS)

# Writes random programs.
GENERATE_OBJECTS := $(call objects,tests/generate)
$(B)/tests/generator: $(GENERATE_OBJECTS)
	$(CC) $(SANFLAGS) -o $@ $^

# Writes the types of the kernel that golden tests compile for.
$(B)/tests/make_btf: tests/golden/make_btf.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O1 $< -o $@ -l:libbpf.a -l:libelf.a -l:libz.a -l:libzstd.a

# ---- threads: the BPF-side helpers, built for this machine, under ThreadSanitizer ----

RACE_CC      = $(BPF_CLANG) -fsanitize=thread -D_GNU_SOURCE -Itests/race -I. -MMD -MP -O1 -g -Wall -Wextra -Wshadow
RACE_OBJECTS := $(patsubst %,$(B)/tests/race/%.o,race kernel core aggregate map output_pending arena fault) \
                $(patsubst %,$(B)/tests/race/called/%.o,call core count event forget hold kstack map scratch stack)

# Of what only the BPF target knows these need no more than to be taken out. A callback need not use all that it is given.
$(B)/tests/race/%.o: stdlib/%.bpf.c
	@mkdir -p $(@D)
	$(RACE_CC) -Wno-unknown-attributes -Wno-unused-parameter -Wno-sign-compare -c -o $@ $<
$(B)/tests/race/%.o: tests/race/%.c
	@mkdir -p $(@D)
	$(RACE_CC) -std=c11 -c -o $@ $<
$(B)/tests/race/%.o: runtime/%.c
	@mkdir -p $(@D)
	$(RACE_CC) -std=c11 -c -o $@ $<
$(B)/tests/race/%.o: lexer/%.c
	@mkdir -p $(@D)
	$(RACE_CC) -std=c11 -c -o $@ $<
$(B)/tests/race/race: $(RACE_OBJECTS)
	$(BPF_CLANG) -fsanitize=thread -o $@ $^ -lpthread

# ---- fuzzing: see tests/fuzz/run ----

FUZZ_TARGETS := parse check codegen plan tracefs binary debug_info btf names http
FUZZ_SHARED  := fuzz.o script.o
FUZZ_REPLAYS := $(FUZZ_TARGETS:%=$(B)/tests/fuzz-%)

# Takes inputs from files.
$(B)/tests/fuzz-%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o $(FUZZ_SHARED:%=$(B)/tests/fuzz/%) $(ARCHIVES)
	$(CXX) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

# Invents them: libFuzzer's, which only clang has, all of the compiler and runtime being built for it. Clang
# does not say by a macro of its own that AddressSanitizer is on.
FUZZ_B       := $(B)/fuzz
FUZZ_FLAGS   := -fsanitize=address,undefined -fno-sanitize-recover=undefined
FUZZ_COVERED := -fsanitize=fuzzer-no-link
FUZZ_CFLAGS   = -std=c11 -O1 -g -w $(FUZZ_COVERED) $(FUZZ_FLAGS) -D__SANITIZE_ADDRESS__
# Files in an object: there is nothing to compile with sanitizers.
FUZZ_DATA    := $(B)/stdlib/files.o $(B)/stdlib/objects.o $(B)/runtime/report_files.o
FUZZ_OBJECTS := $(patsubst $(B)/%,$(FUZZ_B)/%,$(LEXER_OBJECTS) $(PARSER_OBJECTS) $(CODEGEN_OBJECTS) \
                $(PLAN_OBJECTS) $(COMMAND_OBJECTS) $(filter-out $(FUZZ_DATA),$(RUNTIME_OBJECTS)) \
                $(B)/stdlib/embed.o $(B)/stdlib/object.o)
FUZZ_BINARIES := $(FUZZ_TARGETS:%=$(FUZZ_B)/bin/%)

$(FUZZ_B)/tests/%.o: FUZZ_COVERED :=
$(FUZZ_B)/%.o: %.c | $(GENERATED) $(B)/runtime/profile.pb-c.h
	@mkdir -p $(@D)
	$(BPF_CLANG) $(ALL_CPPFLAGS) $(LLVM_CPPFLAGS) $(FUZZ_CFLAGS) -c -o $@ $<
$(FUZZ_B)/%.o: $(B)/%.c
	@mkdir -p $(@D)
	$(BPF_CLANG) $(ALL_CPPFLAGS) $(FUZZ_CFLAGS) -c -o $@ $<
$(FUZZ_B)/libmemtap.a: $(FUZZ_OBJECTS) $(FUZZ_DATA)
	rm -f $@
	ar rcs $@ $^
$(FUZZ_B)/bin/%: $(FUZZ_B)/tests/fuzz/%.o $(FUZZ_B)/tests/fuzz/driver.o \
                 $(FUZZ_SHARED:%=$(FUZZ_B)/tests/fuzz/%) $(FUZZ_B)/libmemtap.a
	@mkdir -p $(@D)
	$(BPF_CLANG)++ -fsanitize=fuzzer $(FUZZ_FLAGS) -o $@ $^ $(LIBS)

TARGETS ?= $(FUZZ_TARGETS)
SECONDS ?= 600

# fuzz SECONDS,TARGET
fuzz = tests/fuzz/run fuzz $(B) $(1) $(2)

.PHONY: fuzz
fuzz: deps $(B)/memtap $(B)/tests/make_btf $(FUZZ_BINARIES)
	tests/run $(foreach t,$(TARGETS),-- $(call fuzz,$(SECONDS),$(t)))

# ---- all of them ----

KERNELS    := 6.1 6.12 newest
HOST_PARTS := tests/selftest -- tests/golden/run $(B)/memtap $(foreach t,$(UNIT_TESTS),-- $(t)) -- \
              tests/object/run $(B)/memtap -- tests/debug/run $(B)/memtap -- tests/roundtrip/run $(B)/memtap -- \
              tests/cli/run $(B)/memtap -- \
              tests/docs/run $(B)/memtap -- tests/interface/run $(B) $(if $(SAN),,-- tests/install/run $(B)) -- tests/coverage/run -- tests/bounds/run $(B)/memtap -- \
              $(B)/tests/race/race -- \
              tests/fuzz/run replay $(B) $(FUZZ_TARGETS)
VM_RUN     := env BUILD=$(B) tests/vm/run

# load_random KERNEL,COUNT[,any]: random programs are compiled, and loaded by that kernel.
load_random = env BUILD=$(B) tests/generate/run $(1) $(2) $(3)

# All cases on 6.1, begun first because they take longest, and a few on the others; the host's part alone under the
# sanitizers, which the VM has no room for. Parts that need the VM of one kernel wait for each other.
VM_FIRST  = $(if $(SAN),,$(VM_RUN) --retry -k 6.1 --)
VM_PARTS  = $(if $(SAN),,$(foreach k,6.12 newest,-- $(VM_RUN) --retry -s -k $(k)) -- $(call load_random,6.1,60))

# The package on Debian's base system, and on that of who learns from it.
PACKAGE_PARTS := $(foreach d,bare learner,-- $(VM_RUN) -t 3600 --debian $(d) tests/vm/package/package-$(d).sh)

.PHONY: check check-browser check-kernels check-package check-long bless demo unit
check: deps unit all $(B)/tests/make_btf $(B)/tests/reference $(B)/tests/generator $(PROGRAMS) $(FUZZ_REPLAYS) \
       $(B)/tests/race/race man completions editors
	tests/run $(VM_FIRST) $(HOST_PARTS) $(VM_PARTS)

check-kernels: deps all $(B)/tests/generator $(PROGRAMS)
	tests/run $(foreach k,$(KERNELS),-- $(VM_RUN) --retry -k $(k)) -- $(VM_RUN) -k 5.10 tests/vm/older/older.sh \
		$(foreach k,$(KERNELS),-- $(call load_random,$(k),300)) -- env BUILD=$(B) tests/vm/portable $(KERNELS)

check-package check-long: TEST_PACKAGES += $(PACKAGE_PACKAGES)
check-package: deps deb $(PROGRAMS)
	tests/run $(PACKAGE_PARTS)

# The page of --report, in a browser.
check-browser: TEST_PACKAGES += $(BROWSER_PACKAGES)
check-browser: deps all $(PROGRAMS)
	tests/run tests/browser/run $(B)

# What takes minutes: cases of long/, and the virtual machine itself, by cases that crash the guest or hang it.
FUZZ_SECONDS := 1800
RACE_ROUNDS  := 100
check-long: TEST_PACKAGES += $(BROWSER_PACKAGES)
check-long: deps deb $(B)/tests/make_btf $(B)/tests/generator $(PROGRAMS) $(FUZZ_BINARIES) $(B)/tests/race/race
	tests/run tests/browser/run $(B) -- $(VM_RUN) tests/vm/long/*.sh $(PACKAGE_PARTS) -- $(B)/tests/race/race $(RACE_ROUNDS) \
		$(foreach t,$(FUZZ_TARGETS),-- $(call fuzz,$(FUZZ_SECONDS),$(t))) -- env BUILD=$(B) tests/vm/selftest \
		$(foreach k,$(KERNELS),-- $(call load_random,$(k),2000,any))

# ---- memtap against its peers: see tests/bench/run ----

BENCH_PROGRAMS := $(patsubst tests/bench/%.c,$(B)/bench/bin/%,$(wildcard tests/bench/*.c)) $(B)/bench/bin/measure

$(B)/bench/bin/programs: BENCH_LIBS := -l:libbpf.a -l:libelf.a -l:libz.a -l:libzstd.a
$(B)/bench/bin/measure: tests/object/measure.c
	@mkdir -p $(@D)
	$(CC) $(PROGRAM_CFLAGS) $< -o $@
$(B)/bench/bin/%: tests/bench/%.c tests/programs/workload.h
	@mkdir -p $(@D)
	$(CC) $(PROGRAM_CFLAGS) -I. $< -o $@ $(BENCH_LIBS)

.PHONY: bench
bench: TEST_PACKAGES += $(BENCH_PACKAGES)
bench: deps all $(BENCH_PROGRAMS) $(PROGRAMS) $(B)/tests/scale-symbols
	env BUILD=$(B) tests/bench/run $(BENCH)

# ---- analyzers: gcc's finds nothing in our sources, clang-tidy's finds are to be read ----

ANALYZED   := $(patsubst %.c,$(B)/analyzed/%.o,$(wildcard $(addsuffix /*.c,$(FOLDERS) codegen/order)))
CLANG_TIDY ?= $(shell $(LLVM_CONFIG) --bindir 2>/dev/null)/clang-tidy

.PHONY: analyze tidy-missing
analyze: $(ANALYZED) $(if $(wildcard $(CLANG_TIDY)),$(ANALYZED:.o=.tidy),tidy-missing)

tidy-missing:
	@echo "analyze: only gcc's: there is no $(CLANG_TIDY) (package clang-tidy-19)"

$(B)/analyzed/codegen/%: ALL_CPPFLAGS += $(LLVM_CPPFLAGS)
$(B)/analyzed/%.o: %.c | deps-check $(GENERATED) $(B)/runtime/profile.pb-c.h
	@mkdir -p $(@D)
	$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -fanalyzer -Werror -c -o $@ $<
# After gcc's, which knows the headers that a source depends on.
$(B)/analyzed/%.tidy: %.c $(B)/analyzed/%.o .clang-tidy
	$(CLANG_TIDY) --quiet $< -- $(ALL_CPPFLAGS) $(ALL_CFLAGS)
	@touch $@

# ---- memory: tests of the host under valgrind ----

# What valgrind finds is exit status 99, and in a file, since tests compare what is printed. It knows no seccomp and no
# pidfd_open(2), which unit-fence and unit-pidfd are about, and has an allocator of its own, which unit-memsample would
# replace.
MEMCHECK = valgrind -q --vgdb=no --log-file=$(abspath $(B))/memcheck/log.%p --error-exitcode=99 --leak-check=full \
           --show-leak-kinds=definite --errors-for-leak-kinds=definite --suppressions=$(CURDIR)/tests/memcheck.supp
MEMCHECK_UNITS := $(filter-out %/unit-fence %/unit-pidfd %/unit-memsample,$(UNIT_TESTS))

# Stands for a program, and runs it under valgrind.
$(B)/memcheck/%: $(B)/% Makefile
	@mkdir -p $(@D)
	printf '#!/bin/sh\nexec %s "$$@"\n' '$(MEMCHECK) $(abspath $<)' >$@
	chmod +x $@

.PHONY: memcheck
memcheck: TEST_PACKAGES += valgrind
memcheck: deps unit all $(patsubst %,$(B)/memcheck/%,memtap memtap-run tests/make_btf tests/bin/deaf tests/bin/interminal)
	rm -f $(B)/memcheck/log.*
	LIMIT=600 tests/run tests/golden/run $(B)/memcheck/memtap -- tests/cli/run $(B)/memcheck/memtap \
		$(foreach t,$(MEMCHECK_UNITS),-- $(MEMCHECK) $(t)) || { cat $(B)/memcheck/log.* | grep '^=='; exit 1; }

# Take what is printed now as what is expected; read the diff before committing it.
bless: all $(B)/tests/make_btf $(B)/tests/reference $(B)/tests/generator $(PROGRAMS)
	-tests/golden/run --bless $(B)/memtap
	-tests/debug/run --bless $(B)/memtap
	-tests/docs/run --bless $(B)/memtap
	-$(VM_RUN) --bless

demo: deps all $(PROGRAMS)
	$(VM_RUN) -v tests/vm/demo.sh

unit: $(UNIT_TESTS)

# ---- made of what the program and its documents say: man pages, completions, editors ----

TOOLS     := $(sort $(basename $(notdir $(wildcard scripts/*.mt))))
TOOL_MAN  := $(TOOLS:%=$(B)/man/memtap-%.1)
GUIDES    := language tutorial faq from-bpftrace container security formats sampling
MAN_PAGES := docs/memtap.1 docs/memtap-run.1 $(TOOL_MAN) $(GUIDES:%=$(B)/man/memtap-%.7)
ZH_TW_MAN := $(B)/man/zh_TW/memtap-tutorial.7
COMPLETIONS := $(addprefix $(B)/completion/,memtap.bash _memtap memtap.fish)

EDITORS     := $(addprefix $(B)/editors/,memtap.vim ftdetect.vim $(addprefix vscode/,$(notdir $(wildcard docs/editors/vscode/*))))

.PHONY: man completions editors
man: $(MAN_PAGES) $(ZH_TW_MAN)
completions: $(COMPLETIONS)
editors: $(EDITORS)

$(EDITORS): $(B)/editors/%: docs/editors/% docs/editors/generate lexer/tokens.def lexer/probe_kinds.def \
            parser/builtins.def parser/functions.def parser/config.def
	@mkdir -p $(@D)
	docs/editors/generate $< >$@

$(TOOL_MAN): $(B)/man/memtap-%.1: docs/tools/%.md scripts/%.mt docs/man/page $(B)/memtap | lowdown-check
	@mkdir -p $(@D)
	docs/man/page $(VERSION) $< $(B)/memtap >$@
$(B)/man/memtap-%.7: docs/%.md docs/man/page | lowdown-check
	@mkdir -p $(@D)
	docs/man/page $(VERSION) $< >$@
$(B)/man/zh_TW/memtap-%.7: docs/zh-TW/%.md docs/man/page | lowdown-check
	@mkdir -p $(@D)
	docs/man/page $(VERSION) $< >$@

.PHONY: lowdown-check
lowdown-check:
	@command -v lowdown >/dev/null || { echo "man pages need lowdown (make deps)" >&2; exit 1; }

$(B)/completion/tables: docs/completion/tables lexer/probe_kinds.def $(wildcard scripts/*.mt) $(B)/memtap $(B)/memtap-run
	@mkdir -p $(@D)
	docs/completion/tables $(B)/memtap >$@
$(B)/completion/memtap.bash: SHELL_NAME := bash
$(B)/completion/_memtap: SHELL_NAME := zsh
$(B)/completion/memtap.fish: SHELL_NAME := fish
$(COMPLETIONS): $(B)/completion/tables docs/completion/generate docs/completion/memtap.bash
	docs/completion/generate $(SHELL_NAME) $< >$@

# ---- install, clean ----

# The places where Debian's shells look; zsh finds site-functions in its path below /usr/local, too.
SHARE        = $(DESTDIR)$(PREFIX)/share
ZSH_FUNCTIONS := $(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)

.PHONY: install
install: $(B)/memtap $(B)/memtap-run $(B)/libmemsample.so $(MAN_PAGES) $(ZH_TW_MAN) $(COMPLETIONS) $(EDITORS)
	install -Dm755 -s $(B)/memtap $(DESTDIR)$(PREFIX)/bin/memtap
	install -Dm755 -s $(B)/memtap-run $(DESTDIR)$(PREFIX)/bin/memtap-run
	install -Dm644 $(B)/libmemsample.so $(DESTDIR)$(PREFIX)/lib/memtap/libmemsample.so
	install -d $(SHARE)/memtap/scripts $(SHARE)/man/man1 $(SHARE)/man/man7 $(SHARE)/man/zh_TW/man7
	install -m644 scripts/*.mt $(SHARE)/memtap/scripts/
	install -m644 $(filter %.1,$(MAN_PAGES)) $(SHARE)/man/man1/
	install -m644 $(filter %.7,$(MAN_PAGES)) $(SHARE)/man/man7/
	install -m644 $(ZH_TW_MAN) $(SHARE)/man/zh_TW/man7/
	install -Dm644 $(B)/completion/memtap.bash $(SHARE)/bash-completion/completions/memtap
	ln -sf memtap $(SHARE)/bash-completion/completions/memtap-run
	install -Dm644 $(B)/completion/_memtap $(SHARE)/zsh/$(ZSH_FUNCTIONS)/_memtap
	install -Dm644 $(B)/completion/memtap.fish $(SHARE)/fish/vendor_completions.d/memtap.fish
	ln -sf memtap.fish $(SHARE)/fish/vendor_completions.d/memtap-run.fish
	install -Dm644 $(B)/editors/memtap.vim $(SHARE)/vim/vimfiles/syntax/memtap.vim
	install -Dm644 $(B)/editors/ftdetect.vim $(SHARE)/vim/vimfiles/ftdetect/memtap.vim
	install -d $(SHARE)/memtap/vscode
	install -m644 $(B)/editors/vscode/* $(SHARE)/memtap/vscode/

# A Debian package; what is in it, docs/debian/package says.
DEB := $(B)/memtap_$(VERSION)_$(shell dpkg --print-architecture 2>/dev/null).deb

.PHONY: deb
deb: all man completions editors
	rm -rf $(B)/deb
	$(MAKE) --no-print-directory install PREFIX=/usr DESTDIR=$(B)/deb
	docs/debian/package $(VERSION) $(B)/deb $(DEB)
	@echo "$(DEB): $$(du -h $(DEB) | cut -f 1)"

# The kernels of the test VM, which were downloaded, stay; distclean takes them, too.
.PHONY: clean distclean
clean:
	find $(B) -mindepth 1 -maxdepth 1 ! -name vm -exec rm -rf {} + 2>/dev/null || :

distclean:
	rm -rf $(B)

-include $(shell find $(B) -path $(B)/vm -prune -o -path $(B)/deb -prune -o -name '*.d' -print 2>/dev/null)
