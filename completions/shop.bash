# bash completion for shop: what may follow is asked of shop itself.

# Takes a word's quotes and backslashes away, without running anything in it.
_shop_unquote() {
	local word=$1 quote= char i
	REPLY=
	for ((i = 0; i < ${#word}; i++)); do
		char=${word:i:1}
		case $quote$char in
		"''" | '""') quote= ;;
		"'"?) REPLY+=$char ;;
		'"\' | '\') i=$((i + 1)) REPLY+=${word:i:1} ;;
		'"'? | [!\'\"]) REPLY+=$char ;;
		*) quote=$char ;;
		esac
	done
}

# Readline takes words apart at ":" and "=", which shop does not: what stands
# together in the line is one word.
_shop_words() {
	local line=${COMP_LINE:0:COMP_POINT} bare i
	words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		bare=${line#"${line%%[![:blank:]]*}"}
		current=${COMP_WORDS[i]}
		((i == COMP_CWORD)) && current=$bare
		if ((i > 0)) && [[ $bare == "$line" ]]; then
			words[${#words[@]} - 1]+=$current
		else
			words+=("$current")
		fi
		line=${bare:${#current}}
	done
	# A break alone is not replaced by what follows it.
	[[ $current == [=:] ]] && current=
}

_shop() {
	local words current REPLY value skip i
	local -a plain=()
	_shop_words
	for i in "${words[@]}"; do
		_shop_unquote "$i"
		plain+=("$REPLY")
	done
	# What of the word stands before the piece that readline will replace.
	_shop_unquote "${words[-1]%"$current"}"
	skip=${#REPLY}
	COMPREPLY=()
	while IFS= read -r value; do
		value=${value%%$'\t'*}
		if [[ -z $value ]]; then
			compopt -o default
			continue
		fi
		[[ $value == *[=/] ]] && compopt -o nospace
		value=${value:skip}
		case $current in
		\'* | \"*) ;;
		*) printf -v value %q "$value" ;;
		esac
		COMPREPLY+=("$value")
	done < <("${plain[0]/#\~\//$HOME/}" completion candidates -- \
		"${plain[@]:1}" 2>/dev/null)
}

complete -F _shop shop
