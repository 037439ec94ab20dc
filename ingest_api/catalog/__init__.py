"""What is taught: subjects, their topics, and what must be learned before what."""
