"""Who may look at the dashboard. Kept as small documents beside the ledger; none of them is about a visitor."""
