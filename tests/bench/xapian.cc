/*
 * The same catalogue in Xapian, to measure ours against.
 *
 *     xapian version
 *     xapian load DATABASE TSV
 *     xapian best DATABASE WORD...               the best 20
 *     xapian facets DATABASE WORD...             the exact count, brands, the best 20
 *     xapian range DATABASE CATEGORY MIN MAX     the cheapest 20
 *     xapian tally DATABASE CATEGORY MIN MAX     how many there are
 *
 * TSV is what catalog makes. Prices are in minor units. Words are stored without
 * their positions, which none of this needs, and the database is compacted.
 */
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>
#include <xapian.h>

enum slot {
	SLOT_BRAND,
	SLOT_PRICE,
};

static const unsigned hits_shown = 20;

static std::vector<std::string>
cut(const std::string &line)
{
	std::vector<std::string> values;
	std::string::size_type from = 0;
	std::string::size_type tab;

	while ((tab = line.find('\t', from)) != std::string::npos) {
		values.push_back(line.substr(from, tab - from));
		from = tab + 1;
	}
	values.push_back(line.substr(from));
	return values;
}

static std::string
category_term(const std::string &category)
{
	return "XC" + category;
}

static std::string
price_value(const std::string &price)
{
	return Xapian::sortable_serialise(std::stod(price));
}

/* The weights are as in our own index. */
static Xapian::Document
make_document(Xapian::TermGenerator &generator, const std::string &line)
{
	std::vector<std::string> values = cut(line);
	Xapian::Document document;

	if (values.size() != 7)
		throw Xapian::InvalidArgumentError("not a line of a catalogue");
	generator.set_document(document);
	generator.index_text_without_positions(values[1], 8);
	generator.index_text_without_positions(values[2], 5);
	generator.index_text_without_positions(values[3], 4);
	generator.index_text_without_positions(values[6], 2);
	document.add_boolean_term(category_term(values[3]));
	document.add_value(SLOT_BRAND, values[2]);
	document.add_value(SLOT_PRICE, price_value(values[4]));
	document.set_data(line.substr(0, line.rfind('\t')));
	return document;
}

static void
load(const std::string &path, const char *tsv)
{
	std::string building = path + ".building";
	std::ifstream file(tsv);
	std::string line;
	Xapian::TermGenerator generator;

	setenv("XAPIAN_FLUSH_THRESHOLD", "100000", 1);
	Xapian::WritableDatabase database(building, Xapian::DB_CREATE_OR_OVERWRITE);
	generator.set_stemmer(Xapian::Stem("english"));
	generator.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
	while (std::getline(file, line))
		database.add_document(make_document(generator, line));
	database.commit();
	database.compact(path, Xapian::DBCOMPACT_SINGLE_FILE);
	database.close();
	std::filesystem::remove_all(building);
}

static Xapian::Query
all_of(const std::vector<std::string> &words)
{
	Xapian::Stem stem("english");
	std::vector<std::string> terms;

	for (const std::string &word : words)
		terms.push_back(stem(word));
	return Xapian::Query(Xapian::Query::OP_AND, terms.begin(), terms.end());
}

static Xapian::Query
in_range(const std::vector<std::string> &values)
{
	return Xapian::Query(Xapian::Query::OP_AND,
		Xapian::Query(category_term(values.at(0))),
		Xapian::Query(Xapian::Query::OP_VALUE_RANGE, SLOT_PRICE,
			price_value(values.at(1)), price_value(values.at(2))));
}

static void
print_hits(const Xapian::MSet &hits)
{
	for (Xapian::MSetIterator hit = hits.begin(); hit != hits.end(); ++hit)
		std::cout << hit.get_document().get_data() << '\n';
}

static void
answer_best(Xapian::Enquire &enquire, const std::vector<std::string> &words)
{
	enquire.set_query(all_of(words));
	print_hits(enquire.get_mset(0, hits_shown));
}

static void
answer_facets(Xapian::Enquire &enquire, const std::vector<std::string> &words,
	Xapian::doccount all)
{
	Xapian::ValueCountMatchSpy brands(SLOT_BRAND);

	enquire.set_query(all_of(words));
	enquire.add_matchspy(&brands);
	Xapian::MSet hits = enquire.get_mset(0, hits_shown, all);
	Xapian::TermIterator brand = brands.top_values_begin(hits_shown);
	for (; brand != brands.top_values_end(hits_shown); ++brand)
		std::cout << *brand << '\t' << brand.get_termfreq() << '\n';
	std::cout << "count\t" << hits.get_matches_estimated() << '\n';
	print_hits(hits);
}

static void
answer_range(Xapian::Enquire &enquire, const std::vector<std::string> &values)
{
	enquire.set_query(in_range(values));
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	enquire.set_sort_by_value(SLOT_PRICE, false);
	print_hits(enquire.get_mset(0, hits_shown));
}

static void
answer_tally(Xapian::Enquire &enquire, const std::vector<std::string> &values,
	Xapian::doccount all)
{
	enquire.set_query(in_range(values));
	enquire.set_weighting_scheme(Xapian::BoolWeight());
	std::cout << enquire.get_mset(0, 1, all).get_matches_estimated() << '\n';
}

static void
answer(const std::string &mode, const char *path,
	const std::vector<std::string> &values)
{
	Xapian::Database database(path);
	Xapian::Enquire enquire(database);

	if (mode == "best")
		answer_best(enquire, values);
	else if (mode == "facets")
		answer_facets(enquire, values, database.get_doccount());
	else if (mode == "range")
		answer_range(enquire, values);
	else if (mode == "tally")
		answer_tally(enquire, values, database.get_doccount());
	else
		throw Xapian::InvalidArgumentError("no mode is called " + mode);
}

int
main(int argc, char **argv)
try {
	std::string mode = argc > 1 ? argv[1] : "";

	if (mode == "version")
		std::cout << "Xapian " << Xapian::version_string() << '\n';
	else if (argc < 4)
		throw Xapian::InvalidArgumentError("a mode, a database and more");
	else if (mode == "load")
		load(argv[2], argv[3]);
	else
		answer(mode, argv[2],
			std::vector<std::string>(argv + 3, argv + argc));
	return 0;
} catch (const Xapian::Error &error) {
	std::cerr << "xapian: " << error.get_description() << '\n';
	return 1;
}
