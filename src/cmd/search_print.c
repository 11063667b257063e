#include "cmd/search_print.h"

#include <inttypes.h>

/* An explanation as people read it: rarities with a point. */
struct shown_reason {
	const char *word;
	const char *term;
	const char *fields;
	int64_t impact;
	const char *rarity;
	uint64_t score;
};

static const struct field shown_reason_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shown_reason, word) },
	{ FIELD(2, FIELD_TEXT, struct shown_reason, term) },
	{ FIELD(3, FIELD_TEXT, struct shown_reason, fields) },
	{ FIELD(4, FIELD_COUNT, struct shown_reason, impact) },
	{ FIELD(5, FIELD_TEXT, struct shown_reason, rarity) },
	{ FIELD(6, FIELD_ID, struct shown_reason, score) },
};
static const struct record_type shown_reason_record = { .name = "reason",
	RECORD_FIELDS(struct shown_reason, shown_reason_fields) };

struct shown_item {
	const char *sku;
	const char *name;
	uint64_t score;
	const char *sold_out;
	struct list explain; /* of struct shown_reason */
};

static const struct field shown_item_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct shown_item, sku) },
	{ FIELD(2, FIELD_TEXT, struct shown_item, name) },
	{ FIELD(3, FIELD_ID, struct shown_item, score) },
	{ FIELD(4, FIELD_TEXT, struct shown_item, sold_out), .flags = FIELD_SPARSE },
	{ FIELD(5, FIELD_RECORDS, struct shown_item, explain),
		.record = &shown_reason_record },
};
static const struct record_type shown_item_record = { .name = "explanation",
	RECORD_FIELDS(struct shown_item, shown_item_fields) };

struct search_envelope {
	int64_t count;
	int64_t offset;
	int64_t limit;
	struct list corrected;
	struct list facets;
	bool fewer_words;
};

static const struct field envelope_fields[] = {
	{ FIELD(1, FIELD_COUNT, struct search_envelope, count) },
	{ FIELD(2, FIELD_COUNT, struct search_envelope, offset) },
	{ FIELD(3, FIELD_COUNT, struct search_envelope, limit) },
	{ FIELD(4, FIELD_MAP, struct search_envelope, corrected),
		.record = &find_correction_record },
	{ FIELD(5, FIELD_MAP, struct search_envelope, facets),
		.record = &find_facet_record },
	{ FIELD(6, FIELD_BOOL, struct search_envelope, fewer_words) },
};
static const struct record_type envelope_record = { .name = "search",
	RECORD_FIELDS(struct search_envelope, envelope_fields) };

struct printing {
	struct output *output;
	struct arena *arena;
	const struct find_request *request;
	const struct find_result *result;
};

/* tsv and csv have a list's items only, whatever was asked for. */
static const struct record_type *
item_record(const struct printing *printing)
{
	enum output_format format = output_format(printing->output);
	bool json = format == FORMAT_JSON || format == FORMAT_NDJSON;

	return json && printing->request->explain ? &find_explained_record
						  : &find_item_record;
}

static enum status
print_items(const struct printing *printing, struct err *err)
{
	const struct find_result *result = printing->result;
	const struct find_item *items = result->items.items;
	struct search_envelope envelope = { result->count,
		(int64_t)printing->request->offset, (int64_t)printing->request->limit,
		result->corrected, result->facets, result->fewer_words };
	size_t i;

	TRY(output_list_begin(printing->output, item_record(printing), err));
	for (i = 0; i < result->items.count; i++)
		TRY(output_row(printing->output, &items[i], err));
	return output_list_end(printing->output, &envelope_record, &envelope, err);
}

/* How much of it was shown, for people. */
static enum status
say_count(const struct printing *printing, struct err *err)
{
	const struct find_result *result = printing->result;
	int64_t first = (int64_t)printing->request->offset + 1;
	int64_t shown = (int64_t)result->items.count;

	if (shown == result->count)
		return output_say(printing->output, err, "%" PRId64 " %s", shown,
			shown == 1 ? "product" : "products");
	return output_say(printing->output, err,
		"%" PRId64 " to %" PRId64 " of %" PRId64 " products", first,
		first + shown - 1, result->count);
}

/* "brand: Tarnwick (3), Brackenfold (2)": one line a facet that has values. */
static enum status
say_facet(const struct printing *printing, const struct find_facet *facet,
	struct err *err)
{
	const struct find_value *values = facet->values.items;
	struct buffer line = { .arena = printing->arena };
	const char *part;
	size_t i;

	if (facet->values.count == 0)
		return ST_OK;
	for (i = 0; i < facet->values.count; i++) {
		TRY(arena_format(line.arena, &part, err, "%s%s (%" PRId64 ")",
			i > 0 ? ", " : "", values[i].value, values[i].count));
		TRY(buffer_append_text(&line, part, err));
	}
	TRY(buffer_append(&line, "", 1, err));
	return output_say(printing->output, err, "%s: %s", facet->name,
		(const char *)line.data);
}

static enum status
say_facets(const struct printing *printing, struct err *err)
{
	const struct find_facet *facets = printing->result->facets.items;
	size_t i;

	if (printing->result->facets.count > 0)
		TRY(output_say(printing->output, err, "%s", ""));
	for (i = 0; i < printing->result->facets.count; i++)
		TRY(say_facet(printing, &facets[i], err));
	return ST_OK;
}

/* What is not what was asked for is said before it. JSON has it beside the items;
 * in the other formats --verbose tells. */
static enum status
say_read(const struct printing *printing, struct err *err)
{
	static const char corrected[] = "no \"%s\"; showing \"%s\"";
	static const char fewer[] = "few products have all words; showing those with "
				    "most of them";
	struct output *output = printing->output;
	bool table = output_is_table(output);
	const struct find_correction *items = printing->result->corrected.items;
	size_t i;

	for (i = 0; i < printing->result->corrected.count; i++)
		TRY(table ? output_say(output, err, corrected, items[i].word,
				    items[i].instead)
			  : output_detail(output, err, corrected, items[i].word,
				    items[i].instead));
	if (!printing->result->fewer_words)
		return ST_OK;
	return table ? output_say(output, err, fewer)
		     : output_detail(output, err, fewer);
}

static enum status
show_reasons(struct arena *arena, const struct list *from, struct list *to,
	struct err *err)
{
	const struct find_reason *reasons = from->items;
	struct shown_reason *items;
	size_t i;

	TRY(ARENA_NEW(arena, from->count, &items, err));
	for (i = 0; i < from->count; i++) {
		int64_t hundredths = reasons[i].rarity * 100 / 1024;

		items[i] = (struct shown_reason){ reasons[i].word, reasons[i].term,
			reasons[i].fields, reasons[i].impact, "", reasons[i].score };
		TRY(arena_format(arena, &items[i].rarity, err,
			"%" PRId64 ".%02" PRId64, hundredths / 100,
			hundredths % 100));
	}
	*to = (struct list){ items, from->count };
	return ST_OK;
}

static enum status
explain_item(const struct printing *printing, const struct find_item *item,
	struct err *err)
{
	struct shown_item shown = { item->sku, item->name, item->score, "",
		{ NULL, 0 } };

	if (!item->in_stock)
		TRY(arena_format(printing->arena, &shown.sold_out, err,
			"keeps %" PRId64 " %%", printing->result->sold_out_percent));
	TRY(show_reasons(printing->arena, &item->explain, &shown.explain, err));
	TRY(output_say(printing->output, err, "%s", ""));
	return output_record(printing->output, &shown_item_record, &shown, err);
}

/* One block for each item, where people read. */
static enum status
explain_items(const struct printing *printing, struct err *err)
{
	const struct list *list = &printing->result->items;
	const struct find_item *items = list->items;
	size_t i;

	if (!printing->request->explain || !output_is_table(printing->output))
		return ST_OK;
	for (i = 0; i < list->count; i++)
		TRY(explain_item(printing, &items[i], err));
	return ST_OK;
}

enum status
search_print(struct output *output, struct arena *arena,
	const struct find_request *request, const struct find_result *result,
	struct err *err)
{
	const struct printing printing = { output, arena, request, result };

	TRY(say_read(&printing, err));
	TRY(print_items(&printing, err));
	if (result->count == 0)
		return fail(err, ST_NO_HITS, "nothing found");
	TRY(say_count(&printing, err));
	TRY(say_facets(&printing, err));
	return explain_items(&printing, err);
}
