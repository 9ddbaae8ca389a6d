"""File systems that are full, read-only or not there, and come back while the daemon runs."""
import subprocess
import time
from contextlib import contextmanager

from .scene import Broken, Scene, needs_mount


def pause_and_go_on(scene, block, unblock):
    """Blocks a place, drops documents, sees the daemon pause and say so once, frees the place, sees it go on."""
    scene.wait("READY", lambda: scene.manager.is_ready)
    block()
    scene.drop(5)
    scene.wait("STATUS to say 'Paused'", lambda: scene.manager.status.startswith("Paused"))
    time.sleep(2)
    if scene.process.poll() is not None:
        raise Broken(f"the daemon ended: {scene.tail()}")
    if not scene.manager.status.startswith("Paused"):
        raise Broken(f"the pause was forgotten: {scene.manager.status}")
    scene.check_whole()
    if any(place == "failed" for place in scene.places().values()):
        raise Broken("the place's fault was held against documents")
    lines = scene.log_text().count("No new documents are taken")
    if lines != 1:
        raise Broken(f"{lines} lines of the log for one cause: {scene.tail()}")
    if scene.options.verbose:
        print(f"  STATUS={scene.manager.status}")
        print("".join(f"  {line}\n" for line in scene.log_text().splitlines()), end="")
    unblock()
    scene.wait("documents to be delivered", lambda: not scene.waiting(), 90)
    scene.wait("STATUS to forget the pause", lambda: "Paused" not in scene.manager.status)
    scene.kill()
    scene.check_delivered()


@contextmanager
def file_system(folder, *options):
    """A tmpfs over a folder."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "none", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder):
    """Uses up the space that a file system has left."""
    with open(folder / "ballast", "wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError:
            pass


@needs_mount
def fault_full_disk(options, random_source):
    """The outbox, then the state, on a file system that is full, and freed while the daemon runs."""
    for name in ("outbox", "state"):
        with Scene(options) as scene:
            folder = getattr(scene, name)
            with file_system(folder, "size=400k"):
                try:
                    scene.start()
                    pause_and_go_on(scene, lambda: fill(folder), (folder / "ballast").unlink)
                finally:
                    scene.kill()
    return "outbox and state: paused, said so once, went on"


@needs_mount
def fault_no_inodes(options, random_source):
    """The outbox, then the state, on a file system without free inodes."""
    for name in ("outbox", "state"):
        with Scene(options) as scene:
            folder = getattr(scene, name)

            def block():
                number = 0
                try:
                    while True:
                        (folder / f"ballast{number}").touch()
                        number += 1
                except OSError:
                    pass

            def unblock():
                for file in folder.glob("ballast*"):
                    file.unlink()

            with file_system(folder, "size=8m", "nr_inodes=120"):
                try:
                    scene.start()
                    pause_and_go_on(scene, block, unblock)
                finally:
                    scene.kill()
    return "outbox and state: paused, said so once, went on"


@needs_mount
def fault_read_only(options, random_source):
    """The outbox is remounted read-only, then writable again; of the state, `errors` injects the same error."""
    with Scene(options) as scene:

        def remount(how):
            subprocess.run(["mount", "-o", f"remount,{how}", str(scene.outbox)], check=True)

        with file_system(scene.outbox, "size=8m"):
            try:
                scene.start()
                pause_and_go_on(scene, lambda: remount("ro"), lambda: remount("rw"))
            finally:
                scene.kill()
    return "paused, said so once, went on"


def fault_gone(options, random_source):
    """The outbox is moved away, then replaced by a file, then there again."""
    for is_replaced in (False, True):
        with Scene(options) as scene:
            away = scene.root / "away"

            def block():
                scene.outbox.rename(away)
                if is_replaced:
                    scene.outbox.write_bytes(b"no folder")

            def unblock():
                if is_replaced:
                    scene.outbox.unlink()
                away.rename(scene.outbox)

            scene.start()
            pause_and_go_on(scene, block, unblock)
    return "absent, and a file in its place: paused, said so once, went on"
