"""Tamper evidence: a hash tree per site over all that its ledger ever held, and signed statements of its size and root.

Nothing is imported here: the store takes :mod:`akkoord.proof.tree` alone.
"""
