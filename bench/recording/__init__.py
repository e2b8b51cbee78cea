"""What a recorded decision costs, on every store: ``make bench``."""
