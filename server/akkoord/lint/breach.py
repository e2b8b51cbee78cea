"""One breach of a rule, before it has a file and a line."""

from __future__ import annotations

from dataclasses import dataclass

from ..toml_lines import Path as Key


@dataclass(frozen=True, slots=True)
class Breach:
    """That something breaks a rule.

    :param number: one of :data:`akkoord.lint.requirements.REQUIREMENTS`.
    :param key: where, from the top of ``akkoord.toml``.
    """

    number: str
    key: Key
    message: str
    hint: str = ""
