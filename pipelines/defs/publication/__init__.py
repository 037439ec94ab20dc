"""Publication: a finished build becomes the snapshot that everybody reads."""
