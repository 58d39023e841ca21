/* post ADDRESS PORT CONNECTIONS FILE
 *
 * Sends requests that were written down before, over several connections that are kept alive, as fast as the server
 * answers, and prints one line of JSON: requests, failures, seconds, bytes sent.
 *
 * FILE holds one request after another, each behind its length in 8 bytes, least significant first. It is mapped, so
 * that sending costs this program little more than the system calls. An answer counts as success if its status is 2xx.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST_REQUESTS = 1 << 20, ANSWER_ROOM = 64 << 10 };

static struct sockaddr_in server;
static const char *requests[MOST_REQUESTS];
static size_t lengths[MOST_REQUESTS];
static size_t request_count;
static atomic_size_t next_request, failures, sent_bytes;
static atomic_flag has_complained = ATOMIC_FLAG_INIT;

static void fail(const char *what) {
    fprintf(stderr, "post: %s: %s\n", what, strerror(errno));
    exit(6);
}

static int connected(void) {
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;
    if (descriptor < 0) fail("socket");
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(descriptor, (struct sockaddr *)&server, sizeof server) != 0) fail("connect");
    return descriptor;
}

static int send_all(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = send(descriptor, bytes, count, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return 0;
        bytes += sent;
        count -= (size_t)sent;
    }
    return 1;
}

/* The value of a field in a header that ends with NUL, or NULL. */
static const char *field(const char *header, const char *name) {
    size_t length = strlen(name);
    for (const char *line = strstr(header, "\r\n"); line != NULL; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            line += length + 1;
            return line + strspn(line, " \t");
        }
    }
    return NULL;
}

/* Reads one whole answer, at most ANSWER_ROOM bytes of it. Returns its status, 0 where there is none; says whether the
 * connection can be used again. */
static int answer(int descriptor, char *room, int *stays) {
    size_t have = 0, wanted = 0;
    char *body = NULL;
    int status = 0, chunked = 0;
    *stays = 0;
    for (;;) {
        if (body == NULL) {
            room[have] = 0;
            char *end = strstr(room, "\r\n\r\n");
            if (end != NULL && sscanf(room, "HTTP/1.%*d %d", &status) == 1) {
                *end = 0;
                const char *length = field(room, "content-length"), *coding = field(room, "transfer-encoding");
                const char *connection = field(room, "connection");
                chunked = coding != NULL && strncasecmp(coding, "chunked", 7) == 0;
                *stays = connection == NULL || strncasecmp(connection, "close", 5) != 0;
                body = end + 4;
                wanted = (size_t)(body - room) + (length == NULL ? 0 : strtoull(length, NULL, 10));
                if (length == NULL && !chunked && status != 204) {
                    *stays = 0;
                    wanted = ANSWER_ROOM;
                }
            }
        }
        if (body != NULL && (chunked ? have >= 5 && memcmp(room + have - 5, "0\r\n\r\n", 5) == 0 : have >= wanted)) break;
        if (have >= ANSWER_ROOM - 1) {
            *stays = 0;
            break;
        }
        ssize_t received = recv(descriptor, room + have, ANSWER_ROOM - 1 - have, 0);
        if (received < 0 && errno == EINTR) continue;
        if (received <= 0) {
            *stays = 0;
            break;
        }
        have += (size_t)received;
    }
    room[have] = 0;
    if ((status < 200 || status > 299) && !atomic_flag_test_and_set(&has_complained))
        fprintf(stderr, "post: status %d: %.300s\n", status, body == NULL ? room : body);
    return status;
}

static void *run(void *unused) {
    (void)unused;
    char *room = malloc(ANSWER_ROOM);
    if (room == NULL) fail("malloc");
    int descriptor = connected(), stays = 1;
    for (;;) {
        size_t number = atomic_fetch_add(&next_request, 1);
        if (number >= request_count) break;
        if (!stays) {
            close(descriptor);
            descriptor = connected();
        }
        /* A server that refuses answers before it has read everything. */
        int whole = send_all(descriptor, requests[number], lengths[number]);
        int status = answer(descriptor, room, &stays);
        if (!whole) stays = 0;
        if (status < 200 || status > 299) atomic_fetch_add(&failures, 1);
        atomic_fetch_add(&sent_bytes, lengths[number]);
    }
    close(descriptor);
    free(room);
    return NULL;
}

int main(int count, char **words) {
    pthread_t threads[64];
    int connections = count == 5 ? atoi(words[3]) : 0;
    if (connections < 1 || connections > 64) {
        fprintf(stderr, "usage: post ADDRESS PORT CONNECTIONS(1 to 64) FILE\n");
        return 2;
    }
    server.sin_family = AF_INET;
    server.sin_port = htons((uint16_t)atoi(words[2]));
    if (inet_pton(AF_INET, words[1], &server.sin_addr) != 1) fail(words[1]);
    int file = open(words[4], O_RDONLY | O_CLOEXEC);
    struct stat state;
    if (file < 0 || fstat(file, &state) != 0) fail(words[4]);
    const char *bytes = mmap(NULL, (size_t)state.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
    if (bytes == MAP_FAILED) fail("mmap");
    for (size_t offset = 0; offset + 8 <= (size_t)state.st_size && request_count < MOST_REQUESTS; request_count++) {
        uint64_t length;
        memcpy(&length, bytes + offset, 8);
        offset += 8;
        if (length > (size_t)state.st_size - offset) {
            errno = EINVAL;
            fail(words[4]);
        }
        requests[request_count] = bytes + offset;
        lengths[request_count] = length;
        offset += length;
    }
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int number = 0; number < connections; number++)
        if (pthread_create(&threads[number], NULL, run, NULL) != 0) fail("pthread_create");
    for (int number = 0; number < connections; number++) pthread_join(threads[number], NULL);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("{\"requests\": %zu, \"failures\": %zu, \"seconds\": %.6f, \"bytes\": %zu}\n", request_count, failures,
           (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9, sent_bytes);
    return failures == 0 ? 0 : 1;
}
