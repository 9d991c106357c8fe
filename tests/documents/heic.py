"""A HEIC file made without an encoder: an HEVC still whose blocks hold their samples as they are (PCM)."""

from __future__ import annotations

import struct

import numpy as np
import numpy.typing as npt
from PIL import Image

_BLOCK = 32
# Ranges of the less probable bin where the coder's range is 448 to 511: PCM blocks never leave that quarter.
_LESS_PROBABLE = (
    240, 227, 216, 205, 195, 185, 175, 166, 158, 150, 142, 135, 128, 122, 116, 110, 104, 99, 94, 89, 85, 80, 76, 72, 69,
    65, 62, 59, 56, 53, 50, 48, 45, 43, 41, 39, 37, 35, 33, 31, 30, 28, 27, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15,
    14, 14, 13, 12, 12, 11, 11, 10, 9,
)  # fmt: skip


class _Bits:
    """Bits in a row, and the numbers that HEVC writes with them."""

    def __init__(self) -> None:
        self.bits: list[int] = []

    def u(self, width: int, value: int) -> None:
        self.bits += [value >> n & 1 for n in reversed(range(width))]

    def ue(self, *values: int) -> None:
        for value in values:
            width = (value + 1).bit_length()
            self.u(2 * width - 1, value + 1)

    def flags(self, text: str) -> None:
        self.bits += [int(c) for c in text]

    def ended(self) -> None:
        self.bits.append(1)
        self.aligned()

    def aligned(self) -> None:
        self.bits += [0] * (-len(self.bits) % 8)

    def done(self) -> bytes:
        return bytes(np.packbits(np.array(self.bits, dtype=np.uint8)))


class _Coder:
    """The arithmetic coder, as far as PCM blocks need it."""

    def __init__(self, out: _Bits) -> None:
        self.out, self.state = out, 0
        self.begin()

    def begin(self) -> None:
        self.low, self.range, self.first, self.waiting = 0, 510, True, 0

    def probable(self) -> None:
        self.range -= _LESS_PROBABLE[self.state]
        self.state = min(62, self.state + 1)
        self._renew()

    def goes_on(self) -> None:
        self.range -= 2
        self._renew()

    def ends(self) -> None:
        self.low += self.range - 2
        self.range = 2
        self._renew()
        self._put(self.low >> 9 & 1)
        self.out.flags(f"{self.low >> 8 & 1}1")
        self.out.aligned()

    def _renew(self) -> None:
        while self.range < 256:
            if self.low < 256:
                self._put(0)
            elif self.low >= 512:
                self.low -= 512
                self._put(1)
            else:
                self.low -= 256
                self.waiting += 1
            self.range <<= 1
            self.low <<= 1

    def _put(self, bit: int) -> None:
        if not self.first:
            self.out.bits.append(bit)
        self.first = False
        self.out.bits += [1 - bit] * self.waiting
        self.waiting = 0


def _profile(out: _Bits) -> None:
    out.u(8, 3)  # main still picture
    out.u(32, 0x70000000)
    out.flags("1011")
    out.u(44, 0)
    out.u(8, 120)


def _parameter_sets(width: int, height: int) -> tuple[bytes, bytes, bytes]:
    video = _Bits()
    video.flags("000011" + "000000" + "000" + "1" + "1" * 16)
    _profile(video)
    video.flags("1")
    video.ue(0, 0, 0)
    video.u(6, 0)
    video.ue(0)
    video.flags("00")
    video.ended()
    sequence = _Bits()
    sequence.flags("00000001")
    _profile(sequence)
    sequence.ue(0, 1, width, height)
    sequence.flags("0")
    sequence.ue(0, 0, 0)
    sequence.flags("1")
    sequence.ue(0, 0, 0, 2, 0, 0, 3, 0, 0)
    sequence.flags("0001" + "0111" + "0111")
    sequence.ue(2, 0)
    sequence.flags("1")
    sequence.ue(0)
    sequence.flags("00000")
    sequence.ended()
    picture = _Bits()
    picture.ue(0, 0)
    picture.flags("0000000")
    picture.ue(0, 0, 0)
    picture.flags("000")
    picture.ue(0, 0)
    picture.flags("000000" + "0" + "101" + "00")
    picture.ue(0)
    picture.flags("00")
    picture.ended()
    return _unit(32, video.done()), _unit(33, sequence.done()), _unit(34, picture.done())


def _unit(kind: int, content: bytes) -> bytes:
    """A unit with the bytes put in that keep it from looking like a start code."""
    out, zeros = bytearray((kind << 1, 1)), 0
    for byte in content:
        if zeros == 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)


def _slice(grey: npt.NDArray[np.uint8]) -> bytes:
    out = _Bits()
    out.flags("10")
    out.ue(0, 2, 0)
    out.ended()
    coder = _Coder(out)
    blocks = [(y, x) for y in range(0, grey.shape[0], _BLOCK) for x in range(0, grey.shape[1], _BLOCK)]
    for n, (y, x) in enumerate(blocks):
        coder.probable()
        coder.ends()
        samples = grey[y : y + _BLOCK, x : x + _BLOCK].reshape(-1)
        out.bits += np.unpackbits(np.concatenate([samples, np.full(512, 128, np.uint8)])).tolist()
        coder.begin()
        if n + 1 < len(blocks):
            coder.goes_on()
    coder.ends()
    return _unit(19, out.done())


def _box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I", 8 + len(body)) + name + body


def _full(name: bytes, *content: bytes, version: int = 0) -> bytes:
    return _box(name, bytes((version, 0, 0, 0)), *content)


def heic_of(image: Image.Image) -> bytes:
    """The image in grey as a HEIC file; its sides are padded with white to whole blocks."""
    width, height = (-(-side // _BLOCK) * _BLOCK for side in image.size)
    paper = Image.new("L", (width, height), 255)
    paper.paste(image.convert("L"))
    units = _parameter_sets(width, height)
    coded = _slice(np.asarray(paper))
    record = bytes((1, 3)) + struct.pack(">I", 0x70000000) + bytes((0xB0, 0, 0, 0, 0, 0, 120, 0xF0, 0, 0xFC, 0xFD))
    record += bytes((0xF8, 0xF8, 0, 0, 0x0F, 3))
    for kind, unit in zip((32, 33, 34), units, strict=True):
        record += bytes((0x80 | kind, 0, 1)) + struct.pack(">H", len(unit)) + unit
    item = struct.pack(">I", len(coded)) + coded
    head = _box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    properties = _box(
        b"iprp",
        _box(b"ipco", _box(b"hvcC", record), _full(b"ispe", struct.pack(">II", width, height))),
        _full(b"ipma", struct.pack(">IHBBB", 1, 1, 2, 0x81, 0x02)),
    )

    def meta(offset: int) -> bytes:
        return _full(
            b"meta",
            _full(b"hdlr", bytes(4), b"pict", bytes(13)),
            _full(b"pitm", struct.pack(">H", 1)),
            _full(b"iloc", struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, offset, len(item))),
            _full(b"iinf", struct.pack(">H", 1), _full(b"infe", struct.pack(">HH", 1, 0), b"hvc1\0", version=2)),
            properties,
        )

    start = len(head) + len(meta(0)) + 8
    return head + meta(start) + _box(b"mdat", item)
