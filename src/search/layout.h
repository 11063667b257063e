#ifndef SHOP_SEARCH_LAYOUT_H
#define SHOP_SEARCH_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "store/tables.h"

/*
 * The index on disk. Everything here is derived from what the caller holds; private
 * to search/. The store adds its checksum behind every value.
 *
 * Documents have dense numbers from 0, u32; the documents of a group are
 * neighbours in the order they were given, so that counting groups is counting
 * runs. A group whose number of documents changes gets new numbers; numbers given
 * back are not used again until the index is built anew. A container holds what
 * concerns 65,536 neighbouring numbers: "high" is a number's upper half, "low" its
 * lower one.
 *
 * Numbers in keys are big-endian, in values little-endian; "varint" is base-128,
 * low group first.
 *
 * Packed tables (TERM, SORTED) are ordered maps of small entries, many to a value
 * of the store (pack.h):
 *   key    the block's first entry's key
 *   value  entries in order: varint how many bytes the key shares with the one
 *          before it in the block (0 in the first), varint how many follow, varint
 *          size of the value, the key's rest, the value
 * A block is about PACK_SIZE bytes, so that four share a page; a larger entry has a
 * block of its own.
 *
 * TERM, packed: what can be searched for. Keys by class:
 *   'a'                                    all documents
 *   'w' stem                               a word, by its stem
 *   'f' word                               a form that differs from its stem
 *   'e' field u8, code                     a code
 *   'k' field u8, value                    a keyword, a path, each path above it
 *   'n' field u8, name                     documents with any value of this name
 *   'v' field u8, number of name u32, value
 * Texts in keys are folded; one longer than KEY_TEXT_MAX bytes is cut there and the
 * XXH3 of the whole follows, 8 bytes. A value that folds to nothing stands as it is.
 * Values of class 'f': varint number of documents, then the stem. Of all others:
 *   varint  number of documents
 *   u8      TERM_CONTAINED: the postings are in the table POSTING
 *   varint  the term's number, 0: none yet ('n' has one from the beginning)
 *   varint  size of the text as first given, and the text (classes 'k' 'v' 'n')
 *   rest    up to INLINE_MAX postings: varint distance from the document before
 *           (the first: the number itself), and in class 'w' u8 impact
 *
 * POSTING: key number of term u32, high u16; value, a container:
 *   u8   CONTAINER_BITMAP, CONTAINER_IMPACTS
 *   u8   0
 *   u16  number of documents - 1
 *   u8 [64]    with impacts: the highest in each 1,024 documents, 0: none there
 *   u16 [n]    the lows in order, up to CONTAINER_LIST_MAX of them; beyond it
 *   u64 [1024] a bitmap of them
 *   u8 [n]     with impacts: one for each, in order
 * An impact is how much a word says of a document: 1 to 255, see IMPACT in
 * analysis.c; how rare the word is comes in when a query is answered.
 *
 * COLUMN: key column u8, chunk u32; value, numbers of COLUMN_CHUNK documents:
 *   i64  base
 *   u8   width of a number: 1, 2, 4 or 8 bytes; u8 [7] 0
 *   COLUMN_CHUNK numbers less the base; all ones: none
 * Columns 0 to 199 are the fields' own: an INDEX_NUMBER's number, an
 * INDEX_SORT_TEXT's first eight bytes, folded, as a big-endian number with the top
 * bit changed. COLUMN_GROUP is the group's id with the top bit changed.
 *
 * SORTED, packed: column u8, number u64 with the top bit changed, document u32; no
 * value. Of INDEX_NUMBER fields.
 *
 * DOCUMENT: key 'g', group u64; value: varint first document, varint number of
 * documents, varint size and text folded for each INDEX_SORT_TEXT field of the
 * schema, in order. Key 'm': u64 sum over the schema, u32 next document, u32 next
 * number of a term.
 *
 * FACET is for columns of value numbers, DELTA for recent changes; both are empty.
 */
#define CLASS_ALL 'a'
#define CLASS_WORD 'w'
#define CLASS_FORM 'f'
#define CLASS_EXACT 'e'
#define CLASS_KEYWORD 'k'
#define CLASS_NAME 'n'
#define CLASS_VALUE 'v'

#define PACK_SIZE 960
#define KEY_TEXT_MAX 200
#define TERM_KEY_MAX 240
#define TERM_CONTAINED 1
#define INLINE_MAX 600
/* A term whose documents fell below this goes back into its entry. */
#define INLINE_AGAIN 300

#define CONTAINER_SIZE 65536
#define CONTAINER_LIST_MAX 4096
#define CONTAINER_WORDS 1024
#define CONTAINER_BLOCKS 64
#define CONTAINER_HEADER 4
#define CONTAINER_BITMAP 1
#define CONTAINER_IMPACTS 2

#define COLUMN_CHUNK 1000
#define COLUMN_HEADER 16
#define COLUMN_GROUP 255
#define COLUMN_NONE INT64_MIN

#define SORT_TEXT_MAX 200
#define FIELD_MAX 200

#define DOCUMENT_GROUP 'g'
#define DOCUMENT_META 'm'

static inline uint16_t
load_u16(const uint8_t *from)
{
	return (uint16_t)(from[0] | from[1] << 8);
}

static inline uint32_t
load_u32(const uint8_t *from)
{
	return (uint32_t)load_u16(from) | (uint32_t)load_u16(from + 2) << 16;
}

static inline uint64_t
load_u64(const uint8_t *from)
{
	return (uint64_t)load_u32(from) | (uint64_t)load_u32(from + 4) << 32;
}

static inline void
store_u16(uint8_t *to, uint16_t value)
{
	to[0] = (uint8_t)value;
	to[1] = (uint8_t)(value >> 8);
}

static inline void
store_u32(uint8_t *to, uint32_t value)
{
	store_u16(to, (uint16_t)value);
	store_u16(to + 2, (uint16_t)(value >> 16));
}

static inline void
store_u64(uint8_t *to, uint64_t value)
{
	store_u32(to, (uint32_t)value);
	store_u32(to + 4, (uint32_t)(value >> 32));
}

/* Signed numbers as unsigned ones in the same order, and back. */
static inline uint64_t
order_of(int64_t value)
{
	return (uint64_t)value ^ (UINT64_C(1) << 63);
}

static inline int64_t
number_of(uint64_t order)
{
	return (int64_t)(order ^ (UINT64_C(1) << 63));
}

#endif
