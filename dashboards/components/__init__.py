"""Building blocks of pages: tiles, labels, states, and the components that live in the browser."""
