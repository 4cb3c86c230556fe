"""From the checked model to a plan: columns, thresholds, order and proven bounds."""
