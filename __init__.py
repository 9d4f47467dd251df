"""fuhe (复核): rechecks the arithmetic of budget-performance self-evaluation reports."""
