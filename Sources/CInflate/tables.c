#include "tables.h"

#include <string.h>

/* Lengths 3 to 258 and distances 1 to 32,768 by symbol (RFC 1951, 3.2.5): where a symbol's range begins, and how many
 * bits say where in it. */
static const uint16_t length_starts[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27,
                                           31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t length_extras[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
static const uint16_t distance_starts[30] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
                                             193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};

/* What a symbol means, with the extra bits in the total; the code's own length is added by the caller. */
static uint32_t meaning(enum code_kind kind, unsigned symbol) {
    switch (kind) {
    case PRECODE: return symbol << 16;
    case LITERAL_CODE:
        if (symbol < 256) return ENTRY_LITERAL | symbol << 16;
        if (symbol == 256) return ENTRY_SPECIAL | ENTRY_END;
        if (symbol > 285) return ENTRY_SPECIAL;
        return (uint32_t)length_starts[symbol - 257] << 16 | length_extras[symbol - 257];
    case DISTANCE_CODE:
        if (symbol > 29) return ENTRY_SPECIAL;
        return (uint32_t)distance_starts[symbol] << 16 | (symbol < 4 ? 0 : symbol / 2 - 1);
    }
    return ENTRY_SPECIAL;
}

static uint32_t entry(enum code_kind kind, unsigned symbol, unsigned code_bits) {
    return meaning(kind, symbol) + code_bits + (code_bits << 8);
}

/* The next code of the same length, bits reversed. */
static unsigned next_reversed(unsigned code, unsigned length) {
    unsigned bit = 1u << (length - 1);
    while (code & bit) {
        code ^= bit;
        bit >>= 1;
    }
    return code | bit;
}

int cinflate_build(enum code_kind kind, const uint8_t *lengths, unsigned count, uint32_t *table) {
    const unsigned root = kind == LITERAL_CODE ? LITERAL_BITS : kind == DISTANCE_CODE ? DISTANCE_BITS : PRECODE_BITS;
    const unsigned capacity =
        kind == LITERAL_CODE ? LITERAL_ENTRIES : kind == DISTANCE_CODE ? DISTANCE_ENTRIES : PRECODE_ENTRIES;
    unsigned counts[LONGEST_CODE + 1] = {0};
    for (unsigned symbol = 0; symbol < count; symbol++) counts[lengths[symbol]]++;
    unsigned longest = LONGEST_CODE;
    while (longest > 0 && counts[longest] == 0) longest--;

    /* A code without symbols may be announced where it is not used. */
    const uint32_t nothing = ENTRY_SPECIAL | 1u << 8 | 1u;
    if (longest == 0 && kind == PRECODE) return 0;
    int space = 1;
    for (unsigned length = 1; length <= LONGEST_CODE; length++) {
        space = space * 2 - (int)counts[length];
        if (space < 0) return 0;
    }
    if (space > 0 && (longest > 1 || kind == PRECODE)) return 0;

    /* Symbols by the length of their codes, and by number among equals: the order of the codes. */
    uint16_t starts[LONGEST_CODE + 2];
    uint16_t sorted[LITERAL_SYMBOLS];
    starts[1] = 0;
    for (unsigned length = 1; length <= LONGEST_CODE; length++)
        starts[length + 1] = (uint16_t)(starts[length] + counts[length]);
    for (unsigned symbol = 0; symbol < count; symbol++)
        if (lengths[symbol] != 0) sorted[starts[lengths[symbol]]++] = (uint16_t)symbol;

    /* The first table grows with the length: what is known so far is repeated for either value of the next bit. */
    unsigned code = 0;
    unsigned place = 0;
    table[0] = table[1] = nothing;
    for (unsigned length = 1; length <= root; length++) {
        if (length > 1) memcpy(table + (1u << (length - 1)), table, sizeof *table << (length - 1));
        for (unsigned left = counts[length]; left > 0; left--) {
            table[code] = entry(kind, sorted[place++], length);
            code = next_reversed(code, length);
        }
    }

    /* Longer codes: a second table for each beginning, as large as the longest code with it needs. */
    unsigned beginning = ~0u;
    unsigned free = 1u << root;
    unsigned subtable = 0;
    unsigned bits = 0;
    for (unsigned length = root + 1; length <= longest; length++) {
        for (unsigned left = counts[length]; left > 0; left--) {
            if ((code & ((1u << root) - 1)) != beginning) {
                beginning = code & ((1u << root) - 1);
                bits = length - root;
                int open = (int)(1u << bits) - (int)left;
                while (open > 0) {
                    bits++;
                    open = open * 2 - (int)counts[root + bits];
                }
                subtable = free;
                free += 1u << bits;
                if (free > capacity) return 0;
                table[beginning] = ENTRY_SPECIAL | ENTRY_SUBTABLE | subtable << 16 | bits << 8 | root;
            }
            const uint32_t found = entry(kind, sorted[place++], length - root);
            for (unsigned at = code >> root; at < 1u << bits; at += 1u << (length - root)) table[subtable + at] = found;
            code = next_reversed(code, length);
        }
    }
    return 1;
}
