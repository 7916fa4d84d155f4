"""Drift of meters from their baselines: the watch that is set, the alarms that follow from the readings, and who has seen them."""
