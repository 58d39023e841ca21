/* Drives the decoder over whole, cut and damaged streams in allocations that end where a piece of input does, and
 * compares it with zlib. */
#include <CInflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static unsigned long seed = 1;

static unsigned draw(unsigned below) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

enum { PLAIN = 300000, PACKED = 400000 };

/* Bytes with runs, repetitions near and far, and noise. */
static size_t make_plain(uint8_t *plain) {
    const size_t count = draw(3) == 0 ? draw(2000) : draw(PLAIN);
    for (size_t at = 0; at < count;) {
        size_t run = 1 + draw(draw(5) == 0 ? 4000 : 40);
        if (run > count - at) run = count - at;
        const unsigned kind = draw(4);
        const size_t distance = at == 0 ? 0 : 1 + draw(at < 32768 ? (unsigned)at : 32768);
        const size_t near = distance < 8 ? distance : 1 + distance % 7;
        for (size_t end = at + run; at < end; at++)
            plain[at] = kind == 0 || distance == 0 ? (uint8_t)draw(256)
                        : kind == 1               ? (uint8_t)('a' + draw(6))
                                                  : plain[at - (kind == 2 ? distance : near)];
    }
    return count;
}

static size_t pack(uint8_t *packed, uint8_t *plain, size_t count) {
    static const int strategies[] = {Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED};
    z_stream stream = {0};
    if (deflateInit2(&stream, (int)draw(10), Z_DEFLATED, -15, 1 + (int)draw(9), strategies[draw(5)]) != Z_OK) exit(1);
    stream.next_in = plain;
    stream.avail_in = (uInt)count;
    stream.next_out = packed;
    stream.avail_out = PACKED;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) exit(1);
    const size_t size = stream.total_out;
    deflateEnd(&stream);
    return size;
}

/* Whether zlib takes the stream to its end; then how many bytes come out, and their checksum. */
static int reference(uint8_t *packed, size_t size, size_t *count, unsigned long *checksum) {
    static uint8_t room[1 << 16];
    z_stream stream = {0};
    if (inflateInit2(&stream, -15) != Z_OK) exit(1);
    stream.next_in = packed;
    stream.avail_in = (uInt)size;
    int status;
    *count = 0;
    *checksum = crc32(0, NULL, 0);
    do {
        stream.next_out = room;
        stream.avail_out = sizeof room;
        status = inflate(&stream, Z_NO_FLUSH);
        const uInt made = (uInt)(sizeof room - stream.avail_out);
        *checksum = crc32(*checksum, room, made);
        *count += made;
    } while (status == Z_OK && (stream.avail_in > 0 || stream.avail_out == 0));
    inflateEnd(&stream);
    return status == Z_STREAM_END;
}

static int decode(cinflate *decoder, const uint8_t *packed, size_t size, size_t *count, unsigned long *checksum) {
    /* A long stream byte by byte, each in an allocation of its own, takes minutes and shows nothing new. */
    const unsigned most = draw(3) == 0 && size < 4000 ? 1 : draw(2) == 0 ? 60 : 70000;
    cinflate_reset(decoder);
    *count = 0;
    *checksum = crc32(0, NULL, 0);
    for (size_t at = 0; at < size;) {
        size_t piece = 1 + draw(most);
        if (piece > size - at) piece = size - at;
        uint8_t *copy = malloc(piece);
        memcpy(copy, packed + at, piece);
        const uint8_t *next = copy, *output;
        size_t left = piece, made;
        enum cinflate_status status;
        while ((status = cinflate_run(decoder, &next, &left, &output, &made)) == CINFLATE_OUTPUT) {
            *checksum = crc32(*checksum, output, (uInt)made);
            *count += made;
        }
        free(copy);
        at += piece;
        if (status == CINFLATE_END) return 1;
        if (status == CINFLATE_BROKEN) return 0;
    }
    return 0;
}

static void compare(cinflate *decoder, uint8_t *packed, size_t size, int *taken) {
    size_t wanted_count, found_count;
    unsigned long wanted, found;
    const int is_good = reference(packed, size, &wanted_count, &wanted);
    const int is_taken = decode(decoder, packed, size, &found_count, &found);
    if (is_good != is_taken || (is_good && (wanted_count != found_count || wanted != found))) {
        fprintf(stderr, "inflate: zlib %s what this %s\n", is_good ? "takes" : "refuses", is_taken ? "takes" : "refuses");
        exit(1);
    }
    *taken += is_taken;
}

int main(void) {
    static uint8_t plain[PLAIN], packed[PACKED + 64];
    cinflate *decoder = cinflate_new();
    int taken = 0, streams = 0;
    for (int round = 0; round < 400; round++) {
        const size_t size = pack(packed, plain, make_plain(plain));
        compare(decoder, packed, size, &taken);
        compare(decoder, packed, draw((unsigned)size + 1), &taken);
        for (int change = 0; change < 10; change++) {
            /* Changes pile up; the first bytes are where the codes are. */
            packed[draw(draw(3) == 0 ? (unsigned)size : size < 90 ? (unsigned)size : 90)] ^= (uint8_t)(1 << draw(8));
            compare(decoder, packed, size, &taken);
        }
        for (int byte = 0; byte < 64; byte++) packed[byte] = (uint8_t)draw(256);
        compare(decoder, packed, 64, &taken);
        streams += 13;
    }
    cinflate_free(decoder);
    printf("CInflate: %d streams, %d of them taken, as by zlib\n", streams, taken);
    return 0;
}
