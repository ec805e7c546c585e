// Loadgen drives one gRPC method with requests that were made beforehand, and costs little enough to
// share two cores with the server that it measures.
//
// It keeps a fixed number of calls in flight over a few HTTP/2 connections, sends each request of the
// file once, or for a time again and again, and prints what it saw as JSON. scripts/bench runs it;
// nothing else needs to.
package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// report is what a run saw. Times are in microseconds.
type report struct {
	Calls         int            `json:"calls"`
	Errors        map[string]int `json:"errors"` // by gRPC status; empty when all went well
	Rate          float64        `json:"rate"`   // calls a second while all were in flight
	P50           float64        `json:"p50"`    // from sending to the status, without the first wave
	P99           float64        `json:"p99"`
	Max           float64        `json:"max"`
	CPU           float64        `json:"cpu"`            // of this process, a call
	ResponseBytes int64          `json:"response_bytes"` // of all messages
}

// load is the work that the connections share.
type load struct {
	requests [][]byte // each with its gRPC prefix
	inFlight int
	duration time.Duration // for how long requests are sent; 0 until each was sent once
	next     atomic.Int64  // the next request to send
	done     atomic.Int64
	opened   atomic.Int64 // when the first wave was answered, in nanoseconds since start
	closed   atomic.Int64 // when no request was left to send
	atClose  atomic.Int64 // how many calls were done then
	start    time.Time
}

// take answers the next request, or false when none is left.
func (l *load) take() ([]byte, bool) {
	i, count := l.next.Add(1)-1, int64(len(l.requests))
	over := i >= count
	if l.duration > 0 {
		over = time.Since(l.start) > l.duration
	}
	if !over {
		return l.requests[i%count], true
	}
	if l.closed.CompareAndSwap(0, int64(time.Since(l.start))) {
		l.atClose.Store(l.done.Load())
	}
	return nil, false
}

// finish counts a call that was answered, and says whether it was sent after the first wave, which
// waits for connections and the like.
func (l *load) finish(sent time.Time) bool {
	opened := l.opened.Load()
	if l.done.Add(1) == int64(l.inFlight) {
		l.opened.Store(int64(time.Since(l.start)))
	}
	return opened > 0 && int64(sent.Sub(l.start)) > opened
}

// rate leaves out the first wave, and the last, when the requests run out and fewer calls than asked
// for are in flight.
func (l *load) rate() float64 {
	calls := l.atClose.Load() - int64(l.inFlight)
	seconds := time.Duration(l.closed.Load() - l.opened.Load()).Seconds()
	if calls <= 0 || seconds <= 0 {
		return 0
	}
	return float64(calls) / seconds
}

func run() error {
	address := flag.String("address", "", "HOST:PORT, without TLS")
	method := flag.String("method", "", "/package.Service/Method")
	file := flag.String("requests", "", "the requests, one after the other, each with gRPC's prefix of 5 bytes")
	authorization := flag.String("authorization", "", "the header of that name")
	inFlight := flag.Int("in-flight", 1, "calls at a time")
	messages := flag.Int("messages", 1, "messages of each call, for a method that takes a stream of them")
	connections := flag.Int("connections", 4, "connections, at most one for each call in flight")
	duration := flag.Duration("for", 0, "send the requests again and again for this time, not each once")
	limit := flag.Duration("limit", time.Minute, "give up after this time")
	flag.Parse()

	content, err := os.ReadFile(*file)
	if err != nil {
		return err
	}
	requests, err := split(content)
	if err != nil {
		return err
	}
	requests = join(requests, *messages)
	if *duration == 0 && len(requests) <= 2*(*inFlight) {
		return fmt.Errorf("%d requests are too few for %d in flight", len(requests), *inFlight)
	}
	work := &load{requests: requests, inFlight: *inFlight, duration: *duration}
	conns := make([]*connection, min(*connections, *inFlight))
	for i := range conns {
		if conns[i], err = dial(*address, *method, *authorization, time.Now().Add(*limit)); err != nil {
			return err
		}
		defer conns[i].Close()
	}

	before := cpu()
	work.start = time.Now()
	failures := make([]error, len(conns))
	var all sync.WaitGroup
	for i, conn := range conns {
		share := *inFlight / len(conns)
		if i < *inFlight%len(conns) {
			share++
		}
		all.Add(1)
		go func() {
			defer all.Done()
			failures[i] = conn.drive(work, share)
		}()
	}
	all.Wait()
	if err := errors.Join(failures...); err != nil {
		return err
	}

	calls := int(work.done.Load())
	seen := report{Calls: calls, Errors: map[string]int{}, Rate: work.rate()}
	seen.CPU = float64((cpu() - before).Microseconds()) / float64(calls)
	var latencies []time.Duration
	for _, conn := range conns {
		latencies = append(latencies, conn.latencies...)
		seen.ResponseBytes += conn.received
		for status, count := range conn.errors {
			seen.Errors[status] += count
		}
	}
	slices.Sort(latencies)
	if len(latencies) > 0 {
		seen.P50 = float64(latencies[len(latencies)/2].Nanoseconds()) / 1000
		seen.P99 = float64(latencies[len(latencies)*99/100].Nanoseconds()) / 1000
		seen.Max = float64(latencies[len(latencies)-1].Nanoseconds()) / 1000
	}
	return json.NewEncoder(os.Stdout).Encode(seen)
}

// split parts a file of requests; each keeps its prefix, as it goes onto the wire.
func split(content []byte) ([][]byte, error) {
	var requests [][]byte
	for len(content) > 0 {
		if len(content) < 5 {
			return nil, errors.New("the file of requests ends within a prefix")
		}
		size := 5 + int(binary.BigEndian.Uint32(content[1:5]))
		if size > len(content) {
			return nil, errors.New("the file of requests ends within a request")
		}
		requests = append(requests, bytes.Clone(content[:size]))
		content = content[size:]
	}
	return requests, nil
}

// join makes one call of so many requests, each a message of its stream.
func join(requests [][]byte, messages int) [][]byte {
	var calls [][]byte
	for call := range slices.Chunk(requests, messages) {
		calls = append(calls, slices.Concat(call...))
	}
	return calls
}

// cpu is the processor time that this process has used.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "loadgen:", err)
		os.Exit(1)
	}
}
