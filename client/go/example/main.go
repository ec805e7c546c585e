// Command example registers an exchange, gives feedback on its answer, and reads the feedback back.
//
//	PLAUDIT_API_KEY=... go run ./example -address 127.0.0.1:50051
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"log"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	plaudit "github.com/plaudit/plaudit/client/go/plaudit/v1"
)

func main() {
	log.SetFlags(0)
	address := flag.String("address", cmp.Or(os.Getenv("PLAUDIT_ADDRESS"), "127.0.0.1:50051"), "host:port of the server")
	key := flag.String("api-key", os.Getenv("PLAUDIT_API_KEY"), "API key")
	flag.Parse()

	// Plain text, for a server on this machine; use credentials.NewTLS for any other.
	connection, err := grpc.NewClient(*address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	// Every call carries the key.
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+*key)

	feedback, err := giveFeedback(ctx, connection)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("OK", feedback.GetId(), feedback.GetText())
}

func giveFeedback(ctx context.Context, connection *grpc.ClientConn) (*plaudit.Feedback, error) {
	exchanges := plaudit.NewExchangeServiceClient(connection)
	feedbacks := plaudit.NewFeedbackServiceClient(connection)

	// Feedback needs something to be about: a question and its answer, known by your own ids.
	session, message := rand.Text(), rand.Text()
	_, err := exchanges.CreateExchange(ctx, &plaudit.CreateExchangeRequest{
		Exchange: &plaudit.Exchange{
			SessionId: session,
			MessageId: message,
			Prompt:    "What is the capital of France?",
			Answer:    "Paris.",
		},
	})
	if err != nil {
		return nil, err
	}

	// A thumb up on that answer. Each member of a oneof, such as the target, has a type of its own.
	submitted, err := feedbacks.SubmitFeedback(ctx, &plaudit.SubmitFeedbackRequest{
		Feedback: &plaudit.Feedback{
			Target: &plaudit.Target{Target: &plaudit.Target_Message{
				Message: &plaudit.MessageTarget{SessionId: session, MessageId: message},
			}},
			Rating: plaudit.Rating_RATING_POSITIVE,
			Text:   "Short and right.",
		},
	})
	if err != nil {
		return nil, err
	}

	stored, err := feedbacks.GetFeedback(ctx, &plaudit.GetFeedbackRequest{Id: submitted.GetFeedback().GetId()})
	return stored.GetFeedback(), err
}
