"""Faculty members: who they are, what they teach, when they can, and where their time goes."""
