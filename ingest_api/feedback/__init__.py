"""What people say about the institute, and what the institute does about it."""
