"""The pages of products: list, import, one product, what-if, comparison."""
