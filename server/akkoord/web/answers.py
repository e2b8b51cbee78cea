"""What the API answers, as text."""

from __future__ import annotations

from ..model import Decision
from ..wire import DecisionRecord, DecisionResponse


def decision_record(decision: Decision) -> DecisionRecord:
    """A decision as it is told."""
    return DecisionRecord.model_validate(decision, from_attributes=True)


def decision_text(token: str, decision: Decision) -> str:
    """The answer to a recorded decision."""
    return DecisionResponse(token=token, decision=decision_record(decision)).model_dump_json()
