"""`make bench-warehouse`: what importing, building, refreshing, publishing and asking cost as an institute grows."""
