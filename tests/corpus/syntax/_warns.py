"\m"
x = 1 is 1
