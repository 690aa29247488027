import _fails

print(_fails.safe(4))
_fails.outer(0)
