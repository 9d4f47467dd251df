"""Totals, columns and months of tables, as the rules on footing see them."""
