def search(items, wanted):
    for i, item in enumerate(items):
        if item == wanted:
            return i
    else:
        raise LookupError(f"{wanted!r} is not among {items}")


print(search("abc", "b"))
search([1, 2], 3)
