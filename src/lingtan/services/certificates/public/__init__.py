"""What anybody may ask of a certificate, without a login."""
