package process

import "context"

// Run starts c and waits for its end, or kills it when ctx ends.
func Run(ctx context.Context, s *Supervisor, c Command) error {
	p, err := s.Start(c)
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, p.Kill)
	defer stop()
	<-p.Done()
	return p.Err()
}
