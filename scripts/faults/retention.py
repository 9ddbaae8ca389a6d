"""What removes finished work: alone, killed, and beside the daemon; and who else may."""
import json
import os
import pwd
import random
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

from .scene import Broken, Scene, TEXT, digest, files, injected, needs_trace, takes

# Of a member of the group who is neither root nor the daemon's user.
MEMBER = 65533


def can_be_somebody_else():
    """Whether a process may take another user's place here: for that one must be root."""
    return os.geteuid() == 0 and shutil.which("setpriv") is not None and shutil.which("setfacl") is not None


def needs_somebody_else(function):
    """Marks a fault in which a second user has a part."""
    function.needs = getattr(function, "needs", ()) + (can_be_somebody_else,)
    return function


def tool(scene, *words, settings=(), before=()):
    """Runs a command on the scene's folders."""
    command = [*before, str(scene.options.binary), *words, "--inbox", str(scene.inbox), "--outbox", str(scene.outbox),
               "--state", str(scene.state), *(word for setting in settings for word in ("--set", setting))]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)


class Keeper:
    """Runs `copydesk prune` again and again, and kills every second one at a random moment."""

    def __init__(self, scene, settings, random_source):
        self.scene, self.settings = scene, settings
        self.random = random.Random(random_source.random())
        self.runs = self.kills = 0
        self.wrong = None
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.work)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, kind, value, trace):
        self.is_over.set()
        self.thread.join()

    def work(self):
        scene = self.scene
        command = [str(scene.options.binary), "prune", "--inbox", str(scene.inbox), "--outbox", str(scene.outbox),
                   "--state", str(scene.state), *(word for setting in self.settings for word in ("--set", setting))]
        while not self.is_over.is_set():
            self.runs += 1
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            if self.runs % 2:
                time.sleep(self.random.uniform(0, self.random.choice((0.02, 0.1))))
                process.kill()
            errors = process.communicate()[1]
            self.kills += process.returncode == -signal.SIGKILL
            if process.returncode not in (0, -signal.SIGKILL):
                self.wrong = f"prune ended with {process.returncode}: {errors.decode(errors='replace')[-300:]}"


def check_pairs(scene):
    """What failed has its reason beside it."""
    failed = set(files(scene.state / "failed"))
    for name in failed:
        is_hidden = Path(name).name.startswith(".copydesk-")  # a reason before it is whole
        if not is_hidden and not name.endswith(".error.json") and name + ".error.json" not in failed:
            raise Broken(f"failed/{name} has lost its reason")


@takes(2)
def fault_retention(options, random_source):
    """SIGKILL at random moments for the daemon and for prune, which run side by side; then what was kept is whole.

    What is dropped a second time while its older report and original may go must be there afterwards.
    """
    rounds = 6 if options.quick else 40
    done = kills = runs = removed = 0
    with Scene(options) as scene:
        scene.settings = ("limits.maxAttempts=100", "outbox.onConflict=replace")
        while done < rounds and not options.is_over():
            done += 1
            scene.drop(20, first=0)
            for number in range(4):
                name = f"bad/{number}.txt"
                path = scene.inbox / name
                path.parent.mkdir(exist_ok=True)
                path.with_name(path.name + ".part").write_bytes(b"Good until here\xffA %d" % number)
                path.with_name(path.name + ".part").rename(path)
            # Hardly any space: everything but the newest goes, at once.
            limits = ("archive.keep=40 KiB", "outbox.keep=400 KiB", "failed.keep=8 KiB")
            with Keeper(scene, limits, random_source) as keeper:
                for _ in range(3):
                    # Every second daemon removes, too.
                    scene.start(settings=limits if done % 2 else ())
                    time.sleep(random_source.uniform(0.1, 0.5))
                    scene.kill()
                    check_pairs(scene)
                    check_reports(scene)
                scene.start()
                scene.wait("documents to be delivered", lambda: not scene.waiting(), 120)
                scene.kill()
            if keeper.wrong:
                raise Broken(keeper.wrong)
            kills, runs = kills + keeper.kills, runs + keeper.runs
            check_pairs(scene)
            check_reports(scene)
            before = len(files(scene.state / "archive"))
            result = tool(scene, "prune", "--json", settings=limits)
            if result.returncode:
                raise Broken(f"prune ended with {result.returncode}: {result.stderr}")
            removed += sum(folder["removed"] for folder in json.loads(result.stdout)["folders"])
            space = sum((scene.state / "archive" / name).stat().st_blocks * 512 for name in files(scene.state / "archive"))
            if space > 40 << 10 or before == 0:
                raise Broken(f"{space} bytes are in the archive, where there were {before} files")
        # Without limits nothing is removed, and what is dropped again has its report and its original.
        scene.drop(20, first=0)
        scene.drain(300)
        for name, sha256 in scene.documents.items():
            if digest(scene.state / "archive" / name) != sha256:
                raise Broken(f"archive/{name} has other bytes")
            report = json.loads((scene.outbox / (name + ".json")).read_bytes())
            if report["document"]["sha256"] != sha256:
                raise Broken(f"the report on {name} is another's")
    if not kills:
        raise Broken("no kill met a run of prune")
    return f"{done} rounds, {runs} runs of prune beside the daemon, {kills} killed"


def check_reports(scene):
    """Every report that can be seen is whole."""
    for name in files(scene.outbox):
        if Path(name).name.startswith(".copydesk-") or not name.endswith(".json"):
            continue
        try:
            json.loads((scene.outbox / name).read_bytes())
        except FileNotFoundError:
            continue  # removed by now
        except ValueError as error:
            raise Broken(f"the report {name} is torn: {error}") from error


@takes(0.5)
@needs_somebody_else
def fault_rights(options, random_source):
    """A second user: with no more than the group's rights, then with those of the group that may clear up."""
    with Scene(options) as scene:
        scene.root.chmod(0o755)
        binary = readable_binary(scene)
        daemon = pwd.getpwnam("nobody")
        member = ["setpriv", "--reuid", str(MEMBER), "--regid", str(MEMBER), "--groups", str(daemon.pw_gid)]
        admin = [*member[:-1], f"{daemon.pw_gid},{MEMBER - 1}"]
        owner = ["setpriv", "--reuid", str(daemon.pw_uid), "--regid", str(daemon.pw_gid), "--clear-groups"]
        archive, failed = scene.state / "archive", scene.state / "failed"
        for path, mode in ((scene.inbox, 0o3770), (scene.outbox, 0o2750), (scene.state, 0o2750), (archive, 0o2750),
                           (failed, 0o2750)):
            path.mkdir(exist_ok=True)
            os.chown(path, daemon.pw_uid, daemon.pw_gid)
            path.chmod(mode)
        scene.options = type(options)(**{**vars(options), "binary": binary})
        # As tmpfiles does it for the group copydesk-admin.
        rights = f"g:{MEMBER - 1}:rwx,d:g:{MEMBER - 1}:rwx"
        for path in (scene.outbox, archive, failed):
            subprocess.run(["setfacl", "-m", rights, str(path)], check=True)

        def deliver(*names):
            for name in names:
                subprocess.run([*member, "sh", "-c", f"umask 027; mkdir -p {name.parent}; cat >{name}"], check=True,
                               input=TEXT.format(name.name).encode() if name.name != "bad.txt" else b"Good until here\xffA")
            # Folders that a member made must be writable for the daemon, as the default access list of the package has it.
            subprocess.run(["setfacl", "-R", "-m", f"u:{daemon.pw_uid}:rwx", str(scene.inbox)], check=True)
            scene.start(before=[*owner, "sh", "-c", 'umask 027; exec "$@"', "sh"])
            scene.wait("documents to be worked on", lambda: not scene.waiting(), 60)
            scene.kill()

        deliver(scene.inbox / "story.txt", scene.inbox / "a/b/bad.txt", scene.inbox / "a/b/story.txt")
        # Somebody else's drop in a sticky inbox, which the daemon takes all the same.
        (scene.inbox / "other.txt").write_text(TEXT.format("other"))
        os.chown(scene.inbox / "other.txt", 65532, daemon.pw_gid)
        (scene.inbox / "other.txt").chmod(0o660)
        if subprocess.run([*member, "rm", "-f", str(scene.inbox / "other.txt")], stderr=subprocess.DEVNULL).returncode == 0:
            raise Broken("a member could remove what somebody else dropped into the sticky inbox")
        deliver()
        if not (scene.outbox / "other.txt.json").exists():
            raise Broken(f"what others drop into a sticky inbox is not taken: {scene.tail()}")

        report = scene.outbox / "a/b/story.txt.json"
        if subprocess.run([*member, "cat", str(report)], stdout=subprocess.DEVNULL).returncode:
            raise Broken("a member may not read reports")
        if subprocess.run([*member, "rm", "-f", str(report)], stderr=subprocess.DEVNULL).returncode == 0:
            raise Broken("a member may remove reports")
        refused = tool(scene, "retry", "a/b/bad.txt", before=member)
        if refused.returncode != 77 or "is not for you to change" not in refused.stderr:
            raise Broken(f"retry ended with {refused.returncode}: {refused.stderr}")
        if not (failed / "a/b/bad.txt").exists() or not (failed / "a/b/bad.txt.error.json").exists():
            raise Broken("a retry that was refused moved something")
        refused = tool(scene, "prune", settings=("outbox.keep=1 B",), before=member)
        if refused.returncode != 77:
            raise Broken(f"prune ended with {refused.returncode}: {refused.stderr}")

        if subprocess.run([*admin, "rm", str(report)]).returncode:
            raise Broken("an administrator may not remove reports")
        allowed = tool(scene, "retry", "a/b/bad.txt", before=admin)
        if allowed.returncode or not (scene.inbox / "a/b/bad.txt").exists() or files(failed):
            raise Broken(f"retry ended with {allowed.returncode}: {allowed.stderr}")
        # And the daemon can take it again.
        deliver()
        if not (failed / "a/b/bad.txt.error.json").exists():
            raise Broken(f"what an administrator tried again is not taken: {scene.tail()}")
    return "a member drops, reads and is refused with advice; an administrator removes and tries again"


def readable_binary(scene):
    """The program where anybody may start it."""
    copy = scene.root / "copydesk"
    shutil.copy2(scene.options.binary, copy)
    copy.chmod(0o755)
    return copy


@takes(1.5)
@needs_trace
def fault_replacing(options, random_source):
    """SIGKILL at the Nth time a thread makes each system call by which a corrected document's report replaces the older.

    In every second round the new one is compressed and the older is not. There is a whole report at any moment.
    """
    kills = 0
    calls = ["renameat2", "renameat", "unlinkat", "fsync", "newfstatat", "flock"]
    for call in random_source.sample(calls, 3) if options.quick else calls:
        number, missed = 0, 0
        while missed < 2 and number < (4 if options.quick else 40) and not options.is_over():
            number += 1
            with Scene(options) as scene:
                suffix = (".json", ".json.zst")[number % 2]
                scene.drop(2)
                scene.drain()
                old = dict(scene.documents)
                for name in old:
                    scene.put(name, b"Corrected. " + TEXT.format(name).encode())
                scene.settings = ("outbox.onConflict=replace", f"outbox.compress={('none', 'zstd')[number % 2]}")
                scene.start("--once", before=injected(call, f"signal=SIGKILL:when={number}"))
                try:
                    code = scene.process.wait(60)
                except subprocess.TimeoutExpired:
                    code = None
                scene.kill()
                killed = code in (-signal.SIGKILL, 128 + signal.SIGKILL)
                kills += killed
                missed = 0 if killed else missed + 1
                for name in old:
                    if not {digest_in(report) for report in reports(scene, name)} & {old[name], scene.documents[name]}:
                        raise Broken(f"there is no report on {name}, new or old")
                scene.drain()
                for name, sha256 in scene.documents.items():
                    if [digest_in(report) for report in reports(scene, name)] != [sha256]:
                        raise Broken(f"the reports on {name} are {[path.name for path in reports(scene, name)]}")
                    if not (scene.outbox / (name + suffix)).exists():
                        raise Broken(f"{name}{suffix} is not there")
                originals = {digest(scene.state / "archive" / name) for name in files(scene.state / "archive")}
                if originals != {*old.values(), *scene.documents.values()}:
                    raise Broken(f"{len(originals)} originals are in the archive")
                if files(scene.inbox) or files(scene.state / "spool") or files(scene.state / "failed"):
                    raise Broken("something is left in the inbox or the spool, or failed")
    if kills < (1 if options.is_over() else 3 if options.quick else 20):
        raise Broken(f"only {kills} kills met the daemon: the injection does not work")
    return f"{kills} kills"


def reports(scene, name):
    """The reports in the outbox that have a document's name."""
    folder = (scene.outbox / name).parent
    return sorted(path for path in folder.glob(Path(name).name + ".*") if not path.name.startswith("."))


def digest_in(report):
    """What a report says its document's digest is; the report must be whole."""
    data = report.read_bytes()
    if report.name.endswith(".zst"):
        done = subprocess.run(["zstd", "-dcq", str(report)], stdout=subprocess.PIPE)
        if done.returncode:
            raise Broken(f"the report {report.name} is torn")
        data = done.stdout
    try:
        return json.loads(data)["document"]["sha256"]
    except ValueError as error:
        raise Broken(f"the report {report.name} is torn: {error}") from error
