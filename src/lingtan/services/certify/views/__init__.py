"""What pages show of a site's certification."""
