"""Pictures as RTP packets: JPEG by RFC 2435, H.264 by RFC 6184."""

import struct
from collections.abc import Iterator, Sequence

from ogam.core import Image, ImageError
from ogam.vision.simulator.stage import jpegs

LARGEST = 1400
"""Bytes of a payload."""
CLOCK = 90_000
"""Ticks a second of the time stamps."""
PAYLOAD_TYPES = {"jpeg": 26, "h264": 96}


def encode(images: Sequence[Image], codec: str, rate: float) -> list[bytes]:
    """One encoded picture an image: a JPEG, or an H.264 access unit, the first of which needs none before it.

    H.264 needs PyAV (`pip install av`; its wheels contain x264, which is under the GPL). Raises ImageError without it.
    """
    return jpegs(images) if codec == "jpeg" else _h264(images, rate)


def _h264(images: Sequence[Image], rate: float) -> list[bytes]:
    try:
        import av
    except ImportError:
        raise ImageError("simulated H.264 needs PyAV. Install it: pip install av. Or let it send jpeg.") from None
    from fractions import Fraction

    encoder = av.CodecContext.create("libx264", "w")
    encoder.height, encoder.width = images[0].pixels.shape[:2]
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = Fraction(1, CLOCK)
    encoder.framerate = Fraction(rate).limit_denominator(1000)
    encoder.gop_size = len(images)
    encoder.options = {"preset": "veryfast", "tune": "zerolatency", "profile": "main", "crf": "26"}
    units = []
    for number, image in enumerate(images):
        frame = av.VideoFrame.from_ndarray(image.pixels, format="rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = int(number * CLOCK / rate), encoder.time_base
        units += [bytes(packet) for packet in encoder.encode(frame)]
    return units + [bytes(packet) for packet in encoder.encode(None)]


def payloads(picture: bytes, codec: str) -> Iterator[bytes]:
    """The payloads of the packets of one picture. What is damaged is cut up as it is."""
    return _jpeg_payloads(picture) if codec == "jpeg" else _h264_payloads(picture)


def packet(payload: bytes, codec: str, number: int, ticks: int, last: bool) -> bytes:
    """number: of the packet in the stream; ticks: of the picture; last: whether it is the picture's last."""
    kind = PAYLOAD_TYPES[codec] | (0x80 if last else 0)
    return struct.pack("!BBHII", 0x80, kind, number & 0xFFFF, ticks & 0xFFFFFFFF, 0x06A6) + payload


def _jpeg_payloads(picture: bytes) -> Iterator[bytes]:
    tables, kind, width, height, scan = _taken_apart(picture)
    offset = 0
    while offset < len(scan):
        head = struct.pack("!II", offset, (kind << 24) | (255 << 16) | (width // 8 << 8) | (height // 8))
        head += struct.pack("!BBH", 0, 0, len(tables)) + tables if offset == 0 else b""
        part = scan[offset : offset + LARGEST - len(head)]
        yield head + part
        offset += len(part)


def _taken_apart(picture: bytes) -> tuple[bytes, int, int, int, bytes]:
    """The quantisation tables, RFC 2435's type, width, height and scan of a baseline JPEG; noise is scan alone."""
    if not picture.startswith(b"\xff\xd8"):
        return bytes(128), 1, 640, 480, picture
    tables, kind, width, height, place = b"", 1, 0, 0, 2
    while True:
        marker, length = struct.unpack_from("!xBH", picture, place)
        body = picture[place + 4 : place + 2 + length]
        place += 2 + length
        if marker == 0xDB:
            tables += b"".join(body[start + 1 : start + 65] for start in range(0, len(body), 65))
        elif marker == 0xC0:
            height, width = struct.unpack_from("!HH", body, 1)
            kind = 1 if body[7] == 0x22 else 0
        elif marker == 0xDA:
            return tables, kind, width, height, picture[place:-2]


def _h264_payloads(unit: bytes) -> Iterator[bytes]:
    for nal in unit.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1"):
        if not nal:
            continue
        if len(nal) <= LARGEST:
            yield nal
            continue
        indicator, kind = nal[0] & 0xE0 | 28, nal[0] & 0x1F
        for start in range(1, len(nal), LARGEST - 2):
            part = nal[start : start + LARGEST - 2]
            edge = (0x80 if start == 1 else 0) | (0x40 if start + len(part) == len(nal) else 0)
            yield bytes((indicator, edge | kind)) + part


def description(codec: str) -> str:
    """The session description (RFC 8866)."""
    kind = PAYLOAD_TYPES[codec]
    lines = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=Simulated camera", "c=IN IP4 0.0.0.0", "t=0 0", "a=control:*"]
    lines += [f"m=video 0 RTP/AVP {kind}", "a=control:track1"]
    if codec == "h264":
        lines += [f"a=rtpmap:{kind} H264/{CLOCK}", f"a=fmtp:{kind} packetization-mode=1"]
    return "".join(f"{line}\r\n" for line in lines)
