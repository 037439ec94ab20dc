"""What happens is told to whoever watches, while it happens."""
