#include "order/order_store.h"
#include "order/posting_parts.h"
#include "order/return.h"
#include "pricing/percent.h"
#include "pricing/split.h"

/* What a fact takes of a line. */
struct share {
	int64_t amount; /* with its tax */
	int64_t units;
	/* What pieces that came back are worth. */
	struct units_worth worth;
};

/* What a fact takes back in all: a share of each line, and of shipping. */
struct shares {
	struct share *lines;
	int64_t shipping;
};

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* No order's money comes near to where it ends. */
static int64_t
plus(int64_t sum, int64_t amount)
{
	if (amount <= 0)
		return sum;
	return sum > INT64_MAX - amount ? INT64_MAX : sum + amount;
}

static int64_t
worth_of(const struct still_sold *sold)
{
	return sold->net + sold->tax;
}

/* So that nothing is counted that an order never had, the lines are its own. */
static enum status
copy_lines(struct taking *taking, struct err *err)
{
	const struct order_line *lines = taking->order.lines.items;
	struct order_line *copies;
	size_t count = taking->order.lines.count;
	size_t i;

	TRY(ARENA_NEW(taking->arena, count, &copies, err));
	TRY(ARENA_NEW(taking->arena, count, &taking->lines, err));
	for (i = 0; i < count; i++) {
		struct posting_line sold = posting_line_of(&lines[i]);

		copies[i] = lines[i];
		copies[i].shipped = copies[i].returned = 0;
		taking->lines[i] = (struct still_sold){ sold.goods - sold.discount,
			sold.tax, sold.units };
		taking->total += worth_of(&taking->lines[i]);
	}
	taking->order.lines.items = copies;
	return ST_OK;
}

enum status
taking_begin(const struct order *order, struct arena *arena, struct taking *taking,
	struct err *err)
{
	struct posting posting;

	*taking = (struct taking){ .arena = arena, .order = *order };
	posting_add_shipping(order, &posting);
	taking->shipping =
		(struct still_sold){ posting.shipping, posting.shipping_tax, 0 };
	taking->total = worth_of(&taking->shipping);
	return copy_lines(taking, err);
}

/* What was paid too much goes back first, and is no sale's. Never less than before:
 * what is taken back once stays so. */
static int64_t
rise(const struct taking *taking)
{
	int64_t over = larger(0, taking->captured - taking->total);
	int64_t back = larger(taking->returned, taking->refunded - over);

	back = taking->cancelled ? taking->total : smaller(back, taking->total);
	return larger(0, back - taking->taken);
}

/* Which pieces came back, as order_return_pieces finds them. */
static void
note_pieces(struct taking *taking, const struct fact *fact, struct share *shares)
{
	struct order_line *lines = taking->order.lines.items;
	const struct fact_line *pieces = fact->lines.items;
	size_t count = taking->order.lines.count;
	int64_t worth;
	size_t i;

	for (i = 0; i < count; i++)
		shares[i].units = lines[i].returned;
	for (i = 0; i < fact->lines.count; i++)
		(void)order_return_pieces(&taking->order, &pieces[i], &worth);
	for (i = 0; i < count; i++) {
		int64_t before = shares[i].units;

		shares[i].units = lines[i].returned - before;
		if (shares[i].units > 0)
			shares[i].worth =
				order_units_worth(&lines[i], before, shares[i].units);
	}
}

/* Adds to the shares of lines what of an amount they have room for, by what the
 * pieces that came back are worth, or else by what is left; *rest is what they have
 * not. */
static enum status
share_out(struct taking *taking, struct shares *shares, bool returned, int64_t *rest,
	struct err *err)
{
	const struct order_line *lines = taking->order.lines.items;
	struct arena_mark mark = arena_mark(taking->arena);
	size_t count = taking->order.lines.count;
	struct split_part *parts;
	size_t i;

	TRY(ARENA_NEW(taking->arena, count, &parts, err));
	for (i = 0; i < count; i++) {
		int64_t room = worth_of(&taking->lines[i]) - shares->lines[i].amount;

		parts[i] = (struct split_part){
			.weight = room, .room = room, .place = i, .name = lines[i].sku
		};
		if (returned)
			parts[i].weight = larger(0, shares->lines[i].worth.gross);
	}
	TRY(split(*rest, parts, count, taking->arena, rest, err));
	for (i = 0; i < count; i++)
		shares->lines[i].amount += parts[i].share;
	arena_rewind(taking->arena, mark);
	return ST_OK;
}

static void
share_shipping(const struct taking *taking, struct shares *shares, int64_t *rest)
{
	int64_t room = worth_of(&taking->shipping) - shares->shipping;
	int64_t taken = smaller(*rest, room);

	shares->shipping += taken;
	*rest -= taken;
}

static enum status
share_amount(struct taking *taking, const struct fact *fact, int64_t amount,
	struct shares *shares, struct err *err)
{
	if (amount == 0)
		return ST_OK;
	if (fact->kind == FACT_RETURN)
		TRY(share_out(taking, shares, true, &amount, err));
	if (fact->with_shipping)
		share_shipping(taking, shares, &amount);
	TRY(share_out(taking, shares, false, &amount, err));
	share_shipping(taking, shares, &amount);
	return ST_OK;
}

/* Takes an amount of what is left, with that tax in it as far as it can be: all of it
 * where nothing is left then. */
static struct still_sold
take(struct still_sold *sold, int64_t amount, int64_t tax)
{
	struct still_sold taken = { .tax = tax };

	taken.tax = larger(taken.tax, amount - sold->net);
	taken.tax = smaller(taken.tax, smaller(amount, sold->tax));
	taken.net = amount - taken.tax;
	sold->net -= taken.net;
	sold->tax -= taken.tax;
	return taken;
}

static int64_t
tax_in(int64_t amount, int64_t rate)
{
	int64_t tax = 0;

	if (rate != NUMBER_NONE)
		(void)percent_included(amount, rate, &tax);
	return tax;
}

/* Of whole pieces the tax that was worked out for them. */
static int64_t
tax_of_share(const struct order_line *line, const struct share *share)
{
	if (share->units > 0 && share->amount == share->worth.gross)
		return share->worth.tax;
	return tax_in(share->amount, line->tax_rate);
}

static bool
take_line(struct taking *taking, size_t place, const struct share *share,
	struct posting_line *posting)
{
	const struct order_line *lines = taking->order.lines.items;
	struct still_sold *sold = &taking->lines[place];
	int64_t units = smaller(share->units, sold->units);
	struct still_sold taken =
		take(sold, share->amount, tax_of_share(&lines[place], share));

	sold->units -= units;
	*posting = posting_line_of(&lines[place]);
	posting->units = units;
	posting->goods = taken.net;
	posting->discount = 0;
	posting->tax = taken.tax;
	return units > 0 || share->amount > 0;
}

static enum status
take_lines(struct taking *taking, const struct shares *shares,
	struct posting *posting, struct err *err)
{
	size_t count = taking->order.lines.count;
	struct posting_line *lines;
	size_t used = 0;
	size_t i;

	TRY(ARENA_NEW(taking->arena, count, &lines, err));
	for (i = 0; i < count; i++)
		if (take_line(taking, i, &shares->lines[i], &lines[used]))
			used++;
	posting->lines = (struct list){ lines, used };
	return ST_OK;
}

static enum status
take_shares(struct taking *taking, const struct shares *shares,
	struct posting *posting, struct err *err)
{
	struct still_sold taken = take(&taking->shipping, shares->shipping,
		tax_in(shares->shipping, taking->order.shipping.tax_rate));

	posting->shipping = taken.net;
	posting->shipping_tax = taken.tax;
	return take_lines(taking, shares, posting, err);
}

static void
share_all(const struct taking *taking, struct shares *shares)
{
	size_t i;

	for (i = 0; i < taking->order.lines.count; i++) {
		shares->lines[i].amount = worth_of(&taking->lines[i]);
		shares->lines[i].units = taking->lines[i].units;
	}
	shares->shipping = worth_of(&taking->shipping);
}

static enum posting_kind
kind_of(const struct fact *fact)
{
	if (fact->kind == FACT_CANCEL)
		return POSTING_CANCEL;
	return fact->kind == FACT_RETURN ? POSTING_RETURN : POSTING_REFUND;
}

static enum status
take_back(struct taking *taking, const struct fact *fact, struct posting *posting,
	bool *any, struct err *err)
{
	struct shares shares = { .shipping = 0 };
	int64_t amount = rise(taking);

	TRY(ARENA_NEW(taking->arena, taking->order.lines.count, &shares.lines, err));
	if (fact->kind == FACT_RETURN)
		note_pieces(taking, fact, shares.lines);
	if (fact->kind == FACT_CANCEL)
		share_all(taking, &shares);
	else
		TRY(share_amount(taking, fact, amount, &shares, err));
	taking->taken += amount;
	*posting =
		posting_begin(&taking->order, kind_of(fact), fact->at, fact->number);
	TRY(take_shares(taking, &shares, posting, err));
	*any = fact->kind == FACT_CANCEL || amount > 0 || posting->lines.count > 0;
	return ST_OK;
}

static void
ship(const struct taking *taking, const struct fact *fact)
{
	const struct fact_line *pieces = fact->lines.items;
	size_t i;

	for (i = 0; i < fact->lines.count; i++)
		(void)order_ship_pieces(&taking->order, &pieces[i]);
}

enum status
taking_fact(struct taking *taking, const struct fact *fact, struct posting *posting,
	bool *any, struct err *err)
{
	bool again = taking->cancelled && fact->kind == FACT_CANCEL;

	*any = false;
	switch ((enum fact_kind)fact->kind) {
	case FACT_SHIPMENT:
		ship(taking, fact);
		return ST_OK;
	case FACT_CAPTURE:
		taking->captured = plus(taking->captured, fact->amount);
		return ST_OK;
	case FACT_REFUND:
		taking->refunded = plus(taking->refunded, fact->amount);
		break;
	case FACT_RETURN:
		taking->returned = plus(taking->returned, fact->amount);
		break;
	case FACT_CANCEL:
		taking->cancelled = true;
		break;
	default:
		return ST_OK;
	}
	if (again)
		return ST_OK;
	return take_back(taking, fact, posting, any, err);
}
