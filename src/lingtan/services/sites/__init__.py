"""The organisation's factory sites and their plans, as pages show them."""
