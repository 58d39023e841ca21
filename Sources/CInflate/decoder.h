/* What the parts of the decoder share: its state, and how bits are taken from the input. */
#ifndef REGADMIN_CINFLATE_DECODER_H
#define REGADMIN_CINFLATE_DECODER_H

#include "CInflate.h"
#include "tables.h"

#define WINDOW 32768
/* What comes out at once: large enough that calls do not count, small enough for a core's cache. */
#define CHUNK (128 << 10)
/* What one step may write beyond the end of a chunk: three bytes, a match, and the rest of a wide copy. */
#define SLOP 512

enum state { BLOCK_START, STORED_LENGTH, STORED, CODE_COUNTS, PRECODE_LENGTHS, CODE_LENGTHS, SYMBOLS, ENDED, FAILED };

struct cinflate {
    /* Bits of the input that are not used yet, the next one lowest. */
    uint64_t bits;
    unsigned bit_count;
    enum state state;
    int is_last;
    unsigned stored_left;
    unsigned literal_count, distance_count, precode_count, length_count;
    /* Where the next byte goes, and where what the caller has not seen begins; before that, up to 32 KiB of history. */
    size_t position, shown;
    uint8_t lengths[LITERAL_SYMBOLS + DISTANCE_SYMBOLS];
    uint32_t literals[LITERAL_ENTRIES];
    uint32_t distances[DISTANCE_ENTRIES];
    uint32_t precode[PRECODE_ENTRIES];
    uint8_t output[WINDOW + CHUNK + SLOP];
};

/* The input, as far as this call has it. */
struct reader {
    const uint8_t *at;
    const uint8_t *end;
};

enum step { STEP_DONE, STEP_STARVED, STEP_BLOCK_END, STEP_BROKEN };

static inline uint64_t low_bits(uint64_t value, unsigned count) { return value & (((uint64_t)1 << count) - 1); }

/* Fills up to more than 56 bits, or with what there is. */
static inline void fill(cinflate *decoder, struct reader *input) {
    while (decoder->bit_count <= 56 && input->at < input->end) {
        decoder->bits |= (uint64_t)*input->at++ << decoder->bit_count;
        decoder->bit_count += 8;
    }
}

static inline int has_bits(cinflate *decoder, struct reader *input, unsigned count) {
    if (decoder->bit_count < count) fill(decoder, input);
    return decoder->bit_count >= count;
}

static inline unsigned take_bits(cinflate *decoder, unsigned count) {
    const unsigned value = (unsigned)low_bits(decoder->bits, count);
    decoder->bits >>= count;
    decoder->bit_count -= count;
    return value;
}

/* Decodes literals and matches until the chunk is full, the input is used up or the block ends. */
enum step cinflate_symbols(cinflate *decoder, struct reader *input);

#endif
