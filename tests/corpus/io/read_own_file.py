name = "_data.txt"
with open(name) as f:
    text = f.read()
print(repr(text))
with open(name) as f:
    print([line for line in f])
with open(name, "r") as f:
    print(repr(f.readline()), repr(f.readline()), f.readlines())
with open(name) as f:
    print(repr(f.read(5)), repr(f.read(3)), repr(f.read()), repr(f.read()))
f = open(name)
print(f.closed, f.name, f.mode)
f.close()
print(f.closed)
try:
    f.read()
except ValueError as e:
    print(e)
try:
    open("no_such_file.txt")
except FileNotFoundError as e:
    print(e, e.errno, e.filename)
except OSError as e:
    print("OSError")
with open(name, encoding="utf-8") as f:
    print(sum(len(line) for line in f))
for bad in (lambda: open(name, "q"), lambda: open(name, "rw"), lambda: open(), lambda: open(1.5)):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
with open(name) as f:
    for i, line in enumerate(f, 1):
        print(i, line.rstrip("\n").split(","))
with open(name, "rb") as f:
    print(f.read(9))
