"""The floor of the house: settings, vocabulary, Postgres, extract and the published warehouse."""
