"""Makes the corpora of the benchmarks: `real`, `small` and `large`.

Each ends in a directory of its own below the bench directory, is written once and then reused. `small` and
`large` are generated and the same on every machine with the same zlib; `real` is downloaded and pinned by digest.
"""

import base64
import hashlib
import os
import random
import shutil
import subprocess
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
TIMESTAMP = (2024, 1, 1, 0, 0, 0)
SMALL_FILES = 20_000
LARGE_FILES = 2
LARGE_BYTES = 1_500_000_000
LARGE_MEMBER = 60_000_000


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def record_line(path, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{path},sha256={digest},{len(data)}"


def write_wheel(target, project, version, members, compression):
    """Writes a wheel that installs: METADATA, WHEEL and a RECORD with every member's digest.

    `members` yields (path, bytes) and is consumed one at a time, so a large wheel costs one member of memory.
    """
    info = f"{project}-{version}.dist-info"
    metadata = (
        f"Metadata-Version: 2.1\nName: {project.replace('_', '-')}\nVersion: {version}\n"
        f"Summary: A file of the benchmark corpus\nRequires-Python: >=3.8\nRequires-Dist: packaging>=23\n"
    ).encode()
    wheel = b"Wheel-Version: 1.0\nGenerator: regadmin-bench 1\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    lines = []
    with zipfile.ZipFile(target, "w", compression) as archive:

        def add(path, data, listed=True):
            entry = zipfile.ZipInfo(path, TIMESTAMP)
            entry.compress_type = compression
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
            if listed:
                lines.append(record_line(path, data))

        for path, data in members:
            add(path, data)
        add(f"{info}/METADATA", metadata)
        add(f"{info}/WHEEL", wheel)
        lines.append(f"{info}/RECORD,,")
        add(f"{info}/RECORD", ("\n".join(lines) + "\n").encode(), listed=False)


def make_small(directory, count):
    """`count` valid wheels of 2 to 10 KB: four versions each of count/4 projects, 200 files to a directory."""
    randomness = random.Random(20_000)
    for number in range(count):
        project, version = f"bench_small_{number // 4:05d}", f"1.{number % 4}.0"
        folder = os.path.join(directory, f"{number // 200:03d}")
        os.makedirs(folder, exist_ok=True)
        # Base85 text deflates to about 81 %, and three other members bring about 1.2 KB.
        payload = base64.b85encode(randomness.randbytes(randomness.randrange(900, 8_300)))
        members = [
            (f"{project}/__init__.py", f'__version__ = "{version}"\n'.encode()),
            (f"{project}/data.py", b"DATA = " + repr(payload).encode() + b"\n"),
        ]
        name = f"{project}-{version}-py3-none-any.whl"
        write_wheel(os.path.join(folder, name), project, version, members, zipfile.ZIP_DEFLATED)


def make_large(directory, count, size):
    """`count` wheels of `size` bytes whose members are stored, so that nothing can compress them."""
    for number in range(count):
        randomness = random.Random(1_500 + number)
        project, version = f"bench_large_{number}", "1.0"

        def members():
            left = size
            part = 0
            while left > 0:
                length = min(LARGE_MEMBER, left)
                yield f"{project}/part{part:03d}.bin", randomness.randbytes(length)
                left -= length
                part += 1

        name = f"{project}-{version}-py3-none-any.whl"
        write_wheel(os.path.join(directory, name), project, version, members(), zipfile.ZIP_STORED)


def make_real(directory, _):
    """Downloads the files pinned in real-corpus.txt, with pip's own finder, from the index pip is set up for."""
    environment = os.path.join(os.path.dirname(directory), "pip")
    python = os.path.join(environment, "bin", "python")
    if not os.path.exists(python):
        subprocess.run(["/usr/bin/python3", "-m", "venv", environment], check=True)
        # The version download.py was written for: it calls pip's internals, which change between versions.
        subprocess.run([python, "-m", "pip", "install", "--quiet", "pip==25.3"], check=True)
    listing = os.path.join(HERE, "real-corpus.txt")
    subprocess.run([python, os.path.join(HERE, "download.py"), listing, directory], check=True)


def prepared(root, name, quick):
    """The directory of corpus `name`, made first if it is not there. A broken-off attempt is made again."""
    makers = {
        "real": (make_real, ()),
        "small": (make_small, (1_000 if quick else SMALL_FILES,)),
        "large": (make_large, (LARGE_FILES, 100_000_000 if quick else LARGE_BYTES)),
    }
    make, arguments = makers[name]
    suffix = "-quick" if quick and name != "real" else ""
    directory = os.path.join(root, f"corpus-{name}{suffix}")
    if os.path.isdir(directory):
        return directory
    say(f"making corpus {name}{suffix} in {directory}")
    partial = directory + ".partial"
    if name != "real":  # a download goes on where it stopped
        shutil.rmtree(partial, ignore_errors=True)
    os.makedirs(partial, exist_ok=True)
    if name == "real":
        make_real(partial, None)
    else:
        make(partial, *arguments)
    os.rename(partial, directory)
    return directory
