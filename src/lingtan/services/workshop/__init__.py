"""Workshop services: months of meters into intensities, savings, forecasts, green attributes, and the thread to a certificate."""
