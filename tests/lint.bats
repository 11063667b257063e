#!/usr/bin/env bats
# Lint itself: for each rule, a small tree that breaks it.

# A tree with one good file in each of two rooms.
setup()
{
	unset BUILD SANITIZE
	tree=$BATS_TEST_TMPDIR/tree
	lint=$BATS_TEST_DIRNAME/lint.sh
	mkdir -p "$tree/src/base" "$tree/src/store"
	cp "$BATS_TEST_DIRNAME/../.clang-format" "$tree"
	cd "$tree" || return
	cat >src/base/good.h <<'C'
#ifndef SHOP_BASE_GOOD_H
#define SHOP_BASE_GOOD_H

/* Adds. */
int good_add(int a, int b);

#endif
C
	cat >src/base/good.c <<'C'
#include "base/good.h"

int
good_add(int a, int b)
{
	return a + b;
}
C
}

# The line of lint that is expected, and that lint then fails.
violates()
{
	run "$lint" "$tree"
	echo "$output"
	[ "$status" -eq 1 ]
	grep -qxF -e "$1" <<<"$output"
}

clean()
{
	run "$lint" "$tree"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

# What stands in src/store/bad.c, from standard input.
bad()
{
	cat >"src/store/bad.c"
}

repeat()
{
	local i

	for ((i = 0; i < $1; i++)); do
		echo "$2"
	done
}

@test "a good tree is silent" {
	clean
}

@test "a room includes only what lies below it" {
	printf '#include "store/bad.h"\n' >src/base/good.c
	printf '#ifndef SHOP_STORE_BAD_H\n#define SHOP_STORE_BAD_H\n#endif\n' \
		>src/store/bad.h
	violates 'src/base/good.c:1: base may not include store ("store/bad.h")'
}

@test "main includes cmd, cli and base only" {
	printf '#ifndef SHOP_STORE_BAD_H\n#define SHOP_STORE_BAD_H\n#endif\n' \
		>src/store/bad.h
	printf '#include "store/bad.h"\n' >src/main.c
	violates 'src/main.c:1: main.c may not include store ("store/bad.h")'
}

@test "a new room needs its line in the table" {
	mkdir src/util
	printf '#include "base/good.h"\n' >src/util/x.c
	violates "src/util/x.c:1: folder 'util' has no line in the table of layers"
}

@test "store/engine.h is private to store" {
	mkdir src/search
	printf '#ifndef SHOP_STORE_ENGINE_H\n#define SHOP_STORE_ENGINE_H\n#endif\n' \
		>src/store/engine.h
	printf '#include "store/engine.h"\n' >src/search/x.c
	violates 'src/search/x.c:1: store/engine.h is private to store'
}

@test "an include of ours is written folder/file.h" {
	bad <<<'#include "good.h"'
	violates 'src/store/bad.c:1: write this include "folder/file.h"'
}

@test "an include of ours is there" {
	bad <<<'#include "base/gone.h"'
	violates 'src/store/bad.c:1: there is no src/base/gone.h'
}

@test "a foreign library has one owner" {
	bad <<<'#include <yaml.h>'
	violates 'src/store/bad.c:1: <yaml.h> belongs to src/yaml/yaml_events.c alone'
}

@test "a foreign library is named before it is used" {
	bad <<<'#include <curl/curl.h>'
	violates 'src/store/bad.c:1: <curl/curl.h> has no owner in tests/lint.awk'
}

@test "a file includes its own header first" {
	printf '#include <stdio.h>\n\n#include "base/good.h"\n' >src/base/good.c
	violates 'src/base/good.c:1: its own header "base/good.h" comes first'
}

@test "the system's headers come before ours" {
	printf '#ifndef SHOP_STORE_BAD_H\n#define SHOP_STORE_BAD_H\n#endif\n' \
		>src/store/bad.h
	printf '#include "store/bad.h"\n\n#include "base/good.h"\n#include <stdio.h>\n' |
		bad
	violates "src/store/bad.c:4: the system's <stdio.h> comes before ours"
}

@test "includes of a group are sorted" {
	printf '#include <string.h>\n#include <stdio.h>\n' | bad
	violates "src/store/bad.c:2: includes of a group are sorted: 'stdio.h'"
}

@test "a header has its include guard" {
	printf '#ifndef GOOD_H\n#define GOOD_H\n#endif\n' >src/base/good.h
	violates 'src/base/good.h:1: no include guard SHOP_BASE_GOOD_H'
}

@test "a function has at most 70 lines" {
	{
		printf 'int\nlong_one(void)\n{\n'
		repeat 67 $'\tlong_two();'
		printf '}\n'
	} | bad
	clean
	sed -i '4i\	long_two();' src/store/bad.c
	violates "src/store/bad.c:2: function 'long_one' of 71 lines, more than 70"
}

@test "a file has at most 600 lines" {
	repeat 600 'int x(void);' | bad
	clean
	echo 'int x(void);' >>src/store/bad.c
	violates 'src/store/bad.c:601: file of 601 lines, more than 600'
}

@test "a line has at most 90 columns, a tab counts 8 and a letter 1" {
	printf '/*\n\t%s\n*/\n' "$(printf 'ä%.0s' {1..82})" | bad
	clean
	printf '/*\n\t%s\n*/\n' "$(printf 'ä%.0s' {1..83})" | bad
	violates 'src/store/bad.c:2: line of 91 columns, more than 90'
}

@test "a function takes at most 5 parameters before err" {
	printf 'int\nf(int a, int b, int c, int d, int (*e)(int, int), struct err *err)\n{\n}\n' |
		bad
	clean
	printf 'int\nf(int a, int b, int c, int d, int e, int g, struct err *err)\n{\n}\n' |
		bad
	violates "src/store/bad.c:2: function 'f' takes more than 5 parameters before err"
}

@test "nesting is at most 3" {
	bad <<'C'
int
f(int a)
{
	while (a)
		while (a)
			while (a)
				a--;
	return a;
}
C
	clean
	bad <<'C'
int
f(int a)
{
	while (a)
		while (a)
			while (a)
				if (a)
					a--;
	return a;
}
C
	violates 'src/store/bad.c:7: nesting deeper than 3'
}

@test "a function does not call itself" {
	printf 'int\nf(int a)\n{\n\treturn f(a);\n}\n' | bad
	violates "src/store/bad.c:4: function 'f' calls itself"
}

@test "some functions are banned, but not their names in strings and comments" {
	local name line=0

	for name in strcpy strcat sprintf gets atoi strtok rand system popen alloca; do
		printf 'int\nf_%s(void)\n{\n\treturn %s(1);\n}\n' "$name" "$name"
	done | bad
	run "$lint" "$tree"
	echo "$output"
	[ "$status" -eq 1 ]
	for name in strcpy strcat sprintf gets atoi strtok rand system popen alloca; do
		line=$((line + 5))
		grep -qxF "src/store/bad.c:$((line - 1)): $name() is banned" <<<"$output"
	done
	printf '/* not system() here */\nconst char f[] = "system(1)";\n' | bad
	clean
}

@test "memory comes from arenas outside adapters" {
	printf 'void\nf(void *p)\n{\n\tfree(p);\n}\n' | bad
	violates 'src/store/bad.c:4: free() outside an adapter; take it from an arena'
}

@test "no typedef for structs and enums, but for functions" {
	echo 'typedef enum status probe_fn(void *arg);' | bad
	clean
	echo 'typedef struct thing thing;' | bad
	violates 'src/store/bad.c:1: no typedef for structs and enums'
}

@test "no floating point in money" {
	mkdir src/order
	echo 'double price(void);' >src/order/x.c
	violates 'src/order/x.c:1: no floating point in money'
}

@test "no globals that change, but one flag for signals" {
	mkdir -p build/obj/src/store
	printf 'static const char *const names[] = { "a" };\n\nconst void *\nf(void)\n{\n\treturn names;\n}\n' |
		bad
	echo 'volatile sig_atomic_t noted;' >>src/store/bad.c
	compile()
	{
		"${CC:-cc}" -fPIE -include signal.h -c -o build/obj/src/store/bad.o src/store/bad.c
	}
	compile
	clean
	sed -i '$a int count = 3;' src/store/bad.c
	compile
	violates "src/store/bad.c:9: 'count' is a global that changes (.data)"
}

@test "nothing unfinished, no // comments, no code in comments, no banners" {
	bad <<<'/* TO''DO: all of it */'
	violates 'src/store/bad.c:1: nothing unfinished is left behind in the source'
	bad <<<'int f(void); // what'
	violates 'src/store/bad.c:1: a // comment; write /* */'
	bad <<<'/* count = 3; */'
	violates 'src/store/bad.c:1: no code in comments'
	bad <<<'/* ---------- parts ---------- */'
	violates 'src/store/bad.c:1: no banners'
	bad <<<'const char url[] = "https://example.org";'
	clean
	mkdir man
	echo '.\" FIX''ME' >man/x.1
	violates 'man/x.1:1: nothing unfinished is left behind'
}

@test "assert.h is not used" {
	bad <<<'#include <assert.h>'
	violates 'src/store/bad.c:1: assert.h is not used; invariant() stays on'
}

@test "the layout is clang-format's" {
	clang-format --version | grep -q 'version 14\.' || skip 'takes clang-format 14'
	printf 'int f( void );\n' | bad
	violates 'src/store/bad.c:1: layout (make format)'
}

@test "shell scripts pass shellcheck" {
	mkdir tests
	printf '#!/bin/sh\ncd %s || exit\n' "\$1" >tests/x.sh
	violates 'tests/x.sh:2: Double quote to prevent globbing and word splitting. [SC2086]'
}

@test "pages of the manual pass mandoc, and find each other" {
	mkdir man
	cat >man/a.1 <<'M'
.Dd November 23, 2026
.Dt A 1
.Os
.Sh NAME
.Nm a
.Nd do a thing
.Sh SEE ALSO
.Xr b 1
M
	sed 's/^\.Dt A/.Dt B/; s/Nm a/Nm b/; s/Xr b/Xr a/' man/a.1 >man/b.1
	clean
	sed -i '/^.Nd/d' man/a.1
	run "$lint" "$tree"
	[ "$status" -eq 1 ]
	[[ $output == man/a.1:* ]]
}
