"""What ties lines together: pools that they share, orders behind orders, lots of one order; timed and searched over the whole plant."""
