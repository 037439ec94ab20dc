"""Charts: functions from a DataFrame to a Figure whose title says the finding. No query, no Streamlit."""
