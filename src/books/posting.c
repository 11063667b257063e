#include "books/posting.h"

#include "base/money.h"

const char *const posting_kind_names[] = { "sale", "cancel", "return", "refund",
	"credit", "payment", "repayment", NULL };

bool
posting_is_money(const struct posting *posting)
{
	return posting->kind == POSTING_PAYMENT || posting->kind == POSTING_REPAYMENT;
}

/* What the lines and the shipping come to, whichever way they went. */
struct sums {
	int64_t units;
	int64_t goods;
	int64_t discount;
	int64_t tax;
};

static bool
sum_up(const struct posting *posting, struct sums *sums)
{
	const struct posting_line *lines = posting->lines.items;

	*sums = (struct sums){ .tax = posting->shipping_tax };
	for (size_t i = 0; i < posting->lines.count; i++)
		if (!money_add(sums->units, lines[i].units, &sums->units) ||
			!money_add(sums->goods, lines[i].goods, &sums->goods) ||
			!money_add(
				sums->discount, lines[i].discount, &sums->discount) ||
			!money_add(sums->tax, lines[i].tax, &sums->tax))
			return false;
	return true;
}

bool
posting_total(const struct posting *posting, int64_t *total)
{
	struct sums sums;
	int64_t sum;

	if (posting_is_money(posting)) {
		*total = posting->amount;
		return true;
	}
	return sum_up(posting, &sums) &&
	       money_subtract(sums.goods, sums.discount, &sum) &&
	       money_add(sum, posting->shipping, &sum) &&
	       money_add(sum, sums.tax, total);
}

bool
posting_figures(const struct posting *posting, struct figures *figures)
{
	struct sums sums;
	int64_t goods;

	if (posting_is_money(posting)) {
		*figures = (struct figures){ 0 };
		return true;
	}
	if (!sum_up(posting, &sums) ||
		!money_subtract(sums.goods, sums.discount, &goods))
		return false;
	if (posting->kind == POSTING_SALE)
		*figures = (struct figures){ .orders = 1,
			.units = sums.units,
			.gross = sums.goods,
			.discounts = sums.discount,
			.shipping = posting->shipping,
			.tax = sums.tax };
	else
		*figures = (struct figures){ .cancelled =
						     posting->kind == POSTING_CANCEL,
			.credits = posting->kind == POSTING_CREDIT,
			.returned = sums.units,
			.refunds = goods,
			.shipping_refunded = posting->shipping,
			.tax_refunded = sums.tax };
	return true;
}
