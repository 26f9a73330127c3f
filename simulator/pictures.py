"""A picture for those who send one without caring which."""

from __future__ import annotations

import struct
import zlib


def plain_png(width: int = 320, height: int = 240, shade: int = 200) -> bytes:
    """A valid PNG of one grey shade."""
    rows = (b"\x00" + bytes([shade]) * width) * height
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body
