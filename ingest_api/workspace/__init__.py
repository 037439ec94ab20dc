"""What analysts keep of their questions to the snapshot: saved ones, and a history of their own."""
