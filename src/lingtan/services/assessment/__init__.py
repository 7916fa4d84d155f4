"""Assessment: verdicts, gaps, the road to a grade, workshops, and what published figures imply."""
