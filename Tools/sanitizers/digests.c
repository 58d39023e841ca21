/* Drives the digest kernels over buffers that end where an allocation does, and compares them with OpenSSL. */
#include <CDigests.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long seed = 1;

static unsigned draw(unsigned below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static void fail(const char *what, size_t count) {
    fprintf(stderr, "%s: wrong for %zu bytes\n", what, count);
    exit(1);
}

/* The digests of `bytes` as `cdigests_state_encode` writes them, by OpenSSL but for the last, which it cannot. */
static void expect(const uint8_t *bytes, size_t count, uint8_t encoded[CDIGESTS_ENCODED_BYTES]) {
    const EVP_MD *kinds[] = {EVP_md5(), EVP_sha1(), EVP_sha256(), EVP_sha512()};
    uint8_t *output = encoded;
    for (int i = 0; i < 4; i++) {
        unsigned length = 0;
        if (EVP_Digest(bytes, count, output, &length, kinds[i], NULL) != 1) fail("OpenSSL", count);
        output += length;
    }
    cdigests_blake2b blake;
    cdigests_blake2b_init(&blake);
    for (size_t at = 0; at < count;) {
        size_t piece = 1 + draw(300);
        if (piece > count - at) piece = count - at;
        cdigests_blake2b_update(&blake, bytes + at, piece);
        at += piece;
    }
    cdigests_blake2b_final(&blake, output);
}

/* A copy whose last byte is the last of its allocation, and whose first is at any alignment. */
static uint8_t *copy(const uint8_t *bytes, size_t count, void **allocation) {
    unsigned offset = draw(16);
    *allocation = malloc(offset + count + (offset + count == 0));
    uint8_t *start = (uint8_t *)*allocation + offset;
    if (count > 0) memcpy(start, bytes, count);
    return start;
}

static void stitched(const uint8_t *bytes, size_t count, bool four) {
    cdigests_stitched stream;
    cdigests_stitched_init(&stream, four, true);
    for (size_t at = 0; at < count;) {
        size_t piece = 1 + draw(draw(4) == 0 ? 3000 : 140);
        if (piece > count - at) piece = count - at;
        void *allocation;
        cdigests_stitched_update(&stream, copy(bytes + at, piece, &allocation), piece);
        free(allocation);
        at += piece;
    }
    cdigests_stitched_final(&stream);
    uint8_t found[CDIGESTS_ENCODED_BYTES], wanted[CDIGESTS_ENCODED_BYTES];
    cdigests_state_encode(&stream.state, found);
    expect(bytes, count, wanted);
    /* MD5, SHA-1 and SHA-256, then BLAKE2b behind SHA-512. */
    if (memcmp(found, wanted, 16 + 20 + 32) != 0) fail("stitched", count);
    if (memcmp(found + 132, wanted + 132, 32) != 0) fail("stitched BLAKE2b", count);
}

/* Up to 40 streams of any lengths, advanced together a few blocks at a time. */
static void lanes(const uint8_t *bytes, size_t most) {
    enum { STREAMS = 40 };
    const unsigned streams = 1 + draw(STREAMS);
    cdigests_state states[STREAMS];
    size_t counts[STREAMS], at[STREAMS];
    void *allocations[STREAMS];
    for (unsigned i = 0; i < streams; i++) {
        cdigests_state_init(&states[i]);
        counts[i] = draw(3) == 0 ? draw(300) : draw((unsigned)most);
        at[i] = 0;
    }
    for (unsigned open = streams; open > 0;) {
        cdigests_job jobs[STREAMS];
        unsigned job_count = 0;
        open = 0;
        for (unsigned i = 0; i < streams; i++) {
            if (at[i] > counts[i]) continue;
            size_t piece = 128 * draw(20);
            const bool last = piece >= counts[i] - at[i];
            if (last) piece = counts[i] - at[i];
            uint8_t *start = copy(bytes + i + at[i], piece, &allocations[job_count]);
            jobs[job_count++] = (cdigests_job){.state = &states[i], .bytes = start, .count = piece, .last = last};
            at[i] += piece + (last ? 1 : 0);
            open++;
        }
        cdigests_lanes_run(jobs, job_count, true);
        for (unsigned i = 0; i < job_count; i++) free(allocations[i]);
    }
    for (unsigned i = 0; i < streams; i++) {
        uint8_t found[CDIGESTS_ENCODED_BYTES], wanted[CDIGESTS_ENCODED_BYTES];
        cdigests_state_encode(&states[i], found);
        expect(bytes + i, counts[i], wanted);
        if (memcmp(found, wanted, sizeof found) != 0) fail("lanes", counts[i]);
    }
}

int main(void) {
    enum { MOST = 40000 };
    static uint8_t bytes[MOST + 64];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)draw(256);
    const bool three = cdigests_stitched_supported(), four = cdigests_stitched_supports_four();
    const bool wide = cdigests_lanes_supported();
    for (size_t count = 0; count <= 3000; count++) {
        if (three) stitched(bytes, count, false);
        if (four) stitched(bytes, count, true);
        void *allocation;
        uint8_t *start = copy(bytes, count, &allocation);
        uint8_t rest[16];
        (void)cdigests_crc32_fold(~0u, start, count, rest);
        (void)cdigests_crc32c(0, start, count);
        free(allocation);
    }
    const int rounds = wide ? 400 : 0;
    for (int round = 0; round < rounds; round++) lanes(bytes, MOST);
    if (cdigests_crc32c(0, "123456789", 9) != 0xE3069283) fail("CRC-32C", 9);
    printf("CDigests: lengths 0 to 3000:%s%s; %d schedules in lanes\n", three ? " three stitched" : "",
           four ? ", four stitched" : "", rounds);
    return 0;
}
