// Registers an exchange, gives feedback on its answer, and reads the feedback back.
//
//   npm ci && npm run build
//   PLAUDIT_API_KEY=... node dist/example/main.js --address 127.0.0.1:50051

import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { createClient, type Interceptor } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { ExchangeService } from "plaudit/v1/exchange";
import { FeedbackService, Rating } from "plaudit/v1/feedback";

const { values: flags } = parseArgs({
  options: {
    address: { type: "string", default: process.env.PLAUDIT_ADDRESS ?? "127.0.0.1:50051" },
    "api-key": { type: "string", default: process.env.PLAUDIT_API_KEY ?? "" },
  },
});

// Every call carries the key.
const authorize: Interceptor = (next) => (request) => {
  request.header.set("authorization", `Bearer ${flags["api-key"]}`);
  return next(request);
};
// http:// is plain text, for a server on this machine; use https:// for any other.
const transport = createGrpcTransport({ baseUrl: `http://${flags.address}`, interceptors: [authorize] });
const exchanges = createClient(ExchangeService, transport);
const feedbacks = createClient(FeedbackService, transport);

// Feedback needs something to be about: a question and its answer, known by your own ids.
const sessionId = randomUUID();
const messageId = randomUUID();
await exchanges.createExchange({
  exchange: { sessionId, messageId, prompt: "What is the capital of France?", answer: "Paris." },
});

// A thumb up on that answer. Of a oneof, such as the target, `case` says which member is set.
const { feedback: submitted } = await feedbacks.submitFeedback({
  feedback: {
    target: { target: { case: "message", value: { sessionId, messageId } } },
    rating: Rating.POSITIVE,
    text: "Short and right.",
  },
});

const { feedback } = await feedbacks.getFeedback({ id: submitted?.id });
console.log(`OK ${feedback?.id} ${feedback?.text}`);
