#include <string.h>

#include "base/file.h"
#include "cli/prompt.h"
#include "cmd/own_folder.h"
#include "cmd/product_apply.h"
#include "cmd/product_change.h"
#include "cmd/product_form.h"
#include "cmd/product_view.h"
#include "exchange/export.h"

#define FILE_MODE 0644

static const struct param params[] = {
	PRODUCT_FIELDS_NEW(PRODUCT_PARAM) PRODUCT_FIELDS(PRODUCT_PARAM){
		.name = "save",
		.kind = KIND_PATH,
		PARAM_OF(struct product_input, const char *, save),
		.value_name = "FILE",
		.help = "write the product to a file that can be imported, too" },
};

struct adding {
	struct context *context;
	struct product_input input;
	struct product_view view;
	const char *same_but_case; /* a SKU that differs only in case, or NULL */
};

static bool
is_said(const char *text)
{
	return text && text[0];
}

/* Only what a variant may say can be said with one more of them. */
static enum status
check_variant_only(const struct product_input *input, struct err *err)
{
	size_t i;

	for (i = 0; i < product_field_count; i++) {
		const struct product_field *field = &product_fields[i];

		if (field->part != PART_KEY || !product_input_says(input, field) ||
			edit_has_key(EDIT_VARIANT, field->key))
			continue;
		return fail(err, ST_USAGE,
			"'%s' is there already and has its own %s (change it with "
			"'shop admin edit-product %s')",
			input->product, field->key, input->product);
	}
	return ST_OK;
}

static enum status
check_sku(struct txn *txn, const char *sku, struct err *err)
{
	const char *fault = sku_fault(sku);
	struct product other;
	size_t index;
	bool found;

	if (fault)
		return fail(err, ST_USAGE, "SKU '%s' %s", sku, fault);
	TRY(product_by_sku(txn, sku, &other, &index, &found, err));
	if (!found)
		return ST_OK;
	return fail(err, ST_EXISTS,
		"SKU '%s' is there already (change it with 'shop admin edit-product "
		"%s')",
		sku, sku);
}

/* A product without a handle cannot get variants. */
static enum status
check_handle(struct txn *txn, const char *handle, struct err *err)
{
	const char *fault = sku_fault(handle);
	struct product other;
	size_t index;
	bool found;

	if (fault)
		return fail(err, ST_USAGE, "product '%s' %s", handle, fault);
	TRY(product_by_sku(txn, handle, &other, &index, &found, err));
	if (!found || !product_is_simple(&other))
		return ST_OK;
	return fail(err, ST_EXISTS,
		"'%s' is the SKU of a product without variants: take another handle",
		handle);
}

/* The product that gets the new variant: one that is there, or a new one. */
static enum status
find_product(struct txn *txn, const struct product_input *input, struct product *old,
	bool *exists, struct err *err)
{
	*exists = false;
	if (!is_said(input->product))
		return ST_OK;
	TRY(product_by_handle(txn, input->product, old, exists, err));
	return *exists ? check_variant_only(input, err)
		       : check_handle(txn, input->product, err);
}

static enum status
add(struct catalog *catalog, void *arg, struct err *err)
{
	struct adding *adding = arg;
	const struct product_input *input = &adding->input;
	struct txn *txn = catalog_txn(catalog);
	struct product_change change = { .kind = "added", .reason = "added" };
	struct product_target target;
	struct product old;
	struct product now;
	struct edit edit = { .product = &now, .arena = txn_arena(txn) };
	bool exists;

	TRY(check_sku(txn, input->sku, err));
	TRY(find_product(txn, input, &old, &exists, err));
	TRY(product_target_open(txn, &target, err));
	record_init(&product_record, &now);
	now.handle = input->product ? input->product : "";
	if (exists)
		TRY(record_copy(&product_record, &old, edit.arena, &now, err));
	target.product = &now;
	target.own = exists;
	target.is_new = !exists;
	TRY(product_input_fault(
		edit_add_variant(&edit, input->sku, &target.variant, err), err));
	TRY(product_apply(&target, input, err));
	TRY(sku_differing_in_case(txn, input->sku, &adding->same_but_case, err));
	change.old = exists ? &old : NULL;
	change.now = &now;
	change.sku = input->sku;
	change.stock = target.stock;
	TRY(product_change_store(catalog, &change, err));
	return product_view_read(adding->context, txn, &now, &adding->view, err);
}

static enum status
add_one(struct adding *adding, struct err *err)
{
	TRY(product_change_run(adding->context, add, adding, err));
	if (!adding->same_but_case)
		return ST_OK;
	return output_warn(adding->context->output, err,
		"SKU '%s' differs from '%s' only in case", adding->input.sku,
		adding->same_but_case);
}

/* What a person can mend in the answers. */
static bool
is_mistake(enum status status)
{
	return status == ST_USAGE || status == ST_EXISTS || status == ST_REFUSED ||
	       status == ST_NOT_FOUND;
}

/* Asks until it can be added, or the person gives up. */
static enum status
ask_and_add(struct adding *adding, const struct product_form *form, struct err *err)
{
	struct arena *arena = adding->context->arena;
	enum status status;

	for (;;) {
		TRY(product_form_ask(form, &adding->input, err));
		if (form->kind == FORM_VARIANT)
			adding->input.product = form->name;
		status = add_one(adding, err);
		if (!is_mistake(status))
			return status;
		TRY(prompt_say(arena, err->message, err));
	}
}

static enum status
ask_variant(struct adding *adding, struct err *err)
{
	struct product_form form = { .context = adding->context,
		.kind = FORM_VARIANT,
		.title = "One more variant.",
		.confirm = "Add this variant?",
		.name = adding->view.product };
	const char *save = adding->input.save;

	adding->input = (struct product_input){ .save = save };
	return ask_and_add(adding, &form, err);
}

/* Whoever gives up a further variant keeps what was added before. */
static enum status
ask_more(struct adding *adding, struct err *err)
{
	const char *question;
	enum status status;
	bool more = false;

	for (;;) {
		if (!is_said(adding->input.product) ||
			adding->context->global->dry_run)
			return ST_OK;
		TRY(arena_format(adding->context->arena, &question, err,
			"Another variant of '%s'?", adding->view.product));
		status = prompt_yes(question, false, &more, err);
		if (status == ST_OK && more)
			status = ask_variant(adding, err);
		if (status == ST_DECLINED || (status == ST_OK && !more))
			return ST_OK;
		TRY(status);
	}
}

static enum status
ask_all(struct adding *adding, struct err *err)
{
	struct product_form form = { .context = adding->context,
		.kind = FORM_NEW,
		.title = "A new product.",
		.confirm = "Add this product?" };

	TRY(ask_and_add(adding, &form, err));
	return ask_more(adding, err);
}

struct lookup {
	const char *handle;
	bool found;
};

static enum status
look_up(struct txn *txn, void *arg, struct err *err)
{
	struct lookup *lookup = arg;
	struct product product;

	return product_by_handle(txn, lookup->handle, &product, &lookup->found, err);
}

/* Which option is missing, NULL where there are enough. */
static enum status
find_missing(const struct adding *adding, const char **missing, struct err *err)
{
	const struct product_input *input = &adding->input;
	struct lookup lookup = { input->product, false };

	*missing = NULL;
	if (is_said(input->product))
		TRY(context_read(adding->context, look_up, &lookup, err));
	if (!is_said(input->sku))
		*missing = "sku";
	else if (!is_said(input->name) && !lookup.found)
		*missing = "name";
	return ST_OK;
}

static enum status
add_all(struct adding *adding, struct err *err)
{
	const char *missing;

	TRY(find_missing(adding, &missing, err));
	if (!missing)
		return add_one(adding, err);
	if (prompt_possible(adding->context->global->no_input))
		return ask_all(adding, err);
	return fail(err, ST_USAGE,
		"missing option '--%s' (see 'shop admin add-product --help'%s)",
		missing,
		adding->context->in_batch ? "" : "; on a terminal, it is asked for");
}

struct saving {
	const char *product;
	struct buffer content;
};

static enum status
take(void *arg, const void *data, size_t size, struct err *err)
{
	struct saving *saving = arg;

	return buffer_append(&saving->content, data, size, err);
}

static enum status
read_saved(struct txn *txn, void *arg, struct err *err)
{
	struct saving *saving = arg;
	struct product product;
	size_t variant;

	saving->content = (struct buffer){ .arena = txn_arena(txn) };
	TRY(product_view_find(txn, saving->product, &product, &variant, err));
	return export_product(txn, &product, take, saving, err);
}

static enum status
save(const struct adding *adding, const struct file_output *file, struct err *err)
{
	struct saving saving = { .product = adding->view.product };

	TRY(context_settle(adding->context, err));
	TRY(context_read(adding->context, read_saved, &saving, err));
	return file_write_all(file->fd, saving.content.data, saving.content.size,
		adding->input.save, err);
}

/* The file is opened before anything is added, so that a product is not there
 * without the file that was asked for. */
static enum status
add_and_save(struct adding *adding, struct err *err)
{
	struct file_output file;
	enum status status;

	if (!adding->input.save || adding->context->global->dry_run)
		return add_all(adding, err);
	if (strcmp(adding->input.save, "-") == 0)
		return fail(err, ST_USAGE, "--save needs a file, not '-'");
	TRY(own_folder_refuse(adding->context, adding->input.save, err));
	TRY(file_output_open(&file, adding->input.save, FILE_MODE, err));
	status = add_all(adding, err);
	if (status == ST_OK)
		status = save(adding, &file, err);
	if (status == ST_OK)
		return file_output_commit(&file, err);
	file_output_abandon(&file);
	return status;
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct adding adding = { .context = context,
		.input = *(const struct product_input *)arg };

	TRY(add_and_save(&adding, err));
	TRY(output_record(context->output, &product_view_record, &adding.view, err));
	return product_change_say(context, err);
}

static const char *const examples[] = { "shop admin add-product",
	"shop admin add-product --sku MUG-RED --name 'Red mug' --price 7.50 --stock "
	"24",
	"shop admin add-product --product tshirt-basic --sku TS-L-RED --size L "
	"--color red --stock 5",
	NULL };

const struct command command_admin_add_product = {
	.path = "admin add-product",
	.summary = "add a product, or a variant of one",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct product_input),
	.access = ACCESS_WRITE,
	.role = ROLE_MANAGER,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &product_view_record,
};
