#include "cmd/synonym_log.h"

#include <inttypes.h>

#include "store/event.h"

/* One that says nothing, so that only its texts are told of. */
static const struct synonym *
or_nothing(const struct synonym *rule, const struct synonym *other,
	struct synonym *nothing)
{
	record_init(&synonym_record, nothing);
	nothing->number = other->number;
	return rule ? rule : nothing;
}

enum status
synonym_log(struct txn *txn, const struct synonym *old, const struct synonym *now,
	struct err *err)
{
	struct arena *arena = txn_arena(txn);
	struct synonym nothing;
	struct record_pair pair = { &synonym_record,
		or_nothing(old, old ? old : now, &nothing),
		or_nothing(now, old ? old : now, &nothing), "" };
	struct event event = { .subject_kind = "synonym",
		.kind = !old  ? "added"
			: now ? "changed"
			      : "removed" };

	TRY(record_diff(
		&pair, (struct record_style){ 0 }, arena, &event.changes, err));
	TRY(arena_format(
		arena, &event.subject, err, "%" PRIu64, (old ? old : now)->number));
	return event_append(txn, &event, err);
}
