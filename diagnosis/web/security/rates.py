"""How often one address may do a thing: a bucket a purpose that fills again with time."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

from diagnosis.web.settings import Rate

_MOST = 50_000
"""Buckets that are kept; when there are more, those that are full again go."""
_NETWORK = 64
"""Bits by which addresses of version 6 are told apart: one household has a whole network."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Rates:
    """Counts in this process alone. clock: seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str], tuple[_Bucket, Rate]] = {}

    def wait(self, purpose: str, address: str, rate: Rate) -> int:
        """Count one more; 0 where it may go on, else the seconds after which it may."""
        now, key = self._clock(), (purpose, _group(address))
        if key not in self._buckets and len(self._buckets) >= _MOST:
            self._forget_full(now)
        bucket, _ = self._buckets.setdefault(key, (_Bucket(rate.burst, now), rate))
        bucket.left = min(rate.burst, bucket.left + (now - bucket.at) * rate.a_second)
        bucket.at = now
        if bucket.left < 1:
            return int((1 - bucket.left) / rate.a_second) + 1
        bucket.left -= 1
        return 0

    def _forget_full(self, now: float) -> None:
        for key, (bucket, rate) in list(self._buckets.items()):
            if bucket.left + (now - bucket.at) * rate.a_second >= rate.burst:
                del self._buckets[key]


def _group(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:  # noqa: PLR2004 - the version's number
        return address
    return str(ipaddress.ip_network((found, _NETWORK), strict=False))
