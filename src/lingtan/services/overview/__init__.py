"""Overview services: the home page, the road to zero."""
