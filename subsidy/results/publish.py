"""Publishing: a file appears whole or not at all, and never over one of its own inputs.

A file is written into a private folder beside its target, forced to disk, renamed into place,
and its folder is forced to disk. A failed ``fsync`` is never retried: a second try may falsely
succeed. Whatever fails, the old file stands untouched.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from subsidy.errors import OutputRefused, Place, Problem, Words, failure_words

__all__ = [
    "Written",
    "make_folder",
    "publish",
    "receipt_beside",
    "refuse_existing",
    "refuse_target",
]

_PREFIX, _SUFFIX = ".subsidy-", ".tmp"
_RECEIPT = ".receipt.json"

_CURES = {
    errno.ENOSPC: Words("make room on the disk, or choose another", "请清理磁盘空间或换一处"),
    errno.EDQUOT: Words("make room in your quota, or choose another disk", "请清理配额或换一处"),
    errno.EACCES: Words("choose a folder that you may write to", "请换一个有写权限的文件夹"),
    errno.EPERM: Words("choose a folder that you may write to", "请换一个有写权限的文件夹"),
    errno.EROFS: Words("choose a folder that can be written to", "该处只读，请换一处"),
    errno.ENAMETOOLONG: Words("choose a shorter name", "请换一个较短的文件名"),
    errno.ENOENT: Words("create the folder first", "请先建立该文件夹"),
}
_OTHER_CURE = Words("check the disk, or choose another place", "请检查磁盘或换一处")


@frozen
class Written:
    """A file as it was written: its name, size and hash."""

    name: str
    size_bytes: int
    sha256: str


def receipt_beside(target: Path) -> Path:
    """Where the receipt of an output file stands."""
    return target.parent / f"{target.name}{_RECEIPT}"


def refuse_target(target: Path, inputs: Sequence[Path]) -> Path:
    """Check a target before any work is done; links are followed.

    Returns the real place that will be written.

    Raises:
        OutputRefused: the target is an input (also through a link), a folder, a device, or
            stands in no folder.
    """
    real = Path(os.path.realpath(target))
    if not real.parent.is_dir():
        raise _refused(
            target, "output-no-folder", "there is no such folder", "没有这个文件夹", errno.ENOENT
        )
    try:
        found = real.stat()
    except FileNotFoundError:
        return real
    except OSError as error:
        raise _failed(target, error) from None
    if stat.S_ISDIR(found.st_mode):
        raise _refused(target, "output-is-folder", "this is a folder", "这是一个文件夹")
    if not stat.S_ISREG(found.st_mode):
        raise _refused(target, "output-is-device", "this is not a file", "这不是普通文件")
    if _identity(found) in {_identity(known) for known in _stats(inputs)}:
        raise _refused(target, "output-is-input", "this is one of the inputs", "这是输入文件之一")
    return real


def refuse_existing(target: Path) -> None:
    """Check a target that must not stand there yet.

    Raises:
        OutputRefused: it does.
    """
    if target.exists():
        cure = Words(
            "name another file, or add --force to replace it", "请另写一个文件名，或加 --force 覆盖"
        )
        message = Words("this file exists already", "该文件已存在")
        raise OutputRefused(Problem("output-exists", Place(str(target)), message, cure))


def make_folder(folder: Path) -> None:
    """A folder to write into, made where there is none.

    Raises:
        OutputRefused: a file stands there, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        message = Words("this is a file, not a folder", "这是文件，不是文件夹")
        cure = Words("name another folder after --out", "请在 --out 后另写一个文件夹")
        raise OutputRefused(Problem("output-is-file", Place(str(folder)), message, cure)) from None
    except OSError as error:
        raise _failed(folder, error) from None


def publish(
    target: Path,
    write: Callable[[BinaryIO, Path], None],
    *,
    inputs: Sequence[Path] = (),
    receipt: Callable[[Written], bytes] | None = None,
) -> Written:
    """Write *target* whole or not at all; then, last, its receipt.

    *write* is given the open file and a private folder for temporary files of its own.

    Raises:
        OutputRefused: the target is refused, or writing failed; what stood there before still does.
    """
    real = refuse_target(target, inputs)
    beside = refuse_target(receipt_beside(real), inputs) if receipt else None
    try:
        with _private_folder(real.parent) as folder:
            written = _write_whole(folder / "result", real.name, lambda file: write(file, folder))
            if receipt and beside:
                text = receipt(written)
                _write_whole(folder / "receipt", beside.name, lambda file: _put(file, text))
            (folder / "result").replace(real)
            if beside:
                (folder / "receipt").replace(beside)
            _sync_folder(real.parent)
    except OSError as error:
        raise _failed(target, error) from None
    return written


def _put(file: BinaryIO, text: bytes) -> None:
    file.write(text)


def _write_whole(path: Path, name: str, write: Callable[[BinaryIO], None]) -> Written:
    """Write one private file and force it to disk."""
    descriptor = os.open(
        path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
    )
    with open(descriptor, "w+b") as file:  # noqa: PTH123 - a descriptor, not a path
        write(file)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256")
        return Written(name, os.fstat(file.fileno()).st_size, digest.hexdigest())


@contextlib.contextmanager
def _private_folder(parent: Path) -> Iterator[Path]:
    """A folder of mode 0700 that is gone afterwards; folders that killed runs left go too."""
    _remove_stale(parent)
    folder = parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    folder.mkdir(mode=0o700)
    try:
        with _locked(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):
            folder.rmdir()  # still there only where no more files could be opened


def _remove_stale(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError), _locked(folder):
            shutil.rmtree(folder, ignore_errors=True)


if sys.platform == "win32":

    @contextlib.contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """A running calculation cannot be told from a dead one here; nothing is swept away."""
        if any(folder.iterdir()):
            raise BlockingIOError(folder)
        yield

    def _sync_folder(folder: Path) -> None:
        """Folders cannot be forced to disk here."""

else:
    import fcntl

    @contextlib.contextmanager
    def _locked(folder: Path) -> Iterator[None]:
        """Hold the folder; BlockingIOError where another running process holds it."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(descriptor)

    def _sync_folder(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _stats(paths: Sequence[Path]) -> Iterator[os.stat_result]:
    for path in paths:
        with contextlib.suppress(OSError):
            yield path.stat()


def _refused(target: Path, code: str, en: str, zh: str, number: int | None = None) -> OutputRefused:
    default = Words("name another file after --out", "请在 --out 后另写一个文件名")
    cure = _CURES[number] if number else default
    return OutputRefused(Problem(code, Place(str(target)), Words(en, zh), cure))


def _failed(target: Path, error: OSError) -> OutputRefused:
    name = type(error).__name__
    reason = failure_words(error.errno) if error.errno else Words(name, name)
    message = Words(f"cannot be written: {reason.en}", f"无法写入：{reason.zh}")
    cure = _CURES.get(error.errno or 0, _OTHER_CURE)
    return OutputRefused(Problem("output-failed", Place(str(target)), message, cure))
