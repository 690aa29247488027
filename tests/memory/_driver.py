# Runs one of the shapes: builds its live data, makes garbage for argv[2] seconds, and waits to be measured.
import sys
from time import monotonic

shape = __import__(sys.argv[1])
live = shape.build()
end = monotonic() + float(sys.argv[2])
rounds = 0
while True:
    shape.churn(live)
    rounds += 1
    if rounds >= 2 and monotonic() >= end:
        break
print(rounds, flush=True)
sys.stdin.readline()
