"""What can happen to the inbox and its folders: limits of watches, other file systems, mounts, moves, a hung server."""
import hashlib
import os
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from .scene import Broken, Scene, TEXT, digest, files, needs_mount

# Soon enough for a test: how often folders are polled, and everything is scanned.
QUICK = ("watch.poll=200ms", "watch.rescan=1s")
# What must be noticed without a full scan.
NO_RESCAN = ("watch.poll=200ms", "watch.rescan=1h")


def run(*command, **how):
    return subprocess.run([str(word) for word in command], check=True, **how)


@contextmanager
def mounted(place, *command):
    """What a mount command puts at a folder, until the end, whoever still uses it."""
    place.mkdir(parents=True, exist_ok=True)
    run(*command)
    try:
        yield place
    finally:
        # It may have been unmounted meanwhile.
        subprocess.run(["umount", "-l", str(place)], stderr=subprocess.DEVNULL)


def fuse(place, *command):
    """What a program mounts through FUSE."""
    if not Path("/dev/fuse").exists():
        raise Broken("there is no /dev/fuse: `modprobe fuse`, or give it to the container with `--device /dev/fuse`")
    if shutil.which(command[0]) is None:
        raise Broken(f"there is no {command[0]}: run scripts/bootstrap")
    return mounted(place, *command)


def unmount(place):
    """As an administrator does it: a folder that is being read at that moment is busy."""
    for _ in range(50):
        if subprocess.run(["umount", str(place)], stderr=subprocess.DEVNULL).returncode == 0:
            return
        time.sleep(0.05)
    raise Broken(f"{place} cannot be unmounted: it is kept open")


def tmpfs(place):
    return mounted(place, "mount", "-t", "tmpfs", "-o", "size=64m", "none", place)


def bindfs(backing, place):
    """A FUSE file system; what is written to `backing` is what another machine would change on a server."""
    backing.mkdir(parents=True, exist_ok=True)
    return fuse(place, "bindfs", backing, place)


def sshfs(backing, place):
    """The files of an sftp server, which sshfs would reach through ssh, by a pipe."""
    backing.mkdir(parents=True, exist_ok=True)
    ssh = backing.with_name("ssh")
    ssh.write_text("#!/bin/sh\nexec /usr/lib/sftp-server\n")
    ssh.chmod(0o755)
    return fuse(place, "sshfs", "-o", f"ssh_command={ssh},dcache_timeout=1", f"server:{backing}", place)


@contextmanager
def overlay(scene, place):
    with tmpfs(scene.root / "layers") as layers:
        for name in ("lower", "upper", "work"):
            (layers / name).mkdir()
        options = ",".join(f"{name}dir={layers / name}" for name in ("lower", "upper", "work"))
        with mounted(place, "mount", "-t", "overlay", "-o", options, "none", place):
            yield place


def drop_behind(scene, backing, folder, count, first):
    """Documents that somebody else writes on the server; under `folder` they are seen in the inbox."""
    for number in range(first, first + count):
        content = TEXT.format(number).encode()
        path = backing / f"{number % 3}/story{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        name = os.path.relpath(path, backing)
        scene.documents[str(Path(folder) / name)] = hashlib.sha256(content).hexdigest()


def delivered(scene, seconds=60):
    # Not by what the inbox still has: a FUSE file system may know of a file only later.
    archive = scene.state / "archive"
    scene.wait("documents to be delivered", lambda: all((archive / name).exists() for name in scene.documents), seconds)
    scene.wait("the spool to be empty", lambda: not scene.waiting(), seconds)


def finish(scene):
    scene.kill()
    scene.check_delivered()


def lines_with(scene, words):
    return sum(words in line for line in scene.log_text().splitlines())


def told_once(scene, words):
    count = lines_with(scene, words)
    if count != 1:
        raise Broken(f"the log says '{words}' {count} times: {scene.tail()}")


def fault_watch_limits(options, random_source):
    """All watches, and all instances, of inotify(7) that the user may have are used up, and freed later."""
    for limit, value, words in (("watches", 3, "max_user_watches"), ("instances", 0, "max_user_instances")):
        with Scene(options) as scene:
            setting = f"/proc/sys/user/max_inotify_{limit}"
            # A user namespace has limits of its own, so that nobody else's watches are touched.
            inside = ("unshare", "-Ur", "sh", "-c", f'echo {value} > {setting}; exec "$@"', "sh")
            scene.drop(10)
            scene.start(before=inside, settings=QUICK)
            delivered(scene)
            scene.wait("STATUS to say so", lambda: "polled" in scene.manager.status and words in scene.manager.status)
            # Folders that come and go while the limit is reached are no news.
            for number in range(5):
                scene.drop(4, folder=f"new{number}")
                delivered(scene)
                shutil.rmtree(scene.inbox / f"new{number}")
            told_once(scene, words)
            run("nsenter", "-U", "--preserve-credentials", "-t", scene.process.pid, "sh", "-c", f"echo 1000 > {setting}")
            scene.wait("watches to be used again", lambda: "polled" not in scene.manager.status)
            scene.drop(10)
            delivered(scene)
            finish(scene)
            if "No space" in scene.log_text():
                raise Broken(f"the log speaks of space: {scene.tail()}")
    return "polled instead, said once in the log and in STATUS, watched again when there was room"


@needs_mount
def fault_file_systems(options, random_source):
    """The inbox on tmpfs and overlayfs, and with folders on FUSE beside watched ones."""
    for place in (tmpfs, lambda inbox: overlay(scene, inbox)):
        with Scene(options) as scene, place(scene.inbox):
            scene.drop(10)
            scene.start(settings=NO_RESCAN)
            scene.drop(10)
            delivered(scene)
            finish(scene)
            if "polled" in scene.log_text():
                raise Broken(f"a local file system is polled: {scene.tail()}")
    for mount in (bindfs, sshfs):
        with Scene(options) as scene:
            backing, folder = scene.root / "server", scene.inbox / "remote"
            scene.drop(5)
            with mount(backing, folder):
                drop_behind(scene, backing, "remote", 5, 100)
                scene.start(settings=NO_RESCAN)
                delivered(scene)
                drop_behind(scene, backing / "new", "remote/new", 5, 200)
                scene.drop(5)
                scene.drop(5, folder="remote/here", first=300)
                delivered(scene)
                scene.wait("STATUS to say so", lambda: "polled: FUSE" in scene.manager.status)
                told_once(scene, "polled: FUSE")
                # A folder that the server loses and gets again.
                shutil.rmtree(backing / "new")
                time.sleep(0.5)
                drop_behind(scene, backing / "new", "remote/new", 5, 400)
                delivered(scene)
                finish(scene)
    return "tmpfs and overlayfs watched; bindfs and sshfs polled beside watched folders, said once in the log"


@needs_mount
def fault_mounts(options, random_source):
    """The inbox, and a folder of it, unmounted and mounted again, removed and made again, made read-only."""
    with Scene(options) as scene:
        backing, other, folder = scene.root / "server", scene.root / "other", scene.inbox / "remote"
        folder.mkdir()
        scene.start(settings=NO_RESCAN)
        scene.drop(3)
        delivered(scene)
        # Over a folder that is watched already.
        with bindfs(backing, folder):
            drop_behind(scene, backing, "remote", 5, 100)
            delivered(scene)
            unmount(folder)
            scene.drop(3, folder="remote/below", first=150)
            delivered(scene)
            # FUSE minds what lies under a mount.
            shutil.rmtree(folder / "below")
            run("bindfs", backing, folder)
            drop_behind(scene, backing, "remote", 5, 200)
            delivered(scene)
        scene.wait("STATUS to forget the mount", lambda: "polled" not in scene.manager.status)
        finish(scene)
    with Scene(options) as scene:
        disk = scene.root / "disk"
        with tmpfs(disk), mounted(scene.inbox, "mount", "--bind", disk, scene.inbox):
            scene.drop(5)
            scene.start(settings=NO_RESCAN)
            delivered(scene)
            # Read-only for a while: nothing can be claimed.
            drop = scene.inbox / "late"
            drop.mkdir()
            run("mount", "-o", "remount,bind,ro", scene.inbox)
            drop_behind(scene, disk / "late", "late", 5, 200)
            scene.wait("STATUS to say so", lambda: f"{scene.inbox}' is read-only" in scene.manager.status)
            time.sleep(2)
            told_once(scene, "read-only")
            run("mount", "-o", "remount,bind,rw", scene.inbox)
            delivered(scene)
            # The daemon keeps the inbox open, so that only a lazy unmount succeeds.
            run("umount", "-l", scene.inbox)
            time.sleep(0.5)
            drop_behind(scene, disk / "a", "a", 5, 100)
            run("mount", "--bind", disk, scene.inbox)
            delivered(scene)
            finish(scene)
    with Scene(options) as scene:
        scene.drop(5)
        scene.start(settings=NO_RESCAN)
        delivered(scene)
        shutil.rmtree(scene.inbox)
        scene.wait("STATUS to say so", lambda: "the inbox is gone" in scene.manager.status)
        scene.inbox.mkdir()
        scene.drop(5)
        delivered(scene)
        scene.wait("STATUS to forget it", lambda: "gone" not in scene.manager.status)
        told_once(scene, "is gone")
        finish(scene)
    return "noticed without a full scan; documents waited and were delivered when their folder was back"


def fault_moves(options, random_source):
    """Folders are renamed, moved out and in, removed and made again while documents are in them."""
    rounds = 5 if options.quick else 20
    count, removed = 0, set()
    with Scene(options) as scene:
        def drop(number, folder):
            nonlocal count
            before = set(scene.documents.values())
            scene.drop(number, folder=folder, first=count)
            count += number
            return set(scene.documents.values()) - before

        def pause(longest):
            time.sleep(random_source.uniform(0, longest))

        scene.start(settings=NO_RESCAN)
        for number in range(rounds):
            folder, new, aside = scene.inbox / f"f{number}", scene.inbox / f"g{number}", scene.root / f"aside{number}"
            drop(6, folder.name)
            pause(0.1)
            folder.rename(new)
            drop(3, new.name)
            pause(0.1)
            new.rename(aside)
            pause(0.2)
            drop(3, folder.name)
            aside.rename(folder / "back")
            drop(3, f"{folder.name}/back")
            removed |= drop(6, f"h{number}")
            pause(0.5)
            # Not by Python, which minds what is claimed under its hands.
            run("rm", "-rf", scene.inbox / f"h{number}")
            drop(3, f"h{number}")
            scene.wait("documents to be delivered", lambda: not scene.waiting())
        scene.kill()
        # By their bytes, for which of its names a document had when it was claimed is a matter of luck.
        archived = [digest(scene.state / "archive" / name) for name in files(scene.state / "archive")]
        lost = set(scene.documents.values()) - set(archived)
        if len(archived) != len(set(archived)) or lost - removed:
            raise Broken(f"{len(lost - removed)} lost, {len(archived) - len(set(archived))} twice: {scene.tail()}")
        reports = {name.removesuffix(".json") for name in files(scene.outbox)}
        if reports != set(files(scene.state / "archive")) or files(scene.inbox) + files(scene.state / "failed"):
            raise Broken(f"the reports are not those of the documents: {scene.tail()}")
    return f"{count} documents in {rounds} rounds, {len(lost)} removed before they were claimed, all others delivered"


@needs_mount
def fault_hung_server(options, random_source):
    """A FUSE server that does not answer: the watchdog is not fed; it answers again: all goes on."""
    with Scene(options) as scene:
        backing, folder = scene.root / "server", scene.inbox / "remote"
        with bindfs(backing, folder):
            drop_behind(scene, backing, "remote", 3, 100)
            scene.start(settings=QUICK, environment={"WATCHDOG_USEC": "2000000"})
            delivered(scene)
            fed = scene.manager.fed
            scene.wait("the watchdog to be fed", lambda: scene.manager.fed > fed + 1)
            server = int(run("pgrep", "-f", f"^bindfs {backing} ", capture_output=True).stdout.split()[0])
            os.kill(server, signal.SIGSTOP)
            try:
                scene.wait("the log to say so", lambda: lines_with(scene, "does not answer"))
                fed = scene.manager.fed
                time.sleep(5)
                if scene.manager.fed > fed:
                    raise Broken("the watchdog is fed though the watch hangs")
            finally:
                os.kill(server, signal.SIGCONT)
            scene.wait("the watchdog to be fed again", lambda: scene.manager.fed > fed)
            drop_behind(scene, backing, "remote", 3, 200)
            delivered(scene)
            told_once(scene, "does not answer")
            finish(scene)
    return "the watchdog waited while the server hung, and was fed when it answered again"
