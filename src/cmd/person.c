#include "cmd/person.h"

static const struct field person_fields[] = {
	{ FIELD(1, FIELD_TEXT, struct person, customer), .flags = FIELD_NULLABLE },
	{ FIELD(2, FIELD_TEXT, struct person, name) },
	{ FIELD(3, FIELD_TEXT, struct person, phone) },
	{ FIELD(4, FIELD_TEXT, struct person, email) },
	{ FIELD(5, FIELD_TEXT, struct person, role) },
	{ FIELD(6, FIELD_TEXT, struct person, staff), .flags = FIELD_SPARSE },
};

const struct record_type person_record = { .name = "person",
	RECORD_FIELDS(struct person, person_fields) };

struct person
person_of_customer(const struct customer *customer)
{
	return (struct person){ .customer = customer->customer,
		.name = customer->name,
		.phone = customer->phone,
		.email = customer->email,
		.role = role_names[ROLE_CUSTOMER],
		.staff = "" };
}

enum status
person_read(const struct people *people, uint64_t customer, struct person *person,
	struct err *err)
{
	struct customer stored;
	bool found;

	TRY(customer_get(people, customer, &stored, &found, err));
	invariant(found);
	*person = person_of_customer(&stored);
	return ST_OK;
}
