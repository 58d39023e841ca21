"""The jobs of the benchmark: what we do, what the peer does, and the ratio that must be reached.

A side of a job is a function of a fresh tree. It prepares there what is not measured and returns the commands
that are. All sides end durable: regadmin, restic, borg and ostree by themselves, the others by a final `sync`.
"""

import os
import shutil
from dataclasses import dataclass, field
from typing import Callable

from measure import quietly


@dataclass
class Side:
    """One program doing the job."""

    name: str
    prepare: Callable[["Tree"], list]


@dataclass
class Tree:
    """A directory of this one run, and the corpus. `cwd` and `env` hold for the measured commands."""

    path: str
    corpus: str
    scratch: str
    cwd: str = None
    env: dict = field(default_factory=lambda: dict(os.environ))

    def join(self, *parts):
        return os.path.join(self.path, *parts)


@dataclass
class Job:
    """`limit` and `aim` are ratios of wall time, ours to the best peer's; a limit of None: nothing is asked of it."""

    name: str
    title: str
    corpus: str
    limit: float
    aim: str
    ours: Side
    peers: list
    is_own: bool = False  # the peer is regadmin, too
    bulky: bool = False  # gigabytes each run: trees go at once, being few files


def sync(tree):
    return ["sync", "--file-system", tree.path]


def corpus_files(directory):
    """Paths of all files, relative to `directory`, in a fixed order."""
    found = []
    for folder, _, names in os.walk(directory):
        found += [os.path.relpath(os.path.join(folder, name), directory) for name in names]
    return sorted(name for name in found if not os.path.basename(name).startswith("."))


# The peers.

def borg(tree):
    # Borg 1.2 syncs every segment file and its directory when it closes the segment, and commits at the end.
    tree.env |= {"BORG_BASE_DIR": tree.join("home"), "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK": "yes"}
    tree.cwd = tree.corpus
    quietly("borg", "init", "--encryption", "none", tree.join("repository"), env=tree.env)
    return [["borg", "create", "--compression", "none", tree.join("repository") + "::bench", "."]]


def ostree(tree):
    # ostree (core.fsync=true) calls syncfs on its staging directory, renames, then syncs each object directory.
    # A `bare` repository: `archive` would compress every object.
    quietly("ostree", "init", "--mode=bare-user-only", "--repo=" + tree.join("repository"))
    return [["ostree", "commit", "--repo=" + tree.join("repository"), "--branch=bench", "--subject=bench",
             "--tree=dir=" + tree.corpus]]


def restic(tree):
    # restic's local backend syncs every pack, index and snapshot file it writes, and the directory after renaming.
    tree.env |= {"RESTIC_PASSWORD": "bench", "RESTIC_REPOSITORY": tree.join("repository"),
                 "RESTIC_CACHE_DIR": tree.join("cache")}
    tree.cwd = tree.corpus
    quietly("restic", "init", env=tree.env)
    return [["restic", "backup", "--quiet", "."]]


def copy(tree):
    # cp syncs nothing. No reflink: on a filesystem that has them cp would copy no byte at all.
    os.mkdir(tree.join("copy"))
    return [["cp", "--recursive", "--reflink=never", tree.corpus + "/.", tree.join("copy")], sync(tree)]


def rhash(tree):
    # Reads each file once and computes all four; writes nothing. The four are named: left to guess from the lengths
    # in the sums file, rhash computes every algorithm it has of each length and takes thirty times as long.
    four = ["--md5", "--sha1", "--sha256", "--sha512"]
    tree.cwd = tree.corpus
    sums = os.path.join(tree.scratch, "sums")
    if not os.path.exists(sums):
        listing = os.path.join(tree.scratch, "list")
        with open(listing, "w", encoding="utf-8") as file:
            file.writelines(name + "\n" for name in corpus_files(tree.corpus))
        quietly("rhash", *four, "--output", sums, "--file-list", listing,
                cwd=tree.corpus)
    return [["rhash", *four, "--check", sums]]


def remove_half(tree):
    # rm syncs nothing. The files lie in 256 directories, as blobs do.
    half = tree.join("half")
    with open(tree.join("list"), "w", encoding="utf-8") as listing:
        for number, name in enumerate(corpus_files(tree.corpus)):
            folder = os.path.join(half, f"{number // 2 % 256:02x}")
            os.makedirs(folder, exist_ok=True)
            target = os.path.join(folder, os.path.basename(name))
            shutil.copyfile(os.path.join(tree.corpus, name), target)
            if number % 2 == 0:
                listing.write(target + "\0")
    return [["xargs", "--null", "--arg-file", tree.join("list"), "rm"], sync(tree)]


FOUR = ["--md5", "--sha1", "--sha256", "--sha512"]


def rhash_print(tree):
    # Prints the four digests of every file; writes nothing.
    tree.cwd = tree.corpus
    return [["rhash", *FOUR, "--recursive", "."]]


def sha512sum_twice(tree):
    # One digest of the four, each core with half of the bytes: xargs hands the largest files out first.
    names = sorted(corpus_files(tree.corpus), key=lambda name: -os.path.getsize(os.path.join(tree.corpus, name)))
    with open(tree.join("list"), "w", encoding="utf-8") as listing:
        listing.writelines(name + "\0" for name in names)
    tree.cwd = tree.corpus
    return [["xargs", "--null", "--arg-file", tree.join("list"), "--max-procs", "2", "--max-args", "8", "sha512sum"]]


def openssl_md5(tree):
    tree.cwd = tree.corpus
    return [["openssl", "dgst", "-md5", corpus_files(tree.corpus)[0]]]


# Ours.

class Regadmin:
    """The words our own command is called with."""

    def __init__(self, program, jobs):
        self.program = program
        self.jobs = str(jobs)

    def command(self, tree, *words):
        return [self.program, *words, "--store", tree.join("store")]

    def ingest(self, *options):
        def prepare(tree):
            # An empty store, as the peers begin with an empty repository.
            quietly(*self.command(tree, "org", "create", "bench"))
            return [self.command(tree, "ingest", "directory", tree.corpus, "--into", "bench/packages",
                                 "--jobs", self.jobs, *options)]

        return prepare

    def digesting(self, *words):
        # The peers' four; at most eight threads, for it takes no more.
        four = [word for name in ("md5", "sha1", "sha256", "sha512") for word in ("--algorithm", name)]
        return [self.program, "digest", *four, *words, "--jobs", str(min(8, int(self.jobs)))]

    def digest(self, engine="auto"):
        """Four digests of every file of the corpus, with an engine."""
        def prepare(tree):
            tree.cwd = tree.corpus
            tree.env |= {"REGADMIN_DIGESTS": engine}
            return [self.digesting("--recursive", ".")]

        return prepare

    def digest_one(self, tree):
        tree.cwd = tree.corpus
        return [self.digesting(corpus_files(tree.corpus)[0])]

    def filled(self, tree):
        """A store that holds the corpus: made once for the job, then copied."""
        template = os.path.join(tree.scratch, "store")
        if not os.path.isdir(template):
            building = Tree(tree.scratch, tree.corpus, tree.scratch)
            for words in self.ingest()(building):
                quietly(*words)
        return template

    def verify(self, tree):
        return [[self.program, "verify", "checksums", "--store", self.filled(tree)]]

    def collect_half(self, tree):
        template = self.filled(tree)
        quietly("cp", "--archive", template, tree.join("store"))
        listing = tree.join("delete")
        with open(listing, "w", encoding="utf-8") as file:
            file.writelines(os.path.basename(name) + "\n" for name in corpus_files(tree.corpus)[::2])
        quietly(*self.command(tree, "delete", "--in", "bench/packages", "--from-file", listing))
        return [self.command(tree, "gc")]


def all_jobs(ours):
    """The table of figures the project has set itself."""
    unseen = ours.ingest("--inspect", "off")
    return [
        Job("ingest-real", "ingest real: four digests, listing, index", "real", 0.8, "0.6",
            Side("regadmin", ours.ingest()), [Side("borg", borg), Side("ostree", ostree)]),
        Job("ingest-small", "ingest small", "small", 0.8, "0.5",
            Side("regadmin", ours.ingest()), [Side("restic", restic)]),
        Job("ingest-large", "ingest large", "large", 2.2, "MD5's own speed",
            Side("regadmin", ours.ingest()), [Side("cp + sync", copy)], bulky=True),
        Job("verify-real", "verify real, four digests", "real", 0.6, "0.4",
            Side("regadmin", ours.verify), [Side("rhash", rhash)]),
        Job("verify-small", "verify small", "small", 1.0, "0.5",
            Side("regadmin", ours.verify), [Side("rhash", rhash)]),
        Job("gc-small", "gc of half of small", "small", 1.5, "1.2",
            Side("regadmin", ours.collect_half), [Side("rm + sync", remove_half)]),
        Job("listing", "ingest small with and without listing", "small", 1.25, "-",
            Side("inspect=list", ours.ingest("--inspect", "list")), [Side("inspect=off", unseen)], is_own=True),
        # The same, and the rules for wheels: no part of the table, but what an operator may want to know.
        Job("rules", "ingest small with and without inspection", "small", None, "-",
            Side("as usual", ours.ingest()), [Side("inspect=off", unseen)], is_own=True),
        Job("digests-real", "digests of real", "real", 0.25, "0.15; CPU 0.40, 0.25",
            Side("regadmin", ours.digest()), [Side("rhash", rhash_print)]),
        Job("digests-real-sha512", "digests of real, against one digest", "real", 1.0, "0.6",
            Side("regadmin", ours.digest()), [Side("sha512sum x 2", sha512sum_twice)]),
        Job("digests-small", "digests of small", "small", 0.35, "0.25",
            Side("regadmin", ours.digest()), [Side("rhash", rhash_print)]),
        Job("digests-large", "digests of one large file", "large", 1.15, "1.05",
            Side("regadmin", ours.digest_one), [Side("openssl md5", openssl_md5)]),
        Job("digests-evp", "digests of real, OpenSSL's code only", "real", 0.60, "0.50",
            Side("regadmin", ours.digest("evp")), [Side("rhash", rhash_print)]),
    ]
