"""SHA-256 and BLAKE2 for short texts: Python's own, without OpenSSL.

``hashlib`` loads OpenSSL whatever is asked of it, which costs more than all digests of a check. The modules that hold
these functions have no public name; ``random`` of the standard library takes its own from there, too. Where they
are not found ``hashlib`` gives the same digests, and it is the faster one for whole files.
"""

from __future__ import annotations

from typing import Any

__all__ = ["blake2b", "sha256", "sha256_for"]

#: From so many bytes on OpenSSL is loaded and done sooner than Python's own digest.
_MANY = 1_000_000

sha256: Any
blake2b: Any
try:
    from _blake2 import blake2b

    try:
        from _sha2 import sha256  # type: ignore[import-not-found, no-redef]
    except ImportError:  # before Python 3.12
        from _sha256 import sha256  # type: ignore[import-not-found, no-redef]
except ImportError:  # another Python than CPython, or a later one
    from hashlib import sha256


def sha256_for(size: int) -> Any:
    """What makes the digest of so many bytes soonest."""
    if size < _MANY:
        return sha256
    from hashlib import sha256 as of_much

    return of_much
