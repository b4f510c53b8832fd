package gosc

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/rumpl/gosc/internal/text"
)

// debugLogger is where Configuration.Debug writes when there is no Logger.
var debugLogger = sync.OnceValue(func() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
})

func (c *Caller) logger() *slog.Logger {
	switch {
	case c.cfg.Logger != nil:
		return c.cfg.Logger
	case c.cfg.Debug:
		return debugLogger()
	}
	return nil
}

// logAttempts writes a record per attempt: what was called and how it ended, never
// the bodies.
func logAttempts(next handler) handler {
	return func(ctx context.Context, req *request) (*reply, error) {
		logger := req.caller.logger()
		if logger == nil {
			return next(ctx, req)
		}
		begin := time.Now()
		r, err := next(ctx, req)
		level := slog.LevelDebug
		if err != nil {
			level = slog.LevelWarn
		}
		if logger.Enabled(ctx, level) {
			logger.LogAttrs(ctx, level, "gosc: call", req.logAttrs(r, err, time.Since(begin))...)
		}
		return r, err
	}
}

// logUnusable writes a record for a 2xx reply that could not be decoded: the record
// of the attempt, written earlier, reports a success.
func (r *request) logUnusable(ctx context.Context, got *reply, err error) {
	if logger := r.caller.logger(); logger != nil {
		logger.LogAttrs(ctx, slog.LevelWarn, "gosc: unusable reply", r.logAttrs(got, err, 0)...)
	}
}

func (r *request) logAttrs(got *reply, err error, took time.Duration) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("operation", r.op.ID),
		slog.String("method", r.op.Method),
		slog.String("path", r.op.PathTemplate),
		slog.Int("attempt", r.attempts),
		slog.Duration("duration", took),
	}
	if resp := got.response(); resp != nil {
		attrs = append(attrs, slog.Int("status", resp.StatusCode))
		if id := resp.Header.Get("X-Request-Id"); id != "" {
			attrs = append(attrs, slog.String("request_id", r.secrets.Text(text.Line(id))))
		}
	}
	if err != nil {
		attrs = append(attrs, slog.String("error", r.secrets.Text(text.Line(logText(err)))))
	}
	if r.caller.cfg.Debug {
		attrs = append(attrs, r.headerGroup("request_header", loggableHeaders(r.header)))
		if resp := got.response(); resp != nil {
			attrs = append(attrs, r.headerGroup("response_header", loggableHeaders(resp.Header)))
		}
	}
	return attrs
}

// harmlessHeaders are the headers that may be logged. A list of secret headers
// instead would miss new ones.
var harmlessHeaders = []string{
	"Accept", "Content-Encoding", "Content-Length", "Content-Type", "Date",
	"Retry-After", "Server", "User-Agent", "X-Request-Id",
}

func loggableHeaders(header http.Header) []any {
	var attrs []any
	for _, name := range harmlessHeaders {
		if value := header.Get(name); value != "" {
			attrs = append(attrs, name, value)
		}
	}
	return attrs
}

func (r *request) headerGroup(name string, attrs []any) slog.Attr {
	for i := 1; i < len(attrs); i += 2 {
		attrs[i] = r.secrets.Text(text.Line(attrs[i].(string)))
	}
	return slog.Group(name, attrs...)
}

// logText returns the text of an API error without the parts that the record has as
// attributes.
func logText(err error) string {
	if apiErr, ok := errors.AsType[GenericOpenAPIError](err); ok && apiErr.cause == nil {
		if apiErr.Type == "" {
			return apiErr.Message
		}
		return apiErr.Type + ": " + apiErr.Message
	}
	return err.Error()
}
