"""What if: other rules for the same people, and what they would cost. All of it exact."""
