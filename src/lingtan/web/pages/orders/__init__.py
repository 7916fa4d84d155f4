"""The pages of orders: list, plan and reservation, registry lines."""
