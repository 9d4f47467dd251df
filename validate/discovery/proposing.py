def is_error(a):
    return len(a.holds)>=2 and bool(a.fails)
