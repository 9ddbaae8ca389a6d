"""How programs write files: each document is taken once, and whole."""
import hashlib
import os
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from .scene import Broken, Scene, TEXT

SFTP = ("-D", "/usr/lib/sftp-server")


def run(*command, **how):
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL, **how)


def made(directory, path, content):
    """The content as a file outside the inbox."""
    source = directory / path.name
    source.write_bytes(content)
    return source


def cp(directory, path, content):
    run("cp", made(directory, path, content), path)


def cp_of_1980(directory, path, content):
    source = made(directory, path, content)
    os.utime(source, (315532800, 315532800))
    run("cp", "-p", source, path)


def cp_of_next_year(directory, path, content):
    source = made(directory, path, content)
    os.utime(source, (time.time() + 365 * 86400,) * 2)
    run("cp", "-p", source, path)


def cp_of_a_slow_source(directory, path, content):
    with subprocess.Popen(["cp", "/dev/stdin", path], stdin=subprocess.PIPE) as process:
        for start in range(0, len(content), 20):
            process.stdin.write(content[start:start + 20])
            process.stdin.flush()
            time.sleep(0.4)


def install(directory, path, content):
    run("install", "-m", "640", made(directory, path, content), path)


def mv(directory, path, content):
    made(directory, path, content).rename(path)


def mv_from_another_file_system(directory, path, content):
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        run("mv", made(Path(elsewhere), path, content), path)


def scp(directory, path, content):
    run("scp", "-q", *SFTP, made(directory, path, content), f"host:{path}")


def scp_with_times(directory, path, content):
    source = made(directory, path, content)
    os.utime(source, (315532800, 315532800))
    run("scp", "-q", "-p", *SFTP, source, f"host:{path}")


def sftp_with_filepart(directory, path, content):
    """As WinSCP does it."""
    batch = f"put {made(directory, path, content)} {path}.filepart\nrename {path}.filepart {path}\n"
    run("sftp", "-q", "-b", "-", *SFTP, input=batch.encode())


def rsync(directory, path, content):
    run("rsync", "-a", made(directory, path, content), path)


def rsync_in_place(directory, path, content):
    run("rsync", "-a", "--inplace", "--bwlimit=1", made(directory, path, content), path)


def rsync_with_partial_folder(directory, path, content):
    run("rsync", "-a", "--partial-dir=.rsync-partial", "--delay-updates", made(directory, path, content), path)


def vim(directory, path, content):
    source = made(directory, path, content)
    run("vim", "-u", "NONE", "-U", "NONE", "-N", "-es", "-c", f"read {source}", "-c", "wq", path,
        env={**os.environ, "TERM": "dumb"})


def vim_over_a_placeholder(directory, path, content):
    """An existing file is written again, with the swap file and the backup that this takes."""
    path.write_bytes(b"")
    source = made(directory, path, content)
    run("vim", "-u", "NONE", "-N", "-es", "-c", "set backup backupcopy=no writebackup", "-c", f"read {source}", "-c", "wq",
        path, env={**os.environ, "TERM": "dumb"})
    path.with_name(path.name + "~").unlink(missing_ok=True)


def dd(directory, path, content):
    run("dd", f"if={made(directory, path, content)}", f"of={path}", "bs=7", "conv=fsync", "status=none")


def tee(directory, path, content):
    run("tee", path, input=content)


def sparse_then_filled(directory, path, content):
    """As a download does: the size first, then the pieces, in no order."""
    with open(path, "wb", buffering=0) as file:
        file.truncate(len(content))
        for start in reversed(range(0, len(content), 30)):
            time.sleep(0.4)
            file.seek(start)
            file.write(content[start:start + 30])


def byte_by_byte(directory, path, content):
    """One byte a second for a while, and then the rest."""
    with open(path, "wb", buffering=0) as file:
        for byte in content[:8]:
            file.write(bytes([byte]))
            time.sleep(1)
        file.write(content[8:])


def placeholder(directory, path, content):
    """A scanner makes an empty file, closes it, and fills it later."""
    path.touch()
    time.sleep(6)
    path.write_bytes(content)


def link_and_unlink(directory, path, content):
    part = made(path.parent, path.with_name("." + path.name), content)
    run("ln", part, path)
    part.unlink()


def slow_link_and_unlink(directory, path, content):
    part = made(path.parent, path.with_name("." + path.name), content)
    run("ln", part, path)
    time.sleep(2)
    part.unlink()


def hidden_then_renamed(directory, path, content):
    part = made(path.parent, path.with_name(f".{path.name}.Xy12Ab"), content)
    time.sleep(0.5)
    part.rename(path)


WRITERS = [cp, cp_of_1980, cp_of_next_year, cp_of_a_slow_source, install, mv, mv_from_another_file_system, scp,
           scp_with_times, sftp_with_filepart, rsync, rsync_in_place, rsync_with_partial_folder, vim,
           vim_over_a_placeholder, dd, tee, sparse_then_filled, byte_by_byte, placeholder, link_and_unlink,
           slow_link_and_unlink, hidden_then_renamed]


def fault_writers(options, random_source):
    """Each way of writing, begun before the daemon starts and while it runs."""
    errors, documents = [], 0

    def write(writer, scene, folder):
        name = f"{folder}/{writer.__name__}.txt"
        content = (TEXT.format(name) * 3).encode()
        scene.documents[name] = hashlib.sha256(content).hexdigest()
        directory = scene.root / "sources" / folder
        directory.mkdir(parents=True, exist_ok=True)
        (scene.inbox / folder).mkdir(exist_ok=True)
        try:
            writer(directory, scene.inbox / name, content)
        except Exception as error:
            errors.append(f"{writer.__name__}: {error}")

    def all_at_once(scene, folder):
        threads = [threading.Thread(target=write, args=(writer, scene, folder)) for writer in WRITERS]
        for thread in threads:
            thread.start()
        return threads

    def finish(threads):
        for thread in threads:
            thread.join()
        if errors:
            raise Broken(f"a writer failed, which says nothing of the daemon: {errors[0]}")

    with Scene(options) as scene:
        across = all_at_once(scene, "across")
        time.sleep(0.3)
        scene.start(settings=("watch.settle=1s", "watch.settleEmpty=12s", "watch.rest=12s", "watch.rescan=1h"))
        finish(all_at_once(scene, "running") + across)
        scene.wait("documents to be delivered", lambda: not scene.waiting(), 90)
        scene.kill()
        scene.check_delivered()
        documents = len(scene.documents)
    return f"{len(WRITERS)} ways of writing, across the start and while it runs: {documents} documents, one report each"
