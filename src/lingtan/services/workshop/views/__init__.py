"""What the pages of workshops show: months of meters, the golden thread, boundaries with modules and pilots."""
