"""Is the process alive, and can it answer?"""
