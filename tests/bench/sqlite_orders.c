/*
 * The same checkout in SQLite, to measure ours against: opens the database, and in
 * one transaction reads the cart, its customer, its products and their stock, checks
 * and holds, numbers and writes the order with its lines, its payment and its key,
 * counts the day, appends an event and empties the cart; then prints the order's
 * number.
 *
 *     sqlite_orders make DATABASE wal|delete     runs the SQL of standard input in it
 *     sqlite_orders checkout DATABASE CUSTOMER
 *     sqlite_orders count DATABASE               orders and pieces held
 *
 * As in shop, orders are found by customer, SKU and state, what is personal is sealed
 * and events are chained; but with one key for all, no sums of values, no settings,
 * no roles, nothing for the search.
 */
#include <sodium.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BUSY_MILLISECONDS 120000
#define LINES_MAX 16
#define SQL_SIZE 4096
#define TEXT_SIZE 256

static const char tables[] =
	"CREATE TABLE product(sku TEXT PRIMARY KEY, name TEXT, price INTEGER,"
	" sold INTEGER) WITHOUT ROWID;"
	"CREATE TABLE stock(sku TEXT PRIMARY KEY, on_hand INTEGER, held INTEGER)"
	" WITHOUT ROWID;"
	"CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, phone TEXT,"
	" address TEXT, country TEXT);"
	"CREATE TABLE cart(customer INTEGER PRIMARY KEY, version INTEGER,"
	" last_order INTEGER);"
	"CREATE TABLE cart_line(customer INTEGER, position INTEGER, sku TEXT,"
	" quantity INTEGER, shown_price INTEGER, PRIMARY KEY(customer, position))"
	" WITHOUT ROWID;"
	"CREATE TABLE orders(number INTEGER PRIMARY KEY, customer INTEGER,"
	" placed_at INTEGER, state TEXT, key TEXT, quantity INTEGER, goods INTEGER,"
	" total INTEGER, name TEXT, phone TEXT, address TEXT, country TEXT);"
	"CREATE INDEX order_customer ON orders(customer);"
	"CREATE INDEX order_state ON orders(state);"
	"CREATE TABLE order_line(number INTEGER, position INTEGER, sku TEXT, name "
	"TEXT,"
	" quantity INTEGER, unit_price INTEGER, line_total INTEGER,"
	" PRIMARY KEY(number, position)) WITHOUT ROWID;"
	"CREATE INDEX line_sku ON order_line(sku);"
	"CREATE TABLE payment(number INTEGER, position INTEGER, at INTEGER,"
	" method TEXT, amount INTEGER, PRIMARY KEY(number, position)) WITHOUT ROWID;"
	"CREATE TABLE checkout_key(customer INTEGER, key TEXT, number INTEGER,"
	" PRIMARY KEY(customer, key)) WITHOUT ROWID;"
	"CREATE TABLE day(day INTEGER PRIMARY KEY, orders INTEGER, units INTEGER,"
	" total INTEGER);"
	"CREATE TABLE event(number INTEGER PRIMARY KEY, at INTEGER, actor TEXT,"
	" subject TEXT, kind TEXT, note TEXT, previous BLOB);"
	"CREATE INDEX event_subject ON event(subject);";

struct line {
	char sku[TEXT_SIZE];
	char name[TEXT_SIZE];
	sqlite3_int64 quantity;
	sqlite3_int64 price;
	sqlite3_int64 shown_price;
	sqlite3_int64 available;
	sqlite3_int64 sold;
};

struct order {
	sqlite3_int64 number;
	sqlite3_int64 customer;
	sqlite3_int64 at;
	sqlite3_int64 quantity;
	sqlite3_int64 total;
	char key[TEXT_SIZE];
	struct line lines[LINES_MAX];
	int line_count;
};

static void
stop(sqlite3 *database, const char *what)
{
	fprintf(stderr, "sqlite_orders: %s: %s\n", what,
		database ? sqlite3_errmsg(database) : "wrong use");
	exit(1);
}

static void
execute(sqlite3 *database, const char *sql)
{
	if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
		stop(database, sql);
}

/* A statement with its first numbers bound. */
static sqlite3_stmt *
prepare(sqlite3 *database, const char *sql, const sqlite3_int64 *numbers, int count)
{
	sqlite3_stmt *statement;
	int i;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
		stop(database, sql);
	for (i = 0; i < count; i++)
		sqlite3_bind_int64(statement, i + 1, numbers[i]);
	return statement;
}

static void
finish(sqlite3_stmt *statement)
{
	if (sqlite3_step(statement) != SQLITE_DONE)
		stop(sqlite3_db_handle(statement), sqlite3_sql(statement));
	sqlite3_reset(statement);
}

static void
bind_text(sqlite3_stmt *statement, int at, const char *text)
{
	sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

static void
copy_text(sqlite3_stmt *statement, int column, char *text)
{
	snprintf(text, TEXT_SIZE, "%s",
		(const char *)sqlite3_column_text(statement, column));
}

static const unsigned char key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES] = { 1 };
static const unsigned char nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES] = {
	2
};

/* SQL: seal(TEXT) */
static void
seal(sqlite3_context *context, int count, sqlite3_value **values)
{
	unsigned char sealed[2 * SQL_SIZE];
	unsigned long long size = (unsigned long long)sqlite3_value_bytes(values[0]);

	if (count != 1 || size > SQL_SIZE)
		stop(NULL, "seal");
	crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, &size,
		sqlite3_value_blob(values[0]), size, NULL, 0, NULL, nonce, key);
	sqlite3_result_blob(context, sealed, (int)size, SQLITE_TRANSIENT);
}

/* SQL: unseal(BLOB) */
static void
unseal(sqlite3_context *context, int count, sqlite3_value **values)
{
	unsigned char text[2 * SQL_SIZE];
	unsigned long long size = (unsigned long long)sqlite3_value_bytes(values[0]);

	if (count != 1 || size > SQL_SIZE ||
		crypto_aead_xchacha20poly1305_ietf_decrypt(text, &size, NULL,
			sqlite3_value_blob(values[0]), size, NULL, 0, nonce,
			key) != 0)
		stop(NULL, "unseal");
	sqlite3_result_text(context, (char *)text, (int)size, SQLITE_TRANSIENT);
}

/* SQL: chain(TEXT), the hash that the next event carries */
static void
chain(sqlite3_context *context, int count, sqlite3_value **values)
{
	unsigned char hash[crypto_generichash_BYTES];

	if (count != 1 ||
		crypto_generichash(hash, sizeof(hash), sqlite3_value_blob(values[0]),
			(unsigned long long)sqlite3_value_bytes(values[0]), key,
			sizeof(key)) != 0)
		stop(NULL, "chain");
	sqlite3_result_blob(context, hash, sizeof(hash), SQLITE_TRANSIENT);
}

static void
add_functions(sqlite3 *database)
{
	if (sodium_init() < 0 ||
		sqlite3_create_function(database, "seal", 1, SQLITE_UTF8, NULL, seal,
			NULL, NULL) != SQLITE_OK ||
		sqlite3_create_function(database, "unseal", 1, SQLITE_UTF8, NULL,
			unseal, NULL, NULL) != SQLITE_OK ||
		sqlite3_create_function(database, "chain", 1, SQLITE_UTF8, NULL,
			chain, NULL, NULL) != SQLITE_OK)
		stop(database, "functions");
}

static void
read_lines(sqlite3 *database, struct order *order)
{
	sqlite3_stmt *statement = prepare(database,
		"SELECT sku, name, quantity, price, shown_price, on_hand - held, sold"
		" FROM cart_line JOIN product USING(sku) JOIN stock USING(sku)"
		" WHERE customer = ? ORDER BY position",
		&order->customer, 1);

	while (sqlite3_step(statement) == SQLITE_ROW) {
		struct line *line = &order->lines[order->line_count++];

		if (order->line_count == LINES_MAX)
			stop(NULL, "too many lines");
		copy_text(statement, 0, line->sku);
		copy_text(statement, 1, line->name);
		line->quantity = sqlite3_column_int64(statement, 2);
		line->price = sqlite3_column_int64(statement, 3);
		line->shown_price = sqlite3_column_int64(statement, 4);
		line->available = sqlite3_column_int64(statement, 5);
		line->sold = sqlite3_column_int64(statement, 6);
	}
	sqlite3_finalize(statement);
}

static void
check_lines(struct order *order)
{
	const struct line *line;
	int i;

	if (order->line_count == 0)
		stop(NULL, "an empty cart");
	for (i = 0; i < order->line_count; i++) {
		line = &order->lines[i];
		if (!line->sold || line->quantity > line->available)
			stop(NULL, "sold out");
		if (line->price != line->shown_price)
			stop(NULL, "another price");
		order->quantity += line->quantity;
		order->total += line->quantity * line->price;
	}
}

static void
hold_stock(sqlite3 *database, const struct order *order)
{
	sqlite3_stmt *statement = prepare(
		database, "UPDATE stock SET held = held + ? WHERE sku = ?", NULL, 0);
	int i;

	for (i = 0; i < order->line_count; i++) {
		sqlite3_bind_int64(statement, 1, order->lines[i].quantity);
		bind_text(statement, 2, order->lines[i].sku);
		finish(statement);
	}
	sqlite3_finalize(statement);
}

/* The key is the cart's, with its version. */
static void
find_key(sqlite3 *database, struct order *order)
{
	sqlite3_stmt *statement = prepare(database,
		"SELECT version FROM cart WHERE customer = ?", &order->customer, 1);

	if (sqlite3_step(statement) != SQLITE_ROW)
		stop(database, "no cart");
	snprintf(order->key, TEXT_SIZE, "cart-%lld-%lld", order->customer,
		sqlite3_column_int64(statement, 0));
	sqlite3_finalize(statement);
	statement = prepare(database,
		"SELECT number FROM checkout_key WHERE customer = ? AND key = ?",
		&order->customer, 1);
	bind_text(statement, 2, order->key);
	if (sqlite3_step(statement) != SQLITE_DONE)
		stop(NULL, "ordered before");
	sqlite3_finalize(statement);
}

static void
write_order(sqlite3 *database, struct order *order)
{
	sqlite3_int64 numbers[] = { order->customer, order->at, order->quantity,
		order->total };
	sqlite3_stmt *statement = prepare(database,
		"INSERT INTO orders SELECT coalesce((SELECT max(number) FROM orders),"
		" 1000) + 1, ?1, ?2, 'placed', ?5, ?3, ?4, ?4, seal(unseal(name)),"
		" seal(unseal(phone)), seal(unseal(address)), country"
		" FROM customer WHERE id = ?1",
		numbers, 4);

	bind_text(statement, 5, order->key);
	finish(statement);
	sqlite3_finalize(statement);
	order->number = sqlite3_last_insert_rowid(database);
}

static void
write_lines(sqlite3 *database, const struct order *order)
{
	sqlite3_stmt *statement = prepare(database,
		"INSERT INTO order_line VALUES(?, ?, ?, ?, ?, ?, ?)", &order->number,
		1);
	int i;

	for (i = 0; i < order->line_count; i++) {
		const struct line *line = &order->lines[i];

		sqlite3_bind_int64(statement, 2, i);
		bind_text(statement, 3, line->sku);
		bind_text(statement, 4, line->name);
		sqlite3_bind_int64(statement, 5, line->quantity);
		sqlite3_bind_int64(statement, 6, line->price);
		sqlite3_bind_int64(statement, 7, line->quantity * line->price);
		finish(statement);
	}
	sqlite3_finalize(statement);
}

/* One statement, numbers first, then a text where there is one. */
static void
run(sqlite3 *database, const char *sql, const sqlite3_int64 *numbers, int count,
	const char *text)
{
	sqlite3_stmt *statement = prepare(database, sql, numbers, count);

	if (text)
		bind_text(statement, count + 1, text);
	finish(statement);
	sqlite3_finalize(statement);
}

static void
write_rest(sqlite3 *database, const struct order *order)
{
	const sqlite3_int64 payment[] = { order->number, order->at, order->total };
	const sqlite3_int64 keyed[] = { order->customer, order->number };
	const sqlite3_int64 day[] = { order->at / 86400000000, order->quantity,
		order->total };
	const sqlite3_int64 event[] = { order->at, order->number };

	run(database, "INSERT INTO payment VALUES(?, 1, ?, 'manual', ?)", payment, 3,
		NULL);
	run(database, "INSERT INTO checkout_key VALUES(?1, ?3, ?2)", keyed, 2,
		order->key);
	run(database,
		"INSERT INTO day VALUES(?1, 1, ?2, ?3) ON CONFLICT(day) DO UPDATE SET"
		" orders = orders + 1, units = units + ?2, total = total + ?3",
		day, 3, NULL);
	run(database,
		"INSERT INTO event(at, actor, subject, kind, note, previous)"
		" VALUES(?1, 'staff 0', 'order ' || ?2, 'placed', ?3, (SELECT"
		" chain(at || actor || subject || kind || note || coalesce(previous,"
		" '')) FROM event ORDER BY number DESC LIMIT 1))",
		event, 2, "checkout");
	run(database,
		"UPDATE cart SET version = version + 1, last_order = ?2"
		" WHERE customer = ?1",
		keyed, 2, NULL);
	run(database, "DELETE FROM cart_line WHERE customer = ?", keyed, 1, NULL);
}

static void
checkout(sqlite3 *database, const char *customer)
{
	struct order order = { .customer = strtoll(customer, NULL, 10) };
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	order.at = (sqlite3_int64)now.tv_sec * 1000000 + now.tv_nsec / 1000;
	execute(database, "BEGIN IMMEDIATE");
	find_key(database, &order);
	read_lines(database, &order);
	check_lines(&order);
	hold_stock(database, &order);
	write_order(database, &order);
	write_lines(database, &order);
	write_rest(database, &order);
	execute(database, "COMMIT");
	printf("%lld\n", order.number);
}

static void
make(sqlite3 *database, const char *mode)
{
	char line[SQL_SIZE];
	char sql[2 * SQL_SIZE] = "";

	execute(database, strcmp(mode, "wal") == 0 ? "PRAGMA journal_mode = WAL"
						   : "PRAGMA journal_mode = DELETE");
	execute(database, "BEGIN");
	execute(database, tables);
	while (fgets(line, sizeof(line), stdin)) {
		if (strlen(sql) + strlen(line) >= sizeof(sql))
			stop(NULL, line);
		memcpy(sql + strlen(sql), line, strlen(line) + 1);
		if (!sqlite3_complete(sql))
			continue;
		execute(database, sql);
		sql[0] = '\0';
	}
	execute(database,
		"UPDATE customer SET name = seal(name), phone = seal(phone),"
		" address = seal(address)");
	execute(database, "COMMIT");
}

static void
count(sqlite3 *database)
{
	sqlite3_stmt *statement = prepare(database,
		"SELECT (SELECT count(*) FROM orders), sum(held) FROM stock", NULL,
		0);

	if (sqlite3_step(statement) != SQLITE_ROW)
		stop(database, "count");
	printf("%lld %lld\n", sqlite3_column_int64(statement, 0),
		sqlite3_column_int64(statement, 1));
	sqlite3_finalize(statement);
}

int
main(int argc, char **argv)
{
	bool is_make = argc == 4 && strcmp(argv[1], "make") == 0;
	bool is_checkout = argc == 4 && strcmp(argv[1], "checkout") == 0;
	bool is_count = argc == 3 && strcmp(argv[1], "count") == 0;
	sqlite3 *database;

	if (!is_make && !is_checkout && !is_count)
		stop(NULL, argv[0]);
	if (sqlite3_open_v2(argv[2], &database,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
		stop(database, argv[2]);
	sqlite3_busy_timeout(database, BUSY_MILLISECONDS);
	execute(database, "PRAGMA synchronous = FULL");
	add_functions(database);
	if (is_make)
		make(database, argv[3]);
	else if (is_checkout)
		checkout(database, argv[3]);
	else
		count(database);
	return sqlite3_close(database) != SQLITE_OK;
}
