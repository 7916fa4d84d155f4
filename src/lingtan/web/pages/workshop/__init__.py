"""Pages of workshops: meters and the golden thread, modules and pilots."""
