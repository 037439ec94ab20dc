"""What the API does by itself."""
