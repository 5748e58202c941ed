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
