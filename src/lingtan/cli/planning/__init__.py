"""Commands of production scheduling: weeks, plans, simulation."""
