"""When something is told, whatever days come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from akkoord.alarms.bands import Band, Side
from akkoord.alarms.judging import DISPLAYS, Verdict
from akkoord.alarms.message import ALARM, CLEAR, Message, State, after, message_of, state_of, text_of
from tests.alarms.days import DAY, NOW

SIDES: tuple[Side, ...] = ("", "usual", "low", "high")


@given(st.lists(st.sampled_from(SIDES), max_size=40))
def test_each_change_is_told_once_and_nothing_else_is(sides: list[Side]) -> None:
    told: list[str] = []
    state: State | None = None
    for number, side in enumerate(sides):
        verdict = Verdict(DISPLAYS, side, 5, 0, Band(10, 20))
        state, message = after("shop", DAY + timedelta(days=number), verdict, state, NOW)
        told += [message.side or CLEAR] if message else []
    judged = [side for side in sides if side]
    changes = [now for before, now in zip(["usual", *judged], judged, strict=False) if now != before]
    assert told == [CLEAR if side == "usual" else side for side in changes]
    assert (state.side if state else "usual") == ([*judged] or ["usual"])[-1]


@pytest.mark.parametrize(
    "message",
    [
        Message("a b", "shop", ALARM, f"{DAY}"),
        Message(
            "a", "shop", CLEAR, f"{DAY}", "consent", "", "2026-11-20", 3, 400, 0.5, 0.6, None, ("mail",), 2, NOW, True
        ),
        Message("a", "shop", ALARM, f"{DAY}", "hosts", hosts={"a.example": 30}, due=NOW),
    ],
)
def test_a_message_is_read_as_it_was_written(message: Message) -> None:
    assert message_of(text_of(message)) == message


def test_a_state_is_read_as_it_was_written() -> None:
    state = State(f"{DAY}", "low")
    assert state_of(text_of(state)) == state
