// Registers an exchange, gives feedback on its answer, and reads the feedback back.
//
//   mvn compile dependency:copy-dependencies
//   PLAUDIT_API_KEY=... java -cp "target/classes:target/dependency/*" example/GiveFeedback.java

import com.google.rpc.BadRequest;
import io.github.plaudit.v1.CreateExchangeRequest;
import io.github.plaudit.v1.Exchange;
import io.github.plaudit.v1.ExchangeServiceGrpc;
import io.github.plaudit.v1.Feedback;
import io.github.plaudit.v1.FeedbackServiceGrpc;
import io.github.plaudit.v1.GetFeedbackRequest;
import io.github.plaudit.v1.MessageTarget;
import io.github.plaudit.v1.Rating;
import io.github.plaudit.v1.SubmitFeedbackRequest;
import io.github.plaudit.v1.Target;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.util.UUID;

public class GiveFeedback {
  public static void main(String[] args) throws Exception {
    String address = System.getenv().getOrDefault("PLAUDIT_ADDRESS", "127.0.0.1:50051");
    String key = System.getenv("PLAUDIT_API_KEY");

    // Every call carries the key.
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
    // Plain text, for a server on this machine; use TlsChannelCredentials for any other.
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
            .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
            .build();
    try {
      Feedback feedback = giveFeedback(channel);
      System.out.println("OK " + feedback.getId() + " " + feedback.getText());
    } catch (StatusRuntimeException error) {
      throw new Exception(explain(error), error);
    } finally {
      channel.shutdownNow();
    }
  }

  static Feedback giveFeedback(ManagedChannel channel) {
    var exchanges = ExchangeServiceGrpc.newBlockingStub(channel);
    var feedbacks = FeedbackServiceGrpc.newBlockingStub(channel);

    // Feedback needs something to be about: a question and its answer, known by your own ids.
    String session = UUID.randomUUID().toString();
    String message = UUID.randomUUID().toString();
    exchanges.createExchange(
        CreateExchangeRequest.newBuilder()
            .setExchange(
                Exchange.newBuilder()
                    .setSessionId(session)
                    .setMessageId(message)
                    .setPrompt("What is the capital of France?")
                    .setAnswer("Paris."))
            .build());

    // A thumb up on that answer.
    var target = MessageTarget.newBuilder().setSessionId(session).setMessageId(message);
    Feedback submitted =
        feedbacks
            .submitFeedback(
                SubmitFeedbackRequest.newBuilder()
                    .setFeedback(
                        Feedback.newBuilder()
                            .setTarget(Target.newBuilder().setMessage(target))
                            .setRating(Rating.RATING_POSITIVE)
                            .setText("Short and right."))
                    .build())
            .getFeedback();

    return feedbacks
        .getFeedback(GetFeedbackRequest.newBuilder().setId(submitted.getId()).build())
        .getFeedback();
  }

  /** What the server says of an error: its message, and every field that breaks a rule. */
  static String explain(StatusRuntimeException error) throws Exception {
    var status = StatusProto.fromThrowable(error);
    var text = new StringBuilder(status.getMessage());
    for (var detail : status.getDetailsList()) {
      if (detail.is(BadRequest.class)) {
        for (var violation : detail.unpack(BadRequest.class).getFieldViolationsList()) {
          text.append("\n").append(violation.getField()).append(": ").append(violation.getDescription());
        }
      }
    }
    return text.toString();
  }
}
