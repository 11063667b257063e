#include "yaml_maker.h"

#include <stdbool.h>
#include <string.h>

struct maker {
	FILE *file;
	struct chance *chance;
	const char *end; /* of a line */
	size_t indent;   /* of the section's items */
};

static bool
happens(struct maker *maker, size_t one_in)
{
	return draw(maker->chance, one_in) == 0;
}

static void
put(struct maker *maker, const char *text)
{
	fputs(text, maker->file);
}

static void
put_indent(struct maker *maker, size_t columns)
{
	fprintf(maker->file, "%*s", (int)columns, "");
}

static void
end_line(struct maker *maker)
{
	if (happens(maker, 12))
		put(maker, happens(maker, 2) ? " # a comment" : " # - b \xC3\xA4 \"");
	put(maker, maker->end);
	if (happens(maker, 20))
		put(maker, maker->end);
	if (happens(maker, 30)) {
		put_indent(maker, draw(maker->chance, maker->indent + 4));
		put(maker, "# - sku: none");
		put(maker, maker->end);
	}
}

static const char *const lines[] = { "a", "- b", "- sku: c", "# d", "e: f",
	"tax:", "---", "'", "\"", "\xE2\x82\xAC \xF0\x9F\x98\x80", "{g, [h", "...",
	"a longer line of words, which is long: or so" };

/* In quotes a line may stand in any column but where a document would begin. */
static void
put_quoted(struct maker *maker, char quote)
{
	size_t count = 1 + draw(maker->chance, 4);

	fputc(quote, maker->file);
	for (size_t i = 0; i < count; i++) {
		const char *line = PICK(maker->chance, lines);

		if (strchr(line, quote) || strchr(line, '\\'))
			line = "- i";
		put(maker, line);
		if (i + 1 == count)
			break;
		put(maker, maker->end);
		put_indent(maker, happens(maker, 3) ? maker->indent
						    : 1 + draw(maker->chance,
								  maker->indent + 6));
	}
	fputc(quote, maker->file);
}

static void
put_block(struct maker *maker, size_t indent)
{
	static const char *const heads[] = { "|", ">", "|-", ">+", "|+" };
	size_t count = draw(maker->chance, 5);

	put(maker, PICK(maker->chance, heads));
	put(maker, maker->end);
	for (size_t i = 0; i < count; i++) {
		if (!happens(maker, 6)) {
			put_indent(maker, indent);
			put(maker, PICK(maker->chance, lines));
		}
		put(maker, maker->end);
	}
}

static void
put_flow(struct maker *maker)
{
	put(maker, happens(maker, 2) ? "[1, \"two\", " : "[ {a: b}, c,");
	if (happens(maker, 3)) {
		put(maker, maker->end);
		put_indent(maker, happens(maker, 2) ? maker->indent : 1);
	}
	put(maker, happens(maker, 3) ? "'- d' ]" : "e ]");
}

static void
put_value(struct maker *maker, size_t indent)
{
	switch (draw(maker->chance, 8)) {
	case 0:
		put_quoted(maker, '"');
		break;
	case 1:
		put_quoted(maker, '\'');
		break;
	case 2:
		put_block(maker, indent + 2);
		return;
	case 3:
		put_flow(maker);
		break;
	case 4:
		put(maker, "several words");
		put(maker, maker->end);
		put_indent(maker, indent + 2);
		put(maker, happens(maker, 2) ? "- and more" : "and more");
		break;
	case 5:
		break;
	default:
		put(maker, happens(maker, 2) ? "12.50" : "plain \xC3\xA9");
		break;
	}
	end_line(maker);
}

static void
put_map(struct maker *maker, size_t indent)
{
	static const char *const keys[] = { "sku", "name", "price", "stock", "brand",
		"'quoted key'" };
	static const char *const plain[] = { "a word", "'a''b'", "'a: #b'", "x:y#z",
		"\"q: - #\"", "1.50", "null", "\xC3\xA4 b", "\"e\\tf\"", "a  b" };
	size_t first = draw(maker->chance, 3);
	size_t count = 1 + draw(maker->chance, 3);
	bool is_plain = happens(maker, 2);

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			put_indent(maker, indent);
		fprintf(maker->file, "%s: ", keys[first + i]);
		if (!is_plain) {
			put_value(maker, indent);
			continue;
		}
		put(maker, PICK(maker->chance, plain));
		put(maker, maker->end);
	}
}

static void
put_item(struct maker *maker)
{
	size_t gap = happens(maker, 8) ? 3 : 1;

	put_indent(maker, maker->indent);
	put(maker, "-");
	if (happens(maker, 40)) {
		end_line(maker);
		if (happens(maker, 2))
			return;
		put_indent(maker, maker->indent + 1 + gap);
	} else {
		put_indent(maker, gap);
	}
	switch (draw(maker->chance, 12)) {
	case 0:
		put_flow(maker);
		end_line(maker);
		break;
	case 1:
		put(maker, "{ sku: \"x\", sku: y }");
		end_line(maker);
		break;
	case 2:
		put_value(maker, maker->indent);
		break;
	case 3:
		put(maker, "- nested");
		end_line(maker);
		put_indent(maker, maker->indent + 1 + gap);
		put(maker, "- again");
		end_line(maker);
		break;
	default:
		put_map(maker, maker->indent + 1 + gap);
		break;
	}
}

static void
put_section(struct maker *maker, const char *name, size_t column)
{
	size_t count =
		happens(maker, 3) ? draw(maker->chance, 4) : draw(maker->chance, 60);

	put_indent(maker, column);
	if (happens(maker, 8)) {
		fprintf(maker->file, "%s: [ {a: 1}, b, ", name);
		put(maker, maker->end);
		put(maker, "  - c, {d: e}, [f]");
		put(maker, maker->end);
		put(maker, " ]");
		put(maker, maker->end);
		return;
	}
	fprintf(maker->file, "%s:%s", name, maker->end);
	maker->indent = column + draw(maker->chance, 4);
	for (size_t i = 0; i < count; i++)
		put_item(maker);
}

void
make_yaml(FILE *file, struct chance *chance)
{
	static const char *const names[] = { "products", "tax", "\"sales\"",
		"synonyms" };
	struct maker maker = { file, chance, "\n", 0 };
	size_t documents = 1 + draw(chance, 2);
	size_t column;

	if (happens(&maker, 4))
		maker.end = "\r\n";
	if (happens(&maker, 8))
		put(&maker, "\xEF\xBB\xBF");
	for (size_t i = 0; i < documents; i++) {
		if (i > 0 || happens(&maker, 4)) {
			put(&maker, "---");
			put(&maker, maker.end);
		}
		column = happens(&maker, 4) ? draw(chance, 3) : 0;
		for (size_t j = draw(chance, 3); j < 4; j++)
			put_section(&maker, names[j], column);
	}
}

void
spoil_yaml(char *yaml, size_t size, struct chance *chance)
{
	static const char bytes[] = "\"'\n\r\t -#:[]{}|>&*!%@`,?\xFF\xE4\x07\x80";
	size_t count = 1 + draw(chance, 4);

	for (size_t i = 0; i < count; i++)
		yaml[draw(chance, size)] = PICK(chance, bytes);
}
