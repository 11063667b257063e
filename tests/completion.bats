#!/usr/bin/env bats
# What the shells offer.

load helper

a_shop()
{
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: TS-RED, name: Crimson shirt, brand: Ajax, category: Clothing/Shirts, price: "9.50", stock: 5, attributes: { material: linen } }
		  - { sku: TS-BLUE, name: Azure shirt, brand: Borealis, category: Clothing/Shirts, price: "9.50", stock: 7 }
		  - { sku: MUG, name: Mug, brand: Ajax, category: Kitchen, price: "4.50", stock: 7 }
	YAML
	shop admin customers add --name 'Ada King' --phone +441632960001 \
		--email ada@example.org --address 'Mill Lane' --country GB
	shop --for C1001 cart add TS-RED
	shop --for C1001 checkout
}

# offers WORD... -- CANDIDATE...: exactly these, without their descriptions.
offers()
{
	local words=()

	while [ "$1" != -- ]; do
		words+=("$1")
		shift
	done
	shift
	shop completion candidates -- "${words[@]}"
	refute_error
	same "$(cut -f 1 "$output_file" | sort)" "$(printf '%s\n' "$@" | sort)"
}

@test "commands and the words below them" {
	offers ca -- categories cart
	offers cart '' -- show add update rm clear coupon
	offers admin order s -- show ship slip
	offers help admin stock l -- log low
}

@test "options, of the command and of all" {
	offers cart add --co -- --count
	offers search --c -- --category --color
	offers search --pri -- --price
	offers cart add --dry -- --dry-run
	offers search --dry -- ''
	offers search --sort p -- price
	offers admin orders --state c -- cancelled closed
}

@test "SKUs, brands, categories, orders, settings and attributes of the shop" {
	a_shop
	offers cart add TS -- TS-RED TS-BLUE
	offers search --brand B -- Borealis
	offers search --category Cl -- Clothing Clothing/Shirts
	offers orders 10 -- 1001
	offers admin order show '' -- 1001
	offers admin config get stock -- stock.low-at
	shop completion candidates -- search --attribute mat
	assert_output -p material
}

@test "the folder that is typed with -C is looked into" {
	a_shop
	local home=$SHOP_HOME

	SHOP_HOME=$BATS_TEST_TMPDIR/other
	offers cart add TS -- ''
	offers -C "$home" cart add TS -- TS-RED TS-BLUE
	offers --home "$home" cart add TS -- TS-RED TS-BLUE
}

@test "nothing personal is offered" {
	local words

	a_shop
	for words in '--for ' '--for C' '--for A' 'login ' 'login a' 'login +' \
		'admin customers show ' 'admin customers show C' \
		'admin customers find A' 'admin orders --customer '; do
		# shellcheck disable=SC2086 # its words
		shop completion candidates -- ${words% *} "${words##* }"
		refute_output -p Ada
		refute_output -p ada@
		refute_output -p 1632
		refute_output -p C1001
	done
}

@test "without a shop there is no error and nothing of it" {
	offers cart add TS -- ''
	offers search --brand '' -- ''
	offers orders '' -- cancel pay return
	offers admin config get stock -- stock.low-at
	[ ! -e "$SHOP_HOME" ]
}

@test "a shop that may not be read, or is damaged, offers nothing and says nothing" {
	a_shop
	as_user 4321 --home "$SHOP_HOME" completion candidates -- cart add TS
	refute_output
	refute_error
	echo none of ours >"$SHOP_HOME/data.mdb"
	offers cart add TS -- ''
}

@test "it only reads" {
	local before

	a_shop
	before=$(sha256sum "$SHOP_HOME/data.mdb")
	offers cart add TS -- TS-RED TS-BLUE
	[ "$(sha256sum "$SHOP_HOME/data.mdb")" = "$before" ]
}

@test "at most 100 are offered" {
	new_shop
	{
		echo products:
		for i in {1..300}; do
			echo "  - { sku: S$i, name: Thing, price: \"1.00\" }"
		done
	} | cat >"$TMPDIR/many.yaml"
	shop admin import "$TMPDIR/many.yaml"
	shop completion candidates -- show S
	[ "$(wc -l <"$output_file")" -eq 100 ]
}

@test "names from a file reach the shell escaped" {
	new_shop
	printf 'products:\n  - { sku: A, name: x, brand: "evil\\e[2Jname", price: "1.00" }\n' \
		>"$TMPDIR/hostile.yaml"
	"$SHOP_BIN" admin import "$TMPDIR/hostile.yaml" >/dev/null 2>&1 || true
	shop completion candidates -- search --brand e
	no_match -q $'\e' "$output_file"
}

@test "there is a script for bash, zsh and fish, and no other" {
	local shell

	for shell in bash zsh fish; do
		shop completion "$shell"
		assert_output -p candidates
	done
	shop -2 completion tcsh
	assert_error -p "'tcsh'"
}

# in_bash LINE: what bash offers at the end of a line, one a line.
in_bash()
{
	"$SHOP_BIN" completion bash >"$TMPDIR/shop.bash"
	PATH=$TMPDIR/bin:$PATH bash --norc -c '
		. "$1"
		COMP_LINE=$2
		COMP_POINT=${#COMP_LINE}
		read -r -a COMP_WORDS <<<"$COMP_LINE"
		[[ $COMP_LINE == *" " ]] && COMP_WORDS+=("")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		function=$(complete -p shop | sed "s/.*-F \([^ ]*\).*/\1/")
		compopt() { :; }
		"$function" shop "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$TMPDIR/shop.bash" "$1"
}

path_to_shop()
{
	mkdir -p "$TMPDIR/bin"
	ln -sf "$(realpath "$SHOP_BIN")" "$TMPDIR/bin/shop"
}

@test "bash completes commands, options and SKUs" {
	a_shop
	path_to_shop
	[[ "$(in_bash 'shop ca' | tr -d ' ' | sort | xargs)" == 'cart categories' ]]
	[[ "$(in_bash 'shop search --cat' | tr -d ' ')" == --category ]]
	[[ "$(in_bash 'shop cart add TS' | tr -d ' ' | sort | xargs)" == 'TS-BLUE TS-RED' ]]
	[[ "$(in_bash 'shop admin order ship 1' | tr -d ' ')" == 1001 ]]
}

@test "fish completes commands, options and SKUs" {
	command -v fish >/dev/null || skip "takes fish"
	a_shop
	path_to_shop
	[[ "$(in_fish 'shop ca')" == 'cart categories' ]]
	[[ "$(in_fish 'shop search --cat')" == --category ]]
	[[ "$(in_fish 'shop cart add TS')" == 'TS-BLUE TS-RED' ]]
}

in_fish()
{
	"$SHOP_BIN" completion fish >"$TMPDIR/shop.fish"
	PATH=$TMPDIR/bin:$PATH fish --no-config -c \
		"source $TMPDIR/shop.fish; complete -C '$1'" | cut -f 1 | sort | xargs
}

@test "zsh completes commands, options and SKUs" {
	command -v zsh >/dev/null || skip "takes zsh"
	a_shop
	path_to_shop
	[[ "$(in_zsh 'shop ca')" == 'cart categories' ]]
	[[ "$(in_zsh 'shop search --cat')" == --category ]]
	[[ "$(in_zsh 'shop cart add TS')" == 'TS-BLUE TS-RED' ]]
}

# What zsh would offer is caught where it is handed over.
in_zsh()
{
	mkdir -p "$TMPDIR/functions"
	"$SHOP_BIN" completion zsh >"$TMPDIR/functions/_shop"
	PATH=$TMPDIR/bin:$PATH zsh -f -c '
		fpath=($1 $fpath)
		autoload -Uz _shop
		compdef() { : }
		compadd() {
			local array=$@[-1]
			print -l -- ${(P)array}
		}
		_files() { : }
		words=(${(z)2})
		[[ $2 == *" " ]] && words+=("")
		CURRENT=$#words
		PREFIX=$words[-1]
		_shop' zsh "$TMPDIR/functions" "$1" 2>&1 | sed '/^$/d' | sort -u | xargs
}

word_shop()
{
	new_shop
	import_yaml <<-'YAML'
		products:
		  - { sku: G1, name: Garden chair, price: "9.50" }
		  - { sku: G2, name: Garden table, price: "9.50" }
		  - { sku: G3, name: Gardening gloves, price: "9.50" }
		  - { sku: G4, name: Garage door MX-5150, price: "9.50" }
		  - { sku: G5, name: "Crème brûlée, happy", price: "9.50" }
	YAML
}

@test "words of the catalogue, as people write them, the commonest first" {
	word_shop
	shop completion candidates -- search gar
	same "$(cut -f 1 "$output_file")" $'garden\ngarage\ngardening'
	offers search garden -- garden gardening
	offers search happi -- ''
	offers search happ -- happy
	offers search zebra -- ''
	offers search chair gar -- garden garage gardening
	offers search --not glo -- gloves
}

@test "what is typed of a query stays as it is" {
	word_shop
	offers search 'red Gar' -- 'red Garden' 'red Garage' 'red Gardening'
	offers search Cré -- Créme
	offers search MX-5 -- MX-5150
	offers search 'garden ' -- ''
	offers search '"garden ch' -- '"garden chair'
	offers search '!?' -- ''
}

@test "a checkout offers the shipping methods" {
	new_shop
	import_yaml <<<'shipping: [ { method: parcel, price: "1.00" }, { method: express, price: "2.00" } ]'
	offers checkout --ship '' -- express parcel
	offers checkout --ship p -- parcel
}

@test "few words are offered, whatever there are" {
	local i

	new_shop
	{
		echo products:
		for i in {1..300}; do
			echo "  - { sku: S$i, name: Thing$i, price: \"1.00\" }"
		done
		echo "  - { sku: T, name: \"x$(printf '%0400d' 0)\", price: \"1.00\" }"
	} | cat >"$TMPDIR/many.yaml"
	shop admin import "$TMPDIR/many.yaml"
	shop completion candidates -- search t
	[ "$(wc -l <"$output_file")" -eq 20 ]
	offers search x0 -- ''
}

@test "the shells complete words of the catalogue" {
	word_shop
	path_to_shop
	[[ "$(in_bash 'shop search chair gar' | sort | xargs)" == 'garage garden gardening' ]]
	[[ "$(in_bash 'shop search Gar' | sort | xargs)" == 'Garage Garden Gardening' ]]
	! command -v fish >/dev/null ||
		[[ "$(in_fish 'shop search chair gar')" == 'garage garden gardening' ]]
	! command -v zsh >/dev/null ||
		[[ "$(in_zsh 'shop search chair gar')" == 'garage garden gardening' ]]
}
