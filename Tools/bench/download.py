"""download.py LIST DIRECTORY: fetches the distributions pinned in LIST, runs under the virtual environment's pip.

`pip download` itself would build every sdist to learn its metadata, which runs their code and fails for old ones.
So this calls the two parts of pip that are wanted, its finder and its downloader: pip's configuration (index,
proxy, certificates) holds, one index page is read per project, and nothing is built or run.
"""

import hashlib
import os
import sys

from pip._internal.commands.download import DownloadCommand  # also settles an import cycle inside pip
from pip._internal.models.target_python import TargetPython
from pip._internal.network.download import Downloader


def sha256_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def pinned(listing):
    """The list as {project: [(filename, size, sha256)]}."""
    projects = {}
    with open(listing, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            requirement, filename, size, digest = line.split()
            projects.setdefault(requirement.partition("==")[0], []).append((filename, int(size), digest))
    return projects


def main(listing, directory):
    wanted = pinned(listing)
    total = sum(len(files) for files in wanted.values())
    done = 0
    problems = []
    command = DownloadCommand("download", "")
    options, _ = command.parse_args(["nothing"])
    with command.main_context():
        session = command.get_default_session(options)
        # The wheels were chosen for this Python and platform; being files to store, they need not fit the one here.
        target = TargetPython(
            platforms=["manylinux_2_34_x86_64", "manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64",
                       "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"],
            py_version_info=(3, 11), implementation="cp",
        )
        finder = command._build_package_finder(
            options=options, session=session, target_python=target, ignore_requires_python=True
        )
        downloader = Downloader(session, "off", 3)
        for project, files in wanted.items():
            missing = []
            for filename, size, digest in files:
                path = os.path.join(directory, filename)
                if os.path.exists(path) and os.path.getsize(path) == size and sha256_of(path) == digest:
                    done += 1
                else:
                    missing.append((filename, digest))
            if not missing:
                continue
            links = {candidate.link.filename: candidate.link for candidate in finder.find_all_candidates(project)}
            for filename, digest in missing:
                if filename not in links:
                    problems.append(f"{filename}: the index does not list it")
                    continue
                downloaded, _ = downloader(links[filename], directory)
                found = sha256_of(downloaded)
                if found != digest:
                    os.unlink(downloaded)
                    problems.append(f"{filename}: not the pinned bytes: sha256 is {found}")
                    continue
                os.replace(downloaded, os.path.join(directory, filename))
                done += 1
            print(f"bench: {done} of {total} files", file=sys.stderr, flush=True)
    for problem in problems:
        print(f"bench: {problem}", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
