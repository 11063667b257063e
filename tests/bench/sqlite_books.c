/*
 * The same books in SQLite, to measure cuts against: a row for each order with its
 * sums, one for each line, the same for what came back, and the indexes that one
 * would expect.
 *
 *     sqlite_books make DATABASE                of the rows of "books rows" in its
 * input sqlite_books QUESTION DATABASE [FROM UNTIL]
 *
 * A question is brand, category, product or country; days are those since 1970. Rows
 * of an answer: name, orders, units, returned, gross, discounts, refunds, shipping,
 * tax, less what was given back. Where lines are grouped, shipping is left out.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW_SIZE 512
#define CELLS_MAX 16
#define SQL_SIZE 4096
#define CACHE "PRAGMA cache_size=-4000000; PRAGMA mmap_size=30000000000;"

#define ORDER_COLUMNS \
	"(number INTEGER PRIMARY KEY, day INTEGER, customer INTEGER, country TEXT," \
	" method TEXT, shipping INTEGER, shipping_tax INTEGER, units INTEGER," \
	" goods INTEGER, discount INTEGER, tax INTEGER);"
#define LINE_COLUMNS \
	"(number INTEGER, position INTEGER, product INTEGER, units INTEGER," \
	" goods INTEGER, discount INTEGER, tax INTEGER," \
	" PRIMARY KEY(number, position)) WITHOUT ROWID;"

static const char tables[] =
	"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" CACHE
	"CREATE TABLE product(id INTEGER PRIMARY KEY, sku TEXT UNIQUE, name TEXT,"
	" product TEXT, category TEXT, brand TEXT);"
	"CREATE TABLE sale" ORDER_COLUMNS "CREATE TABLE back" ORDER_COLUMNS
	"CREATE TABLE sale_line" LINE_COLUMNS "CREATE TABLE back_line" LINE_COLUMNS;
static const char indexes[] =
	"CREATE INDEX sale_day ON sale(day); CREATE INDEX back_day ON back(day);"
	"CREATE INDEX sale_customer ON sale(customer);"
	"CREATE INDEX sale_product ON sale_line(product);"
	"CREATE INDEX back_product ON back_line(product); ANALYZE;";

/* The statement for each kind of row, and how many cells it has. */
struct kind {
	char letter;
	int cells;
	const char *sql;
	sqlite3_stmt *statement;
};
static struct kind kinds[] = {
	{ 'P', 5,
		"INSERT INTO product(sku, name, product, category, brand)"
		" VALUES(?, ?, ?, ?, ?)",
		NULL },
	{ 'S', 11, "INSERT INTO sale VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", NULL },
	{ 'R', 11, "INSERT INTO back VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", NULL },
	{ 'L', 7,
		"INSERT INTO sale_line VALUES(?, ?, (SELECT id FROM product WHERE"
		" sku = ?), ?, ?, ?, ?)",
		NULL },
	{ 'l', 7,
		"INSERT INTO back_line VALUES(?, ?, (SELECT id FROM product WHERE"
		" sku = ?), ?, ?, ?, ?)",
		NULL },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void
stop(sqlite3 *database, const char *what)
{
	fprintf(stderr, "sqlite_books: %s: %s\n", what,
		database ? sqlite3_errmsg(database) : "wrong use");
	exit(1);
}

static void
execute(sqlite3 *database, const char *sql)
{
	if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
		stop(database, sql);
}

static sqlite3_stmt *
prepare(sqlite3 *database, const char *sql)
{
	sqlite3_stmt *statement;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
		stop(database, sql);
	return statement;
}

static void
insert(sqlite3 *database, char *row)
{
	struct kind *kind = kinds;
	char *rest = row;

	row[strcspn(row, "\n")] = '\0';
	while (kind < kinds + KINDS && kind->letter != row[0])
		kind++;
	if (kind == kinds + KINDS)
		stop(NULL, row);
	strsep(&rest, "\t");
	for (int i = 1; i <= kind->cells; i++)
		sqlite3_bind_text(
			kind->statement, i, strsep(&rest, "\t"), -1, SQLITE_STATIC);
	if (sqlite3_step(kind->statement) != SQLITE_DONE)
		stop(database, row);
	sqlite3_reset(kind->statement);
}

/* Columns turn digits into numbers. */
static void
make(sqlite3 *database)
{
	char row[ROW_SIZE];

	execute(database, tables);
	for (size_t i = 0; i < KINDS; i++)
		kinds[i].statement = prepare(database, kinds[i].sql);
	execute(database, "BEGIN");
	while (fgets(row, sizeof(row), stdin))
		insert(database, row);
	execute(database, "COMMIT");
	for (size_t i = 0; i < KINDS; i++)
		sqlite3_finalize(kinds[i].statement);
	execute(database, indexes);
}

/* Which rows an answer is of, and what is summed. */
struct question {
	const char *name; /* of a group */
	const char *sale; /* tables */
	const char *back;
	const char *days; /* a condition with a period, or none */
	const char *orders;
	const char *shipping;
	const char *tax;
};

#define SALE_LINES "sale_line l JOIN product p ON p.id = l.product"
#define BACK_LINES "back_line l JOIN product p ON p.id = l.product"

static struct question
ask(const char *what, int in_period)
{
	static const struct {
		const char *what;
		const char *name;
	} names[] = { { "brand", "p.brand" }, { "category", "p.category" },
		{ "product", "p.product" } };
	struct question question = { "l.country", "sale l", "back l", "", "COUNT(*)",
		"SUM(l.shipping)", "SUM(l.tax) + SUM(l.shipping_tax)" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i].what, what) != 0)
			continue;
		question = (struct question){ names[i].name, SALE_LINES, BACK_LINES,
			"", "COUNT(DISTINCT l.number)", "0", "SUM(l.tax)" };
		if (in_period) {
			question.sale =
				"sale o JOIN sale_line l ON l.number = o.number"
				" JOIN product p ON p.id = l.product";
			question.back =
				"back o JOIN back_line l ON l.number = o.number"
				" JOIN product p ON p.id = l.product";
		}
		question.days = in_period ? " WHERE o.day >= ?1 AND o.day < ?2" : "";
		return question;
	}
	if (strcmp(what, "country") != 0)
		stop(NULL, what);
	question.days = in_period ? " WHERE l.day >= ?1 AND l.day < ?2" : "";
	return question;
}

static void
answer(sqlite3 *database, const struct question *question, const char *const *days)
{
	char sql[SQL_SIZE];
	sqlite3_stmt *statement;

	snprintf(sql, sizeof(sql),
		"SELECT name, SUM(orders), SUM(units), SUM(returned), SUM(gross),"
		" SUM(discounts), SUM(refunds), SUM(shipping), SUM(tax) FROM ("
		"SELECT %s AS name, %s AS orders, SUM(l.units) AS units,"
		" 0 AS returned, SUM(l.goods) AS gross, SUM(l.discount) AS discounts,"
		" 0 AS refunds, %s AS shipping, %s AS tax FROM %s%s GROUP BY 1"
		" UNION ALL SELECT %s, 0, 0, SUM(l.units), 0, 0,"
		" SUM(l.goods) - SUM(l.discount), -(%s), -(%s) FROM %s%s GROUP BY 1)"
		" GROUP BY name ORDER BY name",
		question->name, question->orders, question->shipping, question->tax,
		question->sale, question->days, question->name, question->shipping,
		question->tax, question->back, question->days);
	statement = prepare(database, sql);
	for (int i = 0; i < 2 && days[i]; i++)
		sqlite3_bind_int64(statement, i + 1, strtoll(days[i], NULL, 10));
	while (sqlite3_step(statement) == SQLITE_ROW)
		for (int i = 0; i < 9; i++)
			printf("%s%c", sqlite3_column_text(statement, i),
				i < 8 ? '\t' : '\n');
	if (sqlite3_finalize(statement) != SQLITE_OK)
		stop(database, sql);
}

int
main(int argc, char **argv)
{
	const char *days[3] = { NULL, NULL, NULL };
	struct question question;
	sqlite3 *database;

	if (argc != 3 && argc != 5)
		stop(NULL, "sqlite_books");
	if (sqlite3_open(argv[2], &database) != SQLITE_OK)
		stop(database, argv[2]);
	if (strcmp(argv[1], "make") == 0) {
		make(database);
	} else {
		execute(database, CACHE);
		question = ask(argv[1], argc == 5);
		days[0] = argc == 5 ? argv[3] : NULL;
		days[1] = argc == 5 ? argv[4] : NULL;
		answer(database, &question, days);
	}
	sqlite3_close(database);
	return 0;
}
