"""What the two sides of a verification see: lists, the engagement, the review; read off the record."""
