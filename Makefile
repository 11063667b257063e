# shop
#
#   make demo       set up, build, and walk through a shop from import to report
#   make check      set up, build, and run every test
#   make help       the other targets and variables

PREFIX ?= /usr/local
MANDIR ?= $(PREFIX)/share/man
BINDIR ?= $(PREFIX)/bin
# shop looks for it from where it lies itself: ../libexec/shop.
LIBEXECDIR ?= $(PREFIX)/libexec
DATADIR ?= $(PREFIX)/share
DESTDIR ?=

# Where everything goes. Another folder keeps another set of flags beside this one.
BUILD ?= build
WERROR ?= 1
SANITIZE ?=
STATIC ?=
SHARED ?=

MAKEFLAGS += --no-builtin-rules
# A -j of the command line comes before this one.
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
SHELL = /bin/bash
.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: all demo check check-faults check-search lint format bench bench-start bench-import \
	bench-search bench-orders bench-batch bench-report completions deps install uninstall clean help tests FORCE

all: $(BUILD)/shop $(BUILD)/shop-payment-test

help:
	@echo 'targets:'
	@echo '  all          the program, $(BUILD)/shop'
	@echo '  demo         a walk through a shop, from import to report'
	@echo '  check        every test; ends with how many passed and failed'
	@echo '  check-faults what moves orders, money and the catalogue, killed at every call, and'
	@echo '               buyers at once, killed and stopped'
	@echo '  check-search 2,000 searches of all of Icecat beside a look at every product'
	@echo '  tests        the test build and the unit tests, without running them'
	@echo '  lint         layers, sizes, names and layout of the source'
	@echo '  format       lay out the source'
	@echo '  bench        measure; bench-start measures only how it starts'
	@echo '  bench-import the import of a million products, against libyaml and SQLite'
	@echo '  bench-search the search over a million products, against others'
	@echo '  bench-orders checkouts, one after the other and many at once, against SQLite'
	@echo '  bench-batch  checkouts in a batch, against separate processes'
	@echo '  bench-report reports over five million orders, against SQLite'
	@echo '  completions  write completions/ anew from the tables'
	@echo '  deps         install what building and testing need'
	@echo '  install      to PREFIX (/usr/local), below DESTDIR; uninstall undoes it'
	@echo '  clean        remove $(BUILD)'
	@echo 'variables:'
	@echo '  CC=clang  SANITIZE=address,undefined  STATIC=1  SHARED=1  PIE=1  WERROR=0'
	@echo '  BUILD=build PREFIX=/usr/local MANDIR= DESTDIR= CFLAGS= LDFLAGS='

# What must be there first.
# The libraries are looked for below, so what is missing is installed before that.

GOALS := $(or $(MAKECMDGOALS),all)
ifneq ($(filter-out help clean format uninstall deps,$(GOALS)),)
ifeq ($(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),)
NEEDS := $(if $(filter check check-faults check-search lint tests $(BUILD)/test/%,$(GOALS)),check,build)
DEPS_LOG := $(shell CC='$(CC)' SANITIZE='$(SANITIZE)' tests/deps.sh $(NEEDS))
ifneq ($(.SHELLSTATUS),0)
$(error something that is needed is missing)
endif
# What cannot be installed is left out of the comparison.
ifneq ($(filter bench-import bench-search bench-orders bench-report,$(GOALS)),)
DEPS_LOG += $(shell CC='$(CC)' CXX='$(CXX)' tests/deps.sh bench)
PEERS := $(shell printf '%s\n' '\#if __has_include(<sqlite3.h>)' fts5 '\#endif' \
	'\#if __has_include(<xapian.h>)' xapian '\#endif' | \
	$(CC) -E -P -x c - 2>/dev/null)
endif
endif
endif

deps:
	@CC='$(CC)' SANITIZE='$(SANITIZE)' tests/deps.sh check
	@echo 'everything that is needed is there'

# Flags.

MACHINE := $(shell $(CC) -dumpmachine 2>/dev/null)

CFLAGS ?= -O2 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2 \
	-Wundef -Wcast-qual $(if $(filter 1,$(WERROR)),-Werror)
# A position-independent program with every stemmer of libstemmer in it has 14,000
# places to relocate, over a hundred pages, at every start: measured at 0.4 times
# /bin/true. So what brings its libraries along has a fixed place (libc, heap, stack
# and maps have none); what links the shared ones, or PIE=1 asks for, is independent.
PIE ?= $(if $(SHARED)$(SANITIZE),1)
HARDEN = -fstack-protector-strong $(if $(PIE),-fPIE,-fno-pie)
HARDEN += $(if $(filter x86_64% i%86%,$(MACHINE)),-fstack-clash-protection \
	-fcf-protection)
ifeq ($(SANITIZE),)
HARDEN += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
else
HARDEN += -U_FORTIFY_SOURCE -fsanitize=$(SANITIZE) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
endif
COMPILE = $(CC) -std=c17 -D_GNU_SOURCE -Isrc $(CPPFLAGS) $(WARNINGS) $(CFLAGS) \
	$(HARDEN)
COMPILE_CXX = $(CXX) -std=c++17 $(CPPFLAGS) -Wall -Wextra -Wpedantic -Wshadow \
	-Wconversion -Wsign-conversion $(if $(filter 1,$(WERROR)),-Werror) $(CFLAGS) \
	$(HARDEN)
# What short commands run lies side by side: src/start.ld says why, tests/order.sh
# writes it. Only GNU ld can add to the order of its own script. src/base/origin.c says
# what is wrapped.
comma := ,
LINKER := $(shell $(CC) $(LDFLAGS) -Wl,--version 2>/dev/null)
QUICK_START := $(if $(SHARED)$(SANITIZE),,$(if $(findstring GNU ld,$(LINKER)), \
	-Wl$(comma)-T$(comma)src/start.ld \
	$(if $(STATIC),-Wl$(comma)--wrap=_dl_get_origin \
		-Wl$(comma)-u$(comma)__wrap__dl_get_origin)))
LINK = $(CC) $(CFLAGS) $(if $(SANITIZE),-fsanitize=$(SANITIZE)) \
	$(if $(PIE),$(if $(STATIC),-static-pie,-pie),$(if $(STATIC),-static,-no-pie)) \
	-Wl,-z,relro,-z,now -Wl,-z,noexecstack \
	-Wl,--as-needed $(QUICK_START) $(LDFLAGS)

ifneq ($(and $(STATIC),$(SANITIZE)),)
$(error STATIC and SANITIZE do not go together)
endif
ifneq ($(and $(STATIC),$(SHARED)),)
$(error STATIC and SHARED do not go together)
endif

# Each library's static archive where it is there, else the shared one. Static
# archives do not name what they need themselves, so it follows them.
LIBRARIES = lmdb yaml csv sodium jansson utf8proc stemmer edit
BENEATH = tinfo bsd md
LIBRARY_PATH := $(subst :, ,$(patsubst libraries:%,%,$(subst =,,$(shell \
	$(CC) -print-search-dirs 2>/dev/null | grep '^libraries:'))))
archive_of = $(firstword $(wildcard $(addsuffix /lib$(1).a,$(LIBRARY_PATH))))
or_shared = $(or $(call archive_of,$(1)),-l$(1))
ifneq ($(SHARED),)
LIBS = $(LIBRARIES:%=-l%)
else
LIBS := $(foreach l,$(LIBRARIES),$(call or_shared,$(l)))
ifneq ($(call archive_of,edit),)
LIBS += $(foreach l,$(BENEATH),$(call archive_of,$(l)))
endif
endif

# What there is.

SOURCES := $(sort $(wildcard src/*/*.c) $(wildcard src/main.c))
# The sandbox for payments is a program of its own.
SANDBOX := $(filter src/sandbox/%,$(SOURCES))
ROOMS := $(filter-out src/main.c $(SANDBOX),$(SOURCES))
UNIT_TESTS := $(sort $(wildcard tests/unit/*_test.c))
UNIT_SHARED := $(filter-out $(UNIT_TESTS),$(sort $(wildcard tests/unit/*.c)))
BENCHES := $(basename $(notdir $(wildcard tests/bench/*.c tests/bench/*.cc)))
TOOLS := $(sort $(wildcard tests/tools/*.c))

OBJ = $(BUILD)/obj
TEST = $(BUILD)/test
UNITS = $(UNIT_TESTS:tests/unit/%.c=$(TEST)/unit/%)
TOOL_PROGRAMS = $(TOOLS:tests/tools/%.c=$(TEST)/tools/%)

tests: $(TEST)/shop $(TEST)/shop-payment-test $(UNITS) $(TOOL_PROGRAMS)

# Building.
# A file of flags changes only when they do, and what was made with others follows.

quoted = '$(subst ','\'',$(1))'
define flags_file
$(1): FORCE
	@mkdir -p $$(@D)
	@printf '%s\n' $$(call quoted,$(2)) | cmp -s - $$@ || \
		printf '%s\n' $$(call quoted,$(2)) >$$@
endef
$(eval $(call flags_file,$(BUILD)/compile.flags,$$(COMPILE)))
$(eval $(call flags_file,$(BUILD)/compile-cxx.flags,$$(COMPILE_CXX)))
$(eval $(call flags_file,$(BUILD)/link.flags,$$(LINK) $$(LIBS)))
$(eval $(call flags_file,$(BUILD)/sources.list,$$(SOURCES) $$(UNIT_SHARED)))

$(OBJ)/%.o: %.c $(BUILD)/compile.flags
	@mkdir -p $(@D)
	@echo '  CC    $<'
	@$(COMPILE) -MMD -MP -c -o $@ $<

$(OBJ)/%.o: %.cc $(BUILD)/compile-cxx.flags
	@mkdir -p $(@D)
	@echo '  CXX   $<'
	@$(COMPILE_CXX) -MMD -MP -c -o $@ $<

$(TEST)/obj/%.o: %.c $(BUILD)/compile.flags
	@mkdir -p $(@D)
	@echo '  CC    $< (test)'
	@$(COMPILE) -DSHOP_TESTING -MMD -MP -c -o $@ $<

# The rooms go into an archive, so that a test or a measurement takes what it uses.
$(OBJ)/rooms.a: $(ROOMS:%.c=$(OBJ)/%.o) $(BUILD)/sources.list
$(TEST)/rooms.a: $(ROOMS:%.c=$(TEST)/obj/%.o) $(BUILD)/sources.list
$(OBJ)/rooms.a $(TEST)/rooms.a:
	@rm -f $@
	@ar rcs $@ $(filter %.o,$^)

$(BUILD)/shop: $(OBJ)/src/main.o $(OBJ)/rooms.a
$(TEST)/shop: $(TEST)/obj/src/main.o $(TEST)/rooms.a
$(BUILD)/shop-payment-test: $(SANDBOX:%.c=$(OBJ)/%.o) $(OBJ)/rooms.a
$(TEST)/shop-payment-test: $(SANDBOX:%.c=$(TEST)/obj/%.o) $(TEST)/rooms.a
$(TEST)/unit/%: $(TEST)/obj/tests/unit/%.o \
		$(UNIT_SHARED:%.c=$(TEST)/obj/%.o) $(TEST)/rooms.a
	$(link)
$(BUILD)/bench/%: $(OBJ)/tests/bench/%.o $(OBJ)/rooms.a
	$(link)
$(TEST)/tools/%: $(TEST)/obj/tests/tools/%.o $(TEST)/rooms.a
	$(link)
$(BUILD)/shop $(TEST)/shop $(BUILD)/shop-payment-test $(TEST)/shop-payment-test:
	$(link)
# Debian has a static archive of SQLite, whose extensions, which nobody loads here, the
# linker warns of; of Xapian it has none.
$(BUILD)/bench/fts5 $(BUILD)/bench/sqlite_import \
	$(BUILD)/bench/sqlite_books: private LIBS = -lsqlite3 -lm
$(BUILD)/bench/sqlite_orders: private LIBS = -lsqlite3 -lsodium -lm
$(BUILD)/bench/xapian: private LIBS = -lxapian
$(BUILD)/bench/xapian: private override CC = $(CXX)
# The floor of bench-start is what anybody's linker makes of nothing.
$(BUILD)/bench/empty: private override STATIC = 1
$(BUILD)/bench/empty: private override QUICK_START =
$(BUILD)/bench/empty: private override LIBS =
# There is no static archive of cmocka.
$(UNITS): private LIBS += -lcmocka -lm
$(UNITS): private override STATIC =
$(BUILD)/shop $(TEST)/shop $(BUILD)/shop-payment-test $(TEST)/shop-payment-test \
	$(UNITS) $(TOOL_PROGRAMS) \
	$(BENCHES:%=$(BUILD)/bench/%): $(BUILD)/link.flags src/start.ld

# The linker writes here and there; what is written in one piece lies in one stretch,
# in the page cache too, and starts faster.
define link
@mkdir -p $(@D)
@echo '  LINK  $@'
@$(LINK) -o $@.linked $(filter %.o,$^) $(filter %.a,$^) $(LIBS)
@rm -f $@
@dd if=$@.linked of=$@ bs=64M status=none && chmod +x $@ && rm $@.linked
endef

.SECONDARY:
-include $(shell find $(OBJ) $(TEST)/obj -name '*.d' 2>/dev/null)

# Proving.

demo: $(BUILD)/shop $(BUILD)/shop-payment-test
	@SHOP_BIN=$(abspath $(BUILD)/shop) tests/demo.sh

check: $(BUILD)/shop $(BUILD)/shop-payment-test tests
	@BUILD=$(BUILD) SANITIZE='$(SANITIZE)' tests/run.sh

# What takes longer than check should; a part of it runs there, too.
check-faults: $(TEST)/shop $(TEST)/shop-payment-test $(TOOL_PROGRAMS) \
		$(TEST)/unit/yaml_split_test $(BUILD)/bench/measure
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/buyers.sh 100 pieces
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/buyers.sh 20 coupon refund provider
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/kill_sweep.sh
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/kill_payments_sweep.sh
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/kill_index_sweep.sh
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/retail_history.sh || [ $$? -eq 77 ]
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/report_pictures.sh || [ $$? -eq 77 ]
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/report_lives.sh 10000
	@SHOP_BIN=$(abspath $(TEST)/shop) BENCH=$(BUILD)/bench tests/hostile_files.sh
	@SHOP_TEST_ROUNDS=20000 SHOP_TEST_SEED=$${SHOP_TEST_SEED:-$$RANDOM} \
		$(TEST)/unit/yaml_split_test
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/kill_batch_sweep.sh
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/kill_import_sweep.sh
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/kill_report_sweep.sh
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/kill_backup_sweep.sh
	@SHOP_BIN=$(abspath $(TEST)/shop) tests/import_concurrency.sh 20

check-search: $(TEST)/unit/search_random_test $(TEST)/unit/search_icecat_test
	@seed=$${SHOP_TEST_SEED:-$$((RANDOM * 32768 + RANDOM))}; \
	for test in $^; do \
		SHOP_TEST_WHOLE=1 SHOP_TEST_SEED=$$seed $$test || exit 1; done

lint: $(if $(wildcard src/main.c),$(BUILD)/shop,$(OBJ)/rooms.a)
	@BUILD=$(BUILD) tests/lint.sh

format:
	@find src tests \( -name '*.[ch]' -o -name '*.cc' \) \
		-exec clang-format -i --style=file {} +

# One after the other, so that each has the machine to itself.
bench:
	@for what in start import search orders batch report; do \
		$(MAKE) --no-print-directory bench-$$what || exit 1; done

bench-start: $(BUILD)/shop $(BUILD)/bench/runner $(BUILD)/bench/empty
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static STATIC=1 \
		$(BUILD)/static/shop
	@BUILD=$(BUILD) tests/bench/start.sh

bench-import: $(addprefix $(BUILD)/bench/,buyers catalog measure yaml_parse)
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static STATIC=1 \
		$(BUILD)/static/shop $(BUILD)/static/bench/carts \
		$(if $(filter fts5,$(PEERS)),$(BUILD)/static/bench/sqlite_import)
	@BUILD=$(BUILD) PEERS='$(if $(filter fts5,$(PEERS)),sqlite)' \
		tests/bench/import.sh

bench-search: $(addprefix $(BUILD)/bench/,catalog change measure memory runner \
		$(filter xapian,$(PEERS)))
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static STATIC=1 \
		$(BUILD)/static/shop $(BUILD)/static/bench/empty \
		$(addprefix $(BUILD)/static/bench/,$(filter fts5,$(PEERS)))
	@BUILD=$(BUILD) PEERS='$(PEERS)' tests/bench/search.sh

bench-orders: $(BUILD)/bench/buyers $(BUILD)/bench/sync_pair
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static STATIC=1 \
		$(BUILD)/static/shop $(BUILD)/static/bench/carts \
		$(if $(filter fts5,$(PEERS)),$(BUILD)/static/bench/sqlite_orders)
	@BUILD=$(BUILD) PEERS='$(if $(filter fts5,$(PEERS)),wal rollback)' \
		tests/bench/orders.sh

bench-batch: $(BUILD)/bench/buyers
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static STATIC=1 \
		$(BUILD)/static/shop $(BUILD)/static/bench/carts
	@BUILD=$(BUILD) tests/bench/batch.sh

bench-report: $(BUILD)/bench/runner $(BUILD)/bench/empty
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static STATIC=1 \
		$(BUILD)/static/shop $(BUILD)/static/bench/books \
		$(if $(filter fts5,$(PEERS)),$(BUILD)/static/bench/sqlite_books)
	@BUILD=$(BUILD) PEERS='$(if $(filter fts5,$(PEERS)),sqlite)' \
		tests/bench/report.sh

# What is made from the tables, and where all of it goes.

completions: $(BUILD)/shop
	@mkdir -p completions
	@$(BUILD)/shop completion bash >completions/shop.bash
	@$(BUILD)/shop completion zsh >completions/_shop
	@$(BUILD)/shop completion fish >completions/shop.fish

MAN1 := $(sort $(wildcard man/*.1))
MAN5 := $(sort $(wildcard man/*.5))
MAN7 := $(sort $(wildcard man/*.7))
BASH_DIR = $(DATADIR)/bash-completion/completions
ZSH_DIR = $(DATADIR)/zsh/site-functions
FISH_DIR = $(DATADIR)/fish/vendor_completions.d
# Examples to copy: hooks, and units of systemd.
SHARE_DIR = $(DATADIR)/shop
HOOKS := $(sort $(wildcard packaging/hooks/*))
UNIT_FILES := $(sort $(wildcard packaging/systemd/*))

install: $(BUILD)/shop $(BUILD)/shop-payment-test
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(MANDIR)/man1' \
		'$(DESTDIR)$(MANDIR)/man5' '$(DESTDIR)$(MANDIR)/man7' \
		'$(DESTDIR)$(LIBEXECDIR)/shop' '$(DESTDIR)$(BASH_DIR)' \
		'$(DESTDIR)$(ZSH_DIR)' '$(DESTDIR)$(FISH_DIR)' \
		'$(DESTDIR)$(SHARE_DIR)/hooks' '$(DESTDIR)$(SHARE_DIR)/systemd'
	install -m 755 $(BUILD)/shop '$(DESTDIR)$(BINDIR)/shop'
	install -m 755 $(BUILD)/shop-payment-test '$(DESTDIR)$(LIBEXECDIR)/shop'
	$(if $(MAN1),install -m 644 $(MAN1) '$(DESTDIR)$(MANDIR)/man1')
	$(if $(MAN5),install -m 644 $(MAN5) '$(DESTDIR)$(MANDIR)/man5')
	$(if $(MAN7),install -m 644 $(MAN7) '$(DESTDIR)$(MANDIR)/man7')
	install -m 644 completions/shop.bash '$(DESTDIR)$(BASH_DIR)/shop'
	install -m 644 completions/_shop '$(DESTDIR)$(ZSH_DIR)/_shop'
	install -m 644 completions/shop.fish '$(DESTDIR)$(FISH_DIR)/shop.fish'
	install -m 755 $(HOOKS) '$(DESTDIR)$(SHARE_DIR)/hooks'
	install -m 644 $(UNIT_FILES) '$(DESTDIR)$(SHARE_DIR)/systemd'

uninstall:
	rm -f '$(DESTDIR)$(BINDIR)/shop' '$(DESTDIR)$(BASH_DIR)/shop' \
		'$(DESTDIR)$(ZSH_DIR)/_shop' '$(DESTDIR)$(FISH_DIR)/shop.fish' \
		$(patsubst man/%,'$(DESTDIR)$(MANDIR)/man1/%',$(MAN1)) \
		$(patsubst man/%,'$(DESTDIR)$(MANDIR)/man5/%',$(MAN5)) \
		$(patsubst man/%,'$(DESTDIR)$(MANDIR)/man7/%',$(MAN7)) \
		$(patsubst packaging/%,'$(DESTDIR)$(SHARE_DIR)/%',$(HOOKS) $(UNIT_FILES)) \
		'$(DESTDIR)$(LIBEXECDIR)/shop/shop-payment-test'

clean:
	rm -rf $(BUILD)
