#include "cmd/invoice_print.h"
#include "cmd/param.h"

struct order_invoice_input {
	uint64_t order;
	int64_t credit_note;
	bool credit_note_given;
};

static const struct param params[] = {
	OPERAND(struct order_invoice_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
	{ .name = "credit-note",
		.kind = KIND_COUNT,
		.offset = PARAM_MEMBER(
			struct order_invoice_input, int64_t, credit_note),
		.given_offset =
			offsetof(struct order_invoice_input, credit_note_given),
		.value_name = "NUMBER",
		.help = "print this credit note of it instead" },
};

struct printing {
	struct context *context;
	const struct order_invoice_input *input;
	struct invoice invoice;
};

/* The first printing gives the number. */
static enum status
read_invoice(struct txn *txn, void *arg, struct err *err)
{
	struct printing *printing = arg;
	const struct order_invoice_input *input = printing->input;
	struct people people = context_people(printing->context, txn);

	if (input->credit_note == 0)
		TRY(invoice_issue(&people, input->order, err));
	return invoice_read(&people, input->order, (uint64_t)input->credit_note,
		&printing->invoice, err);
}

static enum status
print_page(struct context *context, const struct invoice *invoice, struct err *err)
{
	struct buffer page = { .arena = context->arena };
	bool html = context->global->format == FORMAT_HTML;

	if (html)
		TRY(invoice_html(invoice, &page, err));
	else
		TRY(invoice_text(invoice, &page, err));
	return output_text(
		context->output, (const char *)page.data, page.size, html, err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	struct printing printing = { .context = context, .input = arg };

	if (printing.input->credit_note_given && printing.input->credit_note == 0)
		return fail(err, ST_USAGE, "credit notes count from 1");
	if (context->global->format == FORMAT_YAML)
		return fail(err, ST_USAGE, "an invoice is not written as yaml");
	TRY(context_write(context, read_invoice, &printing, err));
	switch (context->global->format) {
	case FORMAT_UNSET:
	case FORMAT_TABLE:
	case FORMAT_HTML:
		return print_page(context, &printing.invoice, err);
	default:
		break;
	}
	return output_record(
		context->output, &invoice_record, &printing.invoice, err);
}

static const char *const examples[] = { "shop admin order invoice 1001 | lp",
	"shop admin order invoice 1001 --format html >invoice.html",
	"shop admin order invoice 1001 --credit-note 1", NULL };

const struct command command_admin_order_invoice = {
	.path = "admin order invoice",
	.summary = "print an order's invoice, or a credit note of it",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_invoice_input),
	.access = ACCESS_WRITE,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_DRY_RUN | COMMAND_GROUPED,
	.result = &invoice_record,
};
