values = {"first": [1, 2, 3], "second": [4, 5, 6]}
index = 7
result = values["first"][0] + values["second"][index] + values["first"][1] + values["second"][2] + sum(values["first"])
