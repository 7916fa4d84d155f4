"""Order services: plan, reserve, instruct, confirm, release."""
