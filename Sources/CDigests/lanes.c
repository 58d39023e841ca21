#include "cdigests_lanes.h"

#include "cdigests_stitched.h"

#if defined(__x86_64__) && defined(__linux__)

#include <immintrin.h>
#include <string.h>

#include "kernels.h"

#define LANES __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi2")))
#define INLINE_LANES static inline __attribute__((always_inline, target("avx512f,avx512bw,avx512vl,avx512dq,bmi2")))

#define SPLAT32(word) _mm512_set1_epi32((int)(word))
#define SPLAT64(word) _mm512_set1_epi64((long long)(word))
/* Reverse the bytes of each word. */
#define SWAP32(x) _mm512_shuffle_epi8(x, _mm512_set4_epi32(0x0c0d0e0f, 0x08090a0b, 0x04050607, 0x00010203))
#define SWAP64(x) _mm512_shuffle_epi8(x, _mm512_set4_epi32(0x08090a0b, 0x0c0d0e0f, 0x00010203, 0x04050607))

/* One stream in each 32-bit or 64-bit element. */
struct md5_sha_lanes {
    __m512i md5[4], sha1[5], sha256[8];
};
struct sha512_lanes {
    __m512i h[8];
};
struct blake2b_lanes {
    __m512i h[8], count;
};

#include "lanes_kernels.h"

enum {
    most_lanes = 16,
    /* Blocks transposed at once: large enough to hide the scheduling, small enough for the first-level cache. */
    slice = 16,
};

/* What one lane is doing. */
struct lane {
    const cdigests_job *job; /* NULL: idle */
    const uint8_t *bytes;    /* the next block */
    size_t blocks;           /* how many follow there without interruption */
    bool in_padding;
    uint8_t padding[256];
};

union vectors {
    struct md5_sha_lanes md5_sha;
    struct sha512_lanes sha512;
    struct blake2b_lanes blake2b;
};

/* The digests that advance together, because they share width, block and padding. */
struct family {
    int lanes;
    size_t block_bytes;
    /* Fewer busy lanes than this are slower than one stream after another, by measurement. */
    int least_lanes;
    /* `compressed` is the stream's byte count at this point. */
    void (*load)(union vectors *vectors, int lane, const cdigests_state *state, uint64_t compressed);
    void (*store)(const union vectors *vectors, int lane, cdigests_state *state);
    /* How many blocks of the job come before its padding. */
    size_t (*unpadded_blocks)(const cdigests_job *job);
    /* Makes the job's last one or two blocks, from what follows the others; returns how many. */
    size_t (*pad)(const cdigests_job *job, uint8_t padding[256]);
    /* Advances all lanes by 1 to `slice` blocks. The last block of lanes in `ending` is the last of the stream. */
    void (*compress)(union vectors *vectors, const struct lane *lanes, size_t blocks, unsigned ending);
    /* Advances one stream, outside of the lanes. */
    void (*compress_one)(cdigests_state *state, const uint8_t *bytes, size_t blocks, uint64_t compressed);
};

/* ---- Transposing: the same word of all streams into one vector ---- */

/* One 64-byte block of each of 16 lanes. */
INLINE_LANES void transpose_16(const struct lane *lanes, size_t offset, __m512i *w) {
    for (int quarter = 0; quarter < 4; quarter++) {
        __m512i row[4];
        for (int j = 0; j < 4; j++) {
            size_t at = offset + 16 * (size_t)quarter;
            __m512i x = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)(lanes[j].bytes + at)));
            x = _mm512_inserti32x4(x, _mm_loadu_si128((const __m128i *)(lanes[j + 4].bytes + at)), 1);
            x = _mm512_inserti32x4(x, _mm_loadu_si128((const __m128i *)(lanes[j + 8].bytes + at)), 2);
            row[j] = _mm512_inserti32x4(x, _mm_loadu_si128((const __m128i *)(lanes[j + 12].bytes + at)), 3);
        }
        /* Row j holds the streams j, j + 4, j + 8, j + 12; afterwards stream 4c + j is element j of quarter c. */
        __m512i low01 = _mm512_unpacklo_epi32(row[0], row[1]), high01 = _mm512_unpackhi_epi32(row[0], row[1]);
        __m512i low23 = _mm512_unpacklo_epi32(row[2], row[3]), high23 = _mm512_unpackhi_epi32(row[2], row[3]);
        w[4 * quarter + 0] = _mm512_unpacklo_epi64(low01, low23);
        w[4 * quarter + 1] = _mm512_unpackhi_epi64(low01, low23);
        w[4 * quarter + 2] = _mm512_unpacklo_epi64(high01, high23);
        w[4 * quarter + 3] = _mm512_unpackhi_epi64(high01, high23);
    }
    /* MD5's own words 14 and 15: the same, except in a last block. */
    w[16] = w[14];
    w[17] = w[15];
}

/* One 128-byte block of each of 8 lanes. */
INLINE_LANES void transpose_8(const struct lane *lanes, size_t offset, __m512i *w) {
    for (int pair = 0; pair < 8; pair++) {
        __m512i row[2];
        for (int j = 0; j < 2; j++) {
            size_t at = offset + 16 * (size_t)pair;
            __m512i x = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *)(lanes[j].bytes + at)));
            x = _mm512_inserti32x4(x, _mm_loadu_si128((const __m128i *)(lanes[j + 2].bytes + at)), 1);
            x = _mm512_inserti32x4(x, _mm_loadu_si128((const __m128i *)(lanes[j + 4].bytes + at)), 2);
            row[j] = _mm512_inserti32x4(x, _mm_loadu_si128((const __m128i *)(lanes[j + 6].bytes + at)), 3);
        }
        w[2 * pair] = _mm512_unpacklo_epi64(row[0], row[1]);
        w[2 * pair + 1] = _mm512_unpackhi_epi64(row[0], row[1]);
    }
}

/* Where the job's last `rest` bytes are. An empty job may have no memory at all. */
static const uint8_t *last_bytes(const cdigests_job *job, size_t rest) {
    return rest ? job->bytes + (job->count - rest) : NULL;
}

/* ---- MD5, SHA-1 and SHA-256: 16 lanes, blocks of 64 bytes ---- */

static void load_md5_sha(union vectors *vectors, int lane, const cdigests_state *state, uint64_t compressed) {
    (void)compressed;
    uint32_t *words = (uint32_t *)&vectors->md5_sha;
    for (int i = 0; i < 4; i++) words[16 * i + lane] = state->md5[i];
    for (int i = 0; i < 5; i++) words[16 * (4 + i) + lane] = state->sha1[i];
    for (int i = 0; i < 8; i++) words[16 * (9 + i) + lane] = state->sha256[i];
}

static void store_md5_sha(const union vectors *vectors, int lane, cdigests_state *state) {
    const uint32_t *words = (const uint32_t *)&vectors->md5_sha;
    for (int i = 0; i < 4; i++) state->md5[i] = words[16 * i + lane];
    for (int i = 0; i < 5; i++) state->sha1[i] = words[16 * (4 + i) + lane];
    for (int i = 0; i < 8; i++) state->sha256[i] = words[16 * (9 + i) + lane];
}

static size_t blocks_of_64(const cdigests_job *job) { return job->count / 64; }

static size_t pad_md5_sha(const cdigests_job *job, uint8_t padding[256]) {
    size_t rest = job->count % 64;
    return cdigests_pad(padding, last_bytes(job, rest), rest, job->state->byte_count + job->count, 64, 8);
}

LANES static void compress_md5_sha(union vectors *vectors, const struct lane *lanes, size_t blocks, unsigned ending) {
    __m512i w[slice * 18];
    for (size_t block = 0; block < blocks; block++) transpose_16(lanes, 64 * block, w + 18 * block);
    if (ending) {
        /* The length stands in big-endian order, low word last; MD5 wants it in little-endian order, low word first. */
        __m512i *last = w + 18 * (blocks - 1);
        last[16] = _mm512_mask_blend_epi32((__mmask16)ending, last[14], SWAP32(last[15]));
        last[17] = _mm512_mask_blend_epi32((__mmask16)ending, last[15], SWAP32(last[14]));
    }
    md5_sha1_sha256_16(&vectors->md5_sha, w, blocks);
}

static void compress_one_md5_sha(cdigests_state *state, const uint8_t *bytes, size_t blocks, uint64_t compressed) {
    (void)compressed;
    cdigests_stitched_3(state, bytes, blocks);
}

static const struct family md5_sha = {
    .lanes = 16,
    .least_lanes = 7,
    .block_bytes = 64,
    .load = load_md5_sha,
    .store = store_md5_sha,
    .unpadded_blocks = blocks_of_64,
    .pad = pad_md5_sha,
    .compress = compress_md5_sha,
    .compress_one = compress_one_md5_sha,
};

/* ---- SHA-512: 8 lanes, blocks of 128 bytes ---- */

static void load_sha512(union vectors *vectors, int lane, const cdigests_state *state, uint64_t compressed) {
    (void)compressed;
    uint64_t *words = (uint64_t *)&vectors->sha512;
    for (int i = 0; i < 8; i++) words[8 * i + lane] = state->sha512[i];
}

static void store_sha512(const union vectors *vectors, int lane, cdigests_state *state) {
    const uint64_t *words = (const uint64_t *)&vectors->sha512;
    for (int i = 0; i < 8; i++) state->sha512[i] = words[8 * i + lane];
}

static size_t blocks_of_128(const cdigests_job *job) { return job->count / 128; }

static size_t pad_sha512(const cdigests_job *job, uint8_t padding[256]) {
    size_t rest = job->count % 128;
    return cdigests_pad(padding, last_bytes(job, rest), rest, job->state->byte_count + job->count, 128, 16);
}

LANES static void compress_sha512(union vectors *vectors, const struct lane *lanes, size_t blocks, unsigned ending) {
    (void)ending;
    __m512i w[slice * 16];
    for (size_t block = 0; block < blocks; block++) transpose_8(lanes, 128 * block, w + 16 * block);
    sha512_8(&vectors->sha512, w, blocks);
}

static void compress_one_sha512(cdigests_state *state, const uint8_t *bytes, size_t blocks, uint64_t compressed) {
    (void)compressed;
    cdigests_sha512_compress(state->sha512, bytes, blocks);
}

static const struct family sha512 = {
    .lanes = 8,
    .least_lanes = 3,
    .block_bytes = 128,
    .load = load_sha512,
    .store = store_sha512,
    .unpadded_blocks = blocks_of_128,
    .pad = pad_sha512,
    .compress = compress_sha512,
    .compress_one = compress_one_sha512,
};

/* ---- BLAKE2b: 8 lanes, blocks of 128 bytes, a byte count in every lane ---- */

static void load_blake2b(union vectors *vectors, int lane, const cdigests_state *state, uint64_t compressed) {
    uint64_t *words = (uint64_t *)&vectors->blake2b;
    for (int i = 0; i < 8; i++) words[8 * i + lane] = state->blake2b[i];
    words[64 + lane] = compressed;
}

static void store_blake2b(const union vectors *vectors, int lane, cdigests_state *state) {
    const uint64_t *words = (const uint64_t *)&vectors->blake2b;
    for (int i = 0; i < 8; i++) state->blake2b[i] = words[8 * i + lane];
}

/* The last block is padded even where it is full. */
static size_t blocks_before_last(const cdigests_job *job) {
    return job->last && job->count ? (job->count - 1) / 128 : job->count / 128;
}

static size_t pad_blake2b(const cdigests_job *job, uint8_t padding[256]) {
    size_t rest = job->count - 128 * blocks_before_last(job);
    memset(padding, 0, 128);
    if (rest) memcpy(padding, last_bytes(job, rest), rest);
    return 1;
}

LANES static void compress_blake2b(union vectors *vectors, const struct lane *lanes, size_t blocks, unsigned ending) {
    __m512i w[slice * 16];
    for (size_t block = 0; block < blocks; block++) transpose_8(lanes, 128 * block, w + 16 * block);
    __m512i whole = SPLAT64(128), none = _mm512_setzero_si512();
    if (!ending) {
        blake2b_8(&vectors->blake2b, w, blocks, whole, none);
        return;
    }
    blake2b_8(&vectors->blake2b, w, blocks - 1, whole, none);
    uint64_t increments[8];
    for (int lane = 0; lane < 8; lane++) {
        const cdigests_job *job = lanes[lane].job;
        increments[lane] = ending >> lane & 1 ? job->count - 128 * blocks_before_last(job) : 128;
    }
    __m512i final = _mm512_maskz_set1_epi64((__mmask8)ending, -1);
    blake2b_8(&vectors->blake2b, w + 16 * (blocks - 1), 1, _mm512_loadu_si512(increments), final);
}

static void compress_one_blake2b(cdigests_state *state, const uint8_t *bytes, size_t blocks, uint64_t compressed) {
    cdigests_blake2b_compress(state->blake2b, &compressed, bytes, blocks, 128, 0);
}

static const struct family blake2b = {
    .lanes = 8,
    .least_lanes = 3,
    .block_bytes = 128,
    .load = load_blake2b,
    .store = store_blake2b,
    .unpadded_blocks = blocks_before_last,
    .pad = pad_blake2b,
    .compress = compress_blake2b,
    .compress_one = compress_one_blake2b,
};

/* ---- Scheduling ---- */

/* Gives the lane its next blocks: of its job's padding, or of the next job that has any. Returns the next job. */
static const cdigests_job *refill(const struct family *family, union vectors *vectors, int number, struct lane *lane,
                                  const cdigests_job *next, const cdigests_job *end) {
    static const uint8_t idle[slice * 128];
    while (lane->blocks == 0) {
        if (lane->job && lane->job->last && !lane->in_padding) {
            lane->in_padding = true;
            lane->bytes = lane->padding;
            lane->blocks = family->pad(lane->job, lane->padding);
            break;
        }
        if (lane->job) family->store(vectors, number, lane->job->state);
        lane->in_padding = false;
        if (next == end) {
            lane->job = NULL;
            lane->bytes = idle;
            lane->blocks = SIZE_MAX;
            break;
        }
        lane->job = next++;
        lane->bytes = lane->job->bytes;
        lane->blocks = family->unpadded_blocks(lane->job);
        family->load(vectors, number, lane->job->state, lane->job->state->byte_count);
    }
    return next;
}

/* Takes all of the job's blocks but the padding out of the lane and compresses them alone. */
static void run_alone(const struct family *family, union vectors *vectors, int number, struct lane *lane) {
    cdigests_state *state = lane->job->state;
    uint64_t compressed = state->byte_count + (uint64_t)(lane->bytes - lane->job->bytes);
    family->store(vectors, number, state);
    family->compress_one(state, lane->bytes, lane->blocks, compressed);
    family->load(vectors, number, state, compressed + lane->blocks * family->block_bytes);
    lane->blocks = 0;
}

static void run(const struct family *family, const cdigests_job *jobs, size_t job_count) {
    struct lane lanes[most_lanes];
    union vectors vectors;
    memset(&vectors, 0, sizeof vectors);
    for (int i = 0; i < family->lanes; i++) lanes[i] = (struct lane){.job = NULL};
    const cdigests_job *next = jobs, *end = jobs + job_count;
    for (;;) {
        size_t blocks = slice;
        int busy = 0;
        for (int i = 0; i < family->lanes; i++) {
            next = refill(family, &vectors, i, &lanes[i], next, end);
            if (lanes[i].blocks < blocks) blocks = lanes[i].blocks;
            if (lanes[i].job) busy++;
        }
        if (busy == 0) return;
        if (busy < family->least_lanes) {
            /* The lanes are left with paddings, a block or two each. */
            bool any = false;
            for (int i = 0; i < family->lanes; i++) {
                if (!lanes[i].job || lanes[i].in_padding) continue;
                run_alone(family, &vectors, i, &lanes[i]);
                any = true;
            }
            if (any) continue;
        }
        unsigned ending = 0;
        for (int i = 0; i < family->lanes; i++)
            if (lanes[i].in_padding && lanes[i].blocks == blocks) ending |= 1u << i;
        family->compress(&vectors, lanes, blocks, ending);
        for (int i = 0; i < family->lanes; i++) {
            if (!lanes[i].job) continue;
            lanes[i].bytes += blocks * family->block_bytes;
            lanes[i].blocks -= blocks;
        }
    }
}

/* Advances one job alone by all but its last 128 bytes at most, and shortens it accordingly. */
static void advance_alone(cdigests_job *job, bool with_blake2b) {
    if (job->count <= 128) return;
    size_t blocks = (job->count - 1) / 128;
    cdigests_sha512_compress(job->state->sha512, job->bytes, blocks);
    if (with_blake2b) {
        cdigests_stitched_4(job->state, job->bytes, blocks);
    } else {
        cdigests_stitched_3(job->state, job->bytes, 2 * blocks);
        job->state->byte_count += 128 * blocks;
    }
    job->bytes += 128 * blocks;
    job->count -= 128 * blocks;
}

void cdigests_lanes_run(cdigests_job *jobs, size_t job_count, bool with_blake2b) {
    size_t total = 0;
    for (size_t i = 0; i < job_count; i++) total += jobs[i].count;
    /* A job that would run on when most lanes are idle is done alone; six lanes are as fast as that. */
    for (size_t i = 0; i < job_count && jobs[i].count > total / 6; i++) {
        total -= jobs[i].count;
        advance_alone(&jobs[i], with_blake2b);
    }
    run(&md5_sha, jobs, job_count);
    run(&sha512, jobs, job_count);
    if (with_blake2b) run(&blake2b, jobs, job_count);
    for (size_t i = 0; i < job_count; i++) jobs[i].state->byte_count += jobs[i].count;
}

bool cdigests_lanes_supported(void) {
    __builtin_cpu_init();
    return cdigests_stitched_supports_four() && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("bmi2");
}

#else

bool cdigests_lanes_supported(void) { return false; }

void cdigests_lanes_run(cdigests_job *jobs, size_t job_count, bool with_blake2b) {
    (void)with_blake2b;
    (void)jobs;
    (void)job_count;
    __builtin_trap();
}

#endif
