#include <string.h>

#include "index/pack.h"
#include "plan/plan_ways.h"
#include "plan/typo.h"

/* A look-up of the nearest word, and the nearest one so far. Words that begin as one
 * that was too far from there on are passed over; where there are many, by a new
 * look-up behind them. */
#define PASSED_MAX 8

struct looking {
	const struct plan_reader *reader;
	struct letters typed;
	struct token first; /* letter */
	bool beginning;
	bool any;
	uint64_t count;          /* of documents */
	struct term_key nearest; /* a word or a form */
	struct typo_walk walk;   /* its limit: the edits of the nearest, if any */
	size_t passed;
};

/* A key without its class. */
static struct bytes
key_word(struct bytes key)
{
	return (struct bytes){ key.data + 1, key.size - 1 };
}

static bool
is_nearer(const struct looking *looking, size_t edits, uint64_t count,
	struct bytes word)
{
	if (!looking->any || edits < looking->walk.limit)
		return true;
	if (count != looking->count)
		return count > looking->count;
	return bytes_compare(word, key_word(term_key_bytes(&looking->nearest))) < 0;
}

static bool
has_digit(struct bytes word)
{
	for (size_t i = 0; i < word.size; i++)
		if (word.data[i] >= '0' && word.data[i] <= '9')
			return true;
	return false;
}

static size_t
edits_to(struct looking *looking, struct bytes key)
{
	struct token word = { (const char *)key.data + 1, key.size - 1 };
	size_t edits = typo_edits(&looking->walk, word);

	if (!looking->beginning)
		return edits;
	edits = typo_begun(&looking->walk);
	return edits > looking->walk.limit || has_digit(key_word(key))
		       ? looking->walk.limit + 1
		       : edits;
}

/* How many documents have a word, or just this form of it; none where what the word
 * stands for is in none. */
static enum status
count_documents(struct looking *looking, struct bytes key, struct bytes value,
	uint64_t *count, struct err *err)
{
	struct bytes word = key_word(key);
	struct form form = { 0 };
	struct plan_term found;
	struct term_key stem;

	if (key.data[0] == CLASS_FORM) {
		TRY(plan_form(looking->reader, key, value, &form, err));
		word = form.stem;
	}
	stem = term_key_text(CLASS_WORD, word.data, word.size);
	TRY(plan_find(looking->reader, &stem, &found, err));
	*count = found.count;
	if (key.data[0] == CLASS_FORM && form.count < found.count)
		*count = form.count;
	return ST_OK;
}

/* Takes an entry of the dictionary for the nearest if it is. */
static enum status
consider(struct looking *looking, struct bytes key, struct bytes value,
	struct err *err)
{
	size_t edits = edits_to(looking, key);
	uint64_t count;

	if (edits > looking->walk.limit)
		return ST_OK;
	TRY(count_documents(looking, key, value, &count, err));
	if (count == 0 || !is_nearer(looking, edits, count, key_word(key)))
		return ST_OK;
	looking->any = true;
	looking->walk.limit = edits;
	looking->count = count;
	looking->nearest.size = key.size;
	memcpy(looking->nearest.data, key.data, key.size);
	return ST_OK;
}

/* Whether so many words were passed over that it is better to go on behind all that
 * begin so. */
static bool
is_passing(struct looking *looking)
{
	const struct typo_walk *walk = &looking->walk;
	bool none_is_near = walk->again &&
			    !(looking->beginning && typo_begun(walk) <= walk->limit);

	looking->passed = none_is_near ? looking->passed + 1 : 0;
	return looking->passed > PASSED_MAX;
}

/* Looks at words from a place on, until the end or where some may be passed over:
 * *from is then the place behind these. */
static enum status
look_from(struct looking *looking, struct term_key *from, struct bytes until,
	bool *more, struct err *err)
{
	struct pack_scan words;
	bool passing = false;

	TRY(pack_scan_open(looking->reader->txn, TABLE_TERM, term_key_bytes(from),
		until, &words, err));
	while (!passing) {
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(pack_scan_next(&words, &key, &value, &found, err));
		if (!found)
			break;
		TRY(consider(looking, key, value, err));
		passing = is_passing(looking);
	}
	pack_scan_close(&words);
	*more = passing;
	if (!passing)
		return ST_OK;
	from->size = 1 + typo_dead(&looking->walk);
	memcpy(from->data + 1, looking->walk.word, from->size - 1);
	from->data[from->size - 1]++;
	return ST_OK;
}

/* Looks at the words of a class that have the same first letter. The last byte of
 * UTF-8 can be one more. */
static enum status
look(struct looking *looking, uint8_t class, struct err *err)
{
	struct term_key from =
		term_key_text(class, looking->first.at, looking->first.size);
	struct term_key until = from;
	bool more = true;

	until.data[until.size - 1]++;
	looking->passed = 0;
	while (more)
		TRY(look_from(looking, &from, term_key_bytes(&until), &more, err));
	return ST_OK;
}

/* What is shown for a stem that may be no word itself, as its forms are in as many
 * documents: the form nearest to what was typed, if it is about as near. */
struct shown {
	struct looking *looking;
	struct bytes stem;
	uint64_t documents; /* of all forms */
	size_t edits;
	uint32_t count;
	struct term_key form;
};

static enum status
consider_form(
	struct shown *shown, struct bytes key, struct bytes value, struct err *err)
{
	struct form form;
	size_t edits;

	TRY(plan_form(shown->looking->reader, key, value, &form, err));
	if (!bytes_equal(form.stem, shown->stem))
		return ST_OK;
	shown->documents += form.count;
	edits = edits_to(shown->looking, key);
	if (edits > shown->edits ||
		(edits == shown->edits && form.count <= shown->count))
		return ST_OK;
	shown->edits = edits;
	shown->count = form.count;
	shown->form.size = key.size;
	memcpy(shown->form.data, key.data, key.size);
	return ST_OK;
}

/* Forms are like their stems but for their ends, and these for their last letter. */
static enum status
find_forms(struct shown *shown, struct err *err)
{
	struct txn *txn = shown->looking->reader->txn;
	struct term_key prefix =
		term_key_text(CLASS_FORM, shown->stem.data, shown->stem.size - 1);
	struct pack_scan forms;

	TRY(pack_scan_open_prefix(
		txn, TABLE_TERM, term_key_bytes(&prefix), &forms, err));
	for (;;) {
		struct bytes key;
		struct bytes value;
		bool found;

		TRY(pack_scan_next(&forms, &key, &value, &found, err));
		if (!found)
			break;
		TRY(consider_form(shown, key, value, err));
	}
	pack_scan_close(&forms);
	return ST_OK;
}

static enum status
show(struct looking *looking, const char **word, struct err *err)
{
	struct bytes nearest = key_word(term_key_bytes(&looking->nearest));
	struct shown shown = { .looking = looking, .stem = nearest };

	typo_begin(&looking->walk, &looking->typed, looking->walk.limit + 1);
	shown.edits = looking->walk.limit;
	if (looking->nearest.data[0] == CLASS_WORD)
		TRY(find_forms(&shown, err));
	if (shown.count > 0 && shown.documents >= looking->count)
		nearest = key_word(term_key_bytes(&shown.form));
	return arena_copy(looking->reader->arena, (const char *)nearest.data,
		nearest.size, word, err);
}

/* Most typos are one edit, and these are found without a look at most words. */
enum status
typo_nearest(const struct plan_reader *reader, struct token word, bool beginning,
	struct typo *nearest, struct err *err)
{
	struct looking looking = { .reader = reader, .beginning = beginning };
	size_t limit;

	*nearest = (struct typo){ NULL, 0 };
	if (!letters_read(word, &looking.typed))
		return ST_OK;
	limit = typo_limit(looking.typed.count);
	looking.first = (struct token){ word.at, letter_size(word) };
	for (size_t edits = 1; edits <= limit && !looking.any; edits++) {
		typo_begin(&looking.walk, &looking.typed, edits);
		TRY(look(&looking, CLASS_FORM, err));
		TRY(look(&looking, CLASS_WORD, err));
	}
	if (!looking.any)
		return ST_OK;
	nearest->edits = looking.walk.limit;
	return show(&looking, &nearest->word, err);
}
