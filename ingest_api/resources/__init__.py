"""Resources: what there is to learn a topic or a subject from."""
