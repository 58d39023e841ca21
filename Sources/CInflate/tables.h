/* Tables that decode a prefix code (RFC 1951, 3.2.2) by looking up its next bits. */
#ifndef REGADMIN_CINFLATE_TABLES_H
#define REGADMIN_CINFLATE_TABLES_H

#include <stddef.h>
#include <stdint.h>

/* An entry: bits 0-7 how many bits it takes, extra bits included; 8-11 the length of the code alone; 16-30 the value.
 * The flags stand where no count reaches. */
#define ENTRY_LITERAL 0x80000000u
/* None of the plain cases, which the next two tell apart; alone, a code that means nothing. */
#define ENTRY_SPECIAL 0x8000u
/* The value is where a second table begins, bits 8-11 by how many bits it is looked up. */
#define ENTRY_SUBTABLE 0x4000u
#define ENTRY_END 0x2000u

#define ENTRY_TOTAL_BITS(entry) ((entry) & 0xff)
#define ENTRY_CODE_BITS(entry) ((entry) >> 8 & 0xf)
#define ENTRY_VALUE(entry) ((entry) >> 16 & 0x7fff)

#define LONGEST_CODE 15
#define LITERAL_BITS 11
#define DISTANCE_BITS 8
#define PRECODE_BITS 7
#define LITERAL_SYMBOLS 288
#define DISTANCE_SYMBOLS 32
#define PRECODE_SYMBOLS 19
/* A complete code of 288 symbols takes at most 2,342 entries behind a first table of 11 bits, one of 32 symbols 402
 * behind 8 bits. */
#define LITERAL_ENTRIES 2400
#define DISTANCE_ENTRIES 512
#define PRECODE_ENTRIES 128

enum code_kind { LITERAL_CODE, DISTANCE_CODE, PRECODE };

/* Fills `table` for the code whose lengths are given. Returns 0 for a set of lengths that is no complete code; a
 * single code of one bit is let pass for literals and distances, none at all for distances. */
int cinflate_build(enum code_kind kind, const uint8_t *lengths, unsigned count, uint32_t *table);

#endif
