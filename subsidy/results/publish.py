"""Publishing: a file appears whole or not at all, and never over one of its own inputs.

Every file of a run is written into a private folder beside its target and forced to disk. Only
when all of them are there, they are renamed into place: an old receipt goes first, the new one
comes last, so that a receipt never stands beside files that it does not describe. A failed
``fsync`` is never retried: a second try may falsely succeed. Until the first rename, whatever
fails leaves the old files untouched.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from subsidy.errors import OutputRefused, Place, Problem, Words, failure_words
from subsidy.results.staging import holding, private_folder, sync_folder, undisturbed

__all__ = [
    "Output",
    "Written",
    "make_folder",
    "publish",
    "publish_together",
    "receipt_beside",
    "refuse_existing",
    "refuse_target",
    "refused_writing",
]

_RECEIPT = ".receipt.json"
_STREAMS = ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")

_CURES = {
    errno.ENOSPC: Words("make room on the disk, or choose another", "请清理磁盘空间或换一处"),
    errno.EDQUOT: Words("make room in your quota, or choose another disk", "请清理配额或换一处"),
    errno.EACCES: Words("choose a folder that you may write to", "请换一个有写权限的文件夹"),
    errno.EPERM: Words("choose a folder that you may write to", "请换一个有写权限的文件夹"),
    errno.EROFS: Words("choose a folder that can be written to", "该处只读，请换一处"),
    errno.ENAMETOOLONG: Words("choose a shorter name", "请换一个较短的文件名"),
    errno.ENOENT: Words("create the folder first", "请先建立该文件夹"),
    errno.EFBIG: Words("raise the limit on file sizes", "请提高文件大小限制"),
    errno.EAGAIN: Words(
        "wait until the other run has ended, then run again", "请等另一次运行结束后重试"
    ),
}
_OTHER_CURE = Words("check the disk, or choose another place", "请检查磁盘或换一处")


@frozen
class Written:
    """A file as it was written: its name, size and hash."""

    name: str
    size_bytes: int
    sha256: str


Writer = Callable[[BinaryIO, Path], None]


@frozen
class Output:
    """A file to be written; *write* is given it, open, and a private folder for its own needs."""

    target: Path
    write: Writer


@frozen
class _Staged:
    """A file that has been written, and the place that it is to take."""

    path: Path
    place: Path
    written: Written


def receipt_beside(target: Path) -> Path:
    """Where the receipt of an output file stands."""
    return target.parent / f"{target.name}{_RECEIPT}"


def refuse_target(target: Path, inputs: Sequence[Path]) -> Path:
    """Check a target before any work is done; links are followed.

    Returns the real place that will be written.

    Raises:
        OutputRefused: the target is an input (also through a link), a folder, a device or a
            stream, read-only, or stands in no folder.
    """
    real = Path(os.path.realpath(target))
    if any(os.fspath(path).startswith(_STREAMS) for path in (target.absolute(), real)):
        raise _refused(target, "output-is-device", "this is not a file", "这不是普通文件")
    if not real.parent.is_dir():
        raise _refused(
            target, "output-no-folder", "there is no such folder", "没有这个文件夹", errno.ENOENT
        )
    try:
        found = real.stat()
    except FileNotFoundError:
        return real
    except OSError as error:
        raise refused_writing(target, error) from None
    if stat.S_ISDIR(found.st_mode):
        raise _refused(target, "output-is-folder", "this is a folder", "这是一个文件夹")
    if not stat.S_ISREG(found.st_mode):
        raise _refused(target, "output-is-device", "this is not a file", "这不是普通文件")
    if _identity(found) in {_identity(known) for known in _stats(inputs)}:
        raise _refused(target, "output-is-input", "this is one of the inputs", "这是输入文件之一")
    if not found.st_mode & stat.S_IWUSR:
        raise _refused(target, "output-protected", "this file is read-only", "该文件为只读")
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
        raise refused_writing(folder, error) from None


def publish(
    target: Path,
    write: Writer,
    *,
    inputs: Sequence[Path] = (),
    receipt: Callable[[Written], bytes] | None = None,
) -> Written:
    """Write *target* whole or not at all; then, last, its receipt.

    Raises:
        OutputRefused: the target is refused, or writing failed; what stood there before still does.
    """
    told = (lambda written: receipt(written[0])) if receipt else None
    (written,) = publish_together([Output(target, write)], inputs=inputs, receipt=told)
    return written


def publish_together(
    outputs: Sequence[Output],
    *,
    inputs: Sequence[Path] = (),
    receipt: Callable[[tuple[Written, ...]], bytes] | None = None,
) -> tuple[Written, ...]:
    """Write all files of one run, or none; then, last, the receipt beside the first of them.

    No file appears before every one of them has been written and forced to disk. The receipt is
    told what was written.

    Raises:
        OutputRefused: a target is refused, or writing failed; what stood there before still does.
    """
    real = [refuse_target(output.target, inputs) for output in outputs]
    beside = refuse_target(receipt_beside(real[0]), inputs) if receipt else None
    target = outputs[0].target
    with contextlib.ExitStack() as stack:
        try:
            staged = []
            for output, place in zip(outputs, real, strict=True):
                target = output.target
                folder = stack.enter_context(private_folder(place.parent))
                staged.append(_staged(output, place, folder))
            target = outputs[0].target
            proof = _staged_receipt(staged, beside, receipt)
            _put_in_place(staged, proof)
        except OSError as error:
            raise refused_writing(target, error) from None
    return tuple(one.written for one in staged)


def _staged(output: Output, place: Path, folder: Path) -> _Staged:
    path = folder / "result"
    return _Staged(path, place, _write_whole(path, place.name, lambda f: output.write(f, folder)))


def _staged_receipt(
    staged: Sequence[_Staged],
    beside: Path | None,
    receipt: Callable[[tuple[Written, ...]], bytes] | None,
) -> _Staged | None:
    if receipt is None or beside is None:
        return None
    text = receipt(tuple(one.written for one in staged))
    path = staged[0].path.parent / "receipt"
    return _Staged(path, beside, _write_whole(path, beside.name, lambda file: _put(file, text)))


def _put_in_place(staged: Sequence[_Staged], proof: _Staged | None) -> None:
    """Rename everything; the old receipt goes first and comes back where nothing changed."""
    folders = {one.place.parent for one in staged}
    with undisturbed(), holding(folders):
        aside = _set_aside(proof) if proof else None
        try:
            staged[0].path.replace(staged[0].place)
        except OSError:
            if proof and aside:
                aside.replace(proof.place)
            raise
        for one in staged[1:]:
            one.path.replace(one.place)
        for folder in sorted(folders):
            sync_folder(folder)
        if proof:
            proof.path.replace(proof.place)
            sync_folder(proof.place.parent)


def _set_aside(proof: _Staged) -> Path | None:
    """Move a receipt away that will not be true in a moment."""
    old = proof.path.parent / "old"
    try:
        proof.place.rename(old)
    except FileNotFoundError:
        return None
    sync_folder(proof.place.parent)
    return old


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
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        return Written(shown, os.fstat(file.fileno()).st_size, digest.hexdigest())


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _stats(paths: Sequence[Path]) -> Iterator[os.stat_result]:
    for path in paths:
        with contextlib.suppress(OSError):
            yield path.stat()


def _refused(target: Path, code: str, en: str, zh: str, number: int | None = None) -> OutputRefused:
    default = Words(
        "name another file, after --out or the option that names this one",
        "请在 --out 或指定此文件的选项后另写一个文件名",
    )
    cure = _CURES[number] if number else default
    return OutputRefused(Problem(code, Place(str(target)), Words(en, zh), cure))


def refused_writing(target: Path, error: OSError) -> OutputRefused:
    """What to raise where the system refuses to write somewhere."""
    name = type(error).__name__
    reason = failure_words(error.errno) if error.errno else Words(name, name)
    message = Words(f"cannot be written: {reason.en}", f"无法写入：{reason.zh}")
    cure = _CURES.get(error.errno or 0, _OTHER_CURE)
    return OutputRefused(Problem("output-failed", Place(str(target)), message, cure))
