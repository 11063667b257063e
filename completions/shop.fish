# fish completion for shop: what may follow is asked of shop itself.

function __shop_candidates
	set -l typed (commandline -opc)
	set -l last (commandline -ct | string unescape)
	test (count $last) -gt 0; or set last (commandline -ct)
	set -l lines ($typed[1] completion candidates -- $typed[2..-1] "$last" 2>/dev/null)
	for line in $lines
		if string match -q \t'*' -- $line
			__fish_complete_path "$last"
		else
			printf '%s\n' $line
		end
	end
end

complete -c shop -f -a '(__shop_candidates)'
