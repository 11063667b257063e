#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/keys.h"
#include "account/staff.h"
#include "base/clock.h"
#include "base/file.h"
#include "books/books.h"
#include "cli/prompt.h"
#include "cmd/context.h"
#include "store/setting.h"
#include "store/setting_check.h"
#include "store/shop.h"

struct init_input {
	const char *name;
	const char *currency;
	const char *country;
	const char *zone;
	const char *language;
	const char *group;
};

#define INIT_OPTION(option, option_kind, member, text) \
	{ \
		.name = (option), .kind = (option_kind), \
		.offset = PARAM_MEMBER(struct init_input, const char *, member), \
		.given_offset = SIZE_MAX, .help = (text) \
	}

static const struct param params[] = {
	INIT_OPTION(
		"name", KIND_TEXT, name, "the shop's name (default: the folder's)"),
	INIT_OPTION(
		"currency", KIND_CURRENCY, currency, "ISO 4217 code (default: EUR)"),
	INIT_OPTION("country", KIND_COUNTRY, country,
		"ISO 3166-1 code of the shop's country"),
	INIT_OPTION("time-zone", KIND_TEXT, zone,
		"IANA time zone (default: the system's)"),
	INIT_OPTION("language", KIND_TEXT, language,
		"of the catalogue (default: english)"),
	INIT_OPTION("group", KIND_TEXT, group,
		"share the folder with this group's users"),
};

struct init_result {
	const char *home;
	const char *name;
	const char *currency;
	const char *time_zone;
	const char *owner;
	const char *key;
};

static const struct field result_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct init_result, home) },
	{ FIELD(2, FIELD_TEXT, struct init_result, name) },
	{ FIELD(3, FIELD_TEXT, struct init_result, currency) },
	{ FIELD(4, FIELD_TEXT, struct init_result, time_zone) },
	{ FIELD(5, FIELD_TEXT, struct init_result, owner) },
	{ FIELD(6, FIELD_TEXT, struct init_result, key) },
};

static const struct record_type result_record = { .name = "new shop",
	RECORD_FIELDS(struct init_result, result_fields) };

/* Everything the first transaction writes. */
struct first {
	const struct init_input *input;
	uint64_t group; /* where one is named */
	struct staff owner;
};

static enum status
set_if_given(struct txn *txn, const char *name, const char *value, struct err *err)
{
	return value && value[0] ? setting_set(txn, name, value, err) : ST_OK;
}

static enum status
write_first(struct txn *txn, void *arg, struct err *err)
{
	struct first *first = arg;
	const struct init_input *input = first->input;

	TRY(shop_create(txn, err));
	TRY(staff_add(txn, &first->owner, err));
	TRY(set_if_given(txn, "shop.name", input->name, err));
	TRY(set_if_given(txn, "shop.currency", input->currency, err));
	TRY(set_if_given(txn, "shop.country", input->country, err));
	TRY(set_if_given(txn, "shop.time-zone", input->zone, err));
	TRY(set_if_given(txn, "search.language", input->language, err));
	return books_counted_all(txn, err);
}

static enum status
fill_defaults(struct context *context, struct init_input *input, struct err *err)
{
	char zone[128];
	const char *slash = strrchr(context->home, '/');

	if (!input->name)
		input->name = slash && slash[1] ? slash + 1 : context->home;
	if (!input->currency)
		input->currency = "EUR";
	if (!input->zone) {
		zone_system(zone, sizeof(zone));
		TRY(arena_text(context->arena, zone, &input->zone, err));
	}
	return ST_OK;
}

/* Whether a setting may have a value, said as an answer's reason. */
static enum status
judge(struct context *context, const char *name, const char *answer, struct err *err)
{
	const struct setting *setting;
	const char *checked;
	enum status status;

	TRY(setting_require(name, &setting, err));
	status = setting_check(setting, answer, context->arena, &checked, err);
	if (status != ST_USAGE && status != ST_CONFIG)
		return status;
	err->status = ST_BAD_DATA;
	return ST_BAD_DATA;
}

static enum status
check_name(void *arg, const char *answer, struct err *err)
{
	return judge(arg, "shop.name", answer, err);
}

static enum status
check_currency(void *arg, const char *answer, struct err *err)
{
	return judge(arg, "shop.currency", answer, err);
}

static enum status
check_zone(void *arg, const char *answer, struct err *err)
{
	return judge(arg, "shop.time-zone", answer, err);
}

/* A question whose answer goes to *answer, and is NULL yet. */
struct asked {
	struct question question;
	const char **answer;
};

#define QUESTION_COUNT 3

static enum status
ask(struct context *context, const struct asked *all, struct err *err)
{
	struct question questions[QUESTION_COUNT];
	const char **wanted[QUESTION_COUNT];
	const char *answers[QUESTION_COUNT];
	struct questionnaire asking = { .questions = questions,
		.arg = context,
		.title = "A new shop.",
		.confirm = "Is this right?" };
	size_t i;

	for (i = 0; i < QUESTION_COUNT; i++) {
		if (*all[i].answer)
			continue;
		questions[asking.count] = all[i].question;
		wanted[asking.count++] = all[i].answer;
	}
	if (asking.count == 0)
		return ST_OK;
	TRY(prompt_questionnaire(&asking, context->arena, answers, err));
	for (i = 0; i < asking.count; i++)
		*wanted[i] = answers[i];
	return ST_OK;
}

/* On a terminal what was not given is asked, with the defaults offered. */
static enum status
ask_missing(struct context *context, struct init_input *input, struct err *err)
{
	struct init_input defaults = *input;
	const struct asked all[QUESTION_COUNT] = {
		{ { .name = "name",
			  .ask = "name of the shop",
			  .help = "as customers see it",
			  .required = true,
			  .check = check_name },
			&input->name },
		{ { .name = "currency",
			  .ask = "currency",
			  .help = "of every price: three letters of ISO 4217",
			  .required = true,
			  .check = check_currency },
			&input->currency },
		{ { .name = "time zone",
			  .ask = "time zone",
			  .help = "in which days begin, such as Europe/Berlin",
			  .required = true,
			  .check = check_zone },
			&input->zone },
	};
	struct asked offered[QUESTION_COUNT];

	TRY(fill_defaults(context, &defaults, err));
	if (!prompt_possible(context->global->no_input)) {
		*input = defaults;
		return ST_OK;
	}
	memcpy(offered, all, sizeof(offered));
	offered[0].question.initial = defaults.name;
	offered[1].question.initial = defaults.currency;
	offered[2].question.initial = defaults.zone;
	return ask(context, offered, err);
}

static enum status
check_value(struct context *context, const char *name, const char **value,
	struct err *err)
{
	const struct setting *setting;

	if (!*value)
		return ST_OK;
	TRY(setting_require(name, &setting, err));
	return setting_check(setting, *value, context->arena, value, err);
}

/* Before anything is made. */
static enum status
check_input(struct context *context, struct init_input *input, uint64_t *group,
	struct err *err)
{
	TRY(check_value(context, "shop.name", &input->name, err));
	TRY(check_value(context, "shop.currency", &input->currency, err));
	TRY(check_value(context, "shop.country", &input->country, err));
	TRY(check_value(context, "shop.time-zone", &input->zone, err));
	TRY(check_value(context, "search.language", &input->language, err));
	if (input->group)
		TRY(os_group_find(input->group, group, err));
	return zone_use(input->zone, err);
}

static enum status
make_folder(const struct context *context, const struct first *first, struct err *err)
{
	TRY(folder_create(context->home, 0700, err));
	if (!first->input->group)
		return ST_OK;
	if (chown(context->home, (uid_t)-1, (gid_t)first->group) != 0 ||
		chmod(context->home, 02770) != 0)
		return fail(err, ST_NOT_ALLOWED,
			"you may not give '%s' to the group '%s' (be a member of it)",
			context->home, first->input->group);
	return ST_OK;
}

static enum status
make_shop(struct context *context, struct first *first, struct err *err)
{
	bool shared = first->input->group != NULL;
	struct store_options options = { .kind = STORE_LMDB,
		.folder = context->home,
		.access = STORE_CREATE,
		.wait = context->global->wait,
		.shared = shared };

	TRY(make_folder(context, first, err));
	TRY(keys_create(context->home, shared, err));
	TRY(store_open(&options, &context->store, err));
	TRY(context_load_keys(context, err));
	store_set_actor(context->store,
		(struct actor){ "staff", first->owner.uid, context->command->path });
	return context_write(context, write_first, first, err);
}

static enum status
print_result(struct context *context, const struct first *first, struct err *err)
{
	struct init_result result = { .home = context->home,
		.name = first->input->name,
		.currency = first->input->currency,
		.time_zone = first->input->zone,
		.owner = first->owner.name };

	TRY(path_join(
		context->arena, context->home, "keys/shop.key", &result.key, err));
	TRY(output_record(context->output, &result_record, &result, err));
	return output_say(context->output, err,
		"\nkeep a copy of the key: without it nobody can read the customers' "
		"names and "
		"addresses\n(shop admin key export FILE)");
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct init_input input = *(const struct init_input *)arg;
	struct first first = { .input = &input };

	TRY(ask_missing(context, &input, err));
	TRY(check_input(context, &input, &first.group, err));
	first.owner = (struct staff){ .uid = (uint64_t)getuid(), .role = ROLE_OWNER };
	TRY(os_user_name(first.owner.uid, context->arena, &first.owner.name, err));
	TRY(make_shop(context, &first, err));
	return print_result(context, &first, err);
}

static const char *const examples[] = { "shop init",
	"shop --home ~/tea init --name 'Tea & Co' --currency GBP --country GB",
	NULL };

const struct command command_init = {
	.path = "init",
	.summary = "make a new shop",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct init_input),
	.access = ACCESS_CREATE,
	.role = ROLE_ANY,
	.examples = examples,
	.run = run,
	.result = &result_record,
	.heading = "setting up",
};
