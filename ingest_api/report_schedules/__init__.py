"""Reports on schedule: which is made when for whom, and what each recipient was given."""
