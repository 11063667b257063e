#include "cli/kind.h"

#include <string.h>

#include "base/bytes.h"
#include "cli/parse.h"

#define VALUE_NAME_SIZE_MAX 40

static const char ELLIPSIS[] = "…";

static const struct kind_info kinds[] = {
	[KIND_FLAG] = { NULL, "no value" },
	[KIND_TEXT] = { "TEXT", "one line of text" },
	[KIND_LINES] = { "TEXT", "text" },
	[KIND_SKU] = { "SKU", "a SKU such as TS-S-RED" },
	[KIND_CATEGORY] = { "CATEGORY", "a category such as Clothing/T-shirts" },
	[KIND_BRAND] = { "BRAND", "a brand such as Acme" },
	[KIND_MONEY] = { "AMOUNT", "an amount such as 12.50" },
	[KIND_COUNT] = { "COUNT", "a whole number from 0 to 1000000000, such as 3" },
	[KIND_RANGE] = { "MIN..MAX", "a range such as 10..50, ..50 or 10.." },
	[KIND_PERIOD] = { "PERIOD", "a period such as today, last month, 2026-11 or "
				    "2026-11-01..2026-11-15" },
	[KIND_CHOICE] = { "CHOICE", "one of the choices" },
	[KIND_CHOICES] = { "CHOICE,...", "choices with commas between" },
	[KIND_WORDS] = { "WORD,...", "words with commas between, such as a,b" },
	[KIND_PAIR] = { "NAME=VALUE", "a name and a value such as color=red" },
	[KIND_PATH] = { "FILE", "a file's name, or - for standard input or output" },
	[KIND_CUSTOMER] = { "CUSTOMER", "a phone number, e-mail address or id" },
	[KIND_ORDER] = { "ORDER", "an order's number such as 1001" },
	[KIND_SETTING] = { "SETTING", "a setting's name such as shop.name" },
	[KIND_CURRENCY] = { "CURRENCY", "a currency of ISO 4217 such as EUR" },
	[KIND_COUNTRY] = { "COUNTRY", "a country of ISO 3166-1 such as DE" },
	[KIND_SECONDS] = { "SECONDS", "a number of seconds such as 2.5" },
	[KIND_COMMAND] = { "COMMAND", "a command such as search" },
	[KIND_QUERY] = { "WORD", "a word to look for" },
	[KIND_SYNONYM] = { "NUMBER|TEXT", "a synonym's number or one of its texts" },
	[KIND_TAX_RATE] = { "TAX", "a tax rate such as standard/DE" },
	[KIND_SHIPPING_METHOD] = { "METHOD", "a shipping method such as parcel" },
	[KIND_SALE] = { "SALE", "a sale such as winter" },
	[KIND_PROMOTION] = { "PROMOTION", "a promotion such as summer" },
};

const struct kind_info *
kind_info(enum kind kind)
{
	invariant((size_t)kind < sizeof(kinds) / sizeof(kinds[0]));
	return &kinds[kind];
}

struct excerpt
excerpt_of(const char *text)
{
	struct excerpt excerpt = { "" };
	size_t size = strnlen(text, EXCERPT_SIZE);

	if (size < EXCERPT_SIZE) {
		memcpy(excerpt.text, text, size);
		return excerpt;
	}
	size = EXCERPT_SIZE - sizeof(ELLIPSIS);
	while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
		size--;
	memcpy(excerpt.text, text, size);
	memcpy(excerpt.text + size, ELLIPSIS, sizeof(ELLIPSIS));
	return excerpt;
}

enum status
param_value_name(const struct param *param, struct arena *arena, const char **name,
	struct err *err)
{
	struct buffer buffer = { .arena = arena };

	if (param->value_name || param->kind != KIND_CHOICE || !param->choices) {
		*name = param->value_name ? param->value_name
					  : kind_info(param->kind)->value_name;
		return ST_OK;
	}
	for (size_t i = 0; param->choices[i]; i++) {
		if (i > 0)
			TRY(buffer_append_text(&buffer, "|", err));
		TRY(buffer_append_text(&buffer, param->choices[i], err));
	}
	if (buffer.size > VALUE_NAME_SIZE_MAX)
		*name = kind_info(param->kind)->value_name;
	else
		TRY(arena_copy(
			arena, (const char *)buffer.data, buffer.size, name, err));
	return ST_OK;
}

/* A list has room for a power of two of items, so that it is full when its count
 * is one. */
static enum status
grow(struct arena *arena, void *items, size_t count, size_t size, struct err *err)
{
	void *old;
	void *grown;

	if (count > 0 && (count & (count - 1)) != 0)
		return ST_OK;
	TRY(arena_take(arena, count > 0 ? count * 2 : 1, size, &grown, err));
	memcpy(&old, items, sizeof(old));
	if (count > 0)
		memcpy(grown, old, count * size);
	memcpy(items, &grown, sizeof(grown));
	return ST_OK;
}

static enum status
add_word(struct arena *arena, struct words *words, const char *word, struct err *err)
{
	TRY(grow(arena, &words->items, words->count, sizeof(*words->items), err));
	words->items[words->count++] = word;
	return ST_OK;
}

static enum status
collect_words(const struct param *param, const char *text, struct arena *arena,
	struct words *words, struct err *err)
{
	struct words some;

	TRY(parse_value(param, text, arena, &some, err));
	for (size_t i = 0; i < some.count; i++)
		TRY(add_word(arena, words, some.items[i], err));
	return ST_OK;
}

static enum status
collect_choice(const struct param *param, const char *text, struct arena *arena,
	struct words *words, struct err *err)
{
	int choice;

	TRY(parse_value(param, text, arena, &choice, err));
	return add_word(arena, words, param->choices[choice], err);
}

static enum status
collect_pair(const struct param *param, const char *text, struct arena *arena,
	struct pairs *pairs, struct err *err)
{
	struct pair pair;

	TRY(parse_value(param, text, arena, &pair, err));
	TRY(grow(arena, &pairs->items, pairs->count, sizeof(pair), err));
	pairs->items[pairs->count++] = pair;
	return ST_OK;
}

static enum status
collect_range(const struct param *param, const char *text, struct arena *arena,
	struct ranges *ranges, struct err *err)
{
	struct range range;

	TRY(parse_value(param, text, arena, &range, err));
	TRY(grow(arena, &ranges->items, ranges->count, sizeof(range), err));
	ranges->items[ranges->count++] = range;
	return ST_OK;
}

enum status
param_collect(const struct param *param, const char *text, struct arena *arena,
	void *member, struct err *err)
{
	const char *word;

	if (!(param->flags & PARAM_REPEATED))
		return parse_value(param, text, arena, member, err);
	switch (param->kind) {
	case KIND_CHOICES:
	case KIND_WORDS:
		return collect_words(param, text, arena, member, err);
	case KIND_CHOICE:
		return collect_choice(param, text, arena, member, err);
	case KIND_PAIR:
		return collect_pair(param, text, arena, member, err);
	case KIND_RANGE:
		return collect_range(param, text, arena, member, err);
	default:
		invariant(param->kind != KIND_FLAG && param->kind != KIND_MONEY &&
			  param->kind != KIND_COUNT && param->kind != KIND_ORDER &&
			  param->kind != KIND_SECONDS);
		TRY(parse_value(param, text, arena, &word, err));
		return add_word(arena, member, word, err);
	}
}
