def check(items):
    assert len(items) > 2, f"only {len(items)} items"
    assert items


check([1, 2, 3])
check([1])
