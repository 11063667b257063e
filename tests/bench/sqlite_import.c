/*
 * Takes a catalogue into a new SQLite database, to measure an import against:
 *
 *     sqlite_import DATABASE TSV
 *
 * TSV is what catalog makes. One transaction with prepared statements, then four
 * indexes and a full-text search over name, brand, category and description, which
 * keeps no copy of the texts; on disk when it ends, as SQLite does it when nothing is
 * asked of it. Prints nothing.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 7

static const char before_load[] =
	"PRAGMA synchronous = FULL; PRAGMA cache_size = -262144;"
	"CREATE TABLE product(id INTEGER PRIMARY KEY, sku TEXT, name TEXT,"
	" brand TEXT, category TEXT, price INTEGER, stock INTEGER, description TEXT);"
	"CREATE VIRTUAL TABLE word USING fts5(name, brand, category, description,"
	" content = 'product', content_rowid = 'id', tokenize = 'porter unicode61');"
	"INSERT INTO word(word, rank) VALUES('hashsize', 67108864);"
	"BEGIN";
static const char insert[] =
	"INSERT INTO product(sku, name, brand, category, price, stock, description)"
	" VALUES(?, ?, ?, ?, ?, ?, ?)";
static const char after_load[] = "CREATE UNIQUE INDEX product_sku ON product(sku);"
				 "CREATE INDEX product_brand ON product(brand);"
				 "CREATE INDEX product_category ON product(category);"
				 "CREATE INDEX product_price ON product(price);"
				 "INSERT INTO word(word) VALUES('rebuild');"
				 "COMMIT";

static void
stop(sqlite3 *database, const char *what)
{
	fprintf(stderr, "sqlite_import: %s: %s\n", what,
		database ? sqlite3_errmsg(database) : "cannot be read");
	exit(1);
}

static void
execute(sqlite3 *database, const char *sql)
{
	if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK)
		stop(database, sql);
}

/* Binds the columns of a line, where they lie in it. */
static bool
bind_line(sqlite3_stmt *statement, const char *line, size_t size)
{
	const char *end = line + size;

	for (int column = 1; column <= COLUMNS; column++) {
		const char *tab = memchr(
			line, column < COLUMNS ? '\t' : '\n', (size_t)(end - line));

		if (!tab)
			return false;
		sqlite3_bind_text(
			statement, column, line, (int)(tab - line), SQLITE_STATIC);
		line = tab + 1;
	}
	return true;
}

static void
load(sqlite3 *database, const char *path)
{
	FILE *file = fopen(path, "r");
	sqlite3_stmt *statement;
	char *line = NULL;
	size_t size = 0;
	ssize_t got;

	if (!file)
		stop(NULL, path);
	execute(database, before_load);
	if (sqlite3_prepare_v2(database, insert, -1, &statement, NULL) != SQLITE_OK)
		stop(database, insert);
	while ((got = getline(&line, &size, file)) > 0) {
		if (!bind_line(statement, line, (size_t)got))
			stop(NULL, path);
		if (sqlite3_step(statement) != SQLITE_DONE)
			stop(database, insert);
		sqlite3_reset(statement);
	}
	sqlite3_finalize(statement);
	free(line);
	fclose(file);
	execute(database, after_load);
}

int
main(int argc, char **argv)
{
	sqlite3 *database;

	if (argc != 3) {
		fprintf(stderr, "usage: sqlite_import DATABASE TSV\n");
		return 2;
	}
	if (sqlite3_open(argv[1], &database) != SQLITE_OK)
		stop(database, argv[1]);
	load(database, argv[2]);
	return sqlite3_close(database) != SQLITE_OK;
}
