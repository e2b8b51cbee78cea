"""Alarms: what is out of its usual band on a day is told once, by webhook or mail; and the week, by mail."""
