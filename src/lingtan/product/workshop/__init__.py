"""What the workshop's meters say of a device: measured lines in the place of estimated ones, and forecasts that no study may hold."""
