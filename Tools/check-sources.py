#!/usr/bin/env python3
"""Checks what the compiler does not: imports against the level table, file sizes, forbidden words, links in documents.

Prints one line per finding as `path:line: what is wrong` and exits 1 if there was any.
"""

import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LONGEST_FILE = 400

# Which of our targets, and which libraries, each target may import: the table of ARCHITECTURE.md.
SYSTEM = {"SystemPackage", "Synchronization", "Glibc", "Musl"}
ARROWS = {
    "PythonPackaging": set(),
    "LMDB": {"CLMDB"} | SYSTEM,
    "Digests": {"COpenSSL", "CDigests"} | SYSTEM,
    "Archives": {"CArchive", "CDigests", "CInflate", "CLinux"} | SYSTEM,
    "Secrets": {"COpenSSL"} | SYSTEM,
    # FoundationEssentials for the JSON and the addresses of other indexes' pages.
    "SimpleIndex": {"PythonPackaging", "CXML2", "FoundationEssentials"} | SYSTEM,
    # Dispatch for its semaphores, FoundationEssentials for the JSON of FORMAT.
    "ContentStore": {"LMDB", "Digests", "CLinux", "Logging", "Dispatch", "FoundationEssentials"} | SYSTEM,
    "Inspection": {"Archives", "PythonPackaging", "Digests"} | SYSTEM,
    # FoundationEssentials for the JSON of attestations.
    "RegistryCore": {"ContentStore", "Inspection", "Archives", "Digests", "Secrets", "PythonPackaging",
                     "FoundationEssentials", "Logging"} | SYSTEM,
    "Upstream": {"RegistryCore", "SimpleIndex", "ContentStore", "Digests", "PythonPackaging", "FoundationEssentials",
                 "Logging", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTPCompression", "NIOSSL",
                 "TOMLKit"} | SYSTEM,
    "RegistryServer": {"CLinux", "CZlib", "CMarkdown", "Upstream", "RegistryCore", "SimpleIndex", "ContentStore", "Digests", "Secrets", "PythonPackaging",
                       "Foundation", "FoundationEssentials", "Logging", "Hummingbird", "HummingbirdCore",
                       "HummingbirdHTTP2", "HummingbirdTLS", "HTTPTypes", "NIOCore", "NIOPosix", "NIOHTTP1",
                       "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOSSL", "NIOTLS", "ServiceLifecycle", "Configuration", "JWTKit",
                       "AsyncHTTPClient", "Yams", "Mustache"} | SYSTEM,
    "regadmin": {"RegistryServer", "Upstream", "RegistryCore", "ContentStore", "Inspection", "Archives", "Digests",
                 "PythonPackaging", "Logging", "Configuration", "ArgumentParser", "Foundation", "FoundationEssentials"} | SYSTEM,
}

# A registry is where the operator's configuration says; nothing here may name one of the public ones' hosts.
FORBIDDEN = re.compile(
    "|".join([r"py" r"pi\.(org|io|python\.org)", r"python" r"hosted\.org", r"deb" r"ian\.(org|net)",
              r"\bTO" r"DO\b", r"\bFIX" r"ME\b"]))
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+"
    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def project_files():
    """What is, or is about to be, committed."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    return sorted(name for name in set(names) if os.path.isfile(os.path.join(ROOT, name)))


def arrows(name, lines):
    parts = name.split("/")
    if parts[0] != "Sources" or not name.endswith(".swift"):
        return
    target = parts[1]
    if target not in ARROWS:
        yield 1, f"target {target} is not in the level table of Tools/check-sources.py and ARCHITECTURE.md"
        return
    for number, line in enumerate(lines, 1):
        found = IMPORT.match(line)
        if found and found[1] not in ARROWS[target]:
            yield number, f"{target} must not import {found[1]}"


def size(name, lines):
    if name.endswith((".swift", ".c", ".h")) and len(lines) > LONGEST_FILE and "digest-kernels" not in name \
            and not name.startswith("Sources/CDigests/"):
        yield LONGEST_FILE, f"{len(lines)} lines; at most {LONGEST_FILE}: look for the second noun"


def words(name, lines):
    if name == "LICENSE":
        return
    for number, line in enumerate(lines, 1):
        found = FORBIDDEN.search(line)
        if found:
            yield number, f"must not say {found[0]}"


def anchor(heading):
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", ""))
    return kept.replace(" ", "-")


def links(name, lines):
    if not name.endswith(".md"):
        return
    for number, line in enumerate(lines, 1):
        for target in LINK.findall(line):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, fragment = target.partition("#")
            file = os.path.normpath(os.path.join(ROOT, os.path.dirname(name), path)) if path else os.path.join(ROOT, name)
            if not os.path.exists(file):
                yield number, f"link to {target}, which does not exist"
            elif fragment and file.endswith(".md"):
                with open(file, encoding="utf-8") as document:
                    if fragment not in {anchor(text.lstrip("#")) for text in document if text.startswith("#")}:
                        yield number, f"link to {target}, which has no such heading"


def main():
    findings = 0
    for name in project_files():
        try:
            with open(os.path.join(ROOT, name), encoding="utf-8") as file:
                lines = file.read().splitlines()
        except UnicodeDecodeError:  # a fixture
            continue
        for check in (arrows, size, words, links):
            for number, text in check(name, lines):
                print(f"{name}:{number}: {text}")
                findings += 1
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
