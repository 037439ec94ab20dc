"""dbt: raw becomes marts, features and reporting."""
