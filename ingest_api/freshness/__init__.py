"""How fresh the published figures are, and what keeps newer ones back."""
