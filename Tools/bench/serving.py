"""The `serve` benchmark: regadmin as a server against devpi, and against nginx with the same bytes as static files.

One run of everything with the same files on the same machine; what is compared is measured in turn. Figures are
medians, ratios are those of medians; larger is better but for memory and for the slowest pages.
"""

import hashlib
import os
import shutil
import statistics
import threading
import urllib.parse
from dataclasses import dataclass

import corpora
import load
from measure import quietly
from servers import Devpi, Nginx, Regadmin

JSON, HTML = "application/vnd.pypi.simple.v1+json", "text/html"
PACKAGES = {"wrk": "wrk", "nginx": "nginx-light", "cc": "gcc"}
PAGE, ROOT, FILE, UPLOADS, LARGE = "bench/page", "bench/root", "bench/file", "bench/uploads", "bench/large"
# Both private: a composite registry always is, so what it is compared with has to ask for a token, too.
CLOSED, COMPOSITE = "bench/closed", "bench/all"
FETCHED = "bench/index"
# For people: a project of many versions, the last of which has many members.
SHOWN = "bench/shown"
SHOWN_MEMBERS = 10_000
PAGE_FILES = 40  # a page of 20 KB
CONNECTIONS = 32
DOWNLOADS = 8
# Few, so that what is seen is how long a page takes and not how long it queues.
CALM_CONNECTIONS = 4


@dataclass
class Row:
    """One line of the table: a figure of ours, a peer's, and the ratio that must be reached."""

    name: str
    title: str
    unit: str
    ours: float
    peer_name: str
    peer: float
    must: float
    aim: str
    is_ceiling: bool = False

    @property
    def ratio(self):
        return self.ours / self.peer if self.peer else self.ours

    @property
    def reached(self):
        return self.ratio <= self.must if self.is_ceiling else self.ratio >= self.must

    @property
    def facts(self):
        return {"schema": 1, "job": self.name, "title": self.title, "unit": self.unit, "ours": self.ours,
                "peer": self.peer_name, "peer_value": self.peer, "ratio": self.ratio, "must": self.must,
                "aim": self.aim, "reached": self.reached}


@dataclass
class Size:
    """How much of everything."""

    seconds: int
    runs: int
    root_projects: int
    small_files: int
    devpi_small_files: int
    large_files: int
    large_bytes: int
    shown_versions: int


FULL = Size(seconds=5, runs=5, root_projects=5_000, small_files=3_000, devpi_small_files=400, large_files=3,
            large_bytes=70_000_000, shown_versions=1_000)
QUICK = Size(seconds=1, runs=1, root_projects=250, small_files=200, devpi_small_files=40, large_files=1,
             large_bytes=7_000_000, shown_versions=50)


class Bench:
    """The three servers and everything that is put into them."""

    def __init__(self, base, program, size):
        self.base = base
        self.size = size
        self.place = os.path.join(base, "serve")
        shutil.rmtree(self.place, ignore_errors=True)
        os.makedirs(self.place)
        self.ours = Regadmin(os.path.join(self.place, "regadmin"), program)
        self.devpi = Devpi(os.path.join(self.place, "devpi"), base)
        self.nginx = Nginx(os.path.join(self.place, "nginx"))
        self.poster = load.built_poster(base)
        self.small = self.small_wheels()
        self.file = self.wheel("bench_file", "1.0", 5_000_000)
        self.reader = None
        self.fetched = {}

    def small_wheels(self):
        directory = corpora.prepared(self.base, "small", self.size is QUICK)
        found = []
        for folder, _, names in os.walk(directory):
            found += [os.path.join(folder, name) for name in names if name.endswith(".whl")]
        return sorted(found)

    def wheel(self, project, version, size, folder="files"):
        """A wheel of about `size` bytes that nothing can compress."""
        directory = os.path.join(self.place, folder)
        os.makedirs(directory, exist_ok=True)
        path = os.path.join(directory, f"{project}-{version}-py3-none-any.whl")
        # Other bytes for another version.
        randomness = corpora.random.Random(f"{project} {version}")
        members = [(f"{project}/data.bin", randomness.randbytes(size))]
        corpora.write_wheel(path, project, version, members, corpora.zipfile.ZIP_STORED)
        return path

    def package(self):
        """The last version of the project that people look at: half of its members in one directory."""
        path = os.path.join(self.place, "shown", f"bench_shown-1.{self.size.shown_versions}-py3-none-any.whl")
        half = SHOWN_MEMBERS // 2
        members = [(f"bench_shown/module_{number}.py", b"x = 1\n") for number in range(half)]
        members += [(f"bench_shown/part_{number // 100}/data_{number}.txt", b"words\n") for number in range(half)]
        corpora.write_wheel(path, "bench_shown", f"1.{self.size.shown_versions}", members, corpora.zipfile.ZIP_DEFLATED)

    def __enter__(self):
        try:
            self.fill()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    def stop(self):
        for server in (self.ours, self.devpi, self.nginx):
            server.stop()

    def fill(self):
        """Starts the servers and puts in what is only read."""
        corpora.say("filling the servers")
        page = [self.wheel("bench_page", f"1.{number}", 2_000, "page") for number in range(PAGE_FILES)]
        roots = os.path.join(self.place, "root")
        os.makedirs(roots)
        # One version of each project.
        for path in [path for path in self.small if "-1.0.0-" in path][:self.size.root_projects]:
            os.link(path, os.path.join(roots, os.path.basename(path)))
        for number in range(self.size.shown_versions - 1):
            self.wheel("bench_shown", f"1.{number}", 100, "shown")
        self.package()
        registries = [PAGE, ROOT, FILE, UPLOADS, LARGE, SHOWN]
        self.ours.prepare(registries)
        quietly(*self.ours.command("ingest", "directory", roots, "--into", ROOT, "--quiet"))
        quietly(*self.ours.command("ingest", "directory", os.path.join(self.place, "shown"), "--into", SHOWN, "--quiet"))
        quietly(*self.ours.command("registry", "create", CLOSED))
        quietly(*self.ours.command("ingest", "directory", os.path.join(self.place, "page"), "--into", CLOSED, "--quiet"))
        # The project is in the last of three members.
        quietly(*self.ours.command("registry", "create", COMPOSITE, "--kind", "composite", "--upstream", ROOT,
                                   "--upstream", FILE, "--upstream", CLOSED))
        self.reader = self.ours.bearer("read_packages")
        self.ours.run()
        self.devpi.prepare([PAGE, UPLOADS, LARGE])
        for server in (self.ours, self.devpi):
            self.upload(server, PAGE, page, connections=1)
        self.upload(self.ours, FILE, [self.file], connections=1)
        self.nginx.prepare({
            "page.html": self.ours.get(self.ours.page_path(PAGE, "bench-page"), HTML)[0],
            "page.json": self.ours.get(self.ours.page_path(PAGE, "bench-page"), JSON)[0],
            "root.html": self.ours.get(self.ours.root_path(ROOT), HTML)[0],
            "root.json": self.ours.get(self.ours.root_path(ROOT), JSON)[0],
            "file": self.file,
            **self.fetched_files(),
        })
        self.nginx.run()

    def upload(self, server, registry, paths, connections):
        """Seconds that it takes, and the bytes of the requests."""
        requests = os.path.join(self.place, "requests")
        load.write_requests(requests, server, registry, paths)
        # What preparing wrote is not this server's to wait for.
        os.sync()
        try:
            return load.post(self.poster, server, connections, requests)
        finally:
            os.remove(requests)

    def reading(self, *sides, connections=CONNECTIONS):
        """Medians of the readings of each side: a server, a path, what is accepted, and perhaps a token's header."""
        readings = [[] for _ in sides]
        for _ in range(self.size.runs):
            for place, (server, path, *headers) in enumerate(sides):
                readings[place].append(load.read(server.url + path, self.size.seconds, connections, *headers))
        return [
            load.Reading(*(statistics.median(getattr(one, name) for one in taken)
                           for name in ("requests", "bytes", "p50", "p99")))
            for taken in readings
        ]

    # The rows.

    def pages(self):
        for form, accept in (("html", HTML), ("json", JSON)):
            page, theirs, static = self.reading(
                (self.ours, self.ours.page_path(PAGE, "bench-page"), accept),
                (self.devpi, self.devpi.page_path(PAGE, "bench-page"), accept),
                (self.nginx, f"/page.{form}", None))
            title = f"project page, {form.upper()}"
            yield Row(f"serve-page-{form}-devpi", title, "requests/s", page.requests, "devpi", theirs.requests,
                      10, "20")
            yield Row(f"serve-page-{form}-nginx", title, "requests/s", page.requests, "nginx", static.requests,
                      0.25, "0.5")

    def composites(self):
        """What a cached page costs of a composite registry, in pages of a source registry: at most 1.2."""
        composite, source = self.reading(*(
            (self.ours, self.ours.page_path(registry, "bench-page"), JSON, self.reader)
            for registry in (COMPOSITE, CLOSED)))
        yield Row("serve-page-composite", "project page of a composite", "us/request", 1e6 / composite.requests,
                  "source", 1e6 / source.requests, 1.2, "1.1", is_ceiling=True)

    def roots(self):
        title = f"list of {self.size.root_projects:,} projects"
        for form, accept in (("html", HTML), ("json", JSON)):
            ours, static = self.reading((self.ours, self.ours.root_path(ROOT), accept),
                                        (self.nginx, f"/root.{form}", None))
            yield Row(f"serve-root-{form}", f"{title}, {form.upper()}", "requests/s", ours.requests, "nginx",
                      static.requests, 0.3, "0.6")

    def downloads(self):
        page = self.ours.page_path(FILE, "bench-file")
        html = self.ours.get(page, HTML)[0].decode()
        link = html.partition('<a href="')[2].partition("#")[0]
        path = urllib.parse.urlsplit(urllib.parse.urljoin(self.ours.url + page, link)).path
        ours, static = self.reading((self.ours, path, None), (self.nginx, "/file", None), connections=DOWNLOADS)
        yield Row("serve-download", "download of 5 MB", "MB/s", ours.bytes / 1e6, "nginx", static.bytes / 1e6,
                  0.7, "0.9")

    def small_uploads(self):
        rates = {}
        for server, count in ((self.ours, self.size.small_files), (self.devpi, self.size.devpi_small_files)):
            paths = self.small[:count]
            seconds, _ = self.upload(server, UPLOADS, paths, connections=4)
            rates[server.name] = len(paths) / seconds
        yield Row("serve-upload-small", "durable upload of small wheels", "files/s", rates["regadmin"], "devpi",
                  rates["devpi"], 5, "15")

    def large_uploads(self):
        rates = {"regadmin": [], "devpi": []}
        for number in range(self.size.large_files):
            path = self.wheel("bench_large", f"1.{number}", self.size.large_bytes)
            for server in (self.ours, self.devpi):
                seconds, sent = self.upload(server, LARGE, [path], connections=1)
                rates[server.name].append(sent / 1e6 / seconds)
            os.remove(path)
        medians = {name: statistics.median(values) for name, values in rates.items()}
        yield Row("serve-upload-large", f"upload of {self.size.large_bytes // 1_000_000} MB", "MB/s",
                  medians["regadmin"], "devpi", medians["devpi"], 2, "4")

    def upkeep(self):
        """The slowest pages while gc and verify run, against the same without them."""
        path = self.ours.page_path(PAGE, "bench-page")
        side = (self.ours, path, JSON)
        calm = self.reading(side, connections=CALM_CONNECTIONS)[0]
        names = os.path.join(self.place, "delete")
        with open(names, "w", encoding="utf-8") as file:
            file.writelines(os.path.basename(path) + "\n" for path in self.small[:self.size.small_files:2])
        quietly(*self.ours.command("delete", "--in", UPLOADS, "--from-file", names, "--quiet"))
        is_over = threading.Event()
        failures = []

        def tend():
            try:
                while not is_over.is_set():
                    quietly(*self.ours.command("gc", "--quiet"))
                    quietly(*self.ours.command("verify", "checksums", "--quiet"))
            except Exception as error:  # told where it can be heard
                failures.append(error)

        worker = threading.Thread(target=tend)
        worker.start()
        try:
            busy = self.reading(side, connections=CALM_CONNECTIONS)[0]
        finally:
            is_over.set()
            worker.join()
        if failures:
            raise failures[0]
        yield Row("serve-upkeep", "p99 of pages while gc and verify run", "ms", busy.p99 * 1e3, "idle",
                  calm.p99 * 1e3, 3, "1.5", is_ceiling=True)

    def packages(self):
        """How long a package's page takes, with many versions and a long listing: its tabs, at most 2 ms each."""
        organization, _, slug = SHOWN.partition("/")
        registry = f"/organizations/{organization}/packages/registries/{slug}"
        page = self.ours.location(f"{registry}/projects/bench-shown")
        for name, title, path in (("", "", page), ("-contents", ", contents", f"{page}/contents?at=bench_shown%2F"),
                                  ("-versions", ", versions", f"{page}/versions")):
            shown, = self.reading((self.ours, path, HTML), connections=1)
            yield Row(f"serve-package{name}", f"package page{title}", "ms, median", shown.p50 * 1e3, "-", 0, 2, "1",
                      is_ceiling=True)

    def fetches(self):
        """The first fetch of a large file through an upstream registry, in fetches from the index itself: at once, and
        over a line of a gigabit, which is what stands between most registries and PyPI."""
        quietly(*self.ours.command("registry", "create", FETCHED, "--public", "--kind", "upstream", "--url",
                                   f"{self.nginx.url}/simple/"))
        html = self.ours.get(self.ours.page_path(FETCHED, "bench-fetch"), HTML)[0].decode()
        links = [part.partition("#")[0] for part in html.split('<a href="')[1:]]
        for name, folder, title in (("serve-fetch", "fast", "fetch"), ("serve-fetch-line", "line", "fetch at 1 Gbit/s")):
            ours, direct = [], []
            for path in self.fetched[folder]:
                file = os.path.basename(path)
                link = next(link for link in links if link.endswith(file))
                direct.append(load.download(f"{self.nginx.url}/{folder}/{file}"))
                ours.append(load.download(urllib.parse.urljoin(self.ours.url + "/", link)))
            yield Row(name, f"first {title} of {self.size.large_bytes // 1_000_000} MB", "ms",
                      statistics.median(ours) * 1e3, "nginx", statistics.median(direct) * 1e3, 1.1, "1.05",
                      is_ceiling=True)

    def fetched_files(self):
        """What nginx has as an index: files, one for each measurement, and the page that lists them."""
        files, anchors = {}, []
        for number, folder in enumerate(("fast", "line")):
            self.fetched[folder] = [self.wheel("bench_fetch", f"{number + 1}.{run}", self.size.large_bytes, "fetch")
                                    for run in range(self.size.runs)]
            for path in self.fetched[folder]:
                with open(path, "rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                name = f"{folder}/{os.path.basename(path)}"
                files[name] = path
                anchors.append(f'<a href="/{name}#sha256={digest}">{os.path.basename(path)}</a>')
        files["simple/bench-fetch/index.html"] = "\n".join(["<!DOCTYPE html>"] + anchors).encode()
        return files

    def memory(self):
        yield Row("serve-memory", "memory after all that", "MB", self.ours.memory() / 1e6, "-", 0, 100, "40",
                  is_ceiling=True)

    def rows(self):
        for measure in (self.pages, self.composites, self.packages, self.roots, self.downloads, self.small_uploads,
                        self.large_uploads, self.fetches,
                        self.upkeep, self.memory):
            corpora.say(measure.__name__.replace("_", " "))
            yield from measure()


def print_table(rows):
    line = "{:<40} {:<10} {:>10} {:>10} {:>8} {:>6} {:>5}  {:<10} {}"
    print(line.format("what", "against", "ours", "peer", "ratio", "must", "aim", "unit", ""))
    for row in rows:
        peer = f"{row.peer:,.1f}" if row.peer else "-"
        must = f"{'≤' if row.is_ceiling else '≥'} {row.must:g}"
        print(line.format(row.title, row.peer_name, f"{row.ours:,.1f}", peer, f"{row.ratio:.2f}", must, row.aim,
                          row.unit, "reached" if row.reached else "MISSED"))


def run(base, program, quick, runs):
    """Measures everything, one row after another."""
    size = QUICK if quick else Size(**(vars(FULL) | {"runs": runs}))
    Devpi.install(base)
    with Bench(base, program, size) as bench:
        yield from bench.rows()
