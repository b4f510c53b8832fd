module bread

go 1.18
