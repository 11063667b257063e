#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "cmd/order_view.h"
#include "cmd/param.h"
#include "store/setting.h"

struct order_slip_input {
	uint64_t order;
};

static const struct param params[] = {
	OPERAND(struct order_slip_input, uint64_t, order, "ORDER", KIND_ORDER,
		"the order's number"),
};

struct slip {
	struct context *context;
	uint64_t number;
	const char *shop;
	struct shown_order shown;
};

/* What may not be shipped needs no slip. */
static enum status
read_slip(struct txn *txn, void *arg, struct err *err)
{
	struct slip *slip = arg;
	struct order order;

	TRY(order_get(txn, slip->number, &order, err));
	TRY(order_allows(&order, ACTION_SHIP, err));
	TRY(setting_get(txn, "shop.name", &slip->shop, err));
	return order_view_read(
		slip->context, txn, slip->number, false, &slip->shown, err);
}

static int64_t
left_for_parcels(const struct order_line *line)
{
	return order_line_needs_shipping(line) ? line->quantity - line->shipped : 0;
}

static bool
needs_parcel(const struct shown_order *shown)
{
	const struct order_line *lines = shown->lines.items;
	size_t i;

	for (i = 0; i < shown->lines.count; i++)
		if (left_for_parcels(&lines[i]) > 0)
			return true;
	return false;
}

/* No prices: the slip goes into the parcel, which may be a present. */
static enum status
append_lines(const struct slip *slip, struct buffer *text, struct err *err)
{
	const struct order_line *lines = slip->shown.lines.items;
	const char *line;
	size_t width = 0;
	size_t i;

	for (i = 0; i < slip->shown.lines.count; i++) {
		size_t wide = text_width(lines[i].sku, strlen(lines[i].sku));

		if (left_for_parcels(&lines[i]) > 0 && wide > width)
			width = wide;
	}
	for (i = 0; i < slip->shown.lines.count; i++) {
		size_t wide = text_width(lines[i].sku, strlen(lines[i].sku));
		int64_t left = left_for_parcels(&lines[i]);

		if (left == 0)
			continue;
		TRY(arena_format(text->arena, &line, err,
			"[ ] %5" PRId64 "  %s%*s  %s\n", left, lines[i].sku,
			(int)(width - wide), "", lines[i].name));
		TRY(buffer_append_text(text, line, err));
	}
	return ST_OK;
}

static enum status
append_line(struct buffer *text, const char *line, struct err *err)
{
	if (line[0] == '\0')
		return ST_OK;
	TRY(buffer_append_text(text, line, err));
	return buffer_append_text(text, "\n", err);
}

static enum status
append_head(const struct slip *slip, struct buffer *text, struct err *err)
{
	const struct shown_order *shown = &slip->shown;
	char placed[TIME_TEXT_MAX];
	const char *head;

	time_format_short(shown->placed_at, placed);
	TRY(arena_format(text->arena, &head, err,
		"%s\nPacking slip for order %s of %s\n\nTo:\n", slip->shop,
		shown->order, placed));
	TRY(buffer_append_text(text, head, err));
	TRY(append_line(text, shown->name, err));
	TRY(append_line(text, shown->address, err));
	TRY(append_line(text, shown->country, err));
	TRY(append_line(text, shown->phone, err));
	return buffer_append_text(text, "\n", err);
}

static enum status
run(struct context *context, const void *arg, struct err *err)
{
	const struct order_slip_input *input = arg;
	struct slip slip = { .context = context, .number = input->order };
	struct buffer text = { .arena = context->arena };

	TRY(context_read(context, read_slip, &slip, err));
	if (!needs_parcel(&slip.shown))
		return fail(err, ST_REFUSED,
			"nothing that is left of order %" PRIu64 " needs a parcel",
			slip.number);
	TRY(append_head(&slip, &text, err));
	TRY(append_lines(&slip, &text, err));
	return output_text(
		context->output, (const char *)text.data, text.size, false, err);
}

static const char *const examples[] = { "shop admin order slip 1001 | lp", NULL };

const struct command command_admin_order_slip = {
	.path = "admin order slip",
	.summary = "print a packing slip of what is left to ship",
	ARRAY_PARAMS(params),
	.input_size = sizeof(struct order_slip_input),
	.access = ACCESS_READ,
	.role = ROLE_CLERK,
	.examples = examples,
	.run = run,
	.flags = COMMAND_GROUPED,
};
