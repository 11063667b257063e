#include "account/customer_check.h"

#include <string.h>

#include "account/contact.h"
#include "base/country.h"
#include "base/text.h"

struct text_rule {
	const char *name;
	size_t offset;
	size_t size_max;
	const char *allowed; /* control characters */
	bool cards;          /* may hold what looks like a card's number */
};

static const struct text_rule text_rules[] = {
	{ "name", offsetof(struct customer, name), CUSTOMER_NAME_SIZE_MAX, "",
		false },
	{ "address", offsetof(struct customer, address), ADDRESS_SIZE_MAX, "\n\t",
		false },
	{ "note", offsetof(struct customer, note), NOTE_SIZE_MAX, "\n\t", false },
	{ "group", offsetof(struct customer, group), GROUP_SIZE_MAX, "", true },
	{ "payment", offsetof(struct customer, payment), PAYMENT_SIZE_MAX, "",
		false },
};

static enum status
check_text(const struct text_rule *rule, const char *text, struct err *err)
{
	const char *reason;
	size_t offset;

	if (strlen(text) > rule->size_max)
		return fail(err, ST_BAD_DATA, "the %s is longer than %zu bytes",
			rule->name, rule->size_max);
	if (text_find_forbidden(text, strlen(text), rule->allowed, &offset, &reason))
		return fail(err, ST_BAD_DATA, "the %s holds %s at byte %zu",
			rule->name, reason, offset + 1);
	if (!rule->cards && text_has_card_number(text))
		return fail(err, ST_BAD_DATA,
			"the %s holds a payment card's number, which is never kept",
			rule->name);
	return ST_OK;
}

static enum status
check_texts(const struct customer *customer, struct err *err)
{
	size_t i;

	for (i = 0; i < sizeof(text_rules) / sizeof(text_rules[0]); i++) {
		const struct text_rule *rule = &text_rules[i];
		const char *text;

		memcpy(&text, (const char *)customer + rule->offset, sizeof(text));
		TRY(check_text(rule, text, err));
	}
	return ST_OK;
}

static enum status
check_contacts(struct txn *txn, struct customer *customer, struct err *err)
{
	if (customer->phone[0] != '\0')
		TRY(contact_shop_phone(txn, customer->phone, &customer->phone, err));
	if (customer->email[0] != '\0')
		TRY(email_canonical(
			customer->email, txn_arena(txn), &customer->email, err));
	return ST_OK;
}

enum status
customer_check_given(struct txn *txn, struct customer *customer, struct err *err)
{
	char code[COUNTRY_CODE_MAX];

	TRY(check_texts(customer, err));
	TRY(check_contacts(txn, customer, err));
	if (customer->country[0] == '\0')
		return ST_OK;
	if (!country_find(customer->country, code))
		return fail(err, ST_BAD_DATA,
			"'%s' is no country's code (ISO 3166-1, two letters: DE, "
			"GB, US)",
			customer->country);
	return arena_text(txn_arena(txn), code, &customer->country, err);
}

enum status
customer_check(struct txn *txn, struct customer *customer, struct err *err)
{
	TRY(check_texts(customer, err));
	if (customer->name[strspn(customer->name, " ")] == '\0')
		return fail(err, ST_BAD_DATA, "a customer needs a name");
	if (customer->phone[0] == '\0' && customer->email[0] == '\0')
		return fail(err, ST_BAD_DATA,
			"a customer needs a phone number or an e-mail address");
	return customer_check_given(txn, customer, err);
}
