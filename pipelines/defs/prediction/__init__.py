"""Training and scoring: features become models, models become predictions."""
