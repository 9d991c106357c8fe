"""A page whose sums stand in a column without words."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas


def column(name: str, number: str, day: str, rate: str, sums: tuple[str, str, str], *, foot: str = "") -> bytes:
    """Name at the top, number and day at the right, and net, VAT and total under each other."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842), invariant=1)
    canvas.drawString(60, 780, name)
    canvas.drawString(60, 766, "Emesgate Lane, Silverdale, LA5 0RA")
    canvas.drawString(440, 780, number)
    canvas.drawString(440, 766, day)
    canvas.drawString(60, 620, "Re-cover six studio stools")
    canvas.drawRightString(540, 620, sums[0])
    canvas.drawString(400, 600, rate)
    canvas.drawRightString(540, 600, sums[1])
    canvas.drawRightString(540, 580, f"£{sums[2]}")
    canvas.drawString(60, 40, foot)
    canvas.save()
    return file.getvalue()
