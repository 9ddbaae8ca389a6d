"""Documents of another user, as in the installed service: a member of the group drops, the daemon is somebody else."""
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from . import droppers
from .scene import Broken, Manager, Scene, files

# Nobody's on any machine that this was tried on; the daemon, its group, and a member of it.
DAEMON, GROUP, MEMBER = 64_101, 64_100, 64_102
CAPABILITY = ("--inh-caps", "+lease", "--ambient-caps", "+lease")


def can_be_others():
    """Whether programs may be run as other users."""
    return os.geteuid() == 0 and subprocess.run(
        ["setpriv", "--reuid", str(MEMBER), "--regid", str(MEMBER), "--clear-groups", "true"],
        stderr=subprocess.DEVNULL).returncode == 0


def needs_others(function):
    function.needs = getattr(function, "needs", ()) + (can_be_others,)
    return function


class Office(Scene):
    """The folders as the package makes them, a daemon with or without the right to take leases, and a member."""

    def __init__(self, options, has_leases):
        super().__init__(options)
        self.has_leases = has_leases
        self.root.chmod(0o755)
        for path, mode in ((self.inbox, 0o2770), (self.outbox, 0o2750), (self.state, 0o2750)):
            os.chown(path, DAEMON, GROUP)
            path.chmod(mode)
        self.tools = self.root / "tools"
        (self.tools / "faults").mkdir(parents=True)
        # The checkout may be closed to others.
        for name in ("__init__.py", "droppers.py"):
            (self.tools / "faults" / name).write_text(
                "" if name == "__init__.py" else Path(__file__).with_name(name).read_text())
        self.binary = self.root / "tools/copydesk"
        try:
            os.link(options.binary, self.binary)
        except OSError:
            shutil.copy(options.binary, self.binary)
        self.home = self.root / "home"
        self.home.mkdir()
        os.chown(self.home, MEMBER, MEMBER)

    def start(self, *more, settings=(), workers=2, level="info"):
        command = self.command(*more, settings=settings, workers=workers, level=level)
        command[0] = str(self.binary)
        self.log = open(self.root / "log", "ab")
        self.manager = Manager()
        os.chmod(self.manager.folder, 0o755)
        os.chmod(self.manager.address, 0o777)
        self.process = subprocess.Popen(
            ["setpriv", "--reuid", str(DAEMON), "--regid", str(GROUP), "--clear-groups",
             *(CAPABILITY if self.has_leases else ()), *command],
            stdout=self.log, stderr=self.log, start_new_session=True, cwd="/",
            env={**os.environ, "NOTIFY_SOCKET": self.manager.address})
        self.wait("READY", lambda: self.manager.is_ready)

    def member(self, script, umask="022", **how):
        """A shell script as the member, in the inbox."""
        command = ["setpriv", "--reuid", str(MEMBER), "--regid", str(MEMBER), "--groups", f"{MEMBER},{GROUP}",
                   "sh", "-ec", f"umask {umask}; cd {self.inbox}; {script}"]
        return subprocess.run(command, check=True, env={**os.environ, "HOME": str(self.home)}, **how)

    def text(self, name):
        return f"The mayor of Velmora, Ilse Marchetti, opened the bridge of {name} on Monday.\n"

    def write(self, name, umask="022"):
        """A document written in place, in a folder that is made for it."""
        self.member(f"mkdir -p $(dirname '{name}'); printf '%s' '{self.text(name)}' >'{name}'", umask)

    def reported(self, names, seconds=60):
        self.wait("reports", lambda: all((self.outbox / f"{name}.json").exists() for name in names), seconds)
        for name in names:
            said = json.loads((self.outbox / f"{name}.json").read_bytes())["document"]["text"]
            if said != self.text(name):
                raise Broken(f"the report on {name} is on {said!r}")

    def log_says(self, words):
        return sum(words in line for line in self.log_text().splitlines())


def set_acl(office):
    """What the package's tmpfiles.d does."""
    subprocess.run(["setfacl", "-m", f"d:u:{DAEMON}:rwx,d:g:{GROUP}:rwx", str(office.inbox)], check=True)


@needs_others
def fault_another_user(options, random_source):
    """A member's documents: any umask, folders made, copied and moved in; folders that the daemon may not write."""
    for has_leases in (True, False):
        for has_list in (True, False):
            folders_of_another_user(options, has_leases, has_list)
        barred_outbox(options, has_leases)
    return "umask 022, 027, 077, mkdir, cp -r, mv, with and without leases and an access list; barred folders named once"


def folders_of_another_user(options, has_leases, has_list):
    with Office(options, has_leases) as office:
        if has_list:
            set_acl(office)
        office.start(settings=("watch.rest=1s", "watch.rescan=1h", "watch.settle=200ms"))
        names = ["plain.txt", "deep/er/plain.txt"]
        for umask in ("022", "027"):
            for name in names:
                office.write(umask + name, umask)
        taken = [umask + name for umask in ("022", "027") for name in names]
        office.write("closed077.txt", "077")
        if has_list:
            taken.append("closed077.txt")
        office.reported(taken)
        # Folders as Debian's umask makes them, copied and moved in whole.
        tree = office.home / "tree"
        office.member(f"mkdir -p {tree}/below; chmod 755 {tree} {tree}/below")
        (office.home / "made").mkdir()
        for number in range(20):
            path = tree / ("below" if number % 2 else "") / f"{number}.txt"
            relative = path.relative_to(tree)
            office.member(f"printf '%s' '{office.text(f'copied/{relative}')}' >{path}")
        office.member(f"cp -r {tree} copied")
        copied = [f"copied/{path.relative_to(tree)}" for path in tree.rglob("*.txt")]
        office.reported(copied)
        # Each stays where it is, is dealt with once, and the folder is named once.
        office.wait("STATUS to name the folders", lambda: f"'{office.inbox}/copied'" in office.manager.status)
        time.sleep(2)
        for folder in ("copied", "copied/below"):
            if (count := office.log_says(f"folder '{folder}' of the inbox does not let go")) != 1:
                raise Broken(f"the log names '{folder}' {count} times: {office.tail()}")
        if (lines := office.log_says("Delivered 'copied/")) != len(copied):
            raise Broken(f"{lines} deliveries of {len(copied)} documents")
        office.kill()
        office.start(settings=("watch.rest=1s", "watch.rescan=1h", "watch.settle=200ms"))
        time.sleep(2)
        if (lines := office.log_says("Delivered 'copied/")) != len(copied):
            raise Broken(f"{lines} deliveries of {len(copied)} documents after a restart: {office.tail()}")
        # One is added to, which the folder does not keep anybody from.
        office.member("printf '%s' 'More of it.' >>copied/0.txt")
        report = office.outbox / "copied/0.txt.json"
        office.wait("the report on all of it", lambda: "More of it." in report.read_text())
        # Mended: they leave without a scan of everything.
        office.member("find . -mindepth 1 -type d -exec chmod g+w {} +")
        office.wait("the folders to be empty", lambda: not files(office.inbox / "copied"))
        office.wait("STATUS to forget them", lambda: "copied" not in office.manager.status)
        # Nothing can be known of what is in a folder that is closed; it is told once, and taken when it opens.
        office.member("mkdir shut; printf '%s' \"" + office.text("shut/a.txt").strip() + "\n\" >shut/a.txt; chmod 700 shut")
        office.wait("the inbox to be empty", lambda: set(files(office.inbox)) <= {"closed077.txt", "shut/a.txt"})
        office.member("chmod 770 shut")
        office.reported(["shut/a.txt"])
        office.wait("the rest", lambda: set(files(office.inbox)) <= {"closed077.txt"})
        if not has_list:
            office.member("chmod 640 closed077.txt")
            office.reported(["closed077.txt"])
        office.wait("all to be over", lambda: not office.waiting())
        if files(office.state / "failed"):
            raise Broken(f"failed: {files(office.state / 'failed')}")
        doubled = [name for name in files(office.outbox) if not (office.state / "archive" / name[:-5]).exists()]
        if doubled:
            raise Broken(f"reports without an original: {doubled[:3]}")


def barred_outbox(options, has_leases):
    """A folder of the outbox that the daemon may not write: its documents wait, others go on."""
    with Office(options, has_leases) as office:
        barred = office.outbox / "x"
        barred.mkdir(mode=0o755)
        office.start(settings=("watch.rest=200ms",))
        waiting = [f"x/{number}.txt" for number in range(100)]
        office.member("mkdir -m 2770 x")
        for name in waiting:
            office.write(name)
        others = [f"y/{number}.txt" for number in range(20)]
        office.member("mkdir -m 2770 y")
        for name in others:
            office.write(name)
        office.reported(others, 30)
        office.wait("STATUS to name the folder", lambda: f"'{barred}'" in office.manager.status)
        if "Paused" in office.manager.status:
            raise Broken(f"it is paused: {office.manager.status}")
        if (count := office.log_says("documents of one folder wait")) != 1:
            raise Broken(f"the log says {count} times that documents wait: {office.tail()}")
        os.chown(barred, DAEMON, GROUP)
        office.reported(waiting, 90)
        office.wait("all to be over", lambda: not office.waiting())
        office.wait("STATUS to forget it", lambda: f"'{barred}'" not in office.manager.status)
        office.kill()
        for name in waiting + others:
            if (office.state / "archive" / name).read_text() != office.text(name):
                raise Broken(f"{name} is archived with other bytes")
        if files(office.state / "failed"):
            raise Broken(f"failed: {files(office.state / 'failed')}")


@needs_others
def fault_slow_writers(options, random_source):
    """Ten kinds of writer with pauses, as another user: one report of each whole document."""
    count, longest, rest = (150, 2, 3) if options.quick else (1000, 20, 30)
    total = 0
    for has_leases in (True, False):
        with Office(options, has_leases) as office:
            settings = (f"watch.rest={rest}s", f"watch.settleEmpty={rest}s", "watch.settle=2s")
            # The umask of a member who shares: what is closed to the daemon has a fault of its own.
            command = (f"cd {office.tools}; python3 -m faults.droppers drop {office.inbox} --count {count} "
                       f"--longest {longest} --sources {office.home}/sources --seed {random_source.random()}")
            before = subprocess.Popen(
                ["setpriv", "--reuid", str(MEMBER), "--regid", str(MEMBER), "--groups", f"{MEMBER},{GROUP}",
                 "sh", "-ec", f"umask 002; {command}"], stdout=subprocess.PIPE, text=True)
            # Some are found half-written by a daemon that starts only then.
            time.sleep(longest / 2)
            office.start(settings=settings, level="warning")
            dropped, _ = before.communicate(timeout=1800)
            if before.returncode:
                raise RuntimeError("a writer failed, which says nothing of the daemon")
            documents = json.loads(dropped)
            office.wait("all to be over", lambda: not office.waiting(), 60 + 6 * rest)
            office.kill()
            found = droppers.problems(documents, office.outbox, office.state, office.inbox)
            if found:
                raise Broken(f"{len(found)} problems, leases {has_leases}: {sorted(found)[:5]}")
            total += count
    return f"{total} documents by ten kinds of writer with pauses of up to {longest} s, one report on each whole"
