#include <string.h>

#include "decoder.h"

/* What one turn of the quick loop may read: two loads of 8 bytes, 7 bytes apart. */
#define TURN_INPUT 24
/* The same and the load before the first turn: with more input than this, the loop gets on. */
#define QUICK_INPUT 32

static uint64_t load64(const uint8_t *at) {
    uint64_t value;
    memcpy(&value, at, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

static uint32_t look_up(const uint32_t *table, unsigned root, uint64_t bits, unsigned *used) {
    uint32_t entry = table[low_bits(bits, root)];
    *used = 0;
    if (entry & ENTRY_SUBTABLE) {
        *used = root;
        entry = table[ENTRY_VALUE(entry) + low_bits(bits >> root, ENTRY_CODE_BITS(entry))];
    }
    return entry;
}

/* The value of an entry and its extra bits, which begin behind the code. */
static unsigned extended(uint32_t entry, uint64_t bits) {
    return ENTRY_VALUE(entry) + (unsigned)(low_bits(bits, ENTRY_TOTAL_BITS(entry)) >> ENTRY_CODE_BITS(entry));
}

/* Copies a match; may write up to 32 bytes beyond it. */
static inline void copy_match(uint8_t *to, unsigned distance, unsigned length) {
    const uint8_t *from = to - distance;
    uint8_t *const end = to + length;
    if (distance >= 16) {
        /* Most matches are this short: two copies without a question cost less than one that is guessed wrong. */
        memcpy(to, from, 16);
        memcpy(to + 16, from + 16, 16);
        while (__builtin_expect(end - to > 32, 0)) {
            to += 32;
            from += 32;
            memcpy(to, from, 16);
            memcpy(to + 16, from + 16, 16);
        }
    } else if (distance >= 8) {
        do {
            memcpy(to, from, 8);
            to += 8;
            from += 8;
        } while (to < end);
    } else if (distance == 1) {
        const uint64_t run = 0x0101010101010101u * *from;
        do {
            memcpy(to, &run, 8);
            to += 8;
        } while (to < end);
    } else {
        /* Of the eight bytes those beyond `distance` are not right yet; the next turn writes them again. */
        do {
            uint64_t word;
            memcpy(&word, from, 8);
            memcpy(to, &word, 8);
            to += distance;
            from += distance;
        } while (to < end);
    }
}

/* Decodes as long as no step can run out of input or room. */
static enum step quick_symbols(cinflate *decoder, struct reader *input) {
    const uint32_t *const literals = decoder->literals;
    const uint32_t *const distances = decoder->distances;
    uint8_t *const first = decoder->output;
    uint8_t *const room_end = decoder->output + WINDOW + CHUNK;
    uint8_t *to = decoder->output + decoder->position;
    const uint8_t *const start = input->at;
    const uint8_t *const quick_end = input->end - TURN_INPUT;
    const uint8_t *at = start;
    uint64_t bits = decoder->bits;
    unsigned bit_count = decoder->bit_count;
    enum step result = STEP_DONE;

    /* Bits above `bit_count` may be set: they are those of the bytes that the next refill brings again. */
#define REFILL()                                \
    do {                                        \
        bits |= load64(at) << bit_count;        \
        at += (63 - bit_count) >> 3;            \
        bit_count |= 56;                        \
    } while (0)
#define DROP(count)                             \
    do {                                        \
        const unsigned dropped = (count);       \
        bits >>= dropped;                       \
        bit_count -= dropped;                   \
    } while (0)

    REFILL();
    uint32_t entry = literals[low_bits(bits, LITERAL_BITS)];
    while (at < quick_end && to < room_end) {
        if (entry & ENTRY_LITERAL) {
            DROP(ENTRY_TOTAL_BITS(entry));
            *to++ = (uint8_t)(entry >> 16);
            entry = literals[low_bits(bits, LITERAL_BITS)];
            if (entry & ENTRY_LITERAL) {
                DROP(ENTRY_TOTAL_BITS(entry));
                *to++ = (uint8_t)(entry >> 16);
                entry = literals[low_bits(bits, LITERAL_BITS)];
                if (entry & ENTRY_LITERAL) {
                    DROP(ENTRY_TOTAL_BITS(entry));
                    *to++ = (uint8_t)(entry >> 16);
                    REFILL();
                    entry = literals[low_bits(bits, LITERAL_BITS)];
                    continue;
                }
            }
            REFILL();
        }
        if (__builtin_expect(entry & ENTRY_SPECIAL, 0)) {
            if (entry & ENTRY_SUBTABLE) {
                const unsigned subtable_bits = ENTRY_CODE_BITS(entry);
                DROP(LITERAL_BITS);
                entry = literals[ENTRY_VALUE(entry) + low_bits(bits, subtable_bits)];
            }
            if (entry & ENTRY_LITERAL) {
                DROP(ENTRY_TOTAL_BITS(entry));
                *to++ = (uint8_t)(entry >> 16);
                REFILL();
                entry = literals[low_bits(bits, LITERAL_BITS)];
                continue;
            }
            if (entry & ENTRY_SPECIAL) {
                DROP(ENTRY_TOTAL_BITS(entry));
                result = entry & ENTRY_END ? STEP_BLOCK_END : STEP_BROKEN;
                break;
            }
        }
        const unsigned length = extended(entry, bits);
        DROP(ENTRY_TOTAL_BITS(entry));
        /* At most 20 bits of at least 56 are gone: the distance's 28 are there. */
        entry = distances[low_bits(bits, DISTANCE_BITS)];
        if (__builtin_expect(entry & ENTRY_SPECIAL, 0)) {
            if (entry & ENTRY_SUBTABLE) {
                const unsigned subtable_bits = ENTRY_CODE_BITS(entry);
                DROP(DISTANCE_BITS);
                entry = distances[ENTRY_VALUE(entry) + low_bits(bits, subtable_bits)];
            }
            if (entry & ENTRY_SPECIAL) {
                result = STEP_BROKEN;
                break;
            }
        }
        const unsigned distance = extended(entry, bits);
        DROP(ENTRY_TOTAL_BITS(entry));
        if (__builtin_expect(distance > (size_t)(to - first), 0)) {
            result = STEP_BROKEN;
            break;
        }
        /* The next look-up is on its way while the match is copied. */
        REFILL();
        entry = literals[low_bits(bits, LITERAL_BITS)];
        copy_match(to, distance, length);
        to += length;
    }
#undef REFILL
#undef DROP

    /* Whole bytes go back to the input that they came from. */
    while (bit_count >= 8 && at > start) {
        at--;
        bit_count -= 8;
    }
    decoder->bits = low_bits(bits, bit_count);
    decoder->bit_count = bit_count;
    decoder->position = (size_t)(to - first);
    input->at = at;
    return result;
}

/* Decodes one literal, match or end, or nothing where not all of its bits are there. */
static enum step one_symbol(cinflate *decoder, struct reader *input) {
    fill(decoder, input);
    uint64_t bits = decoder->bits;
    unsigned used;
    uint32_t entry = look_up(decoder->literals, LITERAL_BITS, bits, &used);
    unsigned taken = used + ENTRY_TOTAL_BITS(entry);
    /* What was looked up by bits that are there is right, whatever follows them. */
    if (taken > decoder->bit_count) return STEP_STARVED;
    bits >>= used;
    if (entry & ENTRY_LITERAL) {
        take_bits(decoder, taken);
        decoder->output[decoder->position++] = (uint8_t)(entry >> 16);
        return STEP_DONE;
    }
    if (entry & ENTRY_SPECIAL) {
        take_bits(decoder, taken);
        return entry & ENTRY_END ? STEP_BLOCK_END : STEP_BROKEN;
    }
    const unsigned length = extended(entry, bits);
    bits >>= ENTRY_TOTAL_BITS(entry);
    entry = look_up(decoder->distances, DISTANCE_BITS, bits, &used);
    taken += used + ENTRY_TOTAL_BITS(entry);
    if (taken > decoder->bit_count) return STEP_STARVED;
    if (entry & ENTRY_SPECIAL) return STEP_BROKEN;
    const unsigned distance = extended(entry, bits >> used);
    if (distance > decoder->position) return STEP_BROKEN;
    take_bits(decoder, taken);
    copy_match(decoder->output + decoder->position, distance, length);
    decoder->position += length;
    return STEP_DONE;
}

enum step cinflate_symbols(cinflate *decoder, struct reader *input) {
    while (decoder->position < WINDOW + CHUNK) {
        const int is_quick = input->end - input->at > QUICK_INPUT;
        const enum step step = is_quick ? quick_symbols(decoder, input) : one_symbol(decoder, input);
        if (step != STEP_DONE) return step;
    }
    return STEP_DONE;
}
