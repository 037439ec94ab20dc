"""`make bench-ml`: what the models cost at 20,000 active enrolments, how good they are, and what reading them takes."""
