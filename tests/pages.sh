#!/bin/bash
# Looks at pages of HTML as a reader's browser shows them: at 400 and at 1,400 pixels,
# in light and in dark, and on paper.
#
#     tests/pages.sh PAGE...             what is wrong with them, one line each
#     tests/pages.sh -o FOLDER PAGE...   and pictures of them into FOLDER
#
# Wrong is: what reaches beyond the sides; a text whose contrast is below 4.5 (WCAG
# 2.1, 1.4.3); a message on the browser's console, as of a script that was not let in;
# anything that is fetched. Ends with 1 where something is wrong, with 77 where there
# is no Chromium.
set -u
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
pictures=
if [ "${1:-}" = -o ]; then
	pictures=$(mkdir -p "$2" && realpath "$2") || exit 2
	shift 2
fi
[ $# -gt 0 ] || exit 2
browser=$(command -v chromium || command -v chromium-browser ||
	command -v google-chrome) || exit 77

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/pages" "$folder/home"

# browse OPTION... URL
browse()
{
	HOME=$folder/home timeout 120 "$browser" --headless --no-sandbox \
		--disable-gpu --disable-quic --no-first-run --hide-scrollbars \
		--disable-background-networking --disable-component-update \
		--disable-sync --disable-dev-shm-usage \
		--user-data-dir="$folder/home/profile" \
		--enable-logging=stderr "$@"
}

# A copy of each page says to the page around it what it measured, at each width and in
# each scheme; the page itself is loaded, too, for what it says on the console. As many
# at a time as a browser bears.
names=()
for page; do
	name=$(basename "$page" .html)
	names+=("$name")
	cp "$page" "$folder/pages/$name.html" || exit 2
	{
		sed 's/<meta http-equiv="Content-Security-Policy"[^>]*>//' "$page"
		printf '<script>\n'
		cat "$here/pages.js"
		printf '</script>\n'
	} >"$folder/pages/$name.measured.html"
done
# measure NAME...: all of them in one run of the browser, what they say into said
measure()
{
	local name look

	{
		printf '<!DOCTYPE html>\n<meta charset="utf-8">\n<pre id="said"></pre>\n'
		cat <<'END'
<script>
addEventListener("message", function (event) {
	document.getElementById("said").textContent += event.data + "\n";
});
</script>
END
		for name; do
			for look in '400 light' '400 dark' '1400 light' '1400 dark'; do
				printf '<iframe name="%s %s" src="%s.measured.html" ' \
					"$name" "$look" "$name"
				printf 'width="%s" height="900" ' "${look% *}"
				printf 'style="border:0;color-scheme:%s"></iframe>\n' \
					"${look#* }"
			done
			printf '<iframe src="%s.html"></iframe>\n' "$name"
		done
	} >"$folder/pages/all.html"
	browse --virtual-time-budget=20000 --window-size=1500,1000 \
		--dump-dom "file://$folder/pages/all.html" \
		>"$folder/dom" 2>"$folder/log"
	sed -n '/<pre id="said">/,/<\/pre>/p' "$folder/dom" |
		sed 's/<[^>]*>//g; /^$/d' >>"$folder/said"
	grep -a 'CONSOLE' "$folder/log" && failed=1
}

failed=0
for ((i = 0; i < $#; i += 8)); do
	measure "${names[@]:i:8}"
done
if [ "$(grep -c ' measured ' "$folder/said")" -ne $((4 * $#)) ]; then
	echo "not all pages were measured"
	tail -5 "$folder/log"
	failed=1
fi
grep -v ' measured ' "$folder/said" && failed=1
for page; do
	if grep -nE '<[^>]* (src|href|action|data|poster|on[a-z]+)=|<(script|link)' \
		"$page" || sed '/<\/style>/q' "$page" | grep -nE 'url\(|@import'; then
		echo "$(basename "$page"): something is fetched or run"
		failed=1
	fi
done
[ -n "$pictures" ] || exit $failed

for name in "${names[@]}"; do
	for width in 400 1400; do
		height=$(sed -n "s/^$name $width light measured //p" "$folder/said")
		[ "${height:-0}" -gt 200 ] || height=200
		[ "$height" -lt 4000 ] || height=4000
		for scheme in dark light; do
			# Chromium counts: 0 is dark, 1 is light.
			number=$([ $scheme = dark ] || echo 1)
			browse --blink-settings=preferredColorScheme="${number:-0}" \
				--window-size="$width,$height" \
				--screenshot="$pictures/$name-$width-$scheme.png" \
				"file://$folder/pages/$name.html" 2>/dev/null
		done
	done
	browse --no-pdf-header-footer \
		--print-to-pdf="$pictures/$name.pdf" \
		"file://$folder/pages/$name.html" 2>/dev/null
done
exit $failed
