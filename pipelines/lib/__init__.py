"""Code that several features of `defs/` use."""
