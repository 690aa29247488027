INNER = "inner"
print("init", __name__)
