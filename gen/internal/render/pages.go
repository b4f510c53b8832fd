package render

func (r *renderer) docFiles() error { return nil }
