"""Sessions: today's list, and one with its roster and topics."""
