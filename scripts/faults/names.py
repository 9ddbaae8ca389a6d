"""Names and files that break programs."""
import hashlib
import json
import os
import socket
import stat
from pathlib import Path

from .scene import Broken, Scene, files

NAMES = [b"line\nfeed.txt", b"\xff\xfe.txt", b"\xc3(.txt", b"\x1b[31mred.txt", b"-rf", b"--help.txt", b" .txt",
         b"trailing ", b"a\\\"b.txt", b"'; rm -rf x.txt", b"%s%n.txt", b"$(id).txt", b"x" * 255, b"y" * 251 + b".txt",
         "ü".encode() * 127, "e\u0301.txt".encode(), "é.txt".encode(), b"CASE.txt", b"case.txt", b"tab\tcr\r.txt",
         b"a.json", b"a.json.json", b"b.error.json", "\u202etxt.exe".encode(), b"*?[a].txt", b"#hash", b"=1+1.txt"]


def fault_names(options, random_source):
    """Names of any bytes, deep folders, links, pipes, sockets, devices, a sparse file, planted links, modes."""
    modes = {"files.mode": "0600", "files.folderMode": "0700"}
    with Scene(options) as scene:
        inbox, root = os.fsencode(scene.inbox), scene.root
        wanted = {}
        deep = b"/".join([b"d" * 60] * 40)
        for number, name in enumerate([*NAMES, deep + b"/story.txt"]):
            write(inbox, name, f"Ann Lee said on Monday that number {number} was right.\n".encode(), wanted)

        secret = root / "secret"
        secret.mkdir()
        (secret / "inside.txt").write_text("secret")
        odd = {}

        def make(name, how):
            how(scene.inbox / name)
            odd[name] = os.lstat(scene.inbox / name).st_ino

        make("link.txt", lambda path: path.symlink_to(secret / "inside.txt"))
        make("folder-link", lambda path: path.symlink_to(secret))
        make("dangling.txt", lambda path: path.symlink_to("nowhere"))
        make("loop.txt", lambda path: path.symlink_to("loop.txt"))
        make("self", lambda path: path.symlink_to(scene.inbox))
        make("pipe.txt", os.mkfifo)
        make("hard.txt", lambda path: os.link(secret / "inside.txt", path))
        endpoint = socket.socket(socket.AF_UNIX)
        here = os.getcwd()
        os.chdir(scene.inbox)
        make("socket.txt", lambda path: endpoint.bind(path.name))
        os.chdir(here)
        if os.geteuid() == 0:
            make("device.txt", lambda path: os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5)))
        (scene.inbox / "directory.txt").mkdir()
        with open(scene.inbox / "sparse.txt", "wb") as file:
            file.truncate(10 << 30)

        # What somebody planted where output is to go.
        elsewhere = root / "elsewhere"
        elsewhere.mkdir()
        (scene.outbox / "planted").symlink_to(elsewhere)
        (scene.outbox / "victim.txt.json").symlink_to(elsewhere / "report")
        (scene.state / "archive").mkdir()
        (scene.state / "archive/victim.txt").symlink_to(elsewhere / "original")
        for number, name in enumerate([b"planted/story.txt", b"victim.txt"]):
            write(inbox, name, f"Bob Ray told Ann Lee on Friday that {number} was wrong.\n".encode(), wanted)

        scene.start(settings=[f"{key}={value}" for key, value in modes.items()], level="notice")
        try:
            scene.wait("all reports", lambda: len(reports(scene)) >= len(wanted), 60)
        except Broken as error:
            raise Broken(f"{missing(scene, wanted)[:5]} have no report; {error}") from error
        scene.wait("the sparse file to be set aside", (scene.state / "failed/sparse.txt.error.json").exists, 60)
        scene.wait("the oddities to be named", lambda: all(f"'{name}'" in scene.log_text() for name in odd
                                                           if name not in ("folder-link", "self")), 60)
        scene.wait("the spool to be empty", lambda: not files(scene.state / "spool"), 60)
        scene.kill()
        check(scene, wanted, odd, elsewhere)
    return f"{len(wanted)} documents delivered, {len(odd)} oddities left alone, nothing written through a link"


def write(inbox, name, content, wanted):
    path = os.path.join(inbox, name)
    if len(path) < 1024:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    else:
        # Longer than a path may be in one call is made step by step.
        folder = os.open(inbox, os.O_RDONLY)
        *parents, last = name.split(b"/")
        for parent in parents:
            os.mkdir(parent, dir_fd=folder)
            below = os.open(parent, os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = below
        file = os.open(last, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644, dir_fd=folder)
        os.close(folder)
    os.write(file, content)
    os.close(file)
    wanted[hashlib.sha256(content).hexdigest()] = name


def reports(scene):
    found = []
    for where, _, names in os.walk(os.fsencode(scene.outbox)):
        found += [os.path.join(where, name) for name in names
                  if name.endswith(b".json") and not name.startswith(b".") and not os.path.islink(os.path.join(where, name))]
    return found


def missing(scene, wanted):
    """The names of the documents without a report."""
    seen = set()
    for path in reports(scene):
        with open(path, "rb") as file:
            seen.add(json.load(file)["document"]["sha256"])
    return [name for sha256, name in wanted.items() if sha256 not in seen]


def check(scene, wanted, odd, elsewhere):
    seen = {}
    for path in reports(scene):
        with open(path, "rb") as file:
            document = json.load(file)["document"]
        if document["sha256"] in seen:
            raise Broken(f"two reports on {wanted[document['sha256']]}")
        seen[document["sha256"]] = path
        if len(os.path.basename(path)) > 255:
            raise Broken("a report's name is too long")
        mode = stat.S_IMODE(os.stat(path).st_mode)
        if mode != 0o600:
            raise Broken(f"a report has the mode {mode:o}")
    if set(seen) != set(wanted):
        raise Broken(f"{len(set(wanted) - set(seen))} without a report, {len(set(seen) - set(wanted))} unknown")
    archived = {}
    for where, folders, names in os.walk(os.fsencode(scene.state / "archive")):
        for folder in folders:
            mode = stat.S_IMODE(os.lstat(os.path.join(where, folder)).st_mode)
            if mode != 0o700:
                raise Broken(f"a folder has the mode {mode:o}")
        for name in names:
            if not os.path.islink(os.path.join(where, name)):
                with open(os.path.join(where, name), "rb") as file:
                    archived[hashlib.sha256(file.read()).hexdigest()] = name
    if set(archived) != set(wanted):
        lost = [name for sha256, name in wanted.items() if sha256 not in archived]
        raise Broken(f"{lost[:3]} are not in the archive")
    for name, inode in odd.items():
        if os.lstat(scene.inbox / name).st_ino != inode:
            raise Broken(f"{name} was touched")
    if list(elsewhere.iterdir()) or (scene.root / "secret/inside.txt").read_text() != "secret":
        raise Broken("something was written through a link")
    if any("inside.txt" in str(path) for path in Path(scene.state).rglob("*")):
        raise Broken("a file from outside the inbox was taken")
    error = json.loads((scene.state / "failed/sparse.txt.error.json").read_text())
    if error["reason"] != "too-large":
        raise Broken(f"the sparse file failed for {error['reason']}")
    log = (scene.root / "log").read_bytes()
    stray = [line for line in log.splitlines() if not line.startswith(b"20")]
    if b"\x1b" in log or b"\xff" in log or stray:
        raise Broken(f"a name came into the log as it is: {stray[:1]}")
    for name in ("link.txt", "pipe.txt", "socket.txt", "hard.txt"):
        if log.decode().count(f"'{name}'") != 1:
            raise Broken(f"{name} is named {log.decode().count(name)} times in the log")
