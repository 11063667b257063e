#include "cmd/hook_place.h"
#include "cmd/param.h"

struct hooks_list_input {
	bool unused;
};

struct hook_item {
	const char *hook;
	int64_t place;
	int64_t waiting;
	int64_t moved_at;
	const char *problem;
};

static const struct field item_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct hook_item, hook) },
	{ FIELD(2, FIELD_OPTIONAL, struct hook_item, place) },
	{ FIELD(3, FIELD_COUNT, struct hook_item, waiting) },
	{ FIELD(4, FIELD_TIME, struct hook_item, moved_at), .flags = FIELD_QUIET },
	{ FIELD(5, FIELD_TEXT, struct hook_item, problem), .flags = FIELD_QUIET },
};
static const struct record_type item_record = { .name = "hook",
	RECORD_FIELDS(struct hook_item, item_fields) };

static enum status
print(struct context *context, const struct hook_places *places, struct err *err)
{
	struct list_count envelope = { (int64_t)places->count };
	size_t i;

	TRY(output_list_begin(context->output, &item_record, err));
	for (i = 0; i < places->count; i++) {
		const struct hook_place *place = &places->items[i];
		struct hook_item item = { .hook = place->hook->name,
			.place = place->is_new ? NUMBER_NONE : (int64_t)place->told,
			.waiting = place->told < places->last
					   ? (int64_t)(places->last - place->told)
					   : 0,
			.moved_at = place->moved_at,
			.problem = place->hook->problem };

		TRY(output_row(context->output, &item, err));
	}
	return output_list_end(context->output, &list_count_record, &envelope, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct hook_places places;

	(void)arg;
	TRY(hook_places_read_all(context, &places, err));
	return print(context, &places, err);
}

static const char *const examples[] = { "shop admin hooks list",
	"shop admin hooks list --json=hook,waiting", NULL };

const struct command command_admin_hooks_list = {
	.path = "admin hooks list",
	.summary = "list the hooks, how far each has come, and what is wrong with it",
	.input_size = sizeof(struct hooks_list_input),
	.access = ACCESS_READ,
	.role = ROLE_OWNER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED | COMMAND_EXAMPLE,
	.result = &item_record,
};
