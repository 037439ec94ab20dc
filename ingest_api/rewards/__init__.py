"""Points that students gain and lose, and what they say to it."""
