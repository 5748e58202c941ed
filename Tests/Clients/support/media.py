"""Looking at files that were made."""

import httpx


def download(url):
    """The bytes behind an address, fetched as any player would: without a key."""
    answer = httpx.get(url, follow_redirects=True, trust_env=False, timeout=30)
    assert answer.status_code == 200, answer
    return answer.content


def is_mp4(content):
    """Whether bytes begin with the box that every MP4 file begins with (ISO/IEC 14496-12, 4.3), and have a movie."""
    size = int.from_bytes(content[:4], "big")
    return content[4:8] == b"ftyp" and 16 <= size <= len(content) and content[size + 4 : size + 8] == b"moov"


def jpeg_size(content):
    """Width and height of a JPEG, from its frame header (ITU-T T.81, B.2.2)."""
    assert content[:2] == b"\xff\xd8" and content[-2:] == b"\xff\xd9"
    place = 2
    while content[place + 1] not in (0xC0, 0xC1, 0xC2):
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return int.from_bytes(content[place + 7 : place + 9], "big"), int.from_bytes(content[place + 5 : place + 7], "big")
