import sys

for v in (None, 0, True, "text", 2.5):
    try:
        sys.exit(v)
    except SystemExit as e:
        print(repr(e.code))
raise SystemExit([1, 2])
