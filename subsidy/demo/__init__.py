"""A roster of invented people of one district's size, calculated and set beside what was published."""
