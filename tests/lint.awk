# The rules for C that can be seen line by line; see lint.sh. Reads every file named,
# below src/ and tests/, and prints one line "file:line: message" for each violation.
# It leans on the layout that clang-format gives: a function's name and its braces
# stand in the first column.

BEGIN {
	layer["base"] = ""
	layer["store"] = "base"
	layer["cli"] = "base"
	layer["words"] = "base"
	layer["index"] = "words store base"
	layer["analysis"] = "index words store base"
	layer["indexing"] = "analysis index words store base"
	layer["sets"] = "index words store base"
	layer["plan"] = "sets analysis index words store base"
	layer["search"] = "plan sets analysis index words store base"
	layer["pricing"] = "store base"
	layer["catalog"] = "pricing index store base"
	layer["account"] = "store base"
	layer["stock"] = "catalog account store base"
	layer["payment"] = "store base"
	layer["sandbox"] = "base"
	layer["books"] = "store base"
	layer["html"] = "base"
	layer["order"] = "books stock catalog pricing account store base"
	layer["report"] = "order books stock catalog pricing account store base"
	layer["items"] = "base"
	layer["yaml"] = "items base"
	layer["csv"] = "items base"
	layer["exchange"] = "yaml csv items order stock catalog pricing account index store base"
	layer["cmd"] = "base store cli index pricing catalog account stock payment books order " \
		"html report exchange"
	layer["main.c"] = "cmd cli base"

	owner["lmdb.h"] = "store/engine_lmdb.h"
	owner["yaml.h"] = "yaml/yaml_events.c"
	owner["csv.h"] = "csv/csv.c"
	owner["sodium.h"] = "base/crypto.c"
	owner["jansson.h"] = "base/json.c"
	owner["utf8proc.h"] = "base/text.c"
	owner["xxhash.h"] = "base/bytes.c"
	owner["libstemmer.h"] = "words/stem.c"
	owner["histedit.h"] = "cli/prompt.c"
	for (header in owner)
		adapter["src/" owner[header]] = 1
	adapter["src/base/arena.c"] = 1
	adapter["src/store/engine_lmdb.c"] = 1
	adapter["src/store/engine_lmdb_open.c"] = 1

	split("ctype dirent elf endian errno fcntl fnmatch getopt grp inttypes " \
		"langinfo limits locale math poll pthread pwd sched setjmp signal " \
		"spawn stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib " \
		"stdnoreturn string strings syslog termios time ucontext unistd " \
		"wchar wctype", names, " ")
	for (i in names)
		system_header[names[i] ".h"] = 1

	word = "(^|[^A-Za-z0-9_])"
	banned = word "(strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atoll|atof|" \
		"strtok|rand|srand|system|popen|alloca)[ ]*\\("
	allocating = word "(malloc|calloc|realloc|reallocarray|strdup|strndup|" \
		"asprintf|free)[ ]*\\("
	statement = "^\t\t\t\t+(if|for|while|switch|do) *[({]"
	# The last is a currency's code, too, where it stands in quotes.
	unfinished = word "(TO" "DO|FIX" "ME)([^A-Za-z0-9_]|$)|" \
		"(^|[^A-Za-z0-9_\"])XX" "X([^A-Za-z0-9_]|$)"
	old_code = "^[ \t/*]*([a-z_]+\\(.*\\);|[a-z_.>-]+ [-+]?= .*;|" \
		"(if|for|while|switch) \\(.*\\)( [{])?|return.*;)[ \t]*([*]/)?$"
}

function say(line, message)
{
	printf "%s:%d: %s\n", FILENAME, line, message
}

function say_of(file, line, message)
{
	printf "%s:%d: %s\n", file, line, message
}

function has_word(list, wanted)
{
	return index(" " list " ", " " wanted " ") > 0
}

function exists(path,    line, found)
{
	found = (getline line <path) >= 0
	close(path)
	return found
}

# What a line shows on the screen: tabs stop every 8 columns, and the bytes that
# continue a character have no width.
function width(line,    before, columns)
{
	gsub(/[\200-\277]/, "", line)
	columns = 0
	while (match(line, /\t/)) {
		before = columns + RSTART - 1
		columns = before - before % 8 + 8
		line = substr(line, RSTART + 1)
	}
	return columns + length(line)
}

# A line without comments and with empty strings; keeps in_comment for the next.
function code_of(line,    code)
{
	code = ""
	while (line != "") {
		if (in_comment) {
			if (!match(line, /[*]\//))
				return code
			line = substr(line, RSTART + 2)
			in_comment = 0
		} else if (match(line, /"|'|\/[*]|\/\//)) {
			code = code substr(line, 1, RSTART - 1)
			line = substr(line, RSTART)
			if (match(line, /^"([^"\\]|\\.)*"/) ||
			    match(line, /^'([^'\\]|\\.)*'/)) {
				code = code "\"\""
				line = substr(line, RLENGTH + 1)
			} else if (line ~ /^\/[*]/) {
				line = substr(line, 3)
				in_comment = 1
			} else if (line ~ /^\/\//) {
				say(FNR, "a // comment; write /* */")
				return code
			} else {
				return code
			}
		} else {
			return code line
		}
	}
	return code
}

function begin_file(    parts)
{
	split(FILENAME, parts, "/")
	in_src = parts[1] == "src"
	folder = parts[2]
	is_header = FILENAME ~ /[.]h$/
	own_header = folder "/" parts[3]
	sub(/[.]c$/, ".h", own_header)
	guard = toupper("SHOP_" parts[2] "_" parts[3])
	gsub(/[^A-Z0-9]/, "_", guard)
	in_comment = in_function = in_signature = in_macro = 0
	includes = seen_ours = guarded = 0
	group = ""
	money = FILENAME ~ /^src\/(base\/money|order\/)/
}

function end_file(file, lines)
{
	if (lines > 600)
		say_of(file, lines, "file of " lines " lines, more than 600")
	if (in_src && is_header && !guarded)
		say_of(file, 1, "no include guard " guard)
}

function check_layer(path,    target)
{
	target = path
	sub(/\/.*/, "", target)
	if (target == folder)
		return
	if (!(folder in layer))
		say(FNR, "folder '" folder "' has no line in the table of layers")
	else if (!has_word(layer[folder], target))
		say(FNR, folder " may not include " target " (\"" path "\")")
	else if (path == "store/engine.h")
		say(FNR, "store/engine.h is private to store")
}

function check_ours(path)
{
	if (path !~ /^[a-z]+\/[a-z0-9_]+[.]h$/) {
		if (in_src || path ~ /\//)
			say(FNR, "write this include \"folder/file.h\"")
		return
	}
	if (!exists("src/" path))
		say(FNR, "there is no src/" path)
	if (in_src)
		check_layer(path)
}

function check_foreign(name)
{
	if (name == "assert.h")
		say(FNR, "assert.h is not used; invariant() stays on")
	else if (name in owner) {
		if (in_src && FILENAME != "src/" owner[name])
			say(FNR, "<" name "> belongs to src/" owner[name] " alone")
	} else if (in_src && !(name in system_header) &&
	    name !~ /^(sys|linux|netinet|arpa|net)\//)
		say(FNR, "<" name "> has no owner in tests/lint.awk")
}

# A file without a header of its own name begins with the one that it implements.
function is_own(path)
{
	return !is_header && (path == own_header ||
		(index(path, folder "/") == 1 && !exists("src/" own_header)))
}

# The own header first, then the system's, then ours; each group sorted.
function check_include(line,    quoted, path, kind)
{
	quoted = line ~ /"/
	path = line
	sub(/^[^<"]*[<"]/, "", path)
	sub(/[>"].*/, "", path)
	includes++
	if (quoted)
		check_ours(path)
	else
		check_foreign(path)
	if (!in_src)
		return
	if (includes == 1 && !is_header && folder != "main.c" &&
	    path != own_header && exists("src/" own_header))
		say(FNR, "its own header \"" own_header "\" comes first")
	if (includes == 1 && is_own(path))
		return
	if (quoted)
		seen_ours = 1
	else if (seen_ours)
		say(FNR, "the system's <" path "> comes before ours")
	kind = quoted ? "ours " : "system "
	if (group != "" && index(group, kind) == 1 && kind path < group)
		say(FNR, "includes of a group are sorted: '" path "'")
	group = kind path
}

# Parameters but "struct err *err" and "...".
function parameters(text,    i, c, depth, count)
{
	sub(/^[^(]*\(/, "", text)
	sub(/struct err [*]err/, "", text)
	sub(/, *[.][.][.]/, "", text)
	depth = 0
	count = text ~ /^[ \t]*,|,[ \t]*\)$/ ? 0 : 1
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == ")" && depth-- == 0)
			break
		if (c == "(")
			depth++
		if (c == "," && depth == 0)
			count++
	}
	return count
}

function begin_function()
{
	in_signature = 0
	in_function = 1
	if (parameters(signature) > 5)
		say(first, "function '" name "' takes more than 5 parameters before err")
}

function end_function(    lines)
{
	in_function = 0
	lines = FNR - first + 1
	if (lines > 70)
		say(first, "function '" name "' of " lines " lines, more than 70")
}

function follow_functions(code)
{
	if (in_function) {
		if (code ~ /^}/)
			end_function()
		else if (code ~ statement && !in_macro)
			say(FNR, "nesting deeper than 3")
		else if (in_src && code ~ "(^|[^A-Za-z0-9_.>])" name "\\(")
			say(FNR, "function '" name "' calls itself")
		return
	}
	if (!in_signature && code ~ /^[A-Za-z_][A-Za-z0-9_]*\(/) {
		in_signature = 1
		first = FNR
		name = code
		sub(/\(.*/, "", name)
		signature = ""
	}
	if (!in_signature)
		return
	if (code ~ /^{/)
		begin_function()
	else if (code ~ /;[ \t]*$/)
		in_signature = 0
	else
		signature = signature code
}

function check_code(code,    called)
{
	if (match(code, banned)) {
		called = substr(code, RSTART, RLENGTH)
		gsub(/[^A-Za-z0-9_]/, "", called)
		say(FNR, called "() is banned")
	}
	if (in_src && !(FILENAME in adapter) && match(code, allocating)) {
		called = substr(code, RSTART, RLENGTH)
		gsub(/[^A-Za-z0-9_]/, "", called)
		say(FNR, called "() outside an adapter; take it from an arena")
	}
	if (code ~ word "typedef (struct|enum|union)[^A-Za-z0-9_][^(]*$")
		say(FNR, "no typedef for structs and enums")
	if (money && code ~ word "(float|double)([^A-Za-z0-9_]|$)")
		say(FNR, "no floating point in money")
}

FNR == 1 {
	if (NR > 1)
		end_file(last_file, last_line)
	begin_file()
}

{
	last_file = FILENAME
	last_line = FNR
	if (width($0) > 90)
		say(FNR, "line of " width($0) " columns, more than 90")
	if ($0 ~ unfinished)
		say(FNR, "nothing unfinished is left behind in the source")
	if ($0 ~ /^[ \t\/]*[*][ \t*]*[-=*#~_][-=*#~_][-=*#~_][-=*#~_]/)
		say(FNR, "no banners")
	was_comment = in_comment
	code = code_of($0)
	if ((was_comment || $0 ~ /^[ \t]*\/[*]/) && $0 ~ old_code)
		say(FNR, "no code in comments")
	if (!was_comment && $0 ~ /^[ \t]*#[ \t]*include/)
		check_include($0)
	else
		group = ""
	if (index(code, "#ifndef " guard) == 1)
		guarded = 1
	check_code(code)
	if (!in_macro && code !~ /^[ \t]*#/)
		follow_functions(code)
	in_macro = ($0 ~ /\\$/) && (in_macro || code ~ /^[ \t]*#/)
}

END {
	if (NR > 0)
		end_file(last_file, last_line)
}
