#!/bin/bash
# Writes src/start.ld anew: finds out which object files run in short commands, by
# running some of them one instruction at a time, and lists them for the linker.
#
# BUILD is the folder of the default build (build); the static one is in its static/.
set -eu
export LC_ALL=C

cd "$(dirname "$0")/.."
build=${BUILD:-build}
shop=$build/static/shop
map=$build/static/shop.map
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SHOP_HOME=$work/shop HOME=$work XDG_STATE_HOME=$work/state

make --no-print-directory "BUILD=$build" "$build/bench/steps" >&2
make --no-print-directory "BUILD=$build/static" STATIC=1 \
	LDFLAGS="-Wl,-Map=$map" "$shop" >&2

"$shop" -q init --name Bench --currency EUR --time-zone UTC
"$shop" -q admin add-product --sku TS-1 --name 'T-shirt' --price 9.95 \
	--stock 10 --no-input
"$shop" -q admin customers add --name Bench --phone +4930123456
"$shop" -q --for C1001 cart add TS-1
for command in --version 'search shirt' 'show TS-1' '--for C1001 checkout' \
	'admin report sales'; do
	# shellcheck disable=SC2086 # words
	"$build/bench/steps" "$shop" $command
done | awk '!seen[$1]++ { print $1, "step", NR }' >"$work/steps"

# "ADDRESS part SECTION FILE" of all that was linked. A long name of a section has
# a line of its own.
awk '
	/^ [._A-Za-z][^ ]*$/ { section = $1; next }
	/^ [._A-Za-z][^ ]* +0x/ { section = $1; sub(/^ [^ ]+/, "") }
	/^ +0x[0-9a-f]+ +0x[1-9a-f][0-9a-f]* [^ ]+$/ {
		print substr($1, 3), "part", section, $3
	}' "$map" | grep -v -e '^0*0 ' -e ' part \.debug' >"$work/parts"

# What a step lies in is the last part that begins at or before it.
sort -s -k1,1 "$work/parts" "$work/steps" |
	awk '$2 == "part" { file = $4 } $2 == "step" { print $3, file }' |
	sort -n | awk '!seen[$2]++ { print $2 }' >"$work/files"

# Those files' sections of one kind, as the linker names them. The order of time is
# kept.
list()
{
	awk -v kind="$1" -v sections="$2" '
		FNR == NR { if ($3 ~ kind) has[$4] = 1; next }
		!has[$1] { next }
		{
			name = $1
			sub(/.*\//, "", name)
			if (sub(/\(/, ":", name))
				sub(/\)$/, "", name)
			else
				name = "/" name
			printf "\t\t*%s(%s)\n", name, sections
		}' "$work/parts" "$work/files"
}

cat >src/start.ld <<END
/*
 * What runs in short commands lies side by side in the program. The kernel maps a
 * program 64 KiB at a time as it is reached, and each time takes as long as several
 * system calls. Measured without this: what a short command takes beyond an empty
 * process is a quarter more, and twice as much once the program was not just written
 * but read from the disk.
 *
 * Written by tests/order.sh. A file that is missing here is only slower, one that is
 * not there does no harm.
 */
SECTIONS
{
	.rodata.first :
	{
$(list '^\\.rodata' '.rodata .rodata.*' | grep -v 'rooms\.a')
		*libc.a:varshift.o(.rodata .rodata.*)
		*rooms.a:*(.rodata .rodata.*)
	}
	.eh_frame_hdr : { *(.eh_frame_hdr) *(.eh_frame_entry .eh_frame_entry.*) }
	.eh_frame : { KEEP (*(.eh_frame)) *(.eh_frame.*) }
	.gcc_except_table : { *(.gcc_except_table .gcc_except_table.*) }
	.rodata.rest : { *(.rodata .rodata.* .gnu.linkonce.r.*) }
}
INSERT AFTER .rela.plt;

SECTIONS
{
	.text.first :
	{
		KEEP (*(SORT_NONE(.fini)))
$(list '^(\\.text|text_env)' '.text .text.startup .text.avx* .text.sse* text_env')
	}
}
INSERT BEFORE .text;

SECTIONS
{
	.bss.first (NOLOAD) :
	{
$(list '^\\.bss' '.bss .bss.*')
		*(EXCLUDE_FILE (*libc.a:pthread_keys.o *libc.a:register-atfork.o
			*libc.a:res_libc.o *libtinfo.a:*) .bss)
	}
}
INSERT BEFORE .bss;
END
