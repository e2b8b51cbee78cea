"""``make bench-widget``: how soon the question is on the screen, and a granted script runs, beside the peers."""
