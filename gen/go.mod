module github.com/rumpl/gosc/gen

go 1.26
