#ifndef SHOP_CMD_PRODUCT_FORM_H
#define SHOP_CMD_PRODUCT_FORM_H

#include "cmd/context.h"
#include "cmd/product_input.h"

/*
 * The questionnaire for a product: every field is asked, each answer is judged at
 * once as the catalogue would judge it.
 */
enum product_form_kind {
	FORM_NEW,     /* a product, or a variant of one that may be there */
	FORM_VARIANT, /* one more variant of a product that is there */
	FORM_CHANGE,  /* of what is there */
};

struct product_form {
	struct context *context;
	enum product_form_kind kind;
	const char *title;
	const char *confirm;
	/* Of FORM_VARIANT the product's handle; of FORM_CHANGE what is changed, as
	 * typed. */
	const char *name;
};

/* Asks. What input says already is offered; after it input says what was answered,
 * of FORM_CHANGE only what is not as it was. */
enum status product_form_ask(const struct product_form *form,
	struct product_input *input, struct err *err);

#endif
