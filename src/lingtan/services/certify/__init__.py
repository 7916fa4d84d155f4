"""A site's certification: the record that is handed in, its request, and the verification body's statement on it."""
