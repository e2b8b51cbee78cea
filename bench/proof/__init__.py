"""What the tamper evidence costs."""
