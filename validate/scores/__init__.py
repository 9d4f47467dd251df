"""Score forms, targets and grades, as the rules on scores see them."""
