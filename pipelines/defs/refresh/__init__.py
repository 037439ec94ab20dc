"""What runs when: the jobs, the sensor on changes, the nightly schedule."""
