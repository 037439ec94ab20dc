"""What the API does by itself, once a day."""
