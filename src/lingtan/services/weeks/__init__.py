"""The organisation's weeks to schedule and their plans, as pages show them."""
