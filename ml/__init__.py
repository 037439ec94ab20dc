"""Models of learning: pure functions and estimators, DataFrame in, DataFrame out.

Belongs here: features' transformations, models, their evaluation. Does not: reading and writing of any store
(`warehouse`), when a model is trained (`pipelines`), and the point-in-time features (`dbt/models/features`).
"""
