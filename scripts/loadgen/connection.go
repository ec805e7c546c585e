package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

const (
	largestWindow  = 1<<31 - 1
	standardWindow = 1<<16 - 1
	frameSize      = 1 << 14
)

// connection is one HTTP/2 connection. One goroutine owns it: it writes the next request as soon as
// it has read a response, and flushes when it has nothing left to read.
type connection struct {
	net.Conn
	reader *bufio.Reader
	writer *bufio.Writer
	framer *http2.Framer

	fields  []hpack.HeaderField
	encoder *hpack.Encoder
	block   bytes.Buffer

	streams   map[uint32]*stream
	waiting   []uint32 // streams with bytes that did not fit in a window
	nextID    uint32
	window    int64 // bytes that the server accepts on the connection
	perStream int64 // and on a new stream
	unread    int64 // received, not yet returned to the server's window

	latencies []time.Duration
	received  int64
	errors    map[string]int
}

// stream is one call in flight.
type stream struct {
	rest   []byte
	window int64
	sent   time.Time
	status string
}

func dial(address, method, authorization string, deadline time.Time) (*connection, error) {
	conn, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, err
	}
	c := &connection{
		Conn:      conn,
		reader:    bufio.NewReaderSize(conn, 1<<16),
		writer:    bufio.NewWriterSize(conn, 1<<16),
		streams:   map[uint32]*stream{},
		nextID:    1,
		window:    standardWindow,
		perStream: standardWindow,
		errors:    map[string]int{},
	}
	c.fields = []hpack.HeaderField{
		{Name: ":method", Value: "POST"},
		{Name: ":scheme", Value: "http"},
		{Name: ":path", Value: method},
		{Name: ":authority", Value: address},
		{Name: "content-type", Value: "application/grpc"},
		{Name: "te", Value: "trailers"},
		{Name: "user-agent", Value: "plaudit-loadgen"},
	}
	if authorization != "" {
		c.fields = append(c.fields, hpack.HeaderField{Name: "authorization", Value: authorization})
	}
	c.encoder = hpack.NewEncoder(&c.block)
	c.framer = http2.NewFramer(c.writer, c.reader)
	c.framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	c.framer.SetReuseFrames()
	return c, c.greet()
}

// greet opens the connection and waits for the server's settings.
func (c *connection) greet() error {
	if _, err := io.WriteString(c.writer, http2.ClientPreface); err != nil {
		return err
	}
	if err := c.framer.WriteSettings(
		http2.Setting{ID: http2.SettingEnablePush, Val: 0},
		http2.Setting{ID: http2.SettingInitialWindowSize, Val: largestWindow},
	); err != nil {
		return err
	}
	if err := c.framer.WriteWindowUpdate(0, largestWindow-standardWindow); err != nil {
		return err
	}
	if err := c.writer.Flush(); err != nil {
		return err
	}
	for {
		frame, err := c.framer.ReadFrame()
		if err != nil {
			return err
		}
		if err := c.handle(frame, nil); err != nil {
			return err
		}
		if settings, ok := frame.(*http2.SettingsFrame); ok && !settings.IsAck() {
			return nil
		}
	}
}

// drive keeps this many calls in flight until all requests are answered.
func (c *connection) drive(work *load, inFlight int) error {
	for range inFlight {
		if err := c.begin(work); err != nil {
			return err
		}
	}
	for len(c.streams) > 0 {
		if c.reader.Buffered() == 0 {
			if err := c.writer.Flush(); err != nil {
				return err
			}
		}
		frame, err := c.framer.ReadFrame()
		if err != nil {
			return fmt.Errorf("%d calls unanswered: %w", len(c.streams), err)
		}
		if err := c.handle(frame, work); err != nil {
			return err
		}
	}
	return c.writer.Flush()
}

// begin sends the next request, if one is left.
func (c *connection) begin(work *load) error {
	request, ok := work.take()
	if !ok {
		return nil
	}
	id := c.nextID
	c.nextID += 2
	s := &stream{rest: request, window: c.perStream, sent: time.Now()}
	c.streams[id] = s
	c.block.Reset()
	for _, field := range c.fields {
		if err := c.encoder.WriteField(field); err != nil {
			return err
		}
	}
	if err := c.framer.WriteHeaders(http2.HeadersFrameParam{
		StreamID: id, BlockFragment: c.block.Bytes(), EndHeaders: true,
	}); err != nil {
		return err
	}
	if err := c.send(id, s); err != nil {
		return err
	}
	if len(s.rest) > 0 {
		c.waiting = append(c.waiting, id)
	}
	return nil
}

// send writes as much of a request as the windows allow.
func (c *connection) send(id uint32, s *stream) error {
	for len(s.rest) > 0 {
		size := min(int64(len(s.rest)), frameSize, c.window, s.window)
		if size <= 0 {
			return nil
		}
		chunk := s.rest[:size]
		s.rest = s.rest[size:]
		s.window -= size
		c.window -= size
		if err := c.framer.WriteData(id, len(s.rest) == 0, chunk); err != nil {
			return err
		}
	}
	return nil
}

// resume sends data that waited for a window.
func (c *connection) resume() error {
	still := c.waiting[:0]
	for _, id := range c.waiting {
		s, ok := c.streams[id]
		if !ok {
			continue
		}
		if err := c.send(id, s); err != nil {
			return err
		}
		if len(s.rest) > 0 {
			still = append(still, id)
		}
	}
	c.waiting = still
	return nil
}

func (c *connection) handle(frame http2.Frame, work *load) error {
	switch frame := frame.(type) {
	case *http2.MetaHeadersFrame:
		if s, ok := c.streams[frame.StreamID]; ok {
			for _, field := range frame.Fields {
				if field.Name == "grpc-status" {
					s.status = field.Value
				}
			}
		}
		if frame.StreamEnded() {
			return c.end(frame.StreamID, work)
		}
	case *http2.DataFrame:
		c.received += int64(len(frame.Data()))
		c.unread += int64(frame.Length)
		if c.unread > largestWindow/2 {
			if err := c.framer.WriteWindowUpdate(0, uint32(c.unread)); err != nil {
				return err
			}
			c.unread = 0
		}
		if frame.StreamEnded() {
			return c.end(frame.StreamID, work)
		}
	case *http2.RSTStreamFrame:
		if s, ok := c.streams[frame.StreamID]; ok {
			s.status = frame.ErrCode.String()
			return c.end(frame.StreamID, work)
		}
	case *http2.WindowUpdateFrame:
		if frame.StreamID == 0 {
			c.window += int64(frame.Increment)
		} else if s, ok := c.streams[frame.StreamID]; ok {
			s.window += int64(frame.Increment)
		}
		return c.resume()
	case *http2.SettingsFrame:
		return c.applySettings(frame)
	case *http2.PingFrame:
		if !frame.IsAck() {
			return c.framer.WritePing(true, frame.Data)
		}
	case *http2.GoAwayFrame:
		return fmt.Errorf("the server ended the connection: %v", frame.ErrCode)
	}
	return nil
}

func (c *connection) applySettings(frame *http2.SettingsFrame) error {
	if frame.IsAck() {
		return nil
	}
	if window, ok := frame.Value(http2.SettingInitialWindowSize); ok {
		for _, s := range c.streams {
			s.window += int64(window) - c.perStream
		}
		c.perStream = int64(window)
	}
	if err := c.framer.WriteSettingsAck(); err != nil {
		return err
	}
	return c.resume()
}

// end records the outcome of a call, and begins the next one.
func (c *connection) end(id uint32, work *load) error {
	s, ok := c.streams[id]
	if !ok {
		return nil
	}
	delete(c.streams, id)
	took := time.Since(s.sent)
	if work.finish(s.sent) {
		c.latencies = append(c.latencies, took)
	}
	if s.status != "0" {
		c.errors[s.status]++
	}
	return c.begin(work)
}
