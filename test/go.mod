module github.com/rumpl/gosc/test

go 1.26

replace github.com/rumpl/gosc => ../
