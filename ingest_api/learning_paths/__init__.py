"""Learning paths: what a student is to learn next, step by step, and why in this order."""
