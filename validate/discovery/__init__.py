"""Discovery: which lines of an unknown table are sums, averages, rates or changes of other lines."""
