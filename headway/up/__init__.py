"""`headway up`: what has to be true before serving, and the processes that serve."""
