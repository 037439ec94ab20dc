"""Students: finding them and looking at one."""
