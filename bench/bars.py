"""The bars that are to hold, and what was measured of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    :param least: whether the figure must reach the limit; else it must stay within it.
    """

    what: str
    figure: float
    limit: float
    unit: str = ""
    least: bool = False

    @property
    def holds(self) -> bool:
        return self.figure >= self.limit if self.least else self.figure <= self.limit

    def line(self) -> str:
        sign = ">=" if self.least else "<="
        digits = 0 if self.limit >= 20 else 2
        return (
            f"{'holds' if self.holds else 'MISSED':7}{self.what:62}{self.figure:9.{digits}f}  {sign} {self.limit:g} "
            f"{self.unit}"
        ).rstrip()
