"""The pages, one module a room or page."""
