module github.com/rumpl/gosc/examples

go 1.26

replace github.com/rumpl/gosc => ../
