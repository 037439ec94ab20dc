"""The screens: what people open in a browser. Figures come from the published snapshot, live data from the API."""
