from _fails import squareroot
