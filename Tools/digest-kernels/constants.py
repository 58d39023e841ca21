"""Constants and orders of RFC 1321, FIPS 180-4 and RFC 7693, derived where the standards say how."""

import math


def first_primes(count):
    primes = []
    candidate = 2
    while len(primes) < count:
        if all(candidate % prime for prime in primes):
            primes.append(candidate)
        candidate += 1
    return primes


def cube_root(number):
    """The largest integer whose cube is at most `number`, by Newton's method."""
    root = 1 << ((number.bit_length() + 2) // 3)
    while True:
        better = (2 * root + number // (root * root)) // 3
        if better >= root:
            return root
        root = better


def fraction_of_cube_roots(count, bits):
    return [cube_root(prime << 3 * bits) % (1 << bits) for prime in first_primes(count)]


def fraction_of_square_roots(count, bits):
    return [math.isqrt(prime << 2 * bits) % (1 << bits) for prime in first_primes(count)]


MD5_K = [int(abs(math.sin(step + 1)) * 2**32) for step in range(64)]
MD5_SHIFTS = [7, 12, 17, 22] * 4 + [5, 9, 14, 20] * 4 + [4, 11, 16, 23] * 4 + [6, 10, 15, 21] * 4
MD5_WORDS = [
    (step, 5 * step + 1, 3 * step + 5, 7 * step)[step // 16] % 16 for step in range(64)
]

SHA1_K = [0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6]
SHA256_K = fraction_of_cube_roots(64, 32)
SHA512_K = fraction_of_cube_roots(80, 64)

# Rotations (and, last in the small sigmas, a shift): Sigma1, Sigma0, sigma0, sigma1.
SHA256_ROTATIONS = [(6, 11, 25), (2, 13, 22), (7, 18, 3), (17, 19, 10)]
SHA512_ROTATIONS = [(14, 18, 41), (28, 34, 39), (1, 8, 7), (19, 61, 6)]

# BLAKE2b's initial state is SHA-512's.
BLAKE2B_IV = fraction_of_square_roots(8, 64)
BLAKE2B_SIGMA = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]
BLAKE2B_ROUNDS = [BLAKE2B_SIGMA[number % 10] for number in range(12)]


def interleaved(*sequences):
    """Merges sequences of steps so that each proceeds evenly from the beginning to the end."""
    placed = []
    for sequence in sequences:
        for number, step in enumerate(sequence):
            placed.append(((number + 0.5) / len(sequence), step))
    placed.sort(key=lambda pair: pair[0])
    return [step for _, step in placed]
