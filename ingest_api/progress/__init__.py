"""Where a student stands: topic progress and completion, derived from attendance and assessments."""
