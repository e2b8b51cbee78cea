"""One line of the log for each request.

Not by way of :mod:`logging`: making a record costs more than all the rest of the line.
"""

from __future__ import annotations

from functools import lru_cache

from ..log import encode, utc_text, write_line
from ..model import utc_now
from .watching import Answered


def write_request(answered: Answered) -> None:
    """Write how a request was answered; fields without a value are left out."""
    same = _same(answered.method, answered.route, answered.status, answered.site, answered.code)
    trace = f'"trace":"{answered.trace}",' if answered.trace else ""
    write_line(
        f'{{"time":"{utc_text(utc_now())}","level":"info","message":"request",'
        f'"request":"{answered.id}",{trace}{same},"ms":{answered.seconds * 1000:.3f}}}'
    )


@lru_cache(maxsize=1024)
def _same(method: str, route: str, status: int, site: str, code: str) -> str:
    """The fields that many requests have in common."""
    fields: dict[str, str | int] = {"method": method, "route": route, "status": status}
    fields |= {name: value for name, value in (("site", site), ("code", code)) if value}
    return encode(fields)[1:-1]
