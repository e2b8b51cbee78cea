"""``python -m akkoord``."""

from .cli import main

main()
