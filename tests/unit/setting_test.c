#include <string.h>

#include <libstemmer.h>

#include "unit.h"

#include "base/clock.h"
#include "store/event.h"
#include "store/setting.h"
#include "store_bench.h"

struct pair {
	const char *name;
	const char *value;
};

static enum status
set(struct txn *txn, void *arg, struct err *err)
{
	const struct pair *pair = arg;

	return setting_set(txn, pair->name, pair->value, err);
}

static enum status
get(struct txn *txn, void *arg, struct err *err)
{
	struct pair *pair = arg;

	return setting_get(txn, pair->name, &pair->value, err);
}

static enum status
count_events(struct txn *txn, void *arg, struct err *err)
{
	struct table_stat stat;
	int *count = arg;

	TRY(txn_table_stat(txn, TABLE_EVENT, &stat, err));
	*count = (int)stat.entries;
	return ST_OK;
}

static void
expect_events(struct bench *bench, int expected)
{
	int count;

	bench_read(bench, count_events, &count);
	assert_int_equal(count, expected);
}

static void
accept(struct bench *bench, const char *name, const char *value, const char *stored)
{
	struct pair pair = { name, value };

	bench_write(bench, set, &pair);
	bench_read(bench, get, &pair);
	assert_string_equal(pair.value, stored);
}

static void
refuse(struct bench *bench, const char *name, const char *value, enum status expected,
	const char *part)
{
	struct pair pair = { name, value };

	assert_int_equal(
		store_write(bench->store, &bench->arena, set, &pair, &bench->err),
		expected);
	bench_expect_message(bench, part);
}

static void
a_setting_is_its_default_until_it_is_set(void **state)
{
	struct bench *bench = *state;
	struct pair pair = { "shop.currency", NULL };

	bench_read(bench, get, &pair);
	assert_string_equal(pair.value, "EUR");
	accept(bench, "shop.currency", "usd", "USD");
	expect_events(bench, 1);
	accept(bench, "shop.currency", "USD", "USD");
	expect_events(bench, 1);
	accept(bench, "shop.currency", "EUR", "EUR");
	expect_events(bench, 2);
}

static void
each_type_takes_only_what_is_of_its_kind(void **state)
{
	struct bench *bench = *state;

	accept(bench, "shop.name", "Tom & Ann's \xC3\xA9", "Tom & Ann's \xC3\xA9");
	refuse(bench, "shop.name", "a\x07z", ST_USAGE, "shop.name");
	refuse(bench, "shop.name", "\xFF", ST_USAGE, "shop.name");
	refuse(bench, "shop.currency", "EURO", ST_USAGE, "ISO 4217");
	accept(bench, "shop.country", "de", "DE");
	accept(bench, "shop.country", "", "");
	refuse(bench, "shop.country", "D1", ST_USAGE, "ISO 3166-1");
	refuse(bench, "shop.country", "DEU", ST_USAGE, "ISO 3166-1");
	accept(bench, "shop.time-zone", "Europe/Berlin", "Europe/Berlin");
	refuse(bench, "shop.time-zone", "Mars/Olympus", ST_CONFIG, "Mars/Olympus");
	accept(bench, "search.language", "german", "german");
	accept(bench, "search.language", "none", "none");
	refuse(bench, "search.language", "germn", ST_USAGE, "did you mean 'german'?");
	accept(bench, "session.idle", "45", "45");
	refuse(bench, "session.idle", "soon", ST_USAGE, "minutes");
	refuse(bench, "session.idle", "-1", ST_USAGE, "minutes");
	accept(bench, "session.idle", "52704000", "52704000");
	refuse(bench, "session.idle", "52704001", ST_USAGE, "minutes");
	accept(bench, "payment.timeout", "1", "1");
	accept(bench, "payment.timeout", "3600", "3600");
	refuse(bench, "payment.timeout", "0", ST_USAGE, "1 to 3600");
	refuse(bench, "payment.timeout", "3601", ST_USAGE, "1 to 3600");
	refuse(bench, "payment.timeout", "0.5", ST_USAGE, "seconds");
	refuse(bench, "stock.low-at", "1.5", ST_USAGE, "whole number");
	refuse(bench, "stock.low-at", "", ST_USAGE, "whole number");
	refuse(bench, "stock.low-at", "9999999999999999", ST_USAGE, "whole number");
	accept(bench, "search.size", "size,shoe size", "size,shoe size");
	refuse(bench, "search.size", "size,,x", ST_USAGE, "comma");
	refuse(bench, "search.size", "size,", ST_USAGE, "comma");
	accept(bench, "search.sold-out", "0", "0");
	accept(bench, "search.sold-out", "100", "100");
	refuse(bench, "search.sold-out", "101", ST_USAGE, "0 to 100");
	refuse(bench, "search.sold-out", "-1", ST_USAGE, "0 to 100");
	assert_int_equal(zone_use("UTC", &bench->err), ST_OK);
}

static void
an_unknown_setting_suggests_the_nearest(void **state)
{
	struct bench *bench = *state;

	refuse(bench, "shop.curency", "EUR", ST_NOT_FOUND,
		"did you mean 'shop.currency'?");
	refuse(bench, "nothing at all", "EUR", ST_NOT_FOUND, "admin config list");
}

static enum status
put_product(struct txn *txn, void *arg, struct err *err)
{
	struct key key = key_u64(1);

	(void)arg;
	return txn_put(txn, TABLE_PRODUCT, key_bytes(&key), bytes_of_text("x"), err);
}

static void
the_currency_is_fixed_once_there_are_prices(void **state)
{
	struct bench *bench = *state;

	accept(bench, "shop.currency", "CHF", "CHF");
	bench_write(bench, put_product, NULL);
	refuse(bench, "shop.currency", "EUR", ST_REFUSED, "shop.currency");
	accept(bench, "shop.currency", "CHF", "CHF");
}

static enum status
get_counts(struct txn *txn, void *arg, struct err *err)
{
	int64_t *counts = arg;

	TRY(setting_get_count(txn, "session.idle", &counts[0], err));
	return setting_get_count(txn, "session.absolute", &counts[1], err);
}

static void
counts_are_numbers(void **state)
{
	struct bench *bench = *state;
	int64_t counts[2];

	bench_read(bench, get_counts, counts);
	assert_int_equal(counts[0], 30);
	assert_int_equal(counts[1], 720);
}

static enum status
last_event(struct txn *txn, void *arg, struct err *err)
{
	struct event_filter filter = { .newest_first = true };
	struct event_scan *scan;
	bool found;

	TRY(event_scan_open(txn, &filter, &scan, err));
	return event_next(scan, arg, &found, err);
}

static void
a_change_of_a_setting_is_in_the_log(void **state)
{
	struct bench *bench = *state;
	const struct change *change;
	struct event event;

	accept(bench, "shop.name", "Old", "Old");
	accept(bench, "shop.name", "New", "New");
	bench_read(bench, last_event, &event);
	assert_string_equal(event.subject_kind, "setting");
	assert_string_equal(event.subject, "shop.name");
	assert_int_equal(event.changes.count, 1);
	change = event.changes.items;
	assert_string_equal(change->old, "Old");
	assert_string_equal(change->new, "New");
}

static void
every_default_is_a_value_of_its_setting(void **state)
{
	struct bench *bench = *state;
	size_t i;

	for (i = 0; i < setting_count; i++) {
		struct pair pair = { settings[i].name, settings[i].initial };

		assert_true(strlen(settings[i].meaning) > 0);
		bench_write(bench, set, &pair);
	}
	expect_events(bench, 0);
}

static void
every_language_but_none_has_a_stemmer(void **state)
{
	const struct setting *language = setting_find("search.language");
	size_t i;

	(void)state;
	for (i = 0; language->choices[i]; i++) {
		struct sb_stemmer *stemmer;

		if (strcmp(language->choices[i], "none") == 0)
			continue;
		stemmer = sb_stemmer_new(language->choices[i], NULL);
		assert_non_null(stemmer);
		sb_stemmer_delete(stemmer);
	}
}

#define RULE(test) BENCH_TEST(test, STORE_MEMORY)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RULE(a_setting_is_its_default_until_it_is_set),
		RULE(each_type_takes_only_what_is_of_its_kind),
		RULE(an_unknown_setting_suggests_the_nearest),
		RULE(the_currency_is_fixed_once_there_are_prices),
		RULE(counts_are_numbers),
		RULE(a_change_of_a_setting_is_in_the_log),
		RULE(every_default_is_a_value_of_its_setting),
		cmocka_unit_test(every_language_but_none_has_a_stemmer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
