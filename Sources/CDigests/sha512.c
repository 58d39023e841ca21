#include "kernels.h"

#include "sha512_constants.h"

#define ROTATE_RIGHT(x, n) ((x) >> (n) | (x) << (64 - (n)))
#define BIG_SIGMA_0(x) (ROTATE_RIGHT(x, 28) ^ ROTATE_RIGHT(x, 34) ^ ROTATE_RIGHT(x, 39))
#define BIG_SIGMA_1(x) (ROTATE_RIGHT(x, 14) ^ ROTATE_RIGHT(x, 18) ^ ROTATE_RIGHT(x, 41))
#define SMALL_SIGMA_0(x) (ROTATE_RIGHT(x, 1) ^ ROTATE_RIGHT(x, 8) ^ (x) >> 7)
#define SMALL_SIGMA_1(x) (ROTATE_RIGHT(x, 19) ^ ROTATE_RIGHT(x, 61) ^ (x) >> 6)

static uint64_t load_big_endian(const uint8_t *bytes) {
    uint64_t word = 0;
    for (int i = 0; i < 8; i++) word = word << 8 | bytes[i];
    return word;
}

/* One round of FIPS 180-4, section 6.4.2, with the variables renamed by the caller instead of moved. `word` is what
   makes the round's message word and leaves it in w[i]. */
#define ROUND(a, b, c, d, e, f, g, h, i, word)                                                  \
    do {                                                                                        \
        uint64_t sum = h + sha512_k[t + (i)] + (word) + (g ^ (e & (f ^ g))) + BIG_SIGMA_1(e);   \
        d += sum;                                                                               \
        h = sum + ((a & b) | (c & (a | b))) + BIG_SIGMA_0(a);                                   \
    } while (0)

#define FIRST(i) (w[i] = load_big_endian(bytes + 8 * (i)))
#define NEXT(i) \
    (w[i] += SMALL_SIGMA_0(w[((i) + 1) & 15]) + w[((i) + 9) & 15] + SMALL_SIGMA_1(w[((i) + 14) & 15]))

/* Eight rounds bring every variable back to its name. */
#define EIGHT_ROUNDS(i, WORD)                                                  \
    do {                                                                       \
        ROUND(v0, v1, v2, v3, v4, v5, v6, v7, (i) + 0, WORD((i) + 0));         \
        ROUND(v7, v0, v1, v2, v3, v4, v5, v6, (i) + 1, WORD((i) + 1));         \
        ROUND(v6, v7, v0, v1, v2, v3, v4, v5, (i) + 2, WORD((i) + 2));         \
        ROUND(v5, v6, v7, v0, v1, v2, v3, v4, (i) + 3, WORD((i) + 3));         \
        ROUND(v4, v5, v6, v7, v0, v1, v2, v3, (i) + 4, WORD((i) + 4));         \
        ROUND(v3, v4, v5, v6, v7, v0, v1, v2, (i) + 5, WORD((i) + 5));         \
        ROUND(v2, v3, v4, v5, v6, v7, v0, v1, (i) + 6, WORD((i) + 6));         \
        ROUND(v1, v2, v3, v4, v5, v6, v7, v0, (i) + 7, WORD((i) + 7));         \
    } while (0)

void cdigests_sha512_compress(uint64_t h[8], const uint8_t *bytes, size_t blocks) {
    for (; blocks; blocks--, bytes += 128) {
        uint64_t w[16];
        uint64_t v0 = h[0], v1 = h[1], v2 = h[2], v3 = h[3], v4 = h[4], v5 = h[5], v6 = h[6], v7 = h[7];
        int t = 0;
        EIGHT_ROUNDS(0, FIRST);
        EIGHT_ROUNDS(8, FIRST);
        for (t = 16; t < 80; t += 16) {
            EIGHT_ROUNDS(0, NEXT);
            EIGHT_ROUNDS(8, NEXT);
        }
        h[0] += v0;
        h[1] += v1;
        h[2] += v2;
        h[3] += v3;
        h[4] += v4;
        h[5] += v5;
        h[6] += v6;
        h[7] += v7;
    }
}
