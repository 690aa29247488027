name = input()
print("hello", name)
n = int(input("number? "))
print(n * 2)
values = list(map(int, input().split()))
print(sum(values))
import sys

print(repr(sys.stdin.readline()))
for line in sys.stdin:
    print("line", repr(line))
try:
    input("more? ")
except EOFError as e:
    print("EOF:", e)
print(repr(sys.stdin.read()))
