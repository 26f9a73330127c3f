"""Fetching the policy list from the office's address: conditional, bounded, never from a private network.

The address is what somebody typed: every name is resolved here, every address that it stands for must be
public, and the connection goes to the very address that was checked, redirects included.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import structlog

from bot.clock import Clock
from bot.engine.executor import DatabaseExecutor
from bot.engine.files import keep_blob
from services.mechanism import Policies
from services.policies import FEED_READ, FeedUnreadable, as_csv
from storage.due import Due, schedule
from storage.policies import FeedOutcome
from storage.policies.feeds import get_feed, note_fetched

log = structlog.get_logger(__name__)

MOST_REDIRECTS = 3
MEGABYTE = 1024 * 1024
XLSX_BEGINS = b"PK\x03\x04"
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
NEVER = (ipaddress.IPv6Network("64:ff9b:1::/48"), ipaddress.IPv6Network("::/96"))
"""Translation within a network (RFC 8215), and IPv4 addresses in the old form."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Awaitable[list[str]]]
Allow = Callable[[str], bool]


class AddressRefused(ValueError):
    """It stands for an address that is not public, or for none."""


class TooLarge(ValueError):
    """More than is fetched."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be fetched, and what is known of the last time."""

    url: str
    etag: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer; no content when nothing has changed."""

    content: bytes | None
    etag: str | None = None
    modified: str | None = None


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Whether an address belongs to the public network, and so does the IPv4 address that it may carry."""
    parsed = ipaddress.ip_address(address)
    if any(parsed in network for network in NEVER):
        return False
    return all(one.is_global and not one.is_multicast for one in (parsed, *_carried(parsed)))


def _carried(address: Address) -> list[Address]:
    """What a translated or tunnelled address leads to: mapped, 6to4, Teredo, NAT64 (RFC 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return [one for one in found if one is not None]


async def fetch(
    wanted: Wanted, *, most_bytes: int, seconds: float, look_up: Resolve = resolve, allow: Allow = is_public
) -> Fetched:
    """Get the list. Raises AddressRefused, TooLarge, httpx.HTTPError, httpx.InvalidURL, OSError."""
    headers = {"If-None-Match": wanted.etag, "If-Modified-Since": wanted.modified}
    known = {name: value for name, value in headers.items() if value}
    url = httpx.URL(wanted.url)
    async with asyncio.timeout(seconds), httpx.AsyncClient(trust_env=False, timeout=seconds) as client:
        for _ in range(MOST_REDIRECTS + 1):
            request = await _request(client, url, known, look_up, allow)
            response = await client.send(request, stream=True)
            try:
                if response.has_redirect_location:
                    url = url.join(response.headers["location"])
                    continue
                return await _read(response, most_bytes)
            finally:
                await response.aclose()
    raise AddressRefused("too many redirects")


async def _request(
    client: httpx.AsyncClient, url: httpx.URL, known: dict[str, str], look_up: Resolve, allow: Allow
) -> httpx.Request:
    """A request to the address that was checked, in the name of the host."""
    if url.scheme not in ("http", "https") or not url.host:
        raise AddressRefused(str(url))
    port = url.port or (443 if url.scheme == "https" else 80)
    addresses = await look_up(url.host, port)
    if not addresses or not all(allow(address) for address in addresses):
        raise AddressRefused(url.host)
    headers = {**known, "Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"}
    secure = {"sni_hostname": url.host} if url.scheme == "https" else {}
    return client.build_request("GET", url.copy_with(host=addresses[0]), headers=headers, extensions=secure)


async def _read(response: httpx.Response, most_bytes: int) -> Fetched:
    if response.status_code == httpx.codes.NOT_MODIFIED:
        return Fetched(None)
    response.raise_for_status()
    content = bytearray()
    async for part in response.aiter_raw():
        content += part
        if len(content) > most_bytes:
            raise TooLarge
    return Fetched(bytes(content), response.headers.get("etag"), response.headers.get("last-modified"))


class FeedFetcher:
    """Fetches when the row says so, keeps what came, and lets the office see what would change."""

    def __init__(self, executor: DatabaseExecutor, clock: Clock, data_dir: Path, rules: Policies) -> None:
        self._executor = executor
        self._clock = clock
        self._data_dir = data_dir
        self._rules = rules
        self.longest_seconds: float = rules.feed_seconds
        self.look_up: Resolve = resolve
        self.allow: Allow = is_public

    async def fetch_wanted(self) -> bool:
        """Fetch if it is wanted; whether it was."""
        wanted = await self._executor.run(self._find_wanted)
        if wanted is None:
            return False
        try:
            fetched = await fetch(
                wanted,
                most_bytes=self._rules.feed_megabytes * MEGABYTE,
                seconds=self.longest_seconds,
                look_up=self.look_up,
                allow=self.allow,
            )
            await self._keep(fetched)
        except AddressRefused:
            await self._executor.run(self._note, FeedOutcome.REFUSED)
        except TooLarge:
            await self._executor.run(self._note, FeedOutcome.TOO_LARGE)
        except FeedUnreadable:
            await self._executor.run(self._note, FeedOutcome.UNREADABLE)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            log.warning("policy list not fetched", error=type(error).__name__)
            await self._executor.run(self._note, FeedOutcome.FAILED)
        return True

    async def _keep(self, fetched: Fetched) -> None:
        if fetched.content is None:
            await self._executor.run(self._note, FeedOutcome.SAME)
            return
        kind = "xlsx" if fetched.content.startswith(XLSX_BEGINS) else "csv"
        content = fetched.content if kind == "xlsx" else await asyncio.to_thread(as_csv, fetched.content)
        sha256 = await asyncio.to_thread(keep_blob, self._data_dir, content)
        await self._executor.run(self._note, FeedOutcome.NEW, fetched, sha256, kind)

    def _find_wanted(self) -> Wanted | None:
        with self._executor.database.begin() as session:
            feed = get_feed(session)
            if feed.wanted_at is None or not feed.url:
                return None
            return Wanted(feed.url, feed.etag, feed.modified)

    def _note(
        self,
        outcome: FeedOutcome,
        fetched: Fetched | None = None,
        sha256: str | None = None,
        kind: str | None = None,
    ) -> None:
        now = self._clock.now()
        with self._executor.database.begin() as session:
            etag, modified = (fetched.etag, fetched.modified) if fetched else (None, None)
            note_fetched(session, outcome, now=now, etag=etag, modified=modified, sha256=sha256, kind=kind)
            key = f"{FEED_READ}:{now.isoformat()}"
            schedule(session, Due(key=key, kind=FEED_READ, subject_id=1, due_at=now))
