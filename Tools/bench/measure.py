"""Runs commands and says what they cost."""

import os
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass


class BenchError(Exception):
    """A command of a benchmark failed; the message says which and how."""


@dataclass
class Sample:
    """One run: wall and CPU seconds of all its commands together, and the largest process's peak memory.

    CPU time is user plus system time of the processes and of the children they waited for; what the kernel does
    in threads of its own (write-back) is in none of them. `rss` is the high-water mark of the largest process,
    file mappings included, so the pages of an mmapped index count; it cannot be lower than this program's own,
    about 20 MB, which a child inherits at its start. `anonymous` is sampled every 20 ms: the most private memory
    that the command's processes had together.
    """

    wall: float
    cpu: float
    rss: int
    anonymous: int


def anonymous_memory(group, others):
    """Bytes of private memory of all processes of process group `group`.

    Processes seen in another group are kept in `others` and not looked at again: what is measured has no processor
    to spare for whoever measures.
    """
    total = 0
    spaces = set()
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or entry in others:
            continue
        try:
            with open(f"/proc/{entry}/stat", encoding="ascii", errors="replace") as file:
                fields = file.read().rpartition(")")[2].split()
            if int(fields[2]) != group:
                others.add(entry)
                continue
            # Until it executes its program, a child that is being started has its parent's memory, not a copy: where
            # code and stack begin is random, so that two processes with both alike are in one address space.
            space = (fields[23], fields[25])
            if space in spaces and space != ("0", "0"):
                continue
            spaces.add(space)
            with open(f"/proc/{entry}/status", encoding="ascii", errors="replace") as file:
                for line in file:
                    if line.startswith("RssAnon:"):
                        total += int(line.split()[1]) * 1024
        except OSError:  # it ended meanwhile
            continue
    return total


def run_once(commands, cwd=None, env=None):
    """Runs the commands one after another; each must end with status 0."""
    wall = cpu = 0.0
    rss = anonymous = 0
    for command in commands:
        with tempfile.TemporaryFile() as output:
            start = time.monotonic()
            process = subprocess.Popen(
                command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output, process_group=0
            )
            ended = threading.Event()
            most = [0]

            def sample(group=process.pid, most=most, ended=ended):
                others = set()
                while not ended.wait(0.02):
                    most[0] = max(most[0], anonymous_memory(group, others))

            sampler = threading.Thread(target=sample, daemon=True)
            sampler.start()
            _, status, usage = os.wait4(process.pid, 0)
            wall += time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            ended.set()
            sampler.join()
            cpu += usage.ru_utime + usage.ru_stime
            rss = max(rss, usage.ru_maxrss * 1024)
            anonymous = max(anonymous, most[0])
            if process.returncode != 0:
                output.seek(0, os.SEEK_END)
                output.seek(max(0, output.tell() - 2000))
                tail = output.read().decode(errors="replace")
                raise BenchError(f"{' '.join(command[:6])}: ended with status {process.returncode}:\n{tail}")
    return Sample(wall, cpu, rss, anonymous)


def quietly(*command, cwd=None, env=None):
    """A command that prepares something and is not measured."""
    result = subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if result.returncode != 0:
        tail = result.stdout.decode(errors="replace")[-2000:]
        raise BenchError(f"{' '.join(command[:6])}: ended with status {result.returncode}:\n{tail}")
    return result.stdout.decode(errors="replace")


def median(samples):
    """The median of each figure on its own."""
    return Sample(
        statistics.median(sample.wall for sample in samples),
        statistics.median(sample.cpu for sample in samples),
        max(sample.rss for sample in samples),
        max(sample.anonymous for sample in samples),
    )


def warm(directory):
    """Reads every file below `directory` once, so that all runs find it in the page cache."""
    buffer = bytearray(1 << 20)
    for folder, _, names in os.walk(directory, followlinks=True):
        for name in names:
            with open(os.path.join(folder, name), "rb", buffering=0) as file:
                while file.readinto(buffer):
                    pass
