#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "unit.h"

#include "base/clock.h"
#include "pricing/rule_edit.h"

/* Rules made by chance: what is walked, set again, makes the same rule. */

static uint64_t
draw(uint64_t *seed, uint64_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*seed >> 24) % below;
}

struct rebuilding {
	struct rule_edit edit;
	const char *map[2];
	size_t depth;
	bool in_actions;
};

static enum status
set(struct rebuilding *to, const struct rule_part *part, struct err *err)
{
	const char *text = part->text;
	struct rule_value value = { .key = part->key, .texts = { &text, 1 } };

	if (part->kind == RULE_PART_TEXTS)
		value.texts = part->texts;
	if (to->in_actions)
		return rule_set_action(&to->edit, &value, err);
	if (to->depth == 1)
		TRY(arena_format(to->edit.arena, &value.key, err, "%s.%s", to->map[0],
			part->key));
	if (to->depth == 2)
		TRY(arena_format(to->edit.arena, &value.key, err, "%s.%s.%s",
			to->map[0], to->map[1], part->key));
	return rule_set(&to->edit, &value, err);
}

static enum status
take(void *arg, const struct rule_part *part, struct err *err)
{
	struct rebuilding *to = arg;

	switch (part->kind) {
	case RULE_PART_TEXT:
	case RULE_PART_TEXTS:
		return set(to, part, err);
	case RULE_PART_LIST_BEGIN:
		assert_string_equal(part->key, "do");
		to->in_actions = true;
		return rule_clear_actions(&to->edit, err);
	case RULE_PART_LIST_END:
		to->in_actions = false;
		return ST_OK;
	case RULE_PART_MAP_BEGIN:
		if (to->in_actions)
			return rule_add_action(&to->edit, err);
		to->map[to->depth++] = part->key;
		return ST_OK;
	case RULE_PART_MAP_END:
		if (!to->in_actions)
			to->depth--;
		return ST_OK;
	}
	return ST_OK;
}

/* A text that its key takes, of any kind that there is. */
static const char *
some_text(uint64_t *seed, struct arena *arena, struct err *err)
{
	static const char *const words[] = { "A", "b", "a/b c", "..", "ü: x", "no",
		"50%", "{", "DE", "at", "*", "unit", "shipping", "yes", "true",
		"false" };
	uint64_t number = draw(seed, 1000000);
	const char *text = NULL;
	enum status status;

	switch (draw(seed, 9)) {
	case 0:
		status = arena_format(arena, &text, err, "%" PRIu64 ".%02" PRIu64,
			number, draw(seed, 100));
		break;
	case 1:
		status =
			arena_format(arena, &text, err, "%" PRIu64 ".%06" PRIu64 "%%",
				number % 100, draw(seed, 1000000));
		break;
	case 2:
		status = arena_format(arena, &text, err, "%" PRIu64 "..", number);
		break;
	case 3:
		status = arena_format(arena, &text, err, "..%" PRIu64, number);
		break;
	case 4:
		status = arena_format(arena, &text, err, "%" PRIu64 "..%" PRIu64,
			number, number + draw(seed, 50));
		break;
	case 5:
		status = arena_format(arena, &text, err, "%04d-%02d-%02d%s",
			1950 + (int)draw(seed, 200), 1 + (int)draw(seed, 12),
			1 + (int)draw(seed, 28), draw(seed, 2) ? "" : "T13:14:15.5");
		break;
	case 6:
		status = arena_format(arena, &text, err, "%s%" PRIu64,
			draw(seed, 4) ? "" : "-", number % 1000);
		break;
	default:
		status = arena_text(arena,
			words[draw(seed, sizeof(words) / sizeof(words[0]))], &text,
			err);
	}
	assert_int_equal(status, ST_OK);
	return text;
}

static const char *const keys[RULE_KIND_COUNT][16] = {
	[RULE_TAX] = { "class", "zone", "rate", "included", "from" },
	[RULE_SHIPPING] = { "method", "countries", "price", "goods", "weight_g",
		"tax_class" },
	[RULE_SALE] = { "sale", "off", "category", "brand", "product", "from",
		"until", "priority", "exclusive" },
	[RULE_PROMOTION] = { "promotion", "priority", "exclusive", "from", "until",
		"coupon.code", "coupon.limit", "coupon.limit_per_customer",
		"when.goods", "when.quantity", "when.category_total.A",
		"when.category_total.B/C.d", "when.has", "when.nth_order",
		"when.group" },
};
static const char *const action_keys[] = { "off", "from", "category", "product",
	"price", "skip_on_sale" };
#define ACTION_KEYS (sizeof(action_keys) / sizeof(action_keys[0]))

/* What is refused leaves the rule as it was. */
static void
make(uint64_t *seed, const struct rule_edit *edit, struct err *err)
{
	size_t count = 0;
	size_t i;

	while (count < 16 && keys[edit->kind][count])
		count++;
	for (i = 0; i < 60; i++) {
		bool acts = edit->kind == RULE_PROMOTION && draw(seed, 3) == 0;
		const char *key = acts ? action_keys[draw(seed, ACTION_KEYS)]
				       : keys[edit->kind][draw(seed, count)];
		const char *texts[] = { some_text(seed, edit->arena, err),
			some_text(seed, edit->arena, err) };
		struct rule_value value = { .key = key,
			.texts = { texts, 1 + (size_t)draw(seed, 2) } };

		if (!acts)
			(void)rule_set(edit, &value, err);
		else if (i < 20 || draw(seed, 8) == 0)
			(void)rule_add_action(edit, err);
		if (acts && ((struct promotion *)edit->rule)->actions.count > 0)
			(void)rule_set_action(edit, &value, err);
	}
}

union any_rule {
	struct tax_rate tax;
	struct shipping_method shipping;
	struct sale sale;
	struct promotion promotion;
};

static void
expect_same(const struct rule_edit *a, const struct rule_edit *b)
{
	const struct record_type *type = rule_types[a->kind].record;
	struct buffer one = { .arena = a->arena };
	struct buffer two = { .arena = a->arena };
	struct list changes;
	struct err err;

	assert_int_equal(record_encode(type, a->rule, &one, &err), ST_OK);
	assert_int_equal(record_encode(type, b->rule, &two, &err), ST_OK);
	assert_true(bytes_equal(buffer_bytes(&one), buffer_bytes(&two)));
	assert_int_equal(rule_changes(a, b, &changes, &err), ST_OK);
	assert_int_equal(changes.count, 0);
}

static void
walk_once(uint64_t *seed, enum rule_kind kind)
{
	struct arena arena = { NULL };
	union any_rule rule;
	union any_rule again;
	struct rule_edit edit = { kind, &rule, (unsigned)draw(seed, 4), &arena };
	struct rebuilding to = { .edit = edit };
	struct err err;

	to.edit.rule = &again;
	record_init(rule_types[kind].record, &rule);
	record_init(rule_types[kind].record, &again);
	make(seed, &edit, &err);
	if (rule_walk(&edit, take, &to, &err) != ST_OK)
		fail_msg("%s", err.message);
	expect_same(&edit, &to.edit);
	arena_free(&arena);
}

static void
what_is_walked_makes_the_same_rule(void **state)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin",
		"America/St_Johns" };
	uint64_t seed = 7;
	struct err err;
	int i;

	(void)state;
	for (i = 0; i < 8000; i++) {
		if (i % 1000 == 0)
			assert_int_equal(zone_use(zones[i / 1000 % 3], &err), ST_OK);
		walk_once(&seed, (enum rule_kind)(i % RULE_KIND_COUNT));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_walked_makes_the_same_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
