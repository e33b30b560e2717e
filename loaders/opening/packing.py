"""Files packed as one stream (gzip, zstd, bzip2, xz), of one or more parts, read without unpacking them to disk."""

from __future__ import annotations

import bz2
import io
import lzma
import tempfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import BinaryIO, Protocol

from ...errors import InvalidData, Problem
from .documents import SourceLimits, in_words

Opening = Callable[[], BinaryIO]

_BLOCK = 1 << 16
#: Until so much is unpacked, nobody is harmed by how much of it comes from how little.
_HARMLESS = 64 << 20
#: What unpacking may need in memory: zstd --long=27 and xz -9 do with it.
_MEMORY = 128 << 20
_DAMAGED = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


def unpacked(opening: Opening, kind: str, name: str, limits: SourceLimits) -> Opening:
    """Return what opens the content of a file that is packed as `kind`, which is not `zip`.

    Reading raises `InvalidData` when it is damaged, cut off, or larger than `limits` allow.
    """

    def opened() -> io.BufferedReader:
        return io.BufferedReader(Unpacked(opening(), kind, name, limits), _BLOCK)

    return partial(seekable, opened)


def seekable(opened: Callable[[], io.BufferedReader]) -> BinaryIO:
    """Return what is a zip file inside, such as the table of a spreadsheet program, can only be read here and there."""
    file = opened()
    try:
        is_zip = file.peek(4).startswith(b"PK")
    except BaseException:
        file.close()
        raise
    if not is_zip:
        return file
    whole = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    try:
        with file:
            while block := file.read(_BLOCK):
                whole.write(block)
    except BaseException:
        whole.close()
        raise
    whole.seek(0)
    return whole


def invalid(message: str, name: str) -> InvalidData:
    """Return the error that a whole file is of no use."""
    return InvalidData([Problem(message, name)])


def check_size(unpacked: int, packed: int, name: str, limits: SourceLimits) -> None:
    """Raises `InvalidData` for what unpacks to more than `limits` allow, or to so much more that it is a bomb."""
    if unpacked > limits.max_unpacked:
        most = in_words(limits.max_unpacked)
        raise invalid(f"unpacks to more than {most}; if it is meant to, set WHOBLAMED_MAX_UNPACKED", name)
    if unpacked > _HARMLESS and unpacked > limits.max_ratio * packed:
        message = f"unpacks to more than {limits.max_ratio} times its size, as a bomb does; if it is meant to"
        raise invalid(f"{message}, set WHOBLAMED_MAX_RATIO", name)


# -------------------------------------------------------------------------------------------------------- one stream


class _Decompressor(Protocol):
    """What unpacks one stream, in the manner of `bz2` and `lzma`: never more than `max_length` bytes at once."""

    @property
    def needs_input(self) -> bool: ...
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Gzip:
    """zlib's decompressor, which keeps what it has not looked at."""

    def __init__(self) -> None:
        self._object = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._object.eof

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        found = self._object.decompress(self._object.unconsumed_tail + data, max_length)
        self.needs_input = len(found) < max_length and not self._object.unconsumed_tail
        return found


class _Zstd:
    """zstandard's decompressor, which gives all it can at once and so is fed little: 512 bytes make 16 MiB at most."""

    _MOUTHFUL = 512

    def __init__(self) -> None:
        import zstandard

        self._object = zstandard.ZstdDecompressor(max_window_size=_MEMORY).decompressobj()
        self._error = zstandard.ZstdError
        self._input = b""
        self._found = b""

    @property
    def needs_input(self) -> bool:
        return not self._input and not self._found

    @property
    def eof(self) -> bool:
        return self._object.eof and not self._found

    @property
    def unused_data(self) -> bytes:
        return self._object.unused_data + self._input

    def decompress(self, data: bytes, max_length: int) -> bytes:
        self._input += data
        while self._input and not self._found and not self._object.eof:
            mouthful, self._input = self._input[: self._MOUTHFUL], self._input[self._MOUTHFUL :]
            try:
                self._found = self._object.decompress(mouthful)
            except self._error as error:
                raise ValueError(str(error)) from None
        found, self._found = self._found[:max_length], self._found[max_length:]
        return found


_DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {
    "gzip": _Gzip,
    "zstd": _Zstd,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY),
}


class Unpacked(io.RawIOBase):
    """The content of a packed file of one or more streams, one after the other."""

    def __init__(self, file: BinaryIO, kind: str, name: str, limits: SourceLimits) -> None:
        self._file, self._kind, self._name, self._limits = file, kind, name, limits
        self._decompressor: _Decompressor | None = None
        self._taken = 0
        self._given = 0

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower in typeshed
        try:
            block = self._block(len(buffer))
        except _DAMAGED as error:
            raise invalid(f"the {self._kind} file is damaged or cut off ({error}); get it again", self._name) from None
        self._given += len(block)
        check_size(self._given, self._taken, self._name, self._limits)
        buffer[: len(block)] = block
        return len(block)

    def _block(self, size: int) -> bytes:
        """Return some bytes more, at most `size`; none at the end."""
        while True:
            if self._decompressor is None or self._decompressor.eof:
                data = self._next_stream()
                if not data:
                    return b""
            else:
                data = self._more() if self._decompressor.needs_input else b""
                if self._decompressor.needs_input and not data:
                    raise EOFError("it ends too early")
            if found := self._decompressor.decompress(data, size):  # type: ignore[union-attr]  # set by _next_stream
                return found

    def _next_stream(self) -> bytes:
        """Return the beginning of the next stream, with a decompressor ready for it; padding with zeros is passed
        over."""
        data = self._decompressor.unused_data if self._decompressor else b""
        while not (data := data.lstrip(b"\0")):
            data = self._more()
            if not data:
                return b""
        self._decompressor = _DECOMPRESSORS[self._kind]()
        return data

    def _more(self) -> bytes:
        data = self._file.read(_BLOCK)
        self._taken += len(data)
        return data
