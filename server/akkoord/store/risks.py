"""What would lose proofs: settings of a store, each with the setting that mends it. Pure.

======  ==============================================================
AK201   Redis keeps nothing when it ends
AK202   Redis leaves it to the system when to write to disk
AK203   Redis may throw decisions away when it is full
AK204   Redis has no replica
AK205   fewer replicas than AKKOORD_REDIS_MIN_REPLICAS asks for
AK206   Redis does not tell a setting
AK211   PostgreSQL may lose everything when its machine stops
AK212   PostgreSQL answers before a decision is on disk
AK213   PostgreSQL may be damaged by a power cut
AK221   the SQLite file lies on a network file system
AK231   the clocks of the store and of this machine differ
======  ==============================================================
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

SKEW = timedelta(seconds=5)
"""How far the store's clock may be from this machine's."""
NETWORK_FILE_SYSTEMS = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "ncpfs")
)


@dataclass(frozen=True, slots=True)
class Risk:
    """One way to lose proofs.

    :param place: the server or file that it is about.
    """

    number: str
    place: str
    problem: str
    hint: str

    def __str__(self) -> str:
        return f"store: {self.number} warning: {self.place} {self.problem}. {self.hint}."


def redis_risks(name: str, settings: Mapping[str, str], replicas: int, min_replicas: int) -> Iterator[Risk]:
    """The risks of one Redis server.

    :param name: how it is called in what is said.
    :param settings: its ``CONFIG``; a setting that may not be read is left out.
    :param replicas: how many are connected to it.
    :param min_replicas: how many must have a decision before it counts as recorded.
    """
    if settings.get("appendonly") == "no":
        yield Risk("AK201", name, "keeps nothing when it ends: it has no append-only file", "Set appendonly yes")
    elif settings.get("appendfsync") == "no":
        problem = "leaves it to the system when to write to disk"
        yield Risk("AK202", name, problem, "Set appendfsync always, or everysec")
    policy = settings.get("maxmemory-policy", "noeviction")
    if policy != "noeviction":
        problem = f"may throw decisions away: its policy is {policy}"
        yield Risk("AK203", name, problem, "Set maxmemory-policy noeviction")
    if not replicas:
        problem = "has no replica: what it holds is lost with its machine"
        yield Risk("AK204", name, problem, "Give it a replica, or back up its append-only file")
    if replicas < min_replicas:
        problem = f"has {replicas} replica(s), and {min_replicas} must have each decision, so none is recorded"
        yield Risk("AK205", name, problem, "Add replicas, or lower AKKOORD_REDIS_MIN_REPLICAS")
    for setting in ("appendonly", "maxmemory-policy"):
        if setting not in settings:
            yield Risk("AK206", name, f"does not tell its {setting}", "Allow CONFIG GET, or look it up there")


def postgresql_risks(settings: Mapping[str, str]) -> Iterator[Risk]:
    """The risks of one PostgreSQL database, by its settings."""
    name = "PostgreSQL"
    if settings["fsync"] == "off":
        yield Risk("AK211", name, "may lose everything when its machine stops: fsync is off", "Set fsync = on")
    if settings["synchronous_commit"] == "off":
        problem = "answers before a decision is on disk: synchronous_commit is off"
        yield Risk("AK212", name, problem, "Set synchronous_commit = on, for the database or for the user")
    if settings["full_page_writes"] == "off":
        problem = "may be damaged by a power cut: full_page_writes is off"
        yield Risk("AK213", name, problem, "Set full_page_writes = on")


def sqlite_risks(file: str, mounts: str) -> Iterator[Risk]:
    """The risks of one SQLite file.

    :param file: its absolute path.
    :param mounts: the text of ``/proc/mounts``; empty where there is none.
    """
    best, kind = "", ""
    for line in mounts.splitlines():
        _, place, found, *_ = line.split(" ")
        place = place.replace("\\040", " ").rstrip("/")
        if file.startswith(f"{place}/") and len(place) >= len(best):
            best, kind = place, found
    if kind in NETWORK_FILE_SYSTEMS:
        problem = f"lies on a network file system ({kind}), where SQLite's log may be damaged"
        yield Risk("AK221", file, problem, "Put it on a disk of this machine, or use PostgreSQL or Redis")


def clock_risks(difference: timedelta) -> Iterator[Risk]:
    """Whether the clocks of the store and of this machine tell different times."""
    if abs(difference) > SKEW:
        seconds = round(abs(difference).total_seconds())
        problem = f"is {seconds} s from this machine's"
        yield Risk("AK231", "the store's clock", problem, "Set both by NTP: the time of a decision is proof too")
