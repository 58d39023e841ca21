#include "CInflate.h"

#include <stdlib.h>
#include <string.h>

#include "decoder.h"

cinflate *cinflate_new(void) {
    cinflate *decoder = calloc(1, sizeof *decoder);
    return decoder;
}

void cinflate_free(cinflate *decoder) { free(decoder); }

void cinflate_reset(cinflate *decoder) {
    decoder->bits = 0;
    decoder->bit_count = 0;
    decoder->state = BLOCK_START;
    decoder->is_last = 0;
    decoder->position = 0;
    decoder->shown = 0;
}

static enum step stored(cinflate *decoder, struct reader *input) {
    while (decoder->stored_left > 0 && decoder->position < WINDOW + CHUNK) {
        if (decoder->bit_count > 0) {
            decoder->output[decoder->position++] = (uint8_t)take_bits(decoder, 8);
            decoder->stored_left--;
            continue;
        }
        size_t count = (size_t)(input->end - input->at);
        if (count == 0) return STEP_STARVED;
        if (count > decoder->stored_left) count = decoder->stored_left;
        if (count > WINDOW + CHUNK - decoder->position) count = WINDOW + CHUNK - decoder->position;
        memcpy(decoder->output + decoder->position, input->at, count);
        input->at += count;
        decoder->position += count;
        decoder->stored_left -= (unsigned)count;
    }
    return decoder->stored_left == 0 ? STEP_BLOCK_END : STEP_DONE;
}

/* The fixed code (RFC 1951, 3.2.6). */
static void use_fixed_code(cinflate *decoder) {
    memset(decoder->lengths, 8, 144);
    memset(decoder->lengths + 144, 9, 112);
    memset(decoder->lengths + 256, 7, 24);
    memset(decoder->lengths + 280, 8, 8);
    cinflate_build(LITERAL_CODE, decoder->lengths, LITERAL_SYMBOLS, decoder->literals);
    memset(decoder->lengths, 5, DISTANCE_SYMBOLS);
    cinflate_build(DISTANCE_CODE, decoder->lengths, DISTANCE_SYMBOLS, decoder->distances);
}

static enum step block_start(cinflate *decoder, struct reader *input) {
    if (!has_bits(decoder, input, 3)) return STEP_STARVED;
    decoder->is_last = (int)take_bits(decoder, 1);
    switch (take_bits(decoder, 2)) {
    case 0:
        take_bits(decoder, decoder->bit_count & 7);
        decoder->state = STORED_LENGTH;
        return STEP_DONE;
    case 1:
        use_fixed_code(decoder);
        decoder->state = SYMBOLS;
        return STEP_DONE;
    case 2: decoder->state = CODE_COUNTS; return STEP_DONE;
    default: return STEP_BROKEN;
    }
}

static enum step stored_length(cinflate *decoder, struct reader *input) {
    if (!has_bits(decoder, input, 32)) return STEP_STARVED;
    decoder->stored_left = take_bits(decoder, 16);
    if (take_bits(decoder, 16) != (~decoder->stored_left & 0xffff)) return STEP_BROKEN;
    decoder->state = STORED;
    return STEP_DONE;
}

static enum step code_counts(cinflate *decoder, struct reader *input) {
    if (!has_bits(decoder, input, 14)) return STEP_STARVED;
    decoder->literal_count = take_bits(decoder, 5) + 257;
    decoder->distance_count = take_bits(decoder, 5) + 1;
    decoder->precode_count = take_bits(decoder, 4) + 4;
    if (decoder->literal_count > 286 || decoder->distance_count > 30) return STEP_BROKEN;
    memset(decoder->lengths, 0, PRECODE_SYMBOLS);
    decoder->length_count = 0;
    decoder->state = PRECODE_LENGTHS;
    return STEP_DONE;
}

static enum step precode_lengths(cinflate *decoder, struct reader *input) {
    static const uint8_t order[PRECODE_SYMBOLS] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    while (decoder->length_count < decoder->precode_count) {
        if (!has_bits(decoder, input, 3)) return STEP_STARVED;
        decoder->lengths[order[decoder->length_count++]] = (uint8_t)take_bits(decoder, 3);
    }
    if (!cinflate_build(PRECODE, decoder->lengths, PRECODE_SYMBOLS, decoder->precode)) return STEP_BROKEN;
    decoder->length_count = 0;
    decoder->state = CODE_LENGTHS;
    return STEP_DONE;
}

static enum step code_lengths(cinflate *decoder, struct reader *input) {
    const unsigned all = decoder->literal_count + decoder->distance_count;
    while (decoder->length_count < all) {
        fill(decoder, input);
        const uint32_t entry = decoder->precode[low_bits(decoder->bits, PRECODE_BITS)];
        const unsigned code_bits = ENTRY_CODE_BITS(entry);
        const unsigned symbol = ENTRY_VALUE(entry);
        const unsigned extra = symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7;
        if (code_bits + extra > decoder->bit_count) return STEP_STARVED;
        take_bits(decoder, code_bits);
        if (symbol < 16) {
            decoder->lengths[decoder->length_count++] = (uint8_t)symbol;
            continue;
        }
        if (symbol == 16 && decoder->length_count == 0) return STEP_BROKEN;
        const uint8_t length = symbol == 16 ? decoder->lengths[decoder->length_count - 1] : 0;
        const unsigned count = take_bits(decoder, extra) + (symbol == 18 ? 11 : 3);
        if (count > all - decoder->length_count) return STEP_BROKEN;
        memset(decoder->lengths + decoder->length_count, length, count);
        decoder->length_count += count;
    }
    if (decoder->lengths[256] == 0) return STEP_BROKEN;
    const uint8_t *const distances = decoder->lengths + decoder->literal_count;
    if (!cinflate_build(LITERAL_CODE, decoder->lengths, decoder->literal_count, decoder->literals)) return STEP_BROKEN;
    if (!cinflate_build(DISTANCE_CODE, distances, decoder->distance_count, decoder->distances)) return STEP_BROKEN;
    decoder->state = SYMBOLS;
    return STEP_DONE;
}

static enum step advance(cinflate *decoder, struct reader *input) {
    switch (decoder->state) {
    case BLOCK_START: return block_start(decoder, input);
    case STORED_LENGTH: return stored_length(decoder, input);
    case STORED: return stored(decoder, input);
    case CODE_COUNTS: return code_counts(decoder, input);
    case PRECODE_LENGTHS: return precode_lengths(decoder, input);
    case CODE_LENGTHS: return code_lengths(decoder, input);
    case SYMBOLS: return cinflate_symbols(decoder, input);
    case ENDED:
    case FAILED: break;
    }
    return STEP_BROKEN;
}

enum cinflate_status cinflate_run(
    cinflate *decoder, const uint8_t **input, size_t *input_count, const uint8_t **output, size_t *output_count) {
    struct reader reader = {*input, *input + *input_count};
    /* Of what was shown only the history is kept. */
    if (decoder->shown > WINDOW) {
        const size_t surplus = decoder->shown - WINDOW;
        memmove(decoder->output, decoder->output + surplus, decoder->position - surplus);
        decoder->position -= surplus;
        decoder->shown = WINDOW;
    }
    enum step step = STEP_DONE;
    while (decoder->state != ENDED && decoder->state != FAILED && decoder->position < WINDOW + CHUNK) {
        step = advance(decoder, &reader);
        if (step == STEP_STARVED) break;
        if (step == STEP_BLOCK_END) decoder->state = decoder->is_last ? ENDED : BLOCK_START;
        if (step == STEP_BROKEN) decoder->state = FAILED;
    }
    *input = reader.at;
    *input_count = (size_t)(reader.end - reader.at);
    *output = decoder->output + decoder->shown;
    *output_count = decoder->position - decoder->shown;
    decoder->shown = decoder->position;
    if (*output_count > 0) return CINFLATE_OUTPUT;
    if (decoder->state == FAILED) return CINFLATE_BROKEN;
    return decoder->state == ENDED ? CINFLATE_END : CINFLATE_NEEDS_INPUT;
}

size_t cinflate_take_unused(cinflate *decoder, uint8_t bytes[8]) {
    take_bits(decoder, decoder->bit_count & 7);
    size_t count = 0;
    while (decoder->bit_count > 0) bytes[count++] = (uint8_t)take_bits(decoder, 8);
    return count;
}
