#include "cdigests_blake2b.h"

#include "kernels.h"

#include <string.h>

/* RFC 7693, section 2.6: the same constants as SHA-512's initial state. */
static const uint64_t initial[8] = {
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
};

static uint64_t load_little_endian(const uint8_t *bytes) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
#else
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--) word = word << 8 | bytes[i];
    return word;
#endif
}

#define ROTATE_RIGHT(x, n) ((x) >> (n) | (x) << (64 - (n)))

/* The mixing function G of section 3.1. */
#define MIX(a, b, c, d, x, y)           \
    do {                                \
        a = a + b + (x);                \
        d = ROTATE_RIGHT(d ^ a, 32);    \
        c = c + d;                      \
        b = ROTATE_RIGHT(b ^ c, 24);    \
        a = a + b + (y);                \
        d = ROTATE_RIGHT(d ^ a, 16);    \
        c = c + d;                      \
        b = ROTATE_RIGHT(b ^ c, 63);    \
    } while (0)

/* One round: columns, then diagonals. The arguments are one row of SIGMA (section 2.7), written
   out so that every message word has a fixed place and the sixteen words of state stay in registers. */
#define ROUND(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15) \
    do {                                          \
        MIX(v0, v4, v8, v12, m[s0], m[s1]);       \
        MIX(v1, v5, v9, v13, m[s2], m[s3]);       \
        MIX(v2, v6, v10, v14, m[s4], m[s5]);      \
        MIX(v3, v7, v11, v15, m[s6], m[s7]);      \
        MIX(v0, v5, v10, v15, m[s8], m[s9]);      \
        MIX(v1, v6, v11, v12, m[s10], m[s11]);    \
        MIX(v2, v7, v8, v13, m[s12], m[s13]);     \
        MIX(v3, v4, v9, v14, m[s14], m[s15]);     \
    } while (0)

void cdigests_blake2b_compress(uint64_t h[8], uint64_t *byte_count, const uint8_t *bytes, size_t blocks,
                               size_t last_length, uint64_t final) {
    for (; blocks; blocks--, bytes += CDIGESTS_BLAKE2B_BLOCK) {
        uint64_t m[16];
        for (int i = 0; i < 16; i++) m[i] = load_little_endian(bytes + 8 * i);
        *byte_count += blocks == 1 ? last_length : CDIGESTS_BLAKE2B_BLOCK;
        uint64_t v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3], v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
        uint64_t v8 = initial[0], v9 = initial[1], v10 = initial[2], v11 = initial[3];
        uint64_t v12 = initial[4] ^ *byte_count, v13 = initial[5]; /* no stream reaches 2^64 bytes */
        uint64_t v14 = initial[6] ^ final, v15 = initial[7];
        ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
        ROUND(11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4);
        ROUND(7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8);
        ROUND(9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13);
        ROUND(2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9);
        ROUND(12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11);
        ROUND(13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10);
        ROUND(6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5);
        ROUND(10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0);
        ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
        h[0] ^= v0 ^ v8;
        h[1] ^= v1 ^ v9;
        h[2] ^= v2 ^ v10;
        h[3] ^= v3 ^ v11;
        h[4] ^= v4 ^ v12;
        h[5] ^= v5 ^ v13;
        h[6] ^= v6 ^ v14;
        h[7] ^= v7 ^ v15;
    }
}

void cdigests_blake2b_init(cdigests_blake2b *state) {
    memcpy(state->h, initial, sizeof state->h);
    state->h[0] ^= 0x01010020; /* depth 1, fanout 1, no key, 32 bytes of digest (section 2.5) */
    state->byte_count = 0;
    state->pending_count = 0;
}

/* The last block is marked as such, so a full block waits until a further byte proves it is not the last. */
void cdigests_blake2b_update(cdigests_blake2b *state, const uint8_t *bytes, size_t count) {
    if (count == 0) return;
    size_t room = CDIGESTS_BLAKE2B_BLOCK - state->pending_count;
    if (count > room) {
        if (state->pending_count) {
            memcpy(state->pending + state->pending_count, bytes, room);
            cdigests_blake2b_compress(state->h, &state->byte_count, state->pending, 1, CDIGESTS_BLAKE2B_BLOCK, 0);
            state->pending_count = 0;
            bytes += room;
            count -= room;
        }
        size_t blocks = (count - 1) / CDIGESTS_BLAKE2B_BLOCK;
        cdigests_blake2b_compress(state->h, &state->byte_count, bytes, blocks, CDIGESTS_BLAKE2B_BLOCK, 0);
        bytes += blocks * CDIGESTS_BLAKE2B_BLOCK;
        count -= blocks * CDIGESTS_BLAKE2B_BLOCK;
    }
    memcpy(state->pending + state->pending_count, bytes, count);
    state->pending_count += count;
}

void cdigests_blake2b_final(cdigests_blake2b *state, uint8_t digest[32]) {
    memset(state->pending + state->pending_count, 0, CDIGESTS_BLAKE2B_BLOCK - state->pending_count);
    cdigests_blake2b_compress(state->h, &state->byte_count, state->pending, 1, state->pending_count, ~(uint64_t)0);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 8; j++) digest[8 * i + j] = (uint8_t)(state->h[i] >> (8 * j));
}
