"""A product's figure opened: its tree, its flows, the walk back to its sources, and what weighs most."""
