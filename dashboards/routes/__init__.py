"""The own HTTP routes of the dashboards, same-origin for the browser."""
