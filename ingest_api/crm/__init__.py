"""Who asked before they became a student: inquiries, their follow-ups, duplicates and conversion."""
