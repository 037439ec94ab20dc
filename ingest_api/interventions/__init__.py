"""What is done for students at risk, and what came of it."""
