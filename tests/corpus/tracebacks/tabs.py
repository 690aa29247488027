if True:
	def f():
		if 1:
			return  [0][5]  + 3 
	f()
