import sys

print("leaving")
sys.exit("a message on stderr")
