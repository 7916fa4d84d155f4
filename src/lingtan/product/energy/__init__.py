"""Energy in use: by mode and test version, by product generation against a target, and under a disclosed grid path."""
