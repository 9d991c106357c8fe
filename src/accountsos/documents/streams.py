"""Bounds on what a PDF may unpack to, checked before any page is read."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import pikepdf

STREAM_BYTES_MAX = 32 * 1024 * 1024
PDF_BYTES_MAX = 128 * 1024 * 1024
OBJECTS_MAX = 200_000
PICTURE_PIXELS_MAX = 100_000_000
PAGES_READ_MAX = 20
_CHUNK = 1024 * 1024
_HARMLESS_FILTERS = frozenset(("/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"))
_PICTURE_FILTERS = frozenset(("/DCTDecode", "/DCT", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode", "/CCF"))
# Worst cases of the two other packers: 128 bytes out of 2, and a 4096-byte string out of 12 bits.
_RATIO = {"/RunLengthDecode": 64, "/RL": 64, "/LZWDecode": 1400, "/LZW": 1400}


DAMAGED_PDF = (
    "The PDF is damaged or was cut off, and cannot be opened. Save or download it again, or ask for it once more."
)


class UnreadablePdf(Exception):
    """The PDF cannot or must not be read; the message says why."""


class NeedsPassword(UnreadablePdf):
    """The PDF is locked."""


def opened(content: bytes) -> pikepdf.Pdf:
    """The PDF, opened without repair by other programs. Raises UnreadablePdf or NeedsPassword."""
    try:
        return pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError as locked:
        raise NeedsPassword("The PDF needs a password; save it without one and upload it again.") from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as mistake:
        raise UnreadablePdf(DAMAGED_PDF) from mistake


def unpacked(stream: pikepdf.Stream, limit: int = STREAM_BYTES_MAX) -> bytes:
    """The stream's bytes, never more than `limit`. Raises UnreadablePdf where they would be."""
    names = _filters(stream)
    content = bytes(stream.read_raw_bytes())
    if all(name in ("/FlateDecode", "/Fl") for name in names) and "/DecodeParms" not in stream:
        for _ in names:
            content = _inflated(content, limit)
        return content
    _must_fit(stream, limit)
    return bytes(stream.read_bytes())


def refuse_bombs(pdf: pikepdf.Pdf) -> None:
    """Raise UnreadablePdf where a stream or picture would unpack to more than an honest document has."""
    if len(pdf.objects) > OBJECTS_MAX:
        raise UnreadablePdf(f"The PDF has more than {OBJECTS_MAX:,} objects, which is not safe to read.")
    total = 0
    for stream in _streams(pdf):
        if str(stream.get("/Subtype", "")) == "/Image" or _is_mask(stream):
            _refuse_big_picture(stream)
            continue
        total += _must_fit(stream, STREAM_BYTES_MAX)
        if total > PDF_BYTES_MAX:
            raise UnreadablePdf("The PDF unpacks to more than 128 MB, which is not safe to read.")


def _streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Stream]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            yield thing


def _is_mask(stream: pikepdf.Stream) -> bool:
    return "/Width" in stream and "/Height" in stream


def _refuse_big_picture(stream: pikepdf.Stream) -> None:
    try:
        pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
    except (TypeError, ValueError):
        pixels = PICTURE_PIXELS_MAX + 1
    if pixels > PICTURE_PIXELS_MAX:
        raise UnreadablePdf("A picture in the PDF has more than 100 million pixels, which is not safe to read.")


def _filters(stream: pikepdf.Stream) -> list[str]:
    held = stream.get("/Filter")
    if held is None:
        return []
    return [str(name) for name in held] if isinstance(held, pikepdf.Array) else [str(held)]


def _must_fit(stream: pikepdf.Stream, limit: int) -> int:
    """The size the stream unpacks to, measured without holding it. Raises UnreadablePdf beyond the limit."""
    names = _filters(stream)
    content = bytes(stream.read_raw_bytes())
    if not names:
        return len(content)
    size = len(content)
    for position, name in enumerate(names):
        last = position == len(names) - 1
        if name in ("/FlateDecode", "/Fl"):
            if last:
                return _inflated_size(content, limit)
            content = _inflated(content, limit)
            size = len(content)
        elif name in _PICTURE_FILTERS or name in _HARMLESS_FILTERS:
            return size
        else:
            size *= _RATIO.get(name, 1)
            if size > limit * 4:
                raise UnreadablePdf("A stream in the PDF may unpack to more than is safe to read.")
            return size
    return size


def _inflated_size(content: bytes, limit: int) -> int:
    size = 0
    for piece in _pieces(content):
        size += len(piece)
        if size > limit:
            raise UnreadablePdf(
                f"A stream in the PDF unpacks to more than {limit // 1024 // 1024} MB, which is not safe to read."
            )
    return size


def _inflated(content: bytes, limit: int) -> bytes:
    pieces, size = [], 0
    for piece in _pieces(content):
        size += len(piece)
        if size > limit:
            raise UnreadablePdf(
                f"A stream in the PDF unpacks to more than {limit // 1024 // 1024} MB, which is not safe to read."
            )
        pieces.append(piece)
    return b"".join(pieces)


def _pieces(content: bytes) -> Iterator[bytes]:
    """Inflate in bounded pieces; a stream that breaks off ends quietly, as PDF programs take it."""
    inflater = zlib.decompressobj()
    waiting = content
    while waiting and not inflater.eof:
        try:
            piece = inflater.decompress(waiting, _CHUNK)
        except zlib.error:
            return
        waiting = inflater.unconsumed_tail
        if not piece and not waiting:
            return
        yield piece
