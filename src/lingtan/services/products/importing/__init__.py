"""Ways in for products: files, bills of materials, tables, samples, and what each would become before it is saved."""
