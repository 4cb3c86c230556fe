"""Two engines, one answer: the reference day by day, the vector engine over columns."""
