"""Reads what ``/metrics`` says."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(text: str) -> Samples:
    """Each sample by its name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(text: str, name: str, **labels: str) -> float:
    """One sample; none that was not there yet is none counted."""
    return samples(text).get((name, frozenset(labels.items())), 0)


def values_of(text: str, label: str) -> set[str]:
    """Every value that a label has."""
    return {value for _, labels in samples(text) for name, value in labels if name == label}
