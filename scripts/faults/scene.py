"""Three folders, the documents that were dropped into them, and the daemon."""
import base64
import fcntl
import functools
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path

TEXT = "President Vladimir Putin met Xi Jinping in Beijing. “We highly value this,” Putin said. Number {}.\n"


class Broken(Exception):
    """The promise was not kept."""


def needs_mount(function):
    """Marks a fault that mounts file systems."""
    function.needs = getattr(function, "needs", ()) + (can_mount,)
    return function


def needs_trace(function):
    """Marks a fault that strace(1) injects."""
    function.needs = getattr(function, "needs", ()) + (can_trace,)
    return function


def takes(minutes):
    """Marks a fault that takes much longer, or less long, than most."""
    def mark(function):
        function.minutes = minutes
        return function
    return mark


def of_the_machine(function):
    """Marks a fault that changes a setting of the whole machine."""
    function.is_of_the_machine = True
    return function


@functools.cache
def can_mount():
    """Whether file systems may be mounted here: for that, root is not enough in a container."""
    folder = tempfile.mkdtemp(prefix="copydesk-mount-")
    try:
        mounted = subprocess.run(["mount", "-t", "tmpfs", "none", folder], stderr=subprocess.DEVNULL).returncode == 0
        if mounted:
            subprocess.run(["umount", folder], check=True)
        return mounted
    finally:
        os.rmdir(folder)


@functools.cache
def can_trace():
    """Whether processes may be traced here."""
    return subprocess.run(["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL).returncode == 0


class Scene:
    """A daemon's folders and what must be in them."""

    def __init__(self, options, folder=None):
        self.options = options
        self.own = folder is None
        self.root = Path(folder or tempfile.mkdtemp(prefix="copydesk-faults-"))
        self.inbox, self.outbox, self.state = (self.root / name for name in ("inbox", "outbox", "state"))
        for path in (self.inbox, self.outbox, self.state):
            path.mkdir(exist_ok=True)
        self.documents = {}
        self.process = None
        self.manager = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.kill()
        if self.own:
            shutil.rmtree(self.root, ignore_errors=True)

    def drop(self, count=1, folder="a", first=None):
        """Writes documents as a careful program does: under a name that is left alone, then renamed."""
        first = len(self.documents) if first is None else first
        for number in range(first, first + count):
            self.put(f"{folder}/{number % 7}/story{number}.txt", TEXT.format(number).encode())

    def put(self, name, content):
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(content)
        part.rename(path)
        self.documents[name] = hashlib.sha256(content).hexdigest()

    # Of every daemon that is started here.
    settings = ()

    def command(self, *more, settings=(), workers=1, level="warning"):
        # Documents leave the inbox with their claim, so that each is in one place; what stays has faults of its own.
        settings = ("watch.settle=100ms", "watch.rest=0ms", "limits.minFreeBytes=0", *self.settings, *settings)
        return [str(self.options.binary), "run", "--inbox", str(self.inbox), "--outbox", str(self.outbox), "--state",
                str(self.state), "--workers", str(workers), "--log-level", level,
                *(word for setting in settings for word in ("--set", setting)), *more]

    def start(self, *more, before=(), environment=None, **how):
        self.log = open(self.root / "log", "ab")
        self.manager = Manager()
        self.process = subprocess.Popen(
            [*before, *self.command(*more, **how)], stdout=self.log, stderr=self.log,
            start_new_session=True,
            env={**os.environ, "NOTIFY_SOCKET": self.manager.address, **(environment or {})})

    def kill(self):
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.process = None
        self.manager.close()
        self.log.close()
        # Behind strace the daemon is no child of ours: it may still be in its last call, with its lock.
        deadline = time.monotonic() + 10
        while self.is_locked() and time.monotonic() < deadline:
            time.sleep(0.01)

    def is_locked(self):
        try:
            with open(self.state / "lock", "rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def drain(self, seconds=120):
        """Runs the daemon until the inbox and the spool are empty."""
        self.start()
        self.wait("documents to be delivered", lambda: not self.waiting(), seconds)
        self.process.terminate()
        self.process.wait(60)
        self.kill()

    def wait(self, what, is_so, seconds=60):
        """Waits until something is so; the daemon must live on."""
        deadline = time.monotonic() + seconds
        while not is_so():
            if self.process.poll() is not None:
                raise Broken(f"the daemon ended with {self.process.returncode}: {self.tail()}")
            if time.monotonic() > deadline:
                raise Broken(f"waited in vain for {what}; {self.waiting()[:3]} wait; {self.tail()}")
            time.sleep(0.05)

    def waiting(self):
        return files(self.inbox) + files(self.state / "spool")

    def log_text(self):
        return (self.root / "log").read_text(errors="replace")

    def tail(self):
        return self.log_text()[-600:]

    def check_whole(self):
        """Every report that can be seen is whole, and none is another document's."""
        for name in files(self.outbox):
            if Path(name).name.startswith(".copydesk-") or not name.endswith(".json"):
                continue
            try:
                report = json.loads((self.outbox / name).read_bytes())
            except ValueError as error:
                raise Broken(f"the report {name} is torn: {error}") from error
            path = report["document"]["path"]
            if name != path + ".json" or self.documents.get(path) != report["document"]["sha256"]:
                raise Broken(f"the report {name} is of {path}, {report['document']['sha256']}")

    def places(self):
        """Where each document is: every one in exactly one place, with the bytes it had."""
        found = {}

        def put(name, place, path):
            if name in found:
                raise Broken(f"{name} is in {found[name]} and in {place}")
            if digest(path) != self.documents[name]:
                raise Broken(f"{name} in {place} has other bytes")
            found[name] = place

        for place, folder in (("inbox", self.inbox), ("archive", self.state / "archive"),
                              ("failed", self.state / "failed")):
            for name in files(folder):
                if name in self.documents:
                    put(name, place, folder / name)
        for name, document in self.claimed():
            put(name, "active", document)
        lost = set(self.documents) - set(found)
        if lost:
            raise Broken(f"{len(lost)} lost, first {sorted(lost)[0]}")
        for name, place in found.items():
            if place == "archive" and not (self.outbox / (name + ".json")).exists():
                raise Broken(f"{name} is archived without a report")
        return found

    def claimed(self):
        """The paths of the claimed documents, and where they lie."""
        active = self.state / "spool/active"
        for document in sorted(active.glob("*.document")) if active.exists() else []:
            record = document.with_suffix(".json")
            first = json.loads(next(line for line in record.read_text().split("\n") if line))
            yield base64.b64decode(first["pathBytes"]).decode(), document

    def check_delivered(self):
        """All documents are delivered and nothing else lies anywhere."""
        self.check_whole()
        places = self.places()
        elsewhere = {name: place for name, place in places.items() if place != "archive"}
        if elsewhere:
            raise Broken(f"{len(elsewhere)} not delivered: {sorted(elsewhere.items())[:2]}; {self.tail()}")
        for folder, expected in ((self.outbox, {name + ".json" for name in self.documents}),
                                 (self.state / "archive", set(self.documents)), (self.inbox, set()),
                                 (self.state / "spool", set()), (self.state / "failed", set())):
            extra = set(files(folder)) - expected
            if extra:
                raise Broken(f"left behind in {folder.name}: {sorted(extra)[:3]}")


class Manager:
    """The service manager's end of sd_notify(3): what STATUS said last, and how often the watchdog was fed."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="copydesk-notify-")
        self.address = os.path.join(self.folder, "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.address)
        self.status = ""
        self.fed = 0
        self.is_ready = False
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        while datagram := self.socket.recv(8192):
            for line in datagram.decode(errors="replace").split("\n"):
                if line.startswith("STATUS="):
                    self.status = line[7:]
                self.fed += line == "WATCHDOG=1"
                self.is_ready = self.is_ready or line == "READY=1"

    def close(self):
        # First the thread: the next manager's socket may get the same number, and its messages would come here.
        self.socket.shutdown(socket.SHUT_RD)
        self.thread.join()
        self.socket.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def files(folder):
    """The paths of all files below a folder that exists or not."""
    found = []
    for where, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(where, name), folder) for name in names]
    return found


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def injected(call, what):
    """strace(1) before a command, so that a system call of it meets a fault."""
    return ["strace", "-f", "-qqq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}"]
