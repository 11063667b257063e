#include "plan_shop.h"

#include <stdio.h>
#include <string.h>

#include "sets/groups.h"
#include "index/meta.h"
#include "unit.h"

static void
put(struct asking *asking, const char *text)
{
	struct err err;

	assert_int_equal(buffer_append_text(&asking->text, text, &err), ST_OK);
}

static void
put_term(struct asking *asking, const struct plan_term *term)
{
	char text[TERM_KEY_MAX + 32];

	snprintf(text, sizeof(text), "%.*s", (int)(term->key.size - 1),
		(const char *)term->key.data + 1);
	put(asking, text);
	if (term->count == 0)
		put(asking, "?");
	if (term->factor != 100) {
		snprintf(text, sizeof(text), "*%u", term->factor);
		put(asking, text);
	}
}

static void
put_token(struct asking *asking, const struct plan_token *token)
{
	put(asking, token->count == 1 ? "" : "{");
	for (size_t i = 0; i < token->count; i++) {
		put(asking, i > 0 ? " " : "");
		put_term(asking, &token->terms[i]);
	}
	put(asking, token->count == 1 ? "" : "}");
}

static void
put_word(struct asking *asking, const struct plan_word *word)
{
	put(asking, word->text);
	for (size_t i = 0; i < word->count; i++) {
		put(asking, i == 0 ? "(" : "|");
		for (size_t j = 0; j < word->ways[i].count; j++) {
			put(asking, j > 0 ? "+" : "");
			put_token(asking, &word->ways[i].tokens[j]);
		}
	}
	put(asking, ")");
}

static void
put_plan(struct asking *asking, const struct plan *plan)
{
	const struct change *corrected = plan->corrected.items;

	put(asking, plan->wanted ? "" : "all");
	for (size_t i = 0; i < plan->count; i++) {
		const struct plan_piece *piece = &plan->pieces[i];

		put(asking, asking->text.size > 0 ? " " : "");
		put(asking, piece->excluded ? "-" : "");
		put(asking, piece->quoted ? "\"" : "");
		for (size_t j = 0; j < piece->count; j++) {
			put(asking, j > 0 ? " " : "");
			put_word(asking, &piece->words[j]);
		}
		put(asking, piece->quoted ? "\"" : "");
		put(asking, piece->phrase ? "!" : "");
	}
	for (size_t i = 0; i < plan->corrected.count; i++) {
		put(asking, i > 0 ? ", " : ": ");
		put(asking, corrected[i].field);
		put(asking, "=");
		put(asking, corrected[i].new);
	}
}

/* What a plan is read with, but for its stemmer. */
static enum status
open_reader(struct txn *txn, const struct index_query *query,
	struct plan_reader *reader, struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct part_reader *parts;
	struct delta *delta;
	struct groups groups;
	struct meta meta;

	TRY(ARENA_NEW(arena, 1, &parts, err));
	TRY(ARENA_NEW(arena, 1, &delta, err));
	TRY(meta_get(txn, &shop_schema, &meta, err));
	TRY(delta_open(txn, &meta, arena, delta, err));
	*parts = (struct part_reader){ txn, arena, delta,
		meta.next_document / CONTAINER_DOCUMENTS + 1 };
	TRY(groups_open(parts, &groups, err));
	*reader = (struct plan_reader){ .txn = txn,
		.arena = arena,
		.schema = &shop_schema,
		.query = query,
		.documents = set_size(&groups.all),
		.parts = parts };
	return ST_OK;
}

static enum status
write_plan(struct asking *asking, const struct plan_reader *reader, struct err *err)
{
	struct plan plan;
	enum status status = plan_read(reader, &plan, err);

	if (status == ST_OK && asking->correct)
		status = plan_correct(reader, &plan, &asking->any, err);
	asking->text = (struct buffer){ .arena = reader->arena };
	if (status == ST_OK)
		put_plan(asking, &plan);
	else if (status == ST_USAGE)
		put(asking, err->message);
	else
		return status;
	return buffer_append(&asking->text, "", 1, err);
}

enum status
plan_to_text(struct txn *txn, void *arg, struct err *err)
{
	struct asking *asking = arg;
	struct plan_reader reader;
	enum status status;

	TRY(open_reader(txn, &asking->query, &reader, err));
	TRY(stemmer_open(shop_schema.language, reader.arena, &reader.stemmer, err));
	status = write_plan(asking, &reader, err);
	stemmer_close(reader.stemmer);
	return status;
}

void
plan_expect(struct shop *shop, struct asking asking, const char *expected)
{
	shop_read(shop, plan_to_text, &asking);
	assert_string_equal((const char *)asking.text.data, expected);
	assert_int_equal(asking.any, strstr(expected, ": ") != NULL);
}

enum status
plan_synonyms_of_shop(
	void *arg, const char *key, struct texts *instead, struct err *err)
{
	static const struct {
		const char *key;
		const char *text[2];
	} synonyms[] = {
		{ "laptop", { "Notebooks", "mobile computer" } },
		{ "notebook", { "laptop", NULL } },
		{ "hard disk", { "HDD", NULL } },
		{ "disk drive", { "spindle", NULL } },
		{ "hdd", { "hard disk", NULL } },
		{ "disk", { "disc", NULL } },
		{ "usb c", { "usb-c", NULL } },
		{ "red", { "Red", NULL } },
	};

	(void)arg;
	for (size_t i = 0; i < sizeof(synonyms) / sizeof(synonyms[0]); i++) {
		const char **items = (const char **)(uintptr_t)synonyms[i].text;

		if (strcmp(synonyms[i].key, key) == 0)
			*instead = (struct texts){ items, items[1] ? 2 : 1 };
	}
	(void)err;
	return ST_OK;
}

int
plan_shop_open(void **state)
{
	static const char *const lines[] = {
		"Gardening gloves MX-5150 red|in the garden, in gardens",
		"Red garden hose|goes around your garden hoses",
		"Laptop with a hard disk|happy red",
		"Notebook, 13 inch|red",
		"Notebook, 15 inch|bluetooth",
		"USB C hub|going red memory",
		"Wireless card|bluetooth",
		"Battery charger|batteries",
	};
	struct shop *shop = shop_open(STORE_MEMORY);

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		shop_put_one(shop, i + 1, lines[i]);
	*state = shop;
	return 0;
}

int
plan_shop_close(void **state)
{
	shop_close(*state);
	return 0;
}
