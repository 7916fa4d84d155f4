"""The pages of data: factors, sources, and what differs between editions."""
