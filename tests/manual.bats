#!/usr/bin/env bats
# The comparison of the manual with the tables, on small ones.

setup()
{
	cd "$BATS_TEST_TMPDIR" || return
	mkdir man
	cat >shop <<'SH'
#!/bin/sh
printf '\t--home\tC\tDIR\tthe folder of the shop\n'
printf 'cart add\t\t\t\tadd to the cart\n'
printf 'cart add\tSKU\t\tSKU\twhat to add\n'
printf 'cart add\t--count\tn\tCOUNT\thow many\n'
SH
	chmod +x shop
	export SHOP_BIN=$PWD/shop
	cat >man/shop.1 <<'M'
.Sh NAME
.Nm shop
.Nd sell things
.It Fl C , Fl -home Ar DIR
M
	cat >man/shop-cart-add.1 <<'M'
.Sh NAME
.Nm shop-cart-add
.Nd add to the cart
.Sh SYNOPSIS
.Nm shop cart add
.Op Fl n Ar COUNT
.Ar SKU
.Sh OPTIONS
.It Fl n , Fl -count Ar COUNT
M
}

compare()
{
	run "$BATS_TEST_DIRNAME/manual.sh" "$PWD"
	echo "$output"
}

differs()
{
	compare
	[ "$status" -eq 1 ]
	[ "$output" = "$1" ]
}

@test "pages that say what the tables say pass" {
	compare
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "a page may hold a group of commands" {
	sed 's/^\.Nm shop-cart-add/.Nm shop-cart ,\n&/; s/^\.Nd .*/.Nd the cart/' \
		man/shop-cart-add.1 >man/shop-cart.1
	rm man/shop-cart-add.1
	compare
	[ "$status" -eq 0 ]
}

@test "every command has a page" {
	rm man/shop-cart-add.1
	differs "man/shop-cart-add.1: there is no page for the command 'cart add'"
}

@test "the page's line is the summary" {
	sed -i 's/^\.Nd .*/.Nd put into the cart/' man/shop-cart-add.1
	differs "man/shop-cart-add.1: its .Nd is 'put into the cart', the summary is 'add to the cart'"
}

@test "every option is there, with its letter" {
	sed -i 's/^\.It .*/.It Fl -count Ar COUNT/' man/shop-cart-add.1
	differs 'man/shop-cart-add.1: does not say -n at --count'
	sed -i '/^\.It/d' man/shop-cart-add.1
	differs 'man/shop-cart-add.1: lacks the option --count'
}

@test "global options are on the main page" {
	sed -i '/^\.It/d' man/shop.1
	differs 'man/shop.1: lacks the option --home'
}

@test "every operand is there" {
	sed -i '/^\.Ar SKU/d' man/shop-cart-add.1
	differs 'man/shop-cart-add.1: lacks the operand SKU'
}

@test "no option is shown that is not there" {
	echo '.It Fl -gift' >>man/shop-cart-add.1
	differs 'man/shop-cart-add.1: shows an option --gift that is not there'
}

@test "no command is shown that is not there" {
	sed 's/cart-add/cart-lose/; /^\.It/d' man/shop-cart-add.1 >man/shop-cart-lose.1
	differs 'man/shop-cart-lose.1: names man/shop-cart-lose.1, which is no command'
}
