"""The command line: it stands on top of all the other folders."""
