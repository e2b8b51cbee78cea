"""Withdrawals that reach third parties: what is to be told whom, and what became of it."""
