"""Programs that drop documents slowly, for whoever runs this, and what must be there when all is done.

    python3 -m faults.droppers drop INBOX --count N --longest SECONDS --seed N --sources FOLDER   prints what was dropped
    python3 -m faults.droppers check OUTBOX STATE INBOX                                           reads that, and looks

Needs nothing of the other faults, so that it runs as another user and inside a machine.
"""
import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TEXT = ("The mayor of Velmora, Ilse Marchetti, opened bridge number {0} on Monday. “We will rebuild the rest,” she said.\n"
        "Engineers had warned of case {0} for years; the council of Velmora paid for the work.\n")


class Dropper:
    """One document's writer: its pauses come from a seed of its own."""

    def __init__(self, inbox, sources, seed, longest):
        self.inbox, self.sources, self.longest = inbox, sources, longest
        self.random = random.Random(seed)

    def pause(self):
        time.sleep(self.random.uniform(0, self.longest))

    def pieces(self, content, count=3):
        cuts = sorted(self.random.sample(range(1, len(content)), count - 1))
        return [content[start:end] for start, end in zip([0, *cuts], [*cuts, len(content)])]

    def source(self, path, content):
        made = self.sources / f"{os.getpid()}-{path.parent.name}-{path.name}"
        made.write_bytes(content)
        return made

    def cp(self, path, content):
        """One that copies and closes once."""
        self.pause()
        subprocess.run(["cp", self.source(path, content), path], check=True)

    def cp_with_times(self, path, content):
        source = self.source(path, content)
        os.utime(source, (315532800, 315532800))
        self.pause()
        subprocess.run(["cp", "-p", source, path], check=True)

    def renamed(self, path, content):
        """As browsers, rsync and careful scripts do, the name last."""
        part = path.with_name(path.name + ".part")
        with open(part, "wb", buffering=0) as file:
            for piece in self.pieces(content):
                file.write(piece)
                self.pause()
        part.rename(path)

    def moved(self, path, content):
        self.pause()
        subprocess.run(["mv", self.source(path, content), path], check=True)

    def stalled(self, path, content):
        """scp, wget, curl -o, a shell's `>`: open all the time, with pauses, the first before the first byte."""
        with open(path, "wb", buffering=0) as file:
            for piece in self.pieces(content):
                self.pause()
                file.write(piece)
            self.pause()

    def appended(self, path, content):
        """`>` and then `>>`: header, body, foot, closed after each."""
        for number, piece in enumerate(self.pieces(content)):
            with open(path, "ab" if number else "wb", buffering=0) as file:
                file.write(piece)
            self.pause()

    def appended_late(self, path, content):
        """The same by programs that think before they write: `{ sleep 9; echo; } >>file`."""
        first, rest = self.pieces(content, 2)
        path.write_bytes(first)
        self.pause()
        with open(path, "ab", buffering=0) as file:
            self.pause()
            file.write(rest)

    def resumed(self, path, content):
        """A transfer that breaks off and is resumed, at the place that it had come to."""
        for piece in self.pieces(content):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o666), "wb", buffering=0) as file:
                file.seek(0, os.SEEK_END)
                half = len(piece) // 2
                file.write(piece[:half])
                self.pause()
                file.write(piece[half:])
            self.pause()

    def size_first(self, path, content):
        """A download that makes room first, and fills it in no order."""
        with open(path, "wb", buffering=0) as file:
            file.truncate(len(content))
            places, pieces = [], self.pieces(content)
            start = 0
            for piece in pieces:
                places.append((start, piece))
                start += len(piece)
            for start, piece in reversed(places):
                self.pause()
                file.seek(start)
                file.write(piece)

    def placeholder(self, path, content):
        """An empty file first, as scanners and file managers make it; filled later."""
        path.touch()
        self.pause()
        with open(path, "r+b", buffering=0) as file:
            for piece in self.pieces(content):
                file.write(piece)
                self.pause()

    KINDS = ("cp", "cp_with_times", "renamed", "moved", "stalled", "appended", "appended_late", "resumed", "size_first",
             "placeholder")


def drop(options):
    """Drops the documents, ten kinds of writer in turn; gives their digests by their paths."""
    inbox, sources = Path(options.inbox), Path(options.sources)
    sources.mkdir(parents=True, exist_ok=True)

    def one(number):
        kind = Dropper.KINDS[number % len(Dropper.KINDS)]
        # A third in the inbox itself, a third in folders that are there, a third each in a new one.
        folder = ("", f"{options.prefix}folder{number % 7}", f"{options.prefix}new{number}")[number // 10 % 3]
        name = f"{folder}/{options.prefix}{kind}-{number}.txt".lstrip("/")
        content = (TEXT.format(f"{options.prefix}{number}") * (1 + number % 5)).encode()
        dropper = Dropper(inbox, sources, f"{options.seed} {number}", options.longest)
        time.sleep(dropper.random.uniform(0, options.longest))
        path = inbox / name
        path.parent.mkdir(exist_ok=True)
        getattr(dropper, kind)(path, content)
        return name, hashlib.sha256(content).hexdigest()

    try:
        with ThreadPoolExecutor(min(options.count, 200)) as pool:
            return dict(pool.map(one, range(options.count)))
    finally:
        shutil.rmtree(sources, ignore_errors=True)


def files(folder):
    found = []
    for where, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(where, name), folder) for name in names]
    return found


def problems(documents, outbox, state, inbox, staying=False):
    """What is not as it must be: one report on each document, whole, its original in the archive, nothing else."""
    outbox, state, inbox = Path(outbox), Path(state), Path(inbox)
    found = []
    archive = state / "archive"
    for name, sha256 in documents.items():
        report, original = outbox / (name + ".json"), archive / name
        if not report.exists():
            found.append(f"lost: {name}")
            continue
        said = json.loads(report.read_bytes())["document"]
        if said["sha256"] != sha256:
            found.append(f"a report of a part: {name}")
        if not original.exists() or hashlib.sha256(original.read_bytes()).hexdigest() != said["sha256"]:
            found.append(f"the archive has other bytes: {name}")
    expected = {name + ".json" for name in documents}
    found += [f"doubled: {name}" for name in files(outbox) if name not in expected]
    found += [f"archived twice: {name}" for name in files(archive) if name not in documents]
    found += [f"failed: {name}" for name in files(state / "failed")]
    found += [f"still claimed: {name}" for name in files(state / "spool/active")]
    if not staying:
        found += [f"still in the inbox: {name}" for name in files(inbox)]
        found += [f"still kept: {name}" for name in files(state / "spool/kept")]
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("order", choices=("drop", "check"))
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--longest", type=float, default=20)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--prefix", default="")
    parser.add_argument("--sources", default="/tmp/copydesk-sources")
    parser.add_argument("--staying", action="store_true")
    options = parser.parse_args()
    if options.order == "drop":
        options.inbox = options.folders[0]
        json.dump(drop(options), sys.stdout)
        return
    documents = json.load(sys.stdin)
    found = problems(documents, *options.folders, staying=options.staying)
    print(f"{len(documents)} documents, {len(found)} problems")
    for line in sorted(found)[:20]:
        print(line)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
