/*
 * The same catalogue in SQLite's full-text search, to measure ours against.
 *
 *     fts5 version
 *     fts5 load DATABASE TSV
 *     fts5 best DATABASE WORD...                 the best 20
 *     fts5 facets DATABASE WORD...               the exact count, brands, the best 20
 *     fts5 range DATABASE CATEGORY MIN MAX       the cheapest 20
 *     fts5 tally DATABASE CATEGORY MIN MAX       how many there are
 *
 * TSV is what catalog makes. Prices are in minor units.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 7
#define BRANDS_SHOWN 20
#define WORDS_SIZE 1024

static const char before_load[] =
	"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
	"CREATE TABLE product(id INTEGER PRIMARY KEY, sku TEXT, name TEXT,"
	" brand TEXT, category TEXT, price INTEGER, stock INTEGER, description TEXT);"
	"CREATE VIRTUAL TABLE word USING fts5(name, brand, category, description,"
	" content = 'product', content_rowid = 'id', tokenize = 'porter unicode61');"
	"INSERT INTO word(word, rank) VALUES('hashsize', 67108864);"
	"BEGIN";
static const char insert[] =
	"INSERT INTO product(sku, name, brand, category, price, stock, description)"
	" VALUES(?, ?, ?, ?, ?, ?, ?)";
static const char after_load[] =
	"INSERT INTO word(word) VALUES('rebuild');"
	"INSERT INTO word(word) VALUES('optimize');"
	"CREATE INDEX product_brand ON product(brand);"
	"CREATE INDEX product_category ON product(category, price);"
	"CREATE INDEX product_price ON product(price);"
	"COMMIT; ANALYZE";

/* So that no page is read twice. Mapping the file instead was slower here, above all
 * from a cold cache. */
static const char before_reading[] = "PRAGMA cache_size = -65536";

/* Rows are fetched only of the best; the weights are as in our own index. */
static const char best[] =
	"SELECT sku, name, brand, category, price, stock FROM"
	" (SELECT rowid AS hit, bm25(word, 8, 5, 4, 2) AS score FROM word"
	"  WHERE word MATCH ? ORDER BY score LIMIT 20)"
	" JOIN product ON id = hit ORDER BY score";
static const char count_brands[] =
	"SELECT product.brand, count(*) AS products FROM word JOIN product ON id = "
	"word.rowid"
	" WHERE word MATCH ? GROUP BY product.brand ORDER BY products DESC";
static const char range[] =
	"SELECT sku, name, brand, category, price, stock FROM product"
	" WHERE category = ? AND price BETWEEN ? AND ? ORDER BY price LIMIT 20";
static const char tally[] = "SELECT count(*) FROM product"
			    " WHERE category = ? AND price BETWEEN ? AND ?";

static void
stop(sqlite3 *database, const char *what)
{
	fprintf(stderr, "fts5: %s: %s\n", what,
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
bind(sqlite3_stmt *statement, char **values, int count)
{
	for (int i = 0; i < count; i++)
		sqlite3_bind_text(statement, i + 1, values[i], -1, SQLITE_STATIC);
}

/* Ends a line of a TSV and cuts it into its columns. */
static bool
cut(char *line, char **values)
{
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < COLUMNS; i++) {
		values[i] = line;
		line += strcspn(line, "\t");
		if (i + 1 < COLUMNS && *line == '\0')
			return false;
		*line++ = '\0';
	}
	return true;
}

static void
load(sqlite3 *database, const char *path)
{
	FILE *file = fopen(path, "r");
	char *values[COLUMNS];
	char *line = NULL;
	size_t size = 0;
	sqlite3_stmt *statement;

	if (file == NULL)
		stop(NULL, path);
	execute(database, before_load);
	statement = prepare(database, insert);
	while (getline(&line, &size, file) > 0) {
		if (!cut(line, values))
			stop(NULL, path);
		bind(statement, values, COLUMNS);
		if (sqlite3_step(statement) != SQLITE_DONE)
			stop(database, insert);
		sqlite3_reset(statement);
	}
	sqlite3_finalize(statement);
	free(line);
	fclose(file);
	execute(database, after_load);
}

static void
print_row(sqlite3_stmt *statement)
{
	int columns = sqlite3_column_count(statement);

	for (int i = 0; i < columns; i++)
		printf("%s%s", (const char *)sqlite3_column_text(statement, i),
			i + 1 < columns ? "\t" : "\n");
}

static void
ask(sqlite3 *database, const char *sql, char **values, int count)
{
	sqlite3_stmt *statement = prepare(database, sql);
	int step;

	bind(statement, values, count);
	while ((step = sqlite3_step(statement)) == SQLITE_ROW)
		print_row(statement);
	if (step != SQLITE_DONE)
		stop(database, sql);
	sqlite3_finalize(statement);
}

/* Every product has one brand, so that the count is the sum. The commonest are
 * printed. */
static void
ask_brands(sqlite3 *database, char *words)
{
	sqlite3_stmt *statement = prepare(database, count_brands);
	sqlite3_int64 count = 0;
	int brands = 0;

	bind(statement, &words, 1);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		count += sqlite3_column_int64(statement, 1);
		if (brands++ < BRANDS_SHOWN)
			print_row(statement);
	}
	sqlite3_finalize(statement);
	printf("count\t%lld\n", (long long)count);
}

static char *
join(char **words, int count, char *joined)
{
	int used = 0;

	for (int i = 0; i < count && used < WORDS_SIZE; i++)
		used += snprintf(joined + used, (size_t)(WORDS_SIZE - used), "%s%s",
			i > 0 ? " " : "", words[i]);
	if (used >= WORDS_SIZE)
		stop(NULL, "too many words");
	return joined;
}

static void
answer(sqlite3 *database, const char *mode, char **values, int count)
{
	char joined[WORDS_SIZE] = "";
	char *words = join(values, count, joined);

	execute(database, before_reading);
	if (strcmp(mode, "best") == 0) {
		ask(database, best, &words, 1);
	} else if (strcmp(mode, "facets") == 0) {
		ask_brands(database, words);
		ask(database, best, &words, 1);
	} else if (strcmp(mode, "range") == 0 && count == 3) {
		ask(database, range, values, 3);
	} else if (strcmp(mode, "tally") == 0 && count == 3) {
		ask(database, tally, values, 3);
	} else {
		stop(NULL, mode);
	}
}

int
main(int argc, char **argv)
{
	sqlite3 *database;
	bool is_load;
	int flags;

	if (argc == 2 && strcmp(argv[1], "version") == 0)
		return puts("SQLite " SQLITE_VERSION) < 0;
	if (argc < 4)
		stop(NULL, argv[0]);
	is_load = strcmp(argv[1], "load") == 0;
	flags = is_load ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
			: SQLITE_OPEN_READONLY;
	if (sqlite3_open_v2(argv[2], &database, flags, NULL) != SQLITE_OK)
		stop(database, argv[2]);
	if (is_load)
		load(database, argv[3]);
	else
		answer(database, argv[1], argv + 3, argc - 3);
	return sqlite3_close(database) != SQLITE_OK;
}
