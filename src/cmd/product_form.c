#include "cmd/product_form.h"

#include <inttypes.h>
#include <string.h>

#include "catalog/edit.h"
#include "catalog/level.h"
#include "cli/prompt.h"
#include "cmd/product_answer.h"
#include "cmd/product_apply.h"
#include "cmd/product_view.h"

/* What is asked about, as far as it is known: answers are put into it to be judged,
 * and thrown away. */
struct subject {
	const char *handle; /* of a product that was settled; NULL before */
	struct product product;
	struct product_target target;
	bool exists; /* the product does */
	int64_t on_hand;
};

struct asking {
	const struct product_form *form;
	struct arena *arena;
	struct product_input *input;
	struct subject subject;
	struct question *questions;
	struct asked *asked;
	const char **answers;
	/* A question cannot fail while it is put, only when it is answered. */
	struct err failed;
};

/* One question: what a callback of it is given. */
struct asked {
	struct asking *asking;
	const struct product_field *field;
	struct question *question;
	const char *ask;
	const char *ask_with_default;
	const char *present; /* of FORM_CHANGE, as it is now */
	const char *offered;
};

static enum status
settle_change(struct txn *txn, struct asking *asking, struct err *err)
{
	struct subject *subject = &asking->subject;
	struct product found;
	struct level level;
	size_t index;

	TRY(product_view_find(txn, asking->form->name, &found, &index, err));
	TRY(record_copy(
		&product_record, &found, txn_arena(txn), &subject->product, err));
	subject->exists = true;
	if (index == SIZE_MAX)
		return ST_OK;
	subject->target.variant = product_variant(&subject->product, index);
	subject->target.own = !product_is_simple(&subject->product);
	TRY(level_get(txn, subject->target.variant->sku, &level, err));
	subject->on_hand = level.on_hand;
	return ST_OK;
}

static enum status
settle_new(struct txn *txn, struct asking *asking, struct err *err)
{
	struct subject *subject = &asking->subject;
	struct edit edit = { .product = &subject->product, .arena = txn_arena(txn) };
	struct product found;

	subject->exists = false;
	if (subject->handle[0])
		TRY(product_by_handle(
			txn, subject->handle, &found, &subject->exists, err));
	if (subject->exists)
		TRY(record_copy(&product_record, &found, txn_arena(txn),
			&subject->product, err));
	else
		subject->product.handle = subject->handle;
	subject->target.own = subject->exists;
	subject->target.is_new = !subject->exists;
	return edit_add_variant(&edit, "-", &subject->target.variant, err);
}

static enum status
settle(struct txn *txn, void *arg, struct err *err)
{
	struct asking *asking = arg;
	struct subject *subject = &asking->subject;

	record_init(&product_record, &subject->product);
	TRY(product_target_open(txn, &subject->target, err));
	subject->target.product = &subject->product;
	if (asking->form->kind == FORM_CHANGE)
		return settle_change(txn, asking, err);
	return settle_new(txn, asking, err);
}

/* Looks again whenever another product is named. */
static enum status
settle_subject(struct asking *asking, const char *handle, struct err *err)
{
	struct subject *subject = &asking->subject;

	if (subject->handle && strcmp(subject->handle, handle) == 0)
		return ST_OK;
	subject->handle = handle;
	return context_read(asking->form->context, settle, asking, err);
}

static bool
is_option(const struct product *product, const char *name)
{
	size_t i;

	for (i = 0; i < product->options.count; i++)
		if (strcmp(product->options.items[i], name) == 0)
			return true;
	return false;
}

/* Whether size or color is to be asked by itself: not where the product has other
 * options. */
static bool
takes_size(struct asking *asking, enum product_part part)
{
	const struct subject *subject = &asking->subject;
	struct err ignored;
	const char *name;

	if (!subject->exists || product_is_simple(&subject->product))
		return true;
	return subject->target.variant &&
	       product_name_of(&subject->target, part, &name, &ignored) == ST_OK &&
	       is_option(&subject->product, name);
}

static bool
has_other_options(struct asking *asking)
{
	const struct subject *subject = &asking->subject;
	size_t named = (size_t)takes_size(asking, PART_SIZE) +
		       (size_t)takes_size(asking, PART_COLOR);

	return subject->target.variant && subject->product.options.count > named;
}

static bool
is_relevant(struct asking *asking, const struct product_field *field)
{
	const struct subject *subject = &asking->subject;
	enum product_form_kind kind = asking->form->kind;

	switch (field->part) {
	case PART_SKU:
		return kind != FORM_CHANGE;
	case PART_HANDLE:
		return kind == FORM_NEW;
	case PART_SIZE:
	case PART_COLOR:
		return takes_size(asking, field->part);
	case PART_OPTIONS:
		if (product_is_simple(&subject->product))
			return false;
		return !subject->exists || has_other_options(asking);
	case PART_STOCK:
		return subject->target.variant != NULL;
	case PART_ATTRIBUTES:
		return true;
	default:
		return kind == FORM_CHANGE || !subject->exists ||
		       edit_has_key(EDIT_VARIANT, field->key);
	}
}

static bool
is_required(const struct asking *asking, const struct product_field *field)
{
	switch (field->part) {
	case PART_SKU:
		return true;
	case PART_SIZE:
	case PART_COLOR:
	case PART_OPTIONS:
		return asking->subject.exists &&
		       !product_is_simple(&asking->subject.product);
	default:
		return strcmp(field->key, "name") == 0;
	}
}

/* Whether what holds where nothing is said is to be told: a variant that says nothing
 * takes what the product says. */
static bool
has_default(const struct asked *asked)
{
	return asked->field->initial[0] && !asked->offered[0] &&
	       (asked->field->part == PART_STOCK ||
		       !asked->asking->subject.target.own);
}

static bool
applies(void *arg, const char *const *answers)
{
	struct asked *asked = arg;
	struct asking *asking = asked->asking;
	const char *handle = asking->form->kind == FORM_NEW ? "" : asking->form->name;
	size_t i;

	for (i = 0; i < product_field_count; i++)
		if (product_fields[i].part == PART_HANDLE && answers[i][0])
			handle = answers[i];
	if (asking->failed.status == ST_OK)
		(void)settle_subject(asking, handle, &asking->failed);
	asked->question->required = is_required(asking, asked->field);
	asked->question->ask =
		has_default(asked) ? asked->ask_with_default : asked->ask;
	return is_relevant(asking, asked->field);
}

struct name_check {
	const struct product_field *field;
	const char *name;
};

static enum status
check_name(struct txn *txn, void *arg, struct err *err)
{
	const struct name_check *check = arg;
	bool is_sku = check->field->part == PART_SKU;
	const char *fault = sku_fault(check->name);
	struct product other;
	size_t index;
	bool found;

	if (fault)
		return fail(err, ST_USAGE, "'%s' %s", check->name, fault);
	TRY(product_by_sku(txn, check->name, &other, &index, &found, err));
	if (found && is_sku)
		return fail(err, ST_USAGE,
			"SKU '%s' is there already ('%s'): take another", check->name,
			other.name);
	if (found && product_is_simple(&other))
		return fail(err, ST_USAGE,
			"'%s' is the SKU of a product without variants: take another "
			"handle",
			check->name);
	return ST_OK;
}

static enum status
check_value(const struct asked *asked, const char *answer, struct err *err)
{
	struct asking *asking = asked->asking;
	struct product_input only = { .sku = NULL };

	TRY(product_answer_take(&only, asked->field, answer, asking->arena, err));
	return product_apply(&asking->subject.target, &only, err);
}

static enum status
check(void *arg, const char *answer, struct err *err)
{
	struct asked *asked = arg;
	struct asking *asking = asked->asking;
	struct name_check name = { asked->field, answer };

	if (asking->failed.status != ST_OK) {
		*err = asking->failed;
		return err->status;
	}
	if (strcmp(answer, asked->present) == 0)
		return ST_OK;
	if (asked->field->part == PART_SKU || asked->field->part == PART_HANDLE)
		return context_read(asking->form->context, check_name, &name, err);
	return check_value(asked, answer, err);
}

static bool
has_lines(const struct product_field *field)
{
	return field->part == PART_TEXTS || field->part == PART_ATTRIBUTES ||
	       field->part == PART_OPTIONS || strcmp(field->key, "description") == 0;
}

static enum status
choice_hint(const struct product_field *field, struct buffer *out, struct err *err)
{
	size_t i;

	for (i = 0; field->choices[i]; i++) {
		TRY(buffer_append_text(out,
			i == 0                  ? " ("
			: field->choices[i + 1] ? ", "
						: " or ",
			err));
		TRY(buffer_append_text(out, field->choices[i], err));
	}
	return buffer_append_text(out, ")", err);
}

static enum status
hint(const struct asking *asking, const struct product_field *field,
	struct buffer *out, struct err *err)
{
	if (field->choices)
		return choice_hint(field, out, err);
	switch (field->part) {
	case PART_HANDLE:
		return buffer_append_text(
			out, " (a handle, if it is to have variants)", err);
	case PART_OPTIONS:
	case PART_ATTRIBUTES:
		return buffer_append_text(out, ", each as NAME=VALUE", err);
	case PART_TEXTS:
		return buffer_append_text(out, ", a line each", err);
	default:
		break;
	}
	if (strcmp(field->key, "price") != 0)
		return ST_OK;
	TRY(buffer_append_text(out, " (", err));
	TRY(buffer_append_text(out, asking->form->context->currency, err));
	return buffer_append_text(out, ")", err);
}

/* "sale price" of sale_price, and how it is to be answered. */
static enum status
name_question(const struct asking *asking, struct asked *asked, struct err *err)
{
	struct buffer ask = { .arena = asking->arena };
	const char *key = asked->field->key;
	char *name;
	size_t i;

	TRY(ARENA_NEW(asking->arena, strlen(key) + 1, &name, err));
	for (i = 0; key[i]; i++)
		name[i] = key[i] == '_' ? ' ' : key[i];
	TRY(buffer_append_text(&ask, name, err));
	TRY(hint(asking, asked->field, &ask, err));
	TRY(buffer_append(&ask, "", 1, err));
	asked->question->name = name;
	asked->ask = (const char *)ask.data;
	return arena_format(asking->arena, &asked->ask_with_default, err, "%s [%s]",
		asked->ask, asked->field->initial);
}

static enum status
present_size(const struct asking *asking, enum product_part part,
	const char **present, struct err *err)
{
	const struct product_target *target = &asking->subject.target;
	struct list attributes;
	const struct attribute *items;
	const char *name;
	size_t i;

	TRY(product_name_of(target, part, &name, err));
	if (!target->variant)
		return ST_OK;
	TRY(product_own_attributes(target->product,
		(size_t)(target->variant - product_variant(target->product, 0)),
		asking->arena, &attributes, err));
	if (!target->own)
		attributes = target->product->details.attributes;
	items = attributes.items;
	for (i = 0; i < attributes.count; i++)
		if (strcmp(items[i].name, name) == 0 && items[i].values.count == 1)
			*present = items[i].values.items[0];
	return ST_OK;
}

/* What a field says now, of FORM_CHANGE. */
static enum status
find_present(const struct asking *asking, struct asked *asked, struct err *err)
{
	const struct subject *subject = &asking->subject;
	const struct product_target *target = &subject->target;
	struct product_stated stated = { target->product,
		target->own ? target->variant : NULL, target->decimals };

	asked->present = "";
	if (asking->form->kind != FORM_CHANGE)
		return ST_OK;
	switch (asked->field->part) {
	case PART_STOCK:
		return arena_format(asking->arena, &asked->present, err, "%" PRId64,
			subject->on_hand);
	case PART_SIZE:
	case PART_COLOR:
		return present_size(asking, asked->field->part, &asked->present, err);
	default:
		return product_answer_of_product(
			&stated, asked->field, asking->arena, &asked->present, err);
	}
}

static enum status
make_question(struct asking *asking, size_t index, struct err *err)
{
	struct asked *asked = &asking->asked[index];
	const struct product_field *field = &product_fields[index];

	*asked = (struct asked){ .asking = asking,
		.field = field,
		.question = &asking->questions[index] };
	*asked->question = (struct question){ .help = field->help,
		.arg = asked,
		.lines = has_lines(field),
		.check = check,
		.applies = applies };
	TRY(name_question(asking, asked, err));
	TRY(find_present(asking, asked, err));
	asked->offered = asked->present;
	if (product_input_says(asking->input, field))
		TRY(product_answer_of_input(
			asking->input, field, asking->arena, &asked->offered, err));
	asked->question->initial = asked->offered;
	return ST_OK;
}

static bool
has_name(const struct pairs *pairs, const char *name)
{
	size_t i;

	for (i = 0; i < pairs->count; i++)
		if (strcmp(pairs->items[i].name, name) == 0)
			return true;
	return false;
}

/* An attribute that is not answered any more is cleared. */
static enum status
clear_missing(const struct asked *asked, struct pairs *said, struct err *err)
{
	struct product_input before = { .sku = NULL };
	struct arena *arena = asked->asking->arena;
	const struct pairs *old = &before.attributes;
	struct pairs all;
	size_t i;

	TRY(product_answer_take(&before, asked->field, asked->present, arena, err));
	TRY(ARENA_NEW(arena, said->count + old->count, &all.items, err));
	all.count = said->count;
	if (said->count > 0)
		memcpy(all.items, said->items, said->count * sizeof(*all.items));
	for (i = 0; i < old->count; i++)
		if (!has_name(&all, old->items[i].name))
			all.items[all.count++] =
				(struct pair){ old->items[i].name, "" };
	*said = all;
	return ST_OK;
}

/* A list of nothing would be as if nothing was said. */
static enum status
clear_texts(const struct asking *asking, struct words *words, struct err *err)
{
	TRY(ARENA_NEW(asking->arena, 1, &words->items, err));
	words->items[0] = "";
	words->count = 1;
	return ST_OK;
}

/* An answer that changes nothing is none. */
static enum status
take_answer(const struct asked *asked, const char *answer, struct err *err)
{
	struct asking *asking = asked->asking;
	const struct product_field *field = asked->field;
	bool changing = asking->form->kind == FORM_CHANGE;

	memset((char *)asking->input + field->offset, 0,
		field->part == PART_OPTIONS || field->part == PART_ATTRIBUTES
			? sizeof(struct pairs)
		: field->part == PART_TEXTS ? sizeof(struct words)
					    : sizeof(const char *));
	if (!is_relevant(asking, field) || strcmp(answer, asked->present) == 0)
		return ST_OK;
	TRY(product_answer_take(asking->input, field, answer, asking->arena, err));
	if (changing && field->part == PART_TEXTS && !answer[0])
		return clear_texts(
			asking, product_input_words(asking->input, field), err);
	if (changing && field->part == PART_ATTRIBUTES)
		return clear_missing(
			asked, product_input_pairs(asking->input, field), err);
	return ST_OK;
}

static enum status
make_questions(struct asking *asking, struct err *err)
{
	const struct product_form *form = asking->form;
	size_t i;

	TRY(ARENA_NEW(asking->arena, product_field_count, &asking->questions, err));
	TRY(ARENA_NEW(asking->arena, product_field_count, &asking->asked, err));
	TRY(ARENA_NEW(asking->arena, product_field_count, &asking->answers, err));
	TRY(settle_subject(asking, form->kind == FORM_NEW ? "" : form->name, err));
	for (i = 0; i < product_field_count; i++)
		TRY(make_question(asking, i, err));
	return ST_OK;
}

enum status
product_form_ask(
	const struct product_form *form, struct product_input *input, struct err *err)
{
	struct asking asking = {
		.form = form, .arena = form->context->arena, .input = input
	};
	struct questionnaire questionnaire = { .count = product_field_count,
		.arg = &asking,
		.title = form->title,
		.confirm = form->confirm };
	size_t i;

	TRY(make_questions(&asking, err));
	questionnaire.questions = asking.questions;
	TRY(prompt_questionnaire(&questionnaire, asking.arena, asking.answers, err));
	if (asking.failed.status != ST_OK) {
		*err = asking.failed;
		return err->status;
	}
	for (i = 0; i < product_field_count; i++)
		TRY(take_answer(&asking.asked[i], asking.answers[i], err));
	return ST_OK;
}
