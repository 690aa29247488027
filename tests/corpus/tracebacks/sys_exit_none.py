import sys

try:
    print("body")
    sys.exit()
finally:
    print("finally runs")
