"""Photos and scans to pieces of text: sizes checked first, turned upright, read by the OCR extra on one thread."""

from __future__ import annotations

import importlib
import io
import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median
from typing import Any

import numpy as np
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from accountsos.documents.extract.rows import Piece
from accountsos.documents.facts import Box, PageTurn
from accountsos.documents.kinds import Kind

PIXELS_MAX = {Kind.JPEG: 130_000_000, Kind.WEBP: 32_000_000}
"""A JPEG is made smaller while it is opened; of a WebP there are four copies before the first may go."""
OTHER_PIXELS_MAX = 64_000_000
SIDE_MAX = 30_000
LONGEST_SIDE = 1_600
SHORTEST_SIDE = 12
FRAMES_MAX = 5
_READ_AT_LEAST = 0.5
_GOOD_SCORE = 0.8
_ORIENTATION = 0x0112
"""Where EXIF says how the camera was held."""
_DAMAGED = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError)
_PILLOW_NAMES = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP", Kind.TIFF: "TIFF", Kind.HEIC: "HEIF"}


class UnreadablePicture(Exception):
    """The picture cannot or must not be read; the message says why."""


class OcrMissing(Exception):
    """The optional part that reads pictures is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Photos and scans need the OCR extra: install accountsos[ocr]"
            " (pip install 'accountsos[ocr]'), then read it again."
        )


@dataclass(frozen=True, slots=True)
class PictureText:
    """What pictures say, and which of them had to be turned."""

    pieces: tuple[Piece, ...] = ()
    turns: tuple[PageTurn, ...] = ()

    def __add__(self, other: PictureText) -> PictureText:
        return PictureText(self.pieces + other.pieces, self.turns + other.turns)


def pieces_of_picture(content: bytes, kind: Kind) -> PictureText:
    """The text of a picture file; a TIFF's first pages one after the other."""
    _engine()
    found = PictureText()
    for page, image in enumerate(frames_of(content, kind), 1):
        found += pieces_of_image(image, page=page)
    return found


def pieces_of_image(image: Any, *, page: int) -> PictureText:
    """The text of a Pillow image, whichever way up it was taken."""
    image = _sized(image)
    best, turn = _recognised(image), 0
    for degrees in _turns_to_try(best):
        other = _recognised(image.rotate(degrees, expand=True))
        if other.quality > best.quality:
            best, turn = other, degrees
    slope = _slope(best)
    pieces = tuple(_piece(line, best, page) for line in _level(best))
    turns = (PageTurn(page, turn, round(math.degrees(slope), 2)),) if turn or slope else ()
    return PictureText(pieces, turns)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    score: float
    corners: tuple[tuple[float, float], ...]

    @property
    def width(self) -> float:
        return math.dist(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        return math.dist(self.corners[0], self.corners[3])


@dataclass(frozen=True, slots=True)
class _Reading:
    lines: tuple[_Line, ...]
    width: int
    height: int

    @property
    def quality(self) -> float:
        """How much was read, and how well."""
        return sum(line.score**3 * len(line.text) for line in self.lines)

    @property
    def score(self) -> float:
        """The usual certainty of a line."""
        return median([line.score for line in self.lines]) if self.lines else 0.0


def frames_of(content: bytes, kind: Kind) -> Iterator[Any]:
    """The pictures of a file as RGB, upright by their EXIF mark. Sizes are checked before anything is decoded."""
    if kind is Kind.HEIC:
        try:
            importlib.import_module("pi_heif").register_heif_opener()
        except ImportError as missing:
            raise OcrMissing from missing
    try:
        image = Image.open(io.BytesIO(content), formats=[_PILLOW_NAMES[kind]])
        _check_size(image.size, kind)
        if kind is Kind.JPEG:
            image.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
            frames: Any = [image]
        else:
            frames = ImageSequence.Iterator(image) if kind is Kind.TIFF else [image]
        for number, frame in enumerate(frames):
            if number >= FRAMES_MAX:
                break
            _check_size(frame.size, kind)
            upright = frame if frame.getexif().get(_ORIENTATION, 1) == 1 else ImageOps.exif_transpose(frame)
            yield _on_white(_reduced(upright))
    except Image.DecompressionBombError as bomb:
        raise UnreadablePicture("The picture has more pixels than are safe to read; save it smaller.") from bomb
    except _DAMAGED as mistake:
        raise UnreadablePicture(
            "The picture is damaged or cut off, and cannot be opened. Take or scan it again, or save it anew."
        ) from mistake


def _check_size(size: tuple[int, int], kind: Kind) -> None:
    width, height = size
    limit = PIXELS_MAX.get(kind, OTHER_PIXELS_MAX)
    if width * height > limit or max(size) > SIDE_MAX:
        raise UnreadablePicture(
            f"The picture has {width} x {height} pixels; up to {limit // 10**6} million are read. Save it smaller."
        )
    if min(size) < SHORTEST_SIDE:
        raise UnreadablePicture(f"The picture has only {width} x {height} pixels.")


def _reduced(image: Any) -> Any:
    """A very large picture made smaller before it is copied, to what a JPEG is opened at."""
    factor = max(image.size) // (LONGEST_SIDE * 2)
    if factor < 2:
        return image
    if image.mode in ("1", "P"):
        image = image.convert("L" if image.mode == "1" else "RGBA" if "transparency" in image.info else "RGB")
    return image.reduce(factor) if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr") else image


def _on_white(image: Any) -> Any:
    """Without transparency: what is see-through is paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image.convert("RGB")


def _sized(image: Any) -> Any:
    """Shrunk so that the longest side is within bounds; long till rolls keep more so that letters stay legible."""
    longest, shortest = max(image.size), min(image.size)
    bound = LONGEST_SIDE if longest < 3 * shortest else int(LONGEST_SIDE * 1.35)
    if longest <= bound:
        return image
    scale = bound / longest
    return image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))), resample=1)


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The OCR engine, loaded once a process: one thread, no memory arena, models from the wheel, no network."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        rapidocr = importlib.import_module("rapidocr")
        cv2 = importlib.import_module("cv2")
        importlib.import_module("onnxruntime")
    except ImportError as missing:
        raise OcrMissing from missing
    cv2.setNumThreads(1)
    return rapidocr.RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.max_side_len": 2_600,
            "Global.log_level": "critical",
            "Global.text_score": _READ_AT_LEAST,
            # Lines are looked for on a smaller picture and read on the larger one; small pictures are not blown up.
            "Det.limit_type": "max",
            "Det.limit_side_len": 1_200,
            # One line at a time: in a batch the short lines are padded to the longest.
            "Rec.rec_batch_num": 1,
            # Nor is a short line padded to a long one's width: that costs a quarter of the time and reads no better.
            "Rec.rec_img_shape": [3, 48, 96],
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
        }
    )


def _recognised(image: Any) -> _Reading:
    # The engine wants blue first, as OpenCV has it.
    result = _engine()(np.ascontiguousarray(np.asarray(image)[:, :, ::-1]))
    if result is None or result.boxes is None or result.txts is None:
        return _Reading((), image.width, image.height)
    lines = [
        _Line(str(text), float(score), tuple((float(x), float(y)) for x, y in corners))
        for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
        if str(text).strip()
    ]
    return _Reading(tuple(lines), image.width, image.height)


def _turns_to_try(found: _Reading) -> tuple[int, ...]:
    """Other ways up worth trying: sideways where the lines stand upright, head over where little could be read."""
    long = [line for line in found.lines if len(line.text) >= 4]
    if not found.lines:
        return (90,)
    if long and sum(line.height > 1.5 * line.width for line in long) * 2 > len(long):
        return (90, 270)
    if found.score < _GOOD_SCORE:
        return (180,)
    return ()


def _level(found: _Reading) -> Sequence[_Line]:
    """The lines turned about the middle of the page so that they run level."""
    slope = _slope(found)
    if not slope:
        return found.lines
    cos, sin = math.cos(-slope), math.sin(-slope)
    x0, y0 = found.width / 2, found.height / 2

    def turned(x: float, y: float) -> tuple[float, float]:
        return x0 + (x - x0) * cos - (y - y0) * sin, y0 + (x - x0) * sin + (y - y0) * cos

    return [_Line(line.text, line.score, tuple(turned(x, y) for x, y in line.corners)) for line in found.lines]


def _slope(found: _Reading) -> float:
    """By what angle the lines fall to the right; 0 where they run level, or no way in particular."""
    angles = [
        math.atan2(line.corners[1][1] - line.corners[0][1], line.corners[1][0] - line.corners[0][0])
        for line in found.lines
        if line.width > 4 * line.height
    ]
    slope = median(angles) if angles else 0.0
    return slope if math.radians(0.3) < abs(slope) < math.radians(30) else 0.0


def _piece(line: _Line, found: _Reading, page: int) -> Piece:
    xs = [x / found.width for x, _ in line.corners]
    ys = [y / found.height for _, y in line.corners]
    return Piece(
        text=line.text,
        page=page,
        box=Box(_share(min(xs)), _share(min(ys)), _share(max(xs)), _share(max(ys))),
        height=line.height / found.width,
        by_eye=True,
    )


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))
