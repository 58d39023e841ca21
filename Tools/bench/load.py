"""What puts the servers of the `serve` benchmark under load: wrk for reading, `post.c` for uploads."""

import hashlib
import json
import os
import re
import struct
import subprocess
import time
import urllib.request
from dataclasses import dataclass

from measure import BenchError, quietly
from servers import ADDRESS

HERE = os.path.dirname(os.path.abspath(__file__))
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
SIZES = {"B": 1, "KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30}


@dataclass
class Reading:
    """What wrk saw."""

    requests: float  # a second
    bytes: float  # a second
    p50: float  # seconds
    p99: float  # seconds


def read(url, seconds, connections, accept=None, authorization=None):
    """Asks for one URL over kept connections, each of which waits for its answer.

    One thread of wrk: it is quicker than any of the servers, and leaves them the other core.
    """
    words = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s", "--latency"]
    if accept:
        words += ["--header", f"Accept: {accept}"]
    if authorization:
        words += ["--header", f"Authorization: {authorization}"]
    text = quietly(*words, url)
    for complaint in ("Non-2xx or 3xx responses", "Socket errors"):
        if complaint in text:
            raise BenchError(f"wrk {url}: {text}")
    size, unit = re.search(r"Transfer/sec:\s+([\d.]+)([KMG]?B)", text).groups()
    return Reading(
        float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), float(size) * SIZES[unit],
        latency(text, 50), latency(text, 99))


def latency(text, percent):
    value, unit = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)$", text, re.MULTILINE).groups()
    return float(value) * UNITS[unit]


def built_poster(base):
    """The uploader, compiled again when its source is newer."""
    source, program = os.path.join(HERE, "post.c"), os.path.join(base, "post")
    if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
        quietly("cc", "-O2", "-pthread", "-o", program, source)
    return program


def upload_form(path, file_field):
    """Content type and body of an upload as twine sends it: what devpi needs, and the digests, for both servers."""
    with open(path, "rb") as file:
        content = file.read()
    filename = os.path.basename(path)
    project, version = filename.split("-")[:2]
    boundary = "bench" + hashlib.sha256(content).hexdigest()[:40]
    fields = {
        ":action": "file_upload", "protocol_version": "1", "metadata_version": "2.1",
        "name": project.replace("_", "-"), "version": version, "filetype": "bdist_wheel", "pyversion": "py3",
        "summary": "A file of the benchmark corpus", "requires_python": ">=3.8",
        "md5_digest": hashlib.md5(content).hexdigest(), "sha256_digest": hashlib.sha256(content).hexdigest(),
        "blake2_256_digest": hashlib.blake2b(content, digest_size=32).hexdigest(),
    }
    body = bytearray()
    for name, value in fields.items():
        body += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    body += (f'--{boundary}\r\nContent-Disposition: form-data; name="{file_field}"; filename="{filename}"\r\n'
             "Content-Type: application/octet-stream\r\n\r\n").encode()
    body += content
    body += f"\r\n--{boundary}--\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", body


def write_requests(target, server, registry, paths):
    """Writes the uploads of `paths` to `server` as `post` reads them."""
    with open(target, "wb") as file:
        for path in paths:
            kind, body = upload_form(path, server.file_field)
            head = (f"POST {server.upload_path(registry)} HTTP/1.1\r\nHost: {ADDRESS}:{server.port}\r\n"
                    f"Authorization: {server.authorization}\r\nUser-Agent: bench\r\nAccept: */*\r\n"
                    f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
            file.write(struct.pack("<Q", len(head) + len(body)))
            file.write(head)
            file.write(body)


def post(program, server, connections, requests):
    """Sends what `write_requests` wrote; every one must succeed. Answers seconds and bytes."""
    result = subprocess.run(
        [program, ADDRESS, str(server.port), str(connections), requests], capture_output=True, text=True)
    if result.returncode != 0:
        raise BenchError(f"uploading to {server.name}: {result.stdout}{result.stderr}")
    facts = json.loads(result.stdout)
    return facts["seconds"], facts["bytes"]


def download(url):
    """Seconds that one download takes, from the connection to the last byte."""
    begin = time.perf_counter()
    with urllib.request.urlopen(url, timeout=120) as response:
        while response.read(1 << 20):
            pass
    return time.perf_counter() - begin
