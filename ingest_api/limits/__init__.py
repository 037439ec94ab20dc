"""What keeps one client from harming the others: rates, sizes, and headers that browsers obey."""
