#ifndef SHOP_INDEX_LAYOUT_H
#define SHOP_INDEX_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/bytes.h"
#include "store/tables.h"

/*
 * The index on disk. Everything here is derived from what the caller holds; private
 * to the rooms of the index. The store adds its checksum behind every value.
 *
 * Documents have dense numbers from 0, u32. Neighbouring numbers make a block of
 * BLOCK_DOCUMENTS and a container of CONTAINER_DOCUMENTS, CONTAINER_BLOCKS blocks:
 * "high" is the number of a container, "low" a document's place in it. The documents
 * of a group are neighbours in the order they were given, all in one block, so that
 * counting groups is counting runs and a block can be judged by itself. A group whose
 * number of documents changes gets new numbers; numbers given back are not used again
 * until the index is built anew.
 *
 * Numbers in keys are big-endian, in values little-endian; "varint" is base-128, low
 * group first. The hash of a term is XXH3-64 of its key.
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
 *   'z'                                    the last document of each group
 *   'w' stem                               a word, by its stem
 *   'f' word                               a form that differs from its stem
 *   'f' 1 stems 0 field u8, value          what a keyword, or the last part of a
 *                                          path, is called; as a form of it
 *   'k' field u8, value                    a keyword, a path, each path above it
 *   's' field u8, numbers u32...           several keywords of one document, by the
 *                                          numbers of their terms, rising
 *   'n' field u8, name                     documents with any value of this name
 *   'v' field u8, number of name u32, value
 * Texts in keys are folded; one longer than KEY_TEXT_MAX bytes is cut there and the
 * XXH3 of the whole follows, 8 bytes. A value that folds to nothing stands as it is.
 * Values of class 'f': varint number of documents, then the stem, or the keyword as
 * in its key. Of all others:
 *   varint  number of documents
 *   u8      TERM_CONTAINED: the postings are in the table POSTING
 *   varint  the term's number, 0: none yet ('k', 's' and 'n' have one from the
 *           beginning; others get one with their containers)
 *   varint  size of the text as first given, and the text (classes 'k' 'v' 'n')
 *   rest    up to INLINE_MAX postings: varint distance from the document before
 *           (the first: the number itself), and in class 'w' u8 impact; or for each
 *           container varint how many highs are passed over before it, varint number
 *           of documents, and in class 'w' u8 the highest impact
 * An entry stays when its last document goes, with number of documents 0, until the
 * index is built anew: DELTA may know of others.
 *
 * POSTING: key high u16, number of term u32; value, a container:
 *   u8   CONTAINER_BITMAP, CONTAINER_IMPACTS, CONTAINER_SUMMARY
 *   u8   with impacts: the highest of all, else 0
 *   u16  number of documents - 1
 *   u32  0
 *   with CONTAINER_SUMMARY (impacts, and more than SUMMARY_MIN documents):
 *     u8 [72]    the highest impact in each block, 0: none there
 *     u16 [68]   how many documents stand before each block
 *   u16 [n]    the lows in order, up to CONTAINER_LIST_MAX of them; beyond it
 *   u64 [1020] a bitmap of them
 *   u8 [n]     with impacts: one for each, in order
 * A build writes all of it from front to back. An
 * impact is how much a word says of a document: 1 to 255, see impact.h; how rare the
 * word is comes in when a query is answered.
 *
 * COLUMN: key column u8, chunk u32; value, numbers of the documents of one block
 * (COLUMN_FIRST: of as many neighbouring groups, by id):
 *   i64  base
 *   u8   width of a number: 1, 2, 4 or 8 bytes, or COLUMN_RUN
 *   u8   0; u16 length of a run, else 0; u8 [4] 0
 *   COLUMN_CHUNK numbers less the base; all ones: none. Of a run nothing: its
 *   first places have the base and what follows it, the others none. Groups of one
 *   document that came one after the other are such, in COLUMN_GROUP and
 *   COLUMN_FIRST: all of them lie in a few pages.
 * Columns 0 to 199 are the fields' own: an INDEX_NUMBER's number; an
 * INDEX_SORT_TEXT's first eight bytes, folded, as a big-endian number with the top
 * bit changed; an INDEX_KEYWORD's or INDEX_PATH's value, by the number of its term
 * 'k' (of a path the lowest; of several keywords that of their term 's').
 * COLUMN_GROUP is the group's id with the top bit changed, COLUMN_FIRST a group's
 * first document.
 *
 * SORTED, packed: column u8, scope u32, number u64 with the top bit changed, document
 * u32; no value. Of INDEX_NUMBER fields that are sorted, once in scope 0 and once in
 * that of each INDEX_PATH value of the document, by the lowest one's number.
 *
 * FACET: key number of term u32 ('k' and 's'); value:
 *   u8      'k' or 's', as its term
 *   'k':    varint number of the path above, 0: none; varint size and text as first
 *           given; the rest: the term's key
 *   's':    varint how many, then each one's number, varint
 *
 * DELTA: key document u32; value, in what the document differs from TERM and POSTING
 * above, which do not know of it yet:
 *   u16      n
 *   u64 [n]  hashes of terms
 *   u8 [n]   impacts (1 where the class has none), 0: gone; of forms 1, or 255 for -1
 *   n times  varint size of the term's key, and the key
 * It is merged into them in slices of neighbouring documents.
 *
 * DOCUMENT: key 'm': u64 sum over the schema, u32 next document, u32 next number of a
 * term, u32 documents in DELTA, u32 entries of these.
 */
#define CLASS_ALL 'a'
#define CLASS_LAST 'z'
#define CLASS_WORD 'w'
#define CLASS_FORM 'f'
#define CLASS_KEYWORD 'k'
#define CLASS_SEVERAL 's'
#define CLASS_NAME 'n'
#define CLASS_VALUE 'v'

#define PACK_SIZE 960
#define KEY_TEXT_MAX 200
#define TERM_KEY_MAX 240
#define TERM_CONTAINED 1
#define INLINE_MAX 600

/* 68 blocks of 15 words of 64 bits: a block's numbers of 1, 2, 4 or 8 bytes fill a
 * quarter, a half, one or two pages. */
#define BLOCK_DOCUMENTS 960
#define BLOCK_WORDS 15
#define CONTAINER_BLOCKS 68
#define CONTAINER_DOCUMENTS 65280
#define CONTAINER_WORDS 1020
#define CONTAINER_LIST_MAX 4080
#define CONTAINER_HEADER 8
#define CONTAINER_MAXIMA 72
#define CONTAINER_BITMAP 1
#define CONTAINER_IMPACTS 2
#define CONTAINER_SUMMARY 4
#define SUMMARY_MIN 1024

#define COLUMN_CHUNK BLOCK_DOCUMENTS
#define COLUMN_HEADER 16
#define COLUMN_RUN 16
#define COLUMN_FIRST 254
#define COLUMN_GROUP 255
#define COLUMN_NONE INT64_MIN

#define SORT_TEXT_MAX 200
#define FIELD_MAX 200

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
