"""The extract: operational rows become raw, as one consistent cut."""
