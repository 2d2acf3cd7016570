module goroner.dev/lab

go 1.19
