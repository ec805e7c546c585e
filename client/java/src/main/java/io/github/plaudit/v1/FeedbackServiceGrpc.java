package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * FeedbackService records what people, models and code think of answers, searches and sessions.
 * Every call of every service needs one credential, the first of these that is sent:
 * - `authorization: Bearer KEY` or `x-api-key: KEY`, an API key with scopes. A key that spans
 *   namespaces chooses one with `x-namespace`, by id or name; other keys need not send it.
 * - `x-session-token: JWT`, an end user of the application, who signs the token with a SigningKey of
 *   the namespace. Its subject is the `user_id` of all that is submitted; it opens SubmitFeedback,
 *   BatchSubmit, StreamFeedback, GetFeedback, BatchGetFeedback, ListFeedback, ListFeedbackRevisions,
 *   UpdateFeedback and DeleteFeedback, each for the user's own feedback alone.
 * - `x-feedback-token: TOKEN`, made by CreateFeedbackToken. It opens SubmitFeedback, for one target.
 * A request message has at most 3,932,160 bytes (3.75 MiB) unless the server is set otherwise, so that
 * an answer that repeats it fits into the 4 MiB that clients take; those of end users and of bearers of
 * feedback tokens have at most 65,536 bytes. It has at most 200,000 fields, those of its list items and
 * JSON values counted. More is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). A message that takes longer than
 * 30 seconds to arrive is DEADLINE_EXCEEDED (MESSAGE_TOO_SLOW). Make at most 1,000 calls at a time on
 * one connection: where more messages are half sent than the server has room for, the rest is
 * RESOURCE_EXHAUSTED (RATE_LIMITED). Messages must not be compressed: gRPC answers UNIMPLEMENTED.
 * Every error that plaudit answers is a google.rpc.Status with an ErrorInfo of domain "plaudit"; its
 * reason is named here in capitals. Where fields break rules, BadRequest lists them all, each with its
 * own reason, and ErrorInfo has the reason of the first.
 * Namespaces share what a server can do at a time. On a server, a principal has at most 1,000 calls
 * of WatchFeedback open and a namespace 2,000; of every other method that streams 100 and 1,000. At
 * most 2,000 calls of a namespace that search, list or count wait for their turn, and 32 that only
 * validate. More is RESOURCE_EXHAUSTED (RATE_LIMITED), with RetryInfo.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class FeedbackServiceGrpc {

  private FeedbackServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "plaudit.v1.FeedbackService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.SubmitFeedbackRequest,
      io.github.plaudit.v1.SubmitFeedbackResponse> getSubmitFeedbackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SubmitFeedback",
      requestType = io.github.plaudit.v1.SubmitFeedbackRequest.class,
      responseType = io.github.plaudit.v1.SubmitFeedbackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.SubmitFeedbackRequest,
      io.github.plaudit.v1.SubmitFeedbackResponse> getSubmitFeedbackMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.SubmitFeedbackRequest, io.github.plaudit.v1.SubmitFeedbackResponse> getSubmitFeedbackMethod;
    if ((getSubmitFeedbackMethod = FeedbackServiceGrpc.getSubmitFeedbackMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getSubmitFeedbackMethod = FeedbackServiceGrpc.getSubmitFeedbackMethod) == null) {
          FeedbackServiceGrpc.getSubmitFeedbackMethod = getSubmitFeedbackMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.SubmitFeedbackRequest, io.github.plaudit.v1.SubmitFeedbackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SubmitFeedback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.SubmitFeedbackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.SubmitFeedbackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("SubmitFeedback"))
              .build();
        }
      }
    }
    return getSubmitFeedbackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchSubmitRequest,
      io.github.plaudit.v1.BatchSubmitResponse> getBatchSubmitMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchSubmit",
      requestType = io.github.plaudit.v1.BatchSubmitRequest.class,
      responseType = io.github.plaudit.v1.BatchSubmitResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchSubmitRequest,
      io.github.plaudit.v1.BatchSubmitResponse> getBatchSubmitMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchSubmitRequest, io.github.plaudit.v1.BatchSubmitResponse> getBatchSubmitMethod;
    if ((getBatchSubmitMethod = FeedbackServiceGrpc.getBatchSubmitMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getBatchSubmitMethod = FeedbackServiceGrpc.getBatchSubmitMethod) == null) {
          FeedbackServiceGrpc.getBatchSubmitMethod = getBatchSubmitMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.BatchSubmitRequest, io.github.plaudit.v1.BatchSubmitResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchSubmit"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.BatchSubmitRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.BatchSubmitResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("BatchSubmit"))
              .build();
        }
      }
    }
    return getBatchSubmitMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.GetFeedbackRequest,
      io.github.plaudit.v1.GetFeedbackResponse> getGetFeedbackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetFeedback",
      requestType = io.github.plaudit.v1.GetFeedbackRequest.class,
      responseType = io.github.plaudit.v1.GetFeedbackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.GetFeedbackRequest,
      io.github.plaudit.v1.GetFeedbackResponse> getGetFeedbackMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.GetFeedbackRequest, io.github.plaudit.v1.GetFeedbackResponse> getGetFeedbackMethod;
    if ((getGetFeedbackMethod = FeedbackServiceGrpc.getGetFeedbackMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getGetFeedbackMethod = FeedbackServiceGrpc.getGetFeedbackMethod) == null) {
          FeedbackServiceGrpc.getGetFeedbackMethod = getGetFeedbackMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.GetFeedbackRequest, io.github.plaudit.v1.GetFeedbackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetFeedback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetFeedbackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetFeedbackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("GetFeedback"))
              .build();
        }
      }
    }
    return getGetFeedbackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchGetFeedbackRequest,
      io.github.plaudit.v1.BatchGetFeedbackResponse> getBatchGetFeedbackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchGetFeedback",
      requestType = io.github.plaudit.v1.BatchGetFeedbackRequest.class,
      responseType = io.github.plaudit.v1.BatchGetFeedbackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchGetFeedbackRequest,
      io.github.plaudit.v1.BatchGetFeedbackResponse> getBatchGetFeedbackMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchGetFeedbackRequest, io.github.plaudit.v1.BatchGetFeedbackResponse> getBatchGetFeedbackMethod;
    if ((getBatchGetFeedbackMethod = FeedbackServiceGrpc.getBatchGetFeedbackMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getBatchGetFeedbackMethod = FeedbackServiceGrpc.getBatchGetFeedbackMethod) == null) {
          FeedbackServiceGrpc.getBatchGetFeedbackMethod = getBatchGetFeedbackMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.BatchGetFeedbackRequest, io.github.plaudit.v1.BatchGetFeedbackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchGetFeedback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.BatchGetFeedbackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.BatchGetFeedbackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("BatchGetFeedback"))
              .build();
        }
      }
    }
    return getBatchGetFeedbackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackRequest,
      io.github.plaudit.v1.ListFeedbackResponse> getListFeedbackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListFeedback",
      requestType = io.github.plaudit.v1.ListFeedbackRequest.class,
      responseType = io.github.plaudit.v1.ListFeedbackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackRequest,
      io.github.plaudit.v1.ListFeedbackResponse> getListFeedbackMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackRequest, io.github.plaudit.v1.ListFeedbackResponse> getListFeedbackMethod;
    if ((getListFeedbackMethod = FeedbackServiceGrpc.getListFeedbackMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getListFeedbackMethod = FeedbackServiceGrpc.getListFeedbackMethod) == null) {
          FeedbackServiceGrpc.getListFeedbackMethod = getListFeedbackMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListFeedbackRequest, io.github.plaudit.v1.ListFeedbackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListFeedback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListFeedbackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListFeedbackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("ListFeedback"))
              .build();
        }
      }
    }
    return getListFeedbackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackRevisionsRequest,
      io.github.plaudit.v1.ListFeedbackRevisionsResponse> getListFeedbackRevisionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListFeedbackRevisions",
      requestType = io.github.plaudit.v1.ListFeedbackRevisionsRequest.class,
      responseType = io.github.plaudit.v1.ListFeedbackRevisionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackRevisionsRequest,
      io.github.plaudit.v1.ListFeedbackRevisionsResponse> getListFeedbackRevisionsMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackRevisionsRequest, io.github.plaudit.v1.ListFeedbackRevisionsResponse> getListFeedbackRevisionsMethod;
    if ((getListFeedbackRevisionsMethod = FeedbackServiceGrpc.getListFeedbackRevisionsMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getListFeedbackRevisionsMethod = FeedbackServiceGrpc.getListFeedbackRevisionsMethod) == null) {
          FeedbackServiceGrpc.getListFeedbackRevisionsMethod = getListFeedbackRevisionsMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListFeedbackRevisionsRequest, io.github.plaudit.v1.ListFeedbackRevisionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListFeedbackRevisions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListFeedbackRevisionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListFeedbackRevisionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("ListFeedbackRevisions"))
              .build();
        }
      }
    }
    return getListFeedbackRevisionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateFeedbackRequest,
      io.github.plaudit.v1.UpdateFeedbackResponse> getUpdateFeedbackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateFeedback",
      requestType = io.github.plaudit.v1.UpdateFeedbackRequest.class,
      responseType = io.github.plaudit.v1.UpdateFeedbackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateFeedbackRequest,
      io.github.plaudit.v1.UpdateFeedbackResponse> getUpdateFeedbackMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateFeedbackRequest, io.github.plaudit.v1.UpdateFeedbackResponse> getUpdateFeedbackMethod;
    if ((getUpdateFeedbackMethod = FeedbackServiceGrpc.getUpdateFeedbackMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getUpdateFeedbackMethod = FeedbackServiceGrpc.getUpdateFeedbackMethod) == null) {
          FeedbackServiceGrpc.getUpdateFeedbackMethod = getUpdateFeedbackMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.UpdateFeedbackRequest, io.github.plaudit.v1.UpdateFeedbackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateFeedback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateFeedbackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateFeedbackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("UpdateFeedback"))
              .build();
        }
      }
    }
    return getUpdateFeedbackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteFeedbackRequest,
      io.github.plaudit.v1.DeleteFeedbackResponse> getDeleteFeedbackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteFeedback",
      requestType = io.github.plaudit.v1.DeleteFeedbackRequest.class,
      responseType = io.github.plaudit.v1.DeleteFeedbackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteFeedbackRequest,
      io.github.plaudit.v1.DeleteFeedbackResponse> getDeleteFeedbackMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteFeedbackRequest, io.github.plaudit.v1.DeleteFeedbackResponse> getDeleteFeedbackMethod;
    if ((getDeleteFeedbackMethod = FeedbackServiceGrpc.getDeleteFeedbackMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getDeleteFeedbackMethod = FeedbackServiceGrpc.getDeleteFeedbackMethod) == null) {
          FeedbackServiceGrpc.getDeleteFeedbackMethod = getDeleteFeedbackMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.DeleteFeedbackRequest, io.github.plaudit.v1.DeleteFeedbackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteFeedback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.DeleteFeedbackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.DeleteFeedbackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("DeleteFeedback"))
              .build();
        }
      }
    }
    return getDeleteFeedbackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.StreamFeedbackRequest,
      io.github.plaudit.v1.StreamFeedbackResponse> getStreamFeedbackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StreamFeedback",
      requestType = io.github.plaudit.v1.StreamFeedbackRequest.class,
      responseType = io.github.plaudit.v1.StreamFeedbackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.StreamFeedbackRequest,
      io.github.plaudit.v1.StreamFeedbackResponse> getStreamFeedbackMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.StreamFeedbackRequest, io.github.plaudit.v1.StreamFeedbackResponse> getStreamFeedbackMethod;
    if ((getStreamFeedbackMethod = FeedbackServiceGrpc.getStreamFeedbackMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getStreamFeedbackMethod = FeedbackServiceGrpc.getStreamFeedbackMethod) == null) {
          FeedbackServiceGrpc.getStreamFeedbackMethod = getStreamFeedbackMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.StreamFeedbackRequest, io.github.plaudit.v1.StreamFeedbackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StreamFeedback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.StreamFeedbackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.StreamFeedbackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("StreamFeedback"))
              .build();
        }
      }
    }
    return getStreamFeedbackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.WatchFeedbackRequest,
      io.github.plaudit.v1.WatchFeedbackResponse> getWatchFeedbackMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchFeedback",
      requestType = io.github.plaudit.v1.WatchFeedbackRequest.class,
      responseType = io.github.plaudit.v1.WatchFeedbackResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.WatchFeedbackRequest,
      io.github.plaudit.v1.WatchFeedbackResponse> getWatchFeedbackMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.WatchFeedbackRequest, io.github.plaudit.v1.WatchFeedbackResponse> getWatchFeedbackMethod;
    if ((getWatchFeedbackMethod = FeedbackServiceGrpc.getWatchFeedbackMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getWatchFeedbackMethod = FeedbackServiceGrpc.getWatchFeedbackMethod) == null) {
          FeedbackServiceGrpc.getWatchFeedbackMethod = getWatchFeedbackMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.WatchFeedbackRequest, io.github.plaudit.v1.WatchFeedbackResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchFeedback"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.WatchFeedbackRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.WatchFeedbackResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("WatchFeedback"))
              .build();
        }
      }
    }
    return getWatchFeedbackMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateFeedbackTokenRequest,
      io.github.plaudit.v1.CreateFeedbackTokenResponse> getCreateFeedbackTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateFeedbackToken",
      requestType = io.github.plaudit.v1.CreateFeedbackTokenRequest.class,
      responseType = io.github.plaudit.v1.CreateFeedbackTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateFeedbackTokenRequest,
      io.github.plaudit.v1.CreateFeedbackTokenResponse> getCreateFeedbackTokenMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateFeedbackTokenRequest, io.github.plaudit.v1.CreateFeedbackTokenResponse> getCreateFeedbackTokenMethod;
    if ((getCreateFeedbackTokenMethod = FeedbackServiceGrpc.getCreateFeedbackTokenMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getCreateFeedbackTokenMethod = FeedbackServiceGrpc.getCreateFeedbackTokenMethod) == null) {
          FeedbackServiceGrpc.getCreateFeedbackTokenMethod = getCreateFeedbackTokenMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateFeedbackTokenRequest, io.github.plaudit.v1.CreateFeedbackTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateFeedbackToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateFeedbackTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateFeedbackTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("CreateFeedbackToken"))
              .build();
        }
      }
    }
    return getCreateFeedbackTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackTokensRequest,
      io.github.plaudit.v1.ListFeedbackTokensResponse> getListFeedbackTokensMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListFeedbackTokens",
      requestType = io.github.plaudit.v1.ListFeedbackTokensRequest.class,
      responseType = io.github.plaudit.v1.ListFeedbackTokensResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackTokensRequest,
      io.github.plaudit.v1.ListFeedbackTokensResponse> getListFeedbackTokensMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListFeedbackTokensRequest, io.github.plaudit.v1.ListFeedbackTokensResponse> getListFeedbackTokensMethod;
    if ((getListFeedbackTokensMethod = FeedbackServiceGrpc.getListFeedbackTokensMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getListFeedbackTokensMethod = FeedbackServiceGrpc.getListFeedbackTokensMethod) == null) {
          FeedbackServiceGrpc.getListFeedbackTokensMethod = getListFeedbackTokensMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListFeedbackTokensRequest, io.github.plaudit.v1.ListFeedbackTokensResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListFeedbackTokens"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListFeedbackTokensRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListFeedbackTokensResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("ListFeedbackTokens"))
              .build();
        }
      }
    }
    return getListFeedbackTokensMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeFeedbackTokenRequest,
      io.github.plaudit.v1.RevokeFeedbackTokenResponse> getRevokeFeedbackTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeFeedbackToken",
      requestType = io.github.plaudit.v1.RevokeFeedbackTokenRequest.class,
      responseType = io.github.plaudit.v1.RevokeFeedbackTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeFeedbackTokenRequest,
      io.github.plaudit.v1.RevokeFeedbackTokenResponse> getRevokeFeedbackTokenMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeFeedbackTokenRequest, io.github.plaudit.v1.RevokeFeedbackTokenResponse> getRevokeFeedbackTokenMethod;
    if ((getRevokeFeedbackTokenMethod = FeedbackServiceGrpc.getRevokeFeedbackTokenMethod) == null) {
      synchronized (FeedbackServiceGrpc.class) {
        if ((getRevokeFeedbackTokenMethod = FeedbackServiceGrpc.getRevokeFeedbackTokenMethod) == null) {
          FeedbackServiceGrpc.getRevokeFeedbackTokenMethod = getRevokeFeedbackTokenMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.RevokeFeedbackTokenRequest, io.github.plaudit.v1.RevokeFeedbackTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeFeedbackToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.RevokeFeedbackTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.RevokeFeedbackTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new FeedbackServiceMethodDescriptorSupplier("RevokeFeedbackToken"))
              .build();
        }
      }
    }
    return getRevokeFeedbackTokenMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static FeedbackServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FeedbackServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FeedbackServiceStub>() {
        @java.lang.Override
        public FeedbackServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FeedbackServiceStub(channel, callOptions);
        }
      };
    return FeedbackServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static FeedbackServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FeedbackServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FeedbackServiceBlockingV2Stub>() {
        @java.lang.Override
        public FeedbackServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FeedbackServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return FeedbackServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static FeedbackServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FeedbackServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FeedbackServiceBlockingStub>() {
        @java.lang.Override
        public FeedbackServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FeedbackServiceBlockingStub(channel, callOptions);
        }
      };
    return FeedbackServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static FeedbackServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<FeedbackServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<FeedbackServiceFutureStub>() {
        @java.lang.Override
        public FeedbackServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new FeedbackServiceFutureStub(channel, callOptions);
        }
      };
    return FeedbackServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs one credential, the first of these that is sent:
   * - `authorization: Bearer KEY` or `x-api-key: KEY`, an API key with scopes. A key that spans
   *   namespaces chooses one with `x-namespace`, by id or name; other keys need not send it.
   * - `x-session-token: JWT`, an end user of the application, who signs the token with a SigningKey of
   *   the namespace. Its subject is the `user_id` of all that is submitted; it opens SubmitFeedback,
   *   BatchSubmit, StreamFeedback, GetFeedback, BatchGetFeedback, ListFeedback, ListFeedbackRevisions,
   *   UpdateFeedback and DeleteFeedback, each for the user's own feedback alone.
   * - `x-feedback-token: TOKEN`, made by CreateFeedbackToken. It opens SubmitFeedback, for one target.
   * A request message has at most 3,932,160 bytes (3.75 MiB) unless the server is set otherwise, so that
   * an answer that repeats it fits into the 4 MiB that clients take; those of end users and of bearers of
   * feedback tokens have at most 65,536 bytes. It has at most 200,000 fields, those of its list items and
   * JSON values counted. More is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). A message that takes longer than
   * 30 seconds to arrive is DEADLINE_EXCEEDED (MESSAGE_TOO_SLOW). Make at most 1,000 calls at a time on
   * one connection: where more messages are half sent than the server has room for, the rest is
   * RESOURCE_EXHAUSTED (RATE_LIMITED). Messages must not be compressed: gRPC answers UNIMPLEMENTED.
   * Every error that plaudit answers is a google.rpc.Status with an ErrorInfo of domain "plaudit"; its
   * reason is named here in capitals. Where fields break rules, BadRequest lists them all, each with its
   * own reason, and ErrorInfo has the reason of the first.
   * Namespaces share what a server can do at a time. On a server, a principal has at most 1,000 calls
   * of WatchFeedback open and a namespace 2,000; of every other method that streams 100 and 1,000. At
   * most 2,000 calls of a namespace that search, list or count wait for their turn, and 32 that only
   * validate. More is RESOURCE_EXHAUSTED (RATE_LIMITED), with RetryInfo.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * SubmitFeedback records one author's judgement of one target under one name, durably: OK means
     * that it is on disk and that the next call reads it.
     * There is one feedback per (namespace, target, author, name). The same content again answers the
     * stored feedback unchanged, with `replayed`; content is all that the caller sets, but for the
     * `session_context` of a batch. Changed content replaces the stored one as a whole: the revision
     * counts one up, and what stood before is kept as a revision. Retries are therefore safe; a
     * `request_id` makes them exact even when somebody changed the feedback in between. Whoever repeats
     * what another credential has said is not answered its `session_context`.
     * In a namespace with `early_feedback`, feedback on an exchange that is not there yet, or is still
     * pending, is kept in state PENDING_TARGET; it takes effect when the exchange is completed.
     * Scope: feedback.write; also open to end users and to feedback tokens.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule;
     * (VALUE_DOES_NOT_FIT): the namespace has a criterion of the feedback's name, and the feedback does
     * not fit it. NOT_FOUND (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this
     * namespace; create it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still
     * pending, or has failed. PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names another author;
     * (FEEDBACK_TOKEN_FORBIDS): a feedback token is for another target, name or rating;
     * (FEEDBACK_TOKEN_USED_UP): it was used as often as it may be, or too many of its calls were refused.
     * UNAUTHENTICATED (FEEDBACK_TOKEN_EXPIRED, FEEDBACK_TOKEN_REVOKED): the feedback token has ended, or
     * the key that made it was revoked. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is
     * recorded only once.
     * </pre>
     */
    default void submitFeedback(io.github.plaudit.v1.SubmitFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.SubmitFeedbackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSubmitFeedbackMethod(), responseObserver);
    }

    /**
     * <pre>
     * BatchSubmit records up to 1,000 feedbacks, each on its own: a bad item gets its own error, and
     * its neighbours are recorded all the same. The call fails as a whole only where the request
     * itself is wrong (no items, too many, a malformed `request_id`) or the storage took no writes
     * (UNAVAILABLE). All that succeeded is durable when the answer comes.
     * Items are applied in their order, so a later item may change an earlier one.
     * Scope: feedback.write; also open to end users. Errors of items: those of SubmitFeedback, as
     * google.rpc.Status, with fields named as in one Feedback: `text`, where SubmitFeedback says
     * `feedback.text`.
     * </pre>
     */
    default void batchSubmit(io.github.plaudit.v1.BatchSubmitRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchSubmitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchSubmitMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetFeedback answers one feedback by its id.
     * Allowed to any API key with the scope feedback.read, to the end user who is its author, and to the
     * key that wrote what it says now: that submitted it, and after which nobody else has submitted
     * other content or updated it. So a key without the scope reads its own words and no others.
     * Errors: PERMISSION_DENIED, whether the feedback exists or not: (SCOPE_MISSING) for a key that
     * neither wrote what it says nor has the scope, (AUTHOR_FORBIDDEN) for an end user who is not its author.
     * NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace, or it was deleted.
     * </pre>
     */
    default void getFeedback(io.github.plaudit.v1.GetFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetFeedbackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetFeedbackMethod(), responseObserver);
    }

    /**
     * <pre>
     * BatchGetFeedback answers up to 1,000 feedbacks by their ids, each on its own: one that is not
     * there, or may not be read, gets its own error. An answer ends at about 3 MiB: the feedbacks that
     * it has no more room for get RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE); ask for them again.
     * Allowed as GetFeedback is. Errors of items: those of GetFeedback.
     * </pre>
     */
    default void batchGetFeedback(io.github.plaudit.v1.BatchGetFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchGetFeedbackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchGetFeedbackMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListFeedback finds feedback by a filter, by creation or by last change, forwards or backwards.
     * Pages stay stable while feedback arrives: none is answered twice, none is left out. One that
     * changes while a list goes by update moves to its end: there it is answered again, or, newest
     * first, no more. A page looks at so much feedback at most that its cost does not grow with the
     * namespace: one of a filter that fits little may hold fewer than asked for, even none; the list
     * goes on as long as there is a `next_page_token`.
     * Scope: feedback.read; end users list their own. Errors: INVALID_ARGUMENT (INVALID_FIELD): the
     * filter contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query. PERMISSION_DENIED
     * (AUTHOR_FORBIDDEN): the filter of an end user names somebody else.
     * </pre>
     */
    default void listFeedback(io.github.plaudit.v1.ListFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListFeedbackMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListFeedbackRevisions lists the states that one feedback has had, the newest first, from the
     * present one back to the first submission. Of a deleted feedback the newest revision is the
     * deletion, in state DELETED; of an erased one that is all there is, in state ERASED.
     * Allowed to any API key with the scope feedback.read, and to the end user who is its author. A key
     * without the scope is answered the states that it wrote itself and no others, as GetFeedback has it;
     * a deletion says what was deleted, and is for who wrote that. Errors: those of GetFeedback; a deleted
     * feedback is found; (SCOPE_MISSING) for a key without the scope that wrote none of the states,
     * whether there are any or not.
     * </pre>
     */
    default void listFeedbackRevisions(io.github.plaudit.v1.ListFeedbackRevisionsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackRevisionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListFeedbackRevisionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateFeedback changes what a feedback says, as its author would have by submitting again. What
     * stood before is kept as a revision. A change that changes nothing makes no revision.
     * Scope: feedback.write, which changes any feedback of the namespace, as submitting for its author
     * would; end users change their own. The answer is whole for who may read the feedback, as
     * GetFeedback has it; another key is told its id, state, revision and times. Who updates what others
     * wrote has not written all of it: it is then read with feedback.read, or by its author.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is unknown or names what cannot
     * change, or the feedback would say nothing, contradict itself or be longer than 3,932,160 bytes;
     * (VALUE_DOES_NOT_FIT). NOT_FOUND
     * (FEEDBACK_NOT_FOUND). PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of
     * another, or one that there never was.
     * </pre>
     */
    default void updateFeedback(io.github.plaudit.v1.UpdateFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateFeedbackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateFeedbackMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteFeedback takes a feedback back: from the answer on it is in no list, no count and keeps no
     * memory. The deletion is a revision of its own, and the past states are kept with it until
     * retention or EraseSubject removes them. The same author may judge again: that is a new feedback.
     * Scope: feedback.write, which deletes any feedback of the namespace; end users delete their own. The
     * answer is whole for who may read the
     * feedback, as GetFeedback has it; another key is told its id, state, revision and times.
     * Errors: NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback, or it is deleted already.
     * PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of another, or one that
     * there never was.
     * </pre>
     */
    default void deleteFeedback(io.github.plaudit.v1.DeleteFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteFeedbackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteFeedbackMethod(), responseObserver);
    }

    /**
     * <pre>
     * StreamFeedback records feedback as fast as it comes: the client sends items under its own
     * numbers, many before the first answer, and each is acknowledged under its number once it is on
     * disk, in order, with what SubmitFeedback would have answered. The server reads no faster than it
     * records, so flow control slows the client down; nothing is refused for being too much.
     * A broken stream is resumed by a new one of the same `stream_id` that starts behind the last
     * number that was acknowledged. What had been recorded without the client's knowledge is then
     * acknowledged again, `replayed`, and not recorded twice: with the feedback as it is now, or, where
     * a key may not read that, its id, state, revision and times. A feedback that was deleted in between
     * stays so, and its item gets NOT_FOUND (FEEDBACK_NOT_FOUND).
     * Scope: feedback.write; also open to end users. Errors of items: those of SubmitFeedback, with
     * fields named as in one Feedback. The stream itself fails, when all that came before is
     * acknowledged, with INVALID_ARGUMENT (INVALID_FIELD): a number is not higher than the one before
     * it, an item has no `feedback`, or the `stream_id` is malformed or changes; RESOURCE_EXHAUSTED
     * (MESSAGE_TOO_LARGE); UNAVAILABLE (STORAGE_UNAVAILABLE, DRAINING): resume it. UNAUTHENTICATED, or
     * PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the stream;
     * what was not acknowledged is not recorded: resume with another one.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<io.github.plaudit.v1.StreamFeedbackRequest> streamFeedback(
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.StreamFeedbackResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getStreamFeedbackMethod(), responseObserver);
    }

    /**
     * <pre>
     * WatchFeedback tells of every creation, change and deletion of feedback, in the order of commits,
     * until the client ends the call. Each message has a `resume_token`: a new call with it goes on
     * right behind that message, whatever happened in between. The first message is a checkpoint where
     * the watch starts; further ones come every 10 seconds when there is nothing else to tell, so that
     * the client's token stays young.
     * A watcher that reads slowly is not cut off: it gets what it missed from the database. Feedback
     * that retention removes is not told of.
     * Scope: feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter contradicts itself;
     * (INVALID_RESUME_TOKEN): the token is not one of this namespace. OUT_OF_RANGE
     * (RESUME_TOKEN_EXPIRED): retention has removed changes behind the token; ErrorInfo has the
     * `restart_token` of the oldest change that is left: read the list anew, then resume there.
     * UNAVAILABLE (DRAINING, STORAGE_UNAVAILABLE): resume after RetryInfo. UNAUTHENTICATED, or
     * PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the watch;
     * nothing is told from 5 seconds after that.
     * </pre>
     */
    default void watchFeedback(io.github.plaudit.v1.WatchFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.WatchFeedbackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchFeedbackMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateFeedbackToken makes a token that lets its bearer give feedback on one target and do
     * nothing else, safe to hand to a browser. Send it as `x-feedback-token`. The answer is the only
     * place where the token is ever shown: plaudit keeps its SHA-256 alone. It ends when its time has
     * passed, when it is revoked, and with the key that made it: a revoked key takes all its tokens along.
     * Scope: feedback.write. Errors: INVALID_ARGUMENT (INVALID_FIELD), also where the token would outlive
     * the key that makes it.
     * </pre>
     */
    default void createFeedbackToken(io.github.plaudit.v1.CreateFeedbackTokenRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateFeedbackTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateFeedbackTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListFeedbackTokens lists the feedback tokens of the namespace of the call, newest first, revoked and
     * used up ones too, never their secrets. One whose `expire_time` has passed is listed for a day more.
     * Scope: feedback.write lists the tokens that the key made itself, admin those of every key. Errors:
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    default void listFeedbackTokens(io.github.plaudit.v1.ListFeedbackTokensRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackTokensResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListFeedbackTokensMethod(), responseObserver);
    }

    /**
     * <pre>
     * RevokeFeedbackToken ends a feedback token: no call that starts after the answer passes with it on
     * this server; another server on the same database refuses it within 5 seconds. What it gave stays.
     * Revoking a revoked token changes nothing.
     * Scope: feedback.write revokes the tokens that the key made itself, admin those of every key. Errors:
     * NOT_FOUND (FEEDBACK_TOKEN_NOT_FOUND): the namespace has no such token, or another key made it.
     * </pre>
     */
    default void revokeFeedbackToken(io.github.plaudit.v1.RevokeFeedbackTokenRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeFeedbackTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeFeedbackTokenMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs one credential, the first of these that is sent:
   * - `authorization: Bearer KEY` or `x-api-key: KEY`, an API key with scopes. A key that spans
   *   namespaces chooses one with `x-namespace`, by id or name; other keys need not send it.
   * - `x-session-token: JWT`, an end user of the application, who signs the token with a SigningKey of
   *   the namespace. Its subject is the `user_id` of all that is submitted; it opens SubmitFeedback,
   *   BatchSubmit, StreamFeedback, GetFeedback, BatchGetFeedback, ListFeedback, ListFeedbackRevisions,
   *   UpdateFeedback and DeleteFeedback, each for the user's own feedback alone.
   * - `x-feedback-token: TOKEN`, made by CreateFeedbackToken. It opens SubmitFeedback, for one target.
   * A request message has at most 3,932,160 bytes (3.75 MiB) unless the server is set otherwise, so that
   * an answer that repeats it fits into the 4 MiB that clients take; those of end users and of bearers of
   * feedback tokens have at most 65,536 bytes. It has at most 200,000 fields, those of its list items and
   * JSON values counted. More is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). A message that takes longer than
   * 30 seconds to arrive is DEADLINE_EXCEEDED (MESSAGE_TOO_SLOW). Make at most 1,000 calls at a time on
   * one connection: where more messages are half sent than the server has room for, the rest is
   * RESOURCE_EXHAUSTED (RATE_LIMITED). Messages must not be compressed: gRPC answers UNIMPLEMENTED.
   * Every error that plaudit answers is a google.rpc.Status with an ErrorInfo of domain "plaudit"; its
   * reason is named here in capitals. Where fields break rules, BadRequest lists them all, each with its
   * own reason, and ErrorInfo has the reason of the first.
   * Namespaces share what a server can do at a time. On a server, a principal has at most 1,000 calls
   * of WatchFeedback open and a namespace 2,000; of every other method that streams 100 and 1,000. At
   * most 2,000 calls of a namespace that search, list or count wait for their turn, and 32 that only
   * validate. More is RESOURCE_EXHAUSTED (RATE_LIMITED), with RetryInfo.
   * </pre>
   */
  public static abstract class FeedbackServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return FeedbackServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs one credential, the first of these that is sent:
   * - `authorization: Bearer KEY` or `x-api-key: KEY`, an API key with scopes. A key that spans
   *   namespaces chooses one with `x-namespace`, by id or name; other keys need not send it.
   * - `x-session-token: JWT`, an end user of the application, who signs the token with a SigningKey of
   *   the namespace. Its subject is the `user_id` of all that is submitted; it opens SubmitFeedback,
   *   BatchSubmit, StreamFeedback, GetFeedback, BatchGetFeedback, ListFeedback, ListFeedbackRevisions,
   *   UpdateFeedback and DeleteFeedback, each for the user's own feedback alone.
   * - `x-feedback-token: TOKEN`, made by CreateFeedbackToken. It opens SubmitFeedback, for one target.
   * A request message has at most 3,932,160 bytes (3.75 MiB) unless the server is set otherwise, so that
   * an answer that repeats it fits into the 4 MiB that clients take; those of end users and of bearers of
   * feedback tokens have at most 65,536 bytes. It has at most 200,000 fields, those of its list items and
   * JSON values counted. More is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). A message that takes longer than
   * 30 seconds to arrive is DEADLINE_EXCEEDED (MESSAGE_TOO_SLOW). Make at most 1,000 calls at a time on
   * one connection: where more messages are half sent than the server has room for, the rest is
   * RESOURCE_EXHAUSTED (RATE_LIMITED). Messages must not be compressed: gRPC answers UNIMPLEMENTED.
   * Every error that plaudit answers is a google.rpc.Status with an ErrorInfo of domain "plaudit"; its
   * reason is named here in capitals. Where fields break rules, BadRequest lists them all, each with its
   * own reason, and ErrorInfo has the reason of the first.
   * Namespaces share what a server can do at a time. On a server, a principal has at most 1,000 calls
   * of WatchFeedback open and a namespace 2,000; of every other method that streams 100 and 1,000. At
   * most 2,000 calls of a namespace that search, list or count wait for their turn, and 32 that only
   * validate. More is RESOURCE_EXHAUSTED (RATE_LIMITED), with RetryInfo.
   * </pre>
   */
  public static final class FeedbackServiceStub
      extends io.grpc.stub.AbstractAsyncStub<FeedbackServiceStub> {
    private FeedbackServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FeedbackServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FeedbackServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * SubmitFeedback records one author's judgement of one target under one name, durably: OK means
     * that it is on disk and that the next call reads it.
     * There is one feedback per (namespace, target, author, name). The same content again answers the
     * stored feedback unchanged, with `replayed`; content is all that the caller sets, but for the
     * `session_context` of a batch. Changed content replaces the stored one as a whole: the revision
     * counts one up, and what stood before is kept as a revision. Retries are therefore safe; a
     * `request_id` makes them exact even when somebody changed the feedback in between. Whoever repeats
     * what another credential has said is not answered its `session_context`.
     * In a namespace with `early_feedback`, feedback on an exchange that is not there yet, or is still
     * pending, is kept in state PENDING_TARGET; it takes effect when the exchange is completed.
     * Scope: feedback.write; also open to end users and to feedback tokens.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule;
     * (VALUE_DOES_NOT_FIT): the namespace has a criterion of the feedback's name, and the feedback does
     * not fit it. NOT_FOUND (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this
     * namespace; create it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still
     * pending, or has failed. PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names another author;
     * (FEEDBACK_TOKEN_FORBIDS): a feedback token is for another target, name or rating;
     * (FEEDBACK_TOKEN_USED_UP): it was used as often as it may be, or too many of its calls were refused.
     * UNAUTHENTICATED (FEEDBACK_TOKEN_EXPIRED, FEEDBACK_TOKEN_REVOKED): the feedback token has ended, or
     * the key that made it was revoked. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is
     * recorded only once.
     * </pre>
     */
    public void submitFeedback(io.github.plaudit.v1.SubmitFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.SubmitFeedbackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSubmitFeedbackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * BatchSubmit records up to 1,000 feedbacks, each on its own: a bad item gets its own error, and
     * its neighbours are recorded all the same. The call fails as a whole only where the request
     * itself is wrong (no items, too many, a malformed `request_id`) or the storage took no writes
     * (UNAVAILABLE). All that succeeded is durable when the answer comes.
     * Items are applied in their order, so a later item may change an earlier one.
     * Scope: feedback.write; also open to end users. Errors of items: those of SubmitFeedback, as
     * google.rpc.Status, with fields named as in one Feedback: `text`, where SubmitFeedback says
     * `feedback.text`.
     * </pre>
     */
    public void batchSubmit(io.github.plaudit.v1.BatchSubmitRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchSubmitResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchSubmitMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetFeedback answers one feedback by its id.
     * Allowed to any API key with the scope feedback.read, to the end user who is its author, and to the
     * key that wrote what it says now: that submitted it, and after which nobody else has submitted
     * other content or updated it. So a key without the scope reads its own words and no others.
     * Errors: PERMISSION_DENIED, whether the feedback exists or not: (SCOPE_MISSING) for a key that
     * neither wrote what it says nor has the scope, (AUTHOR_FORBIDDEN) for an end user who is not its author.
     * NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace, or it was deleted.
     * </pre>
     */
    public void getFeedback(io.github.plaudit.v1.GetFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetFeedbackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetFeedbackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * BatchGetFeedback answers up to 1,000 feedbacks by their ids, each on its own: one that is not
     * there, or may not be read, gets its own error. An answer ends at about 3 MiB: the feedbacks that
     * it has no more room for get RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE); ask for them again.
     * Allowed as GetFeedback is. Errors of items: those of GetFeedback.
     * </pre>
     */
    public void batchGetFeedback(io.github.plaudit.v1.BatchGetFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchGetFeedbackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchGetFeedbackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListFeedback finds feedback by a filter, by creation or by last change, forwards or backwards.
     * Pages stay stable while feedback arrives: none is answered twice, none is left out. One that
     * changes while a list goes by update moves to its end: there it is answered again, or, newest
     * first, no more. A page looks at so much feedback at most that its cost does not grow with the
     * namespace: one of a filter that fits little may hold fewer than asked for, even none; the list
     * goes on as long as there is a `next_page_token`.
     * Scope: feedback.read; end users list their own. Errors: INVALID_ARGUMENT (INVALID_FIELD): the
     * filter contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query. PERMISSION_DENIED
     * (AUTHOR_FORBIDDEN): the filter of an end user names somebody else.
     * </pre>
     */
    public void listFeedback(io.github.plaudit.v1.ListFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListFeedbackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListFeedbackRevisions lists the states that one feedback has had, the newest first, from the
     * present one back to the first submission. Of a deleted feedback the newest revision is the
     * deletion, in state DELETED; of an erased one that is all there is, in state ERASED.
     * Allowed to any API key with the scope feedback.read, and to the end user who is its author. A key
     * without the scope is answered the states that it wrote itself and no others, as GetFeedback has it;
     * a deletion says what was deleted, and is for who wrote that. Errors: those of GetFeedback; a deleted
     * feedback is found; (SCOPE_MISSING) for a key without the scope that wrote none of the states,
     * whether there are any or not.
     * </pre>
     */
    public void listFeedbackRevisions(io.github.plaudit.v1.ListFeedbackRevisionsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackRevisionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListFeedbackRevisionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateFeedback changes what a feedback says, as its author would have by submitting again. What
     * stood before is kept as a revision. A change that changes nothing makes no revision.
     * Scope: feedback.write, which changes any feedback of the namespace, as submitting for its author
     * would; end users change their own. The answer is whole for who may read the feedback, as
     * GetFeedback has it; another key is told its id, state, revision and times. Who updates what others
     * wrote has not written all of it: it is then read with feedback.read, or by its author.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is unknown or names what cannot
     * change, or the feedback would say nothing, contradict itself or be longer than 3,932,160 bytes;
     * (VALUE_DOES_NOT_FIT). NOT_FOUND
     * (FEEDBACK_NOT_FOUND). PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of
     * another, or one that there never was.
     * </pre>
     */
    public void updateFeedback(io.github.plaudit.v1.UpdateFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateFeedbackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateFeedbackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteFeedback takes a feedback back: from the answer on it is in no list, no count and keeps no
     * memory. The deletion is a revision of its own, and the past states are kept with it until
     * retention or EraseSubject removes them. The same author may judge again: that is a new feedback.
     * Scope: feedback.write, which deletes any feedback of the namespace; end users delete their own. The
     * answer is whole for who may read the
     * feedback, as GetFeedback has it; another key is told its id, state, revision and times.
     * Errors: NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback, or it is deleted already.
     * PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of another, or one that
     * there never was.
     * </pre>
     */
    public void deleteFeedback(io.github.plaudit.v1.DeleteFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteFeedbackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteFeedbackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * StreamFeedback records feedback as fast as it comes: the client sends items under its own
     * numbers, many before the first answer, and each is acknowledged under its number once it is on
     * disk, in order, with what SubmitFeedback would have answered. The server reads no faster than it
     * records, so flow control slows the client down; nothing is refused for being too much.
     * A broken stream is resumed by a new one of the same `stream_id` that starts behind the last
     * number that was acknowledged. What had been recorded without the client's knowledge is then
     * acknowledged again, `replayed`, and not recorded twice: with the feedback as it is now, or, where
     * a key may not read that, its id, state, revision and times. A feedback that was deleted in between
     * stays so, and its item gets NOT_FOUND (FEEDBACK_NOT_FOUND).
     * Scope: feedback.write; also open to end users. Errors of items: those of SubmitFeedback, with
     * fields named as in one Feedback. The stream itself fails, when all that came before is
     * acknowledged, with INVALID_ARGUMENT (INVALID_FIELD): a number is not higher than the one before
     * it, an item has no `feedback`, or the `stream_id` is malformed or changes; RESOURCE_EXHAUSTED
     * (MESSAGE_TOO_LARGE); UNAVAILABLE (STORAGE_UNAVAILABLE, DRAINING): resume it. UNAUTHENTICATED, or
     * PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the stream;
     * what was not acknowledged is not recorded: resume with another one.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<io.github.plaudit.v1.StreamFeedbackRequest> streamFeedback(
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.StreamFeedbackResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getStreamFeedbackMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * WatchFeedback tells of every creation, change and deletion of feedback, in the order of commits,
     * until the client ends the call. Each message has a `resume_token`: a new call with it goes on
     * right behind that message, whatever happened in between. The first message is a checkpoint where
     * the watch starts; further ones come every 10 seconds when there is nothing else to tell, so that
     * the client's token stays young.
     * A watcher that reads slowly is not cut off: it gets what it missed from the database. Feedback
     * that retention removes is not told of.
     * Scope: feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter contradicts itself;
     * (INVALID_RESUME_TOKEN): the token is not one of this namespace. OUT_OF_RANGE
     * (RESUME_TOKEN_EXPIRED): retention has removed changes behind the token; ErrorInfo has the
     * `restart_token` of the oldest change that is left: read the list anew, then resume there.
     * UNAVAILABLE (DRAINING, STORAGE_UNAVAILABLE): resume after RetryInfo. UNAUTHENTICATED, or
     * PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the watch;
     * nothing is told from 5 seconds after that.
     * </pre>
     */
    public void watchFeedback(io.github.plaudit.v1.WatchFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.WatchFeedbackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchFeedbackMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateFeedbackToken makes a token that lets its bearer give feedback on one target and do
     * nothing else, safe to hand to a browser. Send it as `x-feedback-token`. The answer is the only
     * place where the token is ever shown: plaudit keeps its SHA-256 alone. It ends when its time has
     * passed, when it is revoked, and with the key that made it: a revoked key takes all its tokens along.
     * Scope: feedback.write. Errors: INVALID_ARGUMENT (INVALID_FIELD), also where the token would outlive
     * the key that makes it.
     * </pre>
     */
    public void createFeedbackToken(io.github.plaudit.v1.CreateFeedbackTokenRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateFeedbackTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateFeedbackTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListFeedbackTokens lists the feedback tokens of the namespace of the call, newest first, revoked and
     * used up ones too, never their secrets. One whose `expire_time` has passed is listed for a day more.
     * Scope: feedback.write lists the tokens that the key made itself, admin those of every key. Errors:
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public void listFeedbackTokens(io.github.plaudit.v1.ListFeedbackTokensRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackTokensResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListFeedbackTokensMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RevokeFeedbackToken ends a feedback token: no call that starts after the answer passes with it on
     * this server; another server on the same database refuses it within 5 seconds. What it gave stays.
     * Revoking a revoked token changes nothing.
     * Scope: feedback.write revokes the tokens that the key made itself, admin those of every key. Errors:
     * NOT_FOUND (FEEDBACK_TOKEN_NOT_FOUND): the namespace has no such token, or another key made it.
     * </pre>
     */
    public void revokeFeedbackToken(io.github.plaudit.v1.RevokeFeedbackTokenRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeFeedbackTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeFeedbackTokenMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs one credential, the first of these that is sent:
   * - `authorization: Bearer KEY` or `x-api-key: KEY`, an API key with scopes. A key that spans
   *   namespaces chooses one with `x-namespace`, by id or name; other keys need not send it.
   * - `x-session-token: JWT`, an end user of the application, who signs the token with a SigningKey of
   *   the namespace. Its subject is the `user_id` of all that is submitted; it opens SubmitFeedback,
   *   BatchSubmit, StreamFeedback, GetFeedback, BatchGetFeedback, ListFeedback, ListFeedbackRevisions,
   *   UpdateFeedback and DeleteFeedback, each for the user's own feedback alone.
   * - `x-feedback-token: TOKEN`, made by CreateFeedbackToken. It opens SubmitFeedback, for one target.
   * A request message has at most 3,932,160 bytes (3.75 MiB) unless the server is set otherwise, so that
   * an answer that repeats it fits into the 4 MiB that clients take; those of end users and of bearers of
   * feedback tokens have at most 65,536 bytes. It has at most 200,000 fields, those of its list items and
   * JSON values counted. More is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). A message that takes longer than
   * 30 seconds to arrive is DEADLINE_EXCEEDED (MESSAGE_TOO_SLOW). Make at most 1,000 calls at a time on
   * one connection: where more messages are half sent than the server has room for, the rest is
   * RESOURCE_EXHAUSTED (RATE_LIMITED). Messages must not be compressed: gRPC answers UNIMPLEMENTED.
   * Every error that plaudit answers is a google.rpc.Status with an ErrorInfo of domain "plaudit"; its
   * reason is named here in capitals. Where fields break rules, BadRequest lists them all, each with its
   * own reason, and ErrorInfo has the reason of the first.
   * Namespaces share what a server can do at a time. On a server, a principal has at most 1,000 calls
   * of WatchFeedback open and a namespace 2,000; of every other method that streams 100 and 1,000. At
   * most 2,000 calls of a namespace that search, list or count wait for their turn, and 32 that only
   * validate. More is RESOURCE_EXHAUSTED (RATE_LIMITED), with RetryInfo.
   * </pre>
   */
  public static final class FeedbackServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<FeedbackServiceBlockingV2Stub> {
    private FeedbackServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FeedbackServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FeedbackServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * SubmitFeedback records one author's judgement of one target under one name, durably: OK means
     * that it is on disk and that the next call reads it.
     * There is one feedback per (namespace, target, author, name). The same content again answers the
     * stored feedback unchanged, with `replayed`; content is all that the caller sets, but for the
     * `session_context` of a batch. Changed content replaces the stored one as a whole: the revision
     * counts one up, and what stood before is kept as a revision. Retries are therefore safe; a
     * `request_id` makes them exact even when somebody changed the feedback in between. Whoever repeats
     * what another credential has said is not answered its `session_context`.
     * In a namespace with `early_feedback`, feedback on an exchange that is not there yet, or is still
     * pending, is kept in state PENDING_TARGET; it takes effect when the exchange is completed.
     * Scope: feedback.write; also open to end users and to feedback tokens.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule;
     * (VALUE_DOES_NOT_FIT): the namespace has a criterion of the feedback's name, and the feedback does
     * not fit it. NOT_FOUND (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this
     * namespace; create it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still
     * pending, or has failed. PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names another author;
     * (FEEDBACK_TOKEN_FORBIDS): a feedback token is for another target, name or rating;
     * (FEEDBACK_TOKEN_USED_UP): it was used as often as it may be, or too many of its calls were refused.
     * UNAUTHENTICATED (FEEDBACK_TOKEN_EXPIRED, FEEDBACK_TOKEN_REVOKED): the feedback token has ended, or
     * the key that made it was revoked. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is
     * recorded only once.
     * </pre>
     */
    public io.github.plaudit.v1.SubmitFeedbackResponse submitFeedback(io.github.plaudit.v1.SubmitFeedbackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSubmitFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BatchSubmit records up to 1,000 feedbacks, each on its own: a bad item gets its own error, and
     * its neighbours are recorded all the same. The call fails as a whole only where the request
     * itself is wrong (no items, too many, a malformed `request_id`) or the storage took no writes
     * (UNAVAILABLE). All that succeeded is durable when the answer comes.
     * Items are applied in their order, so a later item may change an earlier one.
     * Scope: feedback.write; also open to end users. Errors of items: those of SubmitFeedback, as
     * google.rpc.Status, with fields named as in one Feedback: `text`, where SubmitFeedback says
     * `feedback.text`.
     * </pre>
     */
    public io.github.plaudit.v1.BatchSubmitResponse batchSubmit(io.github.plaudit.v1.BatchSubmitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchSubmitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetFeedback answers one feedback by its id.
     * Allowed to any API key with the scope feedback.read, to the end user who is its author, and to the
     * key that wrote what it says now: that submitted it, and after which nobody else has submitted
     * other content or updated it. So a key without the scope reads its own words and no others.
     * Errors: PERMISSION_DENIED, whether the feedback exists or not: (SCOPE_MISSING) for a key that
     * neither wrote what it says nor has the scope, (AUTHOR_FORBIDDEN) for an end user who is not its author.
     * NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace, or it was deleted.
     * </pre>
     */
    public io.github.plaudit.v1.GetFeedbackResponse getFeedback(io.github.plaudit.v1.GetFeedbackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BatchGetFeedback answers up to 1,000 feedbacks by their ids, each on its own: one that is not
     * there, or may not be read, gets its own error. An answer ends at about 3 MiB: the feedbacks that
     * it has no more room for get RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE); ask for them again.
     * Allowed as GetFeedback is. Errors of items: those of GetFeedback.
     * </pre>
     */
    public io.github.plaudit.v1.BatchGetFeedbackResponse batchGetFeedback(io.github.plaudit.v1.BatchGetFeedbackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchGetFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListFeedback finds feedback by a filter, by creation or by last change, forwards or backwards.
     * Pages stay stable while feedback arrives: none is answered twice, none is left out. One that
     * changes while a list goes by update moves to its end: there it is answered again, or, newest
     * first, no more. A page looks at so much feedback at most that its cost does not grow with the
     * namespace: one of a filter that fits little may hold fewer than asked for, even none; the list
     * goes on as long as there is a `next_page_token`.
     * Scope: feedback.read; end users list their own. Errors: INVALID_ARGUMENT (INVALID_FIELD): the
     * filter contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query. PERMISSION_DENIED
     * (AUTHOR_FORBIDDEN): the filter of an end user names somebody else.
     * </pre>
     */
    public io.github.plaudit.v1.ListFeedbackResponse listFeedback(io.github.plaudit.v1.ListFeedbackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListFeedbackRevisions lists the states that one feedback has had, the newest first, from the
     * present one back to the first submission. Of a deleted feedback the newest revision is the
     * deletion, in state DELETED; of an erased one that is all there is, in state ERASED.
     * Allowed to any API key with the scope feedback.read, and to the end user who is its author. A key
     * without the scope is answered the states that it wrote itself and no others, as GetFeedback has it;
     * a deletion says what was deleted, and is for who wrote that. Errors: those of GetFeedback; a deleted
     * feedback is found; (SCOPE_MISSING) for a key without the scope that wrote none of the states,
     * whether there are any or not.
     * </pre>
     */
    public io.github.plaudit.v1.ListFeedbackRevisionsResponse listFeedbackRevisions(io.github.plaudit.v1.ListFeedbackRevisionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListFeedbackRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateFeedback changes what a feedback says, as its author would have by submitting again. What
     * stood before is kept as a revision. A change that changes nothing makes no revision.
     * Scope: feedback.write, which changes any feedback of the namespace, as submitting for its author
     * would; end users change their own. The answer is whole for who may read the feedback, as
     * GetFeedback has it; another key is told its id, state, revision and times. Who updates what others
     * wrote has not written all of it: it is then read with feedback.read, or by its author.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is unknown or names what cannot
     * change, or the feedback would say nothing, contradict itself or be longer than 3,932,160 bytes;
     * (VALUE_DOES_NOT_FIT). NOT_FOUND
     * (FEEDBACK_NOT_FOUND). PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of
     * another, or one that there never was.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateFeedbackResponse updateFeedback(io.github.plaudit.v1.UpdateFeedbackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteFeedback takes a feedback back: from the answer on it is in no list, no count and keeps no
     * memory. The deletion is a revision of its own, and the past states are kept with it until
     * retention or EraseSubject removes them. The same author may judge again: that is a new feedback.
     * Scope: feedback.write, which deletes any feedback of the namespace; end users delete their own. The
     * answer is whole for who may read the
     * feedback, as GetFeedback has it; another key is told its id, state, revision and times.
     * Errors: NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback, or it is deleted already.
     * PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of another, or one that
     * there never was.
     * </pre>
     */
    public io.github.plaudit.v1.DeleteFeedbackResponse deleteFeedback(io.github.plaudit.v1.DeleteFeedbackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * StreamFeedback records feedback as fast as it comes: the client sends items under its own
     * numbers, many before the first answer, and each is acknowledged under its number once it is on
     * disk, in order, with what SubmitFeedback would have answered. The server reads no faster than it
     * records, so flow control slows the client down; nothing is refused for being too much.
     * A broken stream is resumed by a new one of the same `stream_id` that starts behind the last
     * number that was acknowledged. What had been recorded without the client's knowledge is then
     * acknowledged again, `replayed`, and not recorded twice: with the feedback as it is now, or, where
     * a key may not read that, its id, state, revision and times. A feedback that was deleted in between
     * stays so, and its item gets NOT_FOUND (FEEDBACK_NOT_FOUND).
     * Scope: feedback.write; also open to end users. Errors of items: those of SubmitFeedback, with
     * fields named as in one Feedback. The stream itself fails, when all that came before is
     * acknowledged, with INVALID_ARGUMENT (INVALID_FIELD): a number is not higher than the one before
     * it, an item has no `feedback`, or the `stream_id` is malformed or changes; RESOURCE_EXHAUSTED
     * (MESSAGE_TOO_LARGE); UNAVAILABLE (STORAGE_UNAVAILABLE, DRAINING): resume it. UNAUTHENTICATED, or
     * PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the stream;
     * what was not acknowledged is not recorded: resume with another one.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<io.github.plaudit.v1.StreamFeedbackRequest, io.github.plaudit.v1.StreamFeedbackResponse>
        streamFeedback() {
      return io.grpc.stub.ClientCalls.blockingBidiStreamingCall(
          getChannel(), getStreamFeedbackMethod(), getCallOptions());
    }

    /**
     * <pre>
     * WatchFeedback tells of every creation, change and deletion of feedback, in the order of commits,
     * until the client ends the call. Each message has a `resume_token`: a new call with it goes on
     * right behind that message, whatever happened in between. The first message is a checkpoint where
     * the watch starts; further ones come every 10 seconds when there is nothing else to tell, so that
     * the client's token stays young.
     * A watcher that reads slowly is not cut off: it gets what it missed from the database. Feedback
     * that retention removes is not told of.
     * Scope: feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter contradicts itself;
     * (INVALID_RESUME_TOKEN): the token is not one of this namespace. OUT_OF_RANGE
     * (RESUME_TOKEN_EXPIRED): retention has removed changes behind the token; ErrorInfo has the
     * `restart_token` of the oldest change that is left: read the list anew, then resume there.
     * UNAVAILABLE (DRAINING, STORAGE_UNAVAILABLE): resume after RetryInfo. UNAUTHENTICATED, or
     * PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the watch;
     * nothing is told from 5 seconds after that.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, io.github.plaudit.v1.WatchFeedbackResponse>
        watchFeedback(io.github.plaudit.v1.WatchFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getWatchFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateFeedbackToken makes a token that lets its bearer give feedback on one target and do
     * nothing else, safe to hand to a browser. Send it as `x-feedback-token`. The answer is the only
     * place where the token is ever shown: plaudit keeps its SHA-256 alone. It ends when its time has
     * passed, when it is revoked, and with the key that made it: a revoked key takes all its tokens along.
     * Scope: feedback.write. Errors: INVALID_ARGUMENT (INVALID_FIELD), also where the token would outlive
     * the key that makes it.
     * </pre>
     */
    public io.github.plaudit.v1.CreateFeedbackTokenResponse createFeedbackToken(io.github.plaudit.v1.CreateFeedbackTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateFeedbackTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListFeedbackTokens lists the feedback tokens of the namespace of the call, newest first, revoked and
     * used up ones too, never their secrets. One whose `expire_time` has passed is listed for a day more.
     * Scope: feedback.write lists the tokens that the key made itself, admin those of every key. Errors:
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public io.github.plaudit.v1.ListFeedbackTokensResponse listFeedbackTokens(io.github.plaudit.v1.ListFeedbackTokensRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListFeedbackTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RevokeFeedbackToken ends a feedback token: no call that starts after the answer passes with it on
     * this server; another server on the same database refuses it within 5 seconds. What it gave stays.
     * Revoking a revoked token changes nothing.
     * Scope: feedback.write revokes the tokens that the key made itself, admin those of every key. Errors:
     * NOT_FOUND (FEEDBACK_TOKEN_NOT_FOUND): the namespace has no such token, or another key made it.
     * </pre>
     */
    public io.github.plaudit.v1.RevokeFeedbackTokenResponse revokeFeedbackToken(io.github.plaudit.v1.RevokeFeedbackTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeFeedbackTokenMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs one credential, the first of these that is sent:
   * - `authorization: Bearer KEY` or `x-api-key: KEY`, an API key with scopes. A key that spans
   *   namespaces chooses one with `x-namespace`, by id or name; other keys need not send it.
   * - `x-session-token: JWT`, an end user of the application, who signs the token with a SigningKey of
   *   the namespace. Its subject is the `user_id` of all that is submitted; it opens SubmitFeedback,
   *   BatchSubmit, StreamFeedback, GetFeedback, BatchGetFeedback, ListFeedback, ListFeedbackRevisions,
   *   UpdateFeedback and DeleteFeedback, each for the user's own feedback alone.
   * - `x-feedback-token: TOKEN`, made by CreateFeedbackToken. It opens SubmitFeedback, for one target.
   * A request message has at most 3,932,160 bytes (3.75 MiB) unless the server is set otherwise, so that
   * an answer that repeats it fits into the 4 MiB that clients take; those of end users and of bearers of
   * feedback tokens have at most 65,536 bytes. It has at most 200,000 fields, those of its list items and
   * JSON values counted. More is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). A message that takes longer than
   * 30 seconds to arrive is DEADLINE_EXCEEDED (MESSAGE_TOO_SLOW). Make at most 1,000 calls at a time on
   * one connection: where more messages are half sent than the server has room for, the rest is
   * RESOURCE_EXHAUSTED (RATE_LIMITED). Messages must not be compressed: gRPC answers UNIMPLEMENTED.
   * Every error that plaudit answers is a google.rpc.Status with an ErrorInfo of domain "plaudit"; its
   * reason is named here in capitals. Where fields break rules, BadRequest lists them all, each with its
   * own reason, and ErrorInfo has the reason of the first.
   * Namespaces share what a server can do at a time. On a server, a principal has at most 1,000 calls
   * of WatchFeedback open and a namespace 2,000; of every other method that streams 100 and 1,000. At
   * most 2,000 calls of a namespace that search, list or count wait for their turn, and 32 that only
   * validate. More is RESOURCE_EXHAUSTED (RATE_LIMITED), with RetryInfo.
   * </pre>
   */
  public static final class FeedbackServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<FeedbackServiceBlockingStub> {
    private FeedbackServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FeedbackServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FeedbackServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * SubmitFeedback records one author's judgement of one target under one name, durably: OK means
     * that it is on disk and that the next call reads it.
     * There is one feedback per (namespace, target, author, name). The same content again answers the
     * stored feedback unchanged, with `replayed`; content is all that the caller sets, but for the
     * `session_context` of a batch. Changed content replaces the stored one as a whole: the revision
     * counts one up, and what stood before is kept as a revision. Retries are therefore safe; a
     * `request_id` makes them exact even when somebody changed the feedback in between. Whoever repeats
     * what another credential has said is not answered its `session_context`.
     * In a namespace with `early_feedback`, feedback on an exchange that is not there yet, or is still
     * pending, is kept in state PENDING_TARGET; it takes effect when the exchange is completed.
     * Scope: feedback.write; also open to end users and to feedback tokens.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule;
     * (VALUE_DOES_NOT_FIT): the namespace has a criterion of the feedback's name, and the feedback does
     * not fit it. NOT_FOUND (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this
     * namespace; create it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still
     * pending, or has failed. PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names another author;
     * (FEEDBACK_TOKEN_FORBIDS): a feedback token is for another target, name or rating;
     * (FEEDBACK_TOKEN_USED_UP): it was used as often as it may be, or too many of its calls were refused.
     * UNAUTHENTICATED (FEEDBACK_TOKEN_EXPIRED, FEEDBACK_TOKEN_REVOKED): the feedback token has ended, or
     * the key that made it was revoked. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is
     * recorded only once.
     * </pre>
     */
    public io.github.plaudit.v1.SubmitFeedbackResponse submitFeedback(io.github.plaudit.v1.SubmitFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSubmitFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BatchSubmit records up to 1,000 feedbacks, each on its own: a bad item gets its own error, and
     * its neighbours are recorded all the same. The call fails as a whole only where the request
     * itself is wrong (no items, too many, a malformed `request_id`) or the storage took no writes
     * (UNAVAILABLE). All that succeeded is durable when the answer comes.
     * Items are applied in their order, so a later item may change an earlier one.
     * Scope: feedback.write; also open to end users. Errors of items: those of SubmitFeedback, as
     * google.rpc.Status, with fields named as in one Feedback: `text`, where SubmitFeedback says
     * `feedback.text`.
     * </pre>
     */
    public io.github.plaudit.v1.BatchSubmitResponse batchSubmit(io.github.plaudit.v1.BatchSubmitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchSubmitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetFeedback answers one feedback by its id.
     * Allowed to any API key with the scope feedback.read, to the end user who is its author, and to the
     * key that wrote what it says now: that submitted it, and after which nobody else has submitted
     * other content or updated it. So a key without the scope reads its own words and no others.
     * Errors: PERMISSION_DENIED, whether the feedback exists or not: (SCOPE_MISSING) for a key that
     * neither wrote what it says nor has the scope, (AUTHOR_FORBIDDEN) for an end user who is not its author.
     * NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace, or it was deleted.
     * </pre>
     */
    public io.github.plaudit.v1.GetFeedbackResponse getFeedback(io.github.plaudit.v1.GetFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BatchGetFeedback answers up to 1,000 feedbacks by their ids, each on its own: one that is not
     * there, or may not be read, gets its own error. An answer ends at about 3 MiB: the feedbacks that
     * it has no more room for get RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE); ask for them again.
     * Allowed as GetFeedback is. Errors of items: those of GetFeedback.
     * </pre>
     */
    public io.github.plaudit.v1.BatchGetFeedbackResponse batchGetFeedback(io.github.plaudit.v1.BatchGetFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchGetFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListFeedback finds feedback by a filter, by creation or by last change, forwards or backwards.
     * Pages stay stable while feedback arrives: none is answered twice, none is left out. One that
     * changes while a list goes by update moves to its end: there it is answered again, or, newest
     * first, no more. A page looks at so much feedback at most that its cost does not grow with the
     * namespace: one of a filter that fits little may hold fewer than asked for, even none; the list
     * goes on as long as there is a `next_page_token`.
     * Scope: feedback.read; end users list their own. Errors: INVALID_ARGUMENT (INVALID_FIELD): the
     * filter contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query. PERMISSION_DENIED
     * (AUTHOR_FORBIDDEN): the filter of an end user names somebody else.
     * </pre>
     */
    public io.github.plaudit.v1.ListFeedbackResponse listFeedback(io.github.plaudit.v1.ListFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListFeedbackRevisions lists the states that one feedback has had, the newest first, from the
     * present one back to the first submission. Of a deleted feedback the newest revision is the
     * deletion, in state DELETED; of an erased one that is all there is, in state ERASED.
     * Allowed to any API key with the scope feedback.read, and to the end user who is its author. A key
     * without the scope is answered the states that it wrote itself and no others, as GetFeedback has it;
     * a deletion says what was deleted, and is for who wrote that. Errors: those of GetFeedback; a deleted
     * feedback is found; (SCOPE_MISSING) for a key without the scope that wrote none of the states,
     * whether there are any or not.
     * </pre>
     */
    public io.github.plaudit.v1.ListFeedbackRevisionsResponse listFeedbackRevisions(io.github.plaudit.v1.ListFeedbackRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListFeedbackRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateFeedback changes what a feedback says, as its author would have by submitting again. What
     * stood before is kept as a revision. A change that changes nothing makes no revision.
     * Scope: feedback.write, which changes any feedback of the namespace, as submitting for its author
     * would; end users change their own. The answer is whole for who may read the feedback, as
     * GetFeedback has it; another key is told its id, state, revision and times. Who updates what others
     * wrote has not written all of it: it is then read with feedback.read, or by its author.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is unknown or names what cannot
     * change, or the feedback would say nothing, contradict itself or be longer than 3,932,160 bytes;
     * (VALUE_DOES_NOT_FIT). NOT_FOUND
     * (FEEDBACK_NOT_FOUND). PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of
     * another, or one that there never was.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateFeedbackResponse updateFeedback(io.github.plaudit.v1.UpdateFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteFeedback takes a feedback back: from the answer on it is in no list, no count and keeps no
     * memory. The deletion is a revision of its own, and the past states are kept with it until
     * retention or EraseSubject removes them. The same author may judge again: that is a new feedback.
     * Scope: feedback.write, which deletes any feedback of the namespace; end users delete their own. The
     * answer is whole for who may read the
     * feedback, as GetFeedback has it; another key is told its id, state, revision and times.
     * Errors: NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback, or it is deleted already.
     * PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of another, or one that
     * there never was.
     * </pre>
     */
    public io.github.plaudit.v1.DeleteFeedbackResponse deleteFeedback(io.github.plaudit.v1.DeleteFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * WatchFeedback tells of every creation, change and deletion of feedback, in the order of commits,
     * until the client ends the call. Each message has a `resume_token`: a new call with it goes on
     * right behind that message, whatever happened in between. The first message is a checkpoint where
     * the watch starts; further ones come every 10 seconds when there is nothing else to tell, so that
     * the client's token stays young.
     * A watcher that reads slowly is not cut off: it gets what it missed from the database. Feedback
     * that retention removes is not told of.
     * Scope: feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter contradicts itself;
     * (INVALID_RESUME_TOKEN): the token is not one of this namespace. OUT_OF_RANGE
     * (RESUME_TOKEN_EXPIRED): retention has removed changes behind the token; ErrorInfo has the
     * `restart_token` of the oldest change that is left: read the list anew, then resume there.
     * UNAVAILABLE (DRAINING, STORAGE_UNAVAILABLE): resume after RetryInfo. UNAUTHENTICATED, or
     * PERMISSION_DENIED (API_ACCESS_DISABLED): the credential or its access ended during the watch;
     * nothing is told from 5 seconds after that.
     * </pre>
     */
    public java.util.Iterator<io.github.plaudit.v1.WatchFeedbackResponse> watchFeedback(
        io.github.plaudit.v1.WatchFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchFeedbackMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateFeedbackToken makes a token that lets its bearer give feedback on one target and do
     * nothing else, safe to hand to a browser. Send it as `x-feedback-token`. The answer is the only
     * place where the token is ever shown: plaudit keeps its SHA-256 alone. It ends when its time has
     * passed, when it is revoked, and with the key that made it: a revoked key takes all its tokens along.
     * Scope: feedback.write. Errors: INVALID_ARGUMENT (INVALID_FIELD), also where the token would outlive
     * the key that makes it.
     * </pre>
     */
    public io.github.plaudit.v1.CreateFeedbackTokenResponse createFeedbackToken(io.github.plaudit.v1.CreateFeedbackTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateFeedbackTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListFeedbackTokens lists the feedback tokens of the namespace of the call, newest first, revoked and
     * used up ones too, never their secrets. One whose `expire_time` has passed is listed for a day more.
     * Scope: feedback.write lists the tokens that the key made itself, admin those of every key. Errors:
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public io.github.plaudit.v1.ListFeedbackTokensResponse listFeedbackTokens(io.github.plaudit.v1.ListFeedbackTokensRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListFeedbackTokensMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RevokeFeedbackToken ends a feedback token: no call that starts after the answer passes with it on
     * this server; another server on the same database refuses it within 5 seconds. What it gave stays.
     * Revoking a revoked token changes nothing.
     * Scope: feedback.write revokes the tokens that the key made itself, admin those of every key. Errors:
     * NOT_FOUND (FEEDBACK_TOKEN_NOT_FOUND): the namespace has no such token, or another key made it.
     * </pre>
     */
    public io.github.plaudit.v1.RevokeFeedbackTokenResponse revokeFeedbackToken(io.github.plaudit.v1.RevokeFeedbackTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeFeedbackTokenMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs one credential, the first of these that is sent:
   * - `authorization: Bearer KEY` or `x-api-key: KEY`, an API key with scopes. A key that spans
   *   namespaces chooses one with `x-namespace`, by id or name; other keys need not send it.
   * - `x-session-token: JWT`, an end user of the application, who signs the token with a SigningKey of
   *   the namespace. Its subject is the `user_id` of all that is submitted; it opens SubmitFeedback,
   *   BatchSubmit, StreamFeedback, GetFeedback, BatchGetFeedback, ListFeedback, ListFeedbackRevisions,
   *   UpdateFeedback and DeleteFeedback, each for the user's own feedback alone.
   * - `x-feedback-token: TOKEN`, made by CreateFeedbackToken. It opens SubmitFeedback, for one target.
   * A request message has at most 3,932,160 bytes (3.75 MiB) unless the server is set otherwise, so that
   * an answer that repeats it fits into the 4 MiB that clients take; those of end users and of bearers of
   * feedback tokens have at most 65,536 bytes. It has at most 200,000 fields, those of its list items and
   * JSON values counted. More is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). A message that takes longer than
   * 30 seconds to arrive is DEADLINE_EXCEEDED (MESSAGE_TOO_SLOW). Make at most 1,000 calls at a time on
   * one connection: where more messages are half sent than the server has room for, the rest is
   * RESOURCE_EXHAUSTED (RATE_LIMITED). Messages must not be compressed: gRPC answers UNIMPLEMENTED.
   * Every error that plaudit answers is a google.rpc.Status with an ErrorInfo of domain "plaudit"; its
   * reason is named here in capitals. Where fields break rules, BadRequest lists them all, each with its
   * own reason, and ErrorInfo has the reason of the first.
   * Namespaces share what a server can do at a time. On a server, a principal has at most 1,000 calls
   * of WatchFeedback open and a namespace 2,000; of every other method that streams 100 and 1,000. At
   * most 2,000 calls of a namespace that search, list or count wait for their turn, and 32 that only
   * validate. More is RESOURCE_EXHAUSTED (RATE_LIMITED), with RetryInfo.
   * </pre>
   */
  public static final class FeedbackServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<FeedbackServiceFutureStub> {
    private FeedbackServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected FeedbackServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new FeedbackServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * SubmitFeedback records one author's judgement of one target under one name, durably: OK means
     * that it is on disk and that the next call reads it.
     * There is one feedback per (namespace, target, author, name). The same content again answers the
     * stored feedback unchanged, with `replayed`; content is all that the caller sets, but for the
     * `session_context` of a batch. Changed content replaces the stored one as a whole: the revision
     * counts one up, and what stood before is kept as a revision. Retries are therefore safe; a
     * `request_id` makes them exact even when somebody changed the feedback in between. Whoever repeats
     * what another credential has said is not answered its `session_context`.
     * In a namespace with `early_feedback`, feedback on an exchange that is not there yet, or is still
     * pending, is kept in state PENDING_TARGET; it takes effect when the exchange is completed.
     * Scope: feedback.write; also open to end users and to feedback tokens.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule;
     * (VALUE_DOES_NOT_FIT): the namespace has a criterion of the feedback's name, and the feedback does
     * not fit it. NOT_FOUND (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this
     * namespace; create it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still
     * pending, or has failed. PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names another author;
     * (FEEDBACK_TOKEN_FORBIDS): a feedback token is for another target, name or rating;
     * (FEEDBACK_TOKEN_USED_UP): it was used as often as it may be, or too many of its calls were refused.
     * UNAUTHENTICATED (FEEDBACK_TOKEN_EXPIRED, FEEDBACK_TOKEN_REVOKED): the feedback token has ended, or
     * the key that made it was revoked. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is
     * recorded only once.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.SubmitFeedbackResponse> submitFeedback(
        io.github.plaudit.v1.SubmitFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSubmitFeedbackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * BatchSubmit records up to 1,000 feedbacks, each on its own: a bad item gets its own error, and
     * its neighbours are recorded all the same. The call fails as a whole only where the request
     * itself is wrong (no items, too many, a malformed `request_id`) or the storage took no writes
     * (UNAVAILABLE). All that succeeded is durable when the answer comes.
     * Items are applied in their order, so a later item may change an earlier one.
     * Scope: feedback.write; also open to end users. Errors of items: those of SubmitFeedback, as
     * google.rpc.Status, with fields named as in one Feedback: `text`, where SubmitFeedback says
     * `feedback.text`.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.BatchSubmitResponse> batchSubmit(
        io.github.plaudit.v1.BatchSubmitRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchSubmitMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetFeedback answers one feedback by its id.
     * Allowed to any API key with the scope feedback.read, to the end user who is its author, and to the
     * key that wrote what it says now: that submitted it, and after which nobody else has submitted
     * other content or updated it. So a key without the scope reads its own words and no others.
     * Errors: PERMISSION_DENIED, whether the feedback exists or not: (SCOPE_MISSING) for a key that
     * neither wrote what it says nor has the scope, (AUTHOR_FORBIDDEN) for an end user who is not its author.
     * NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace, or it was deleted.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.GetFeedbackResponse> getFeedback(
        io.github.plaudit.v1.GetFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetFeedbackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * BatchGetFeedback answers up to 1,000 feedbacks by their ids, each on its own: one that is not
     * there, or may not be read, gets its own error. An answer ends at about 3 MiB: the feedbacks that
     * it has no more room for get RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE); ask for them again.
     * Allowed as GetFeedback is. Errors of items: those of GetFeedback.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.BatchGetFeedbackResponse> batchGetFeedback(
        io.github.plaudit.v1.BatchGetFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchGetFeedbackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListFeedback finds feedback by a filter, by creation or by last change, forwards or backwards.
     * Pages stay stable while feedback arrives: none is answered twice, none is left out. One that
     * changes while a list goes by update moves to its end: there it is answered again, or, newest
     * first, no more. A page looks at so much feedback at most that its cost does not grow with the
     * namespace: one of a filter that fits little may hold fewer than asked for, even none; the list
     * goes on as long as there is a `next_page_token`.
     * Scope: feedback.read; end users list their own. Errors: INVALID_ARGUMENT (INVALID_FIELD): the
     * filter contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query. PERMISSION_DENIED
     * (AUTHOR_FORBIDDEN): the filter of an end user names somebody else.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListFeedbackResponse> listFeedback(
        io.github.plaudit.v1.ListFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListFeedbackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListFeedbackRevisions lists the states that one feedback has had, the newest first, from the
     * present one back to the first submission. Of a deleted feedback the newest revision is the
     * deletion, in state DELETED; of an erased one that is all there is, in state ERASED.
     * Allowed to any API key with the scope feedback.read, and to the end user who is its author. A key
     * without the scope is answered the states that it wrote itself and no others, as GetFeedback has it;
     * a deletion says what was deleted, and is for who wrote that. Errors: those of GetFeedback; a deleted
     * feedback is found; (SCOPE_MISSING) for a key without the scope that wrote none of the states,
     * whether there are any or not.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListFeedbackRevisionsResponse> listFeedbackRevisions(
        io.github.plaudit.v1.ListFeedbackRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListFeedbackRevisionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateFeedback changes what a feedback says, as its author would have by submitting again. What
     * stood before is kept as a revision. A change that changes nothing makes no revision.
     * Scope: feedback.write, which changes any feedback of the namespace, as submitting for its author
     * would; end users change their own. The answer is whole for who may read the feedback, as
     * GetFeedback has it; another key is told its id, state, revision and times. Who updates what others
     * wrote has not written all of it: it is then read with feedback.read, or by its author.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is unknown or names what cannot
     * change, or the feedback would say nothing, contradict itself or be longer than 3,932,160 bytes;
     * (VALUE_DOES_NOT_FIT). NOT_FOUND
     * (FEEDBACK_NOT_FOUND). PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of
     * another, or one that there never was.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.UpdateFeedbackResponse> updateFeedback(
        io.github.plaudit.v1.UpdateFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateFeedbackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteFeedback takes a feedback back: from the answer on it is in no list, no count and keeps no
     * memory. The deletion is a revision of its own, and the past states are kept with it until
     * retention or EraseSubject removes them. The same author may judge again: that is a new feedback.
     * Scope: feedback.write, which deletes any feedback of the namespace; end users delete their own. The
     * answer is whole for who may read the
     * feedback, as GetFeedback has it; another key is told its id, state, revision and times.
     * Errors: NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback, or it is deleted already.
     * PERMISSION_DENIED (AUTHOR_FORBIDDEN): an end user names the feedback of another, or one that
     * there never was.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.DeleteFeedbackResponse> deleteFeedback(
        io.github.plaudit.v1.DeleteFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteFeedbackMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateFeedbackToken makes a token that lets its bearer give feedback on one target and do
     * nothing else, safe to hand to a browser. Send it as `x-feedback-token`. The answer is the only
     * place where the token is ever shown: plaudit keeps its SHA-256 alone. It ends when its time has
     * passed, when it is revoked, and with the key that made it: a revoked key takes all its tokens along.
     * Scope: feedback.write. Errors: INVALID_ARGUMENT (INVALID_FIELD), also where the token would outlive
     * the key that makes it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateFeedbackTokenResponse> createFeedbackToken(
        io.github.plaudit.v1.CreateFeedbackTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateFeedbackTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListFeedbackTokens lists the feedback tokens of the namespace of the call, newest first, revoked and
     * used up ones too, never their secrets. One whose `expire_time` has passed is listed for a day more.
     * Scope: feedback.write lists the tokens that the key made itself, admin those of every key. Errors:
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListFeedbackTokensResponse> listFeedbackTokens(
        io.github.plaudit.v1.ListFeedbackTokensRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListFeedbackTokensMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RevokeFeedbackToken ends a feedback token: no call that starts after the answer passes with it on
     * this server; another server on the same database refuses it within 5 seconds. What it gave stays.
     * Revoking a revoked token changes nothing.
     * Scope: feedback.write revokes the tokens that the key made itself, admin those of every key. Errors:
     * NOT_FOUND (FEEDBACK_TOKEN_NOT_FOUND): the namespace has no such token, or another key made it.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.RevokeFeedbackTokenResponse> revokeFeedbackToken(
        io.github.plaudit.v1.RevokeFeedbackTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeFeedbackTokenMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_SUBMIT_FEEDBACK = 0;
  private static final int METHODID_BATCH_SUBMIT = 1;
  private static final int METHODID_GET_FEEDBACK = 2;
  private static final int METHODID_BATCH_GET_FEEDBACK = 3;
  private static final int METHODID_LIST_FEEDBACK = 4;
  private static final int METHODID_LIST_FEEDBACK_REVISIONS = 5;
  private static final int METHODID_UPDATE_FEEDBACK = 6;
  private static final int METHODID_DELETE_FEEDBACK = 7;
  private static final int METHODID_WATCH_FEEDBACK = 8;
  private static final int METHODID_CREATE_FEEDBACK_TOKEN = 9;
  private static final int METHODID_LIST_FEEDBACK_TOKENS = 10;
  private static final int METHODID_REVOKE_FEEDBACK_TOKEN = 11;
  private static final int METHODID_STREAM_FEEDBACK = 12;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_SUBMIT_FEEDBACK:
          serviceImpl.submitFeedback((io.github.plaudit.v1.SubmitFeedbackRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.SubmitFeedbackResponse>) responseObserver);
          break;
        case METHODID_BATCH_SUBMIT:
          serviceImpl.batchSubmit((io.github.plaudit.v1.BatchSubmitRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchSubmitResponse>) responseObserver);
          break;
        case METHODID_GET_FEEDBACK:
          serviceImpl.getFeedback((io.github.plaudit.v1.GetFeedbackRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetFeedbackResponse>) responseObserver);
          break;
        case METHODID_BATCH_GET_FEEDBACK:
          serviceImpl.batchGetFeedback((io.github.plaudit.v1.BatchGetFeedbackRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchGetFeedbackResponse>) responseObserver);
          break;
        case METHODID_LIST_FEEDBACK:
          serviceImpl.listFeedback((io.github.plaudit.v1.ListFeedbackRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackResponse>) responseObserver);
          break;
        case METHODID_LIST_FEEDBACK_REVISIONS:
          serviceImpl.listFeedbackRevisions((io.github.plaudit.v1.ListFeedbackRevisionsRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackRevisionsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_FEEDBACK:
          serviceImpl.updateFeedback((io.github.plaudit.v1.UpdateFeedbackRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateFeedbackResponse>) responseObserver);
          break;
        case METHODID_DELETE_FEEDBACK:
          serviceImpl.deleteFeedback((io.github.plaudit.v1.DeleteFeedbackRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteFeedbackResponse>) responseObserver);
          break;
        case METHODID_WATCH_FEEDBACK:
          serviceImpl.watchFeedback((io.github.plaudit.v1.WatchFeedbackRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.WatchFeedbackResponse>) responseObserver);
          break;
        case METHODID_CREATE_FEEDBACK_TOKEN:
          serviceImpl.createFeedbackToken((io.github.plaudit.v1.CreateFeedbackTokenRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateFeedbackTokenResponse>) responseObserver);
          break;
        case METHODID_LIST_FEEDBACK_TOKENS:
          serviceImpl.listFeedbackTokens((io.github.plaudit.v1.ListFeedbackTokensRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListFeedbackTokensResponse>) responseObserver);
          break;
        case METHODID_REVOKE_FEEDBACK_TOKEN:
          serviceImpl.revokeFeedbackToken((io.github.plaudit.v1.RevokeFeedbackTokenRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeFeedbackTokenResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_STREAM_FEEDBACK:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.streamFeedback(
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.StreamFeedbackResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getSubmitFeedbackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.SubmitFeedbackRequest,
              io.github.plaudit.v1.SubmitFeedbackResponse>(
                service, METHODID_SUBMIT_FEEDBACK)))
        .addMethod(
          getBatchSubmitMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.BatchSubmitRequest,
              io.github.plaudit.v1.BatchSubmitResponse>(
                service, METHODID_BATCH_SUBMIT)))
        .addMethod(
          getGetFeedbackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.GetFeedbackRequest,
              io.github.plaudit.v1.GetFeedbackResponse>(
                service, METHODID_GET_FEEDBACK)))
        .addMethod(
          getBatchGetFeedbackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.BatchGetFeedbackRequest,
              io.github.plaudit.v1.BatchGetFeedbackResponse>(
                service, METHODID_BATCH_GET_FEEDBACK)))
        .addMethod(
          getListFeedbackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListFeedbackRequest,
              io.github.plaudit.v1.ListFeedbackResponse>(
                service, METHODID_LIST_FEEDBACK)))
        .addMethod(
          getListFeedbackRevisionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListFeedbackRevisionsRequest,
              io.github.plaudit.v1.ListFeedbackRevisionsResponse>(
                service, METHODID_LIST_FEEDBACK_REVISIONS)))
        .addMethod(
          getUpdateFeedbackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.UpdateFeedbackRequest,
              io.github.plaudit.v1.UpdateFeedbackResponse>(
                service, METHODID_UPDATE_FEEDBACK)))
        .addMethod(
          getDeleteFeedbackMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.DeleteFeedbackRequest,
              io.github.plaudit.v1.DeleteFeedbackResponse>(
                service, METHODID_DELETE_FEEDBACK)))
        .addMethod(
          getStreamFeedbackMethod(),
          io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
            new MethodHandlers<
              io.github.plaudit.v1.StreamFeedbackRequest,
              io.github.plaudit.v1.StreamFeedbackResponse>(
                service, METHODID_STREAM_FEEDBACK)))
        .addMethod(
          getWatchFeedbackMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              io.github.plaudit.v1.WatchFeedbackRequest,
              io.github.plaudit.v1.WatchFeedbackResponse>(
                service, METHODID_WATCH_FEEDBACK)))
        .addMethod(
          getCreateFeedbackTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateFeedbackTokenRequest,
              io.github.plaudit.v1.CreateFeedbackTokenResponse>(
                service, METHODID_CREATE_FEEDBACK_TOKEN)))
        .addMethod(
          getListFeedbackTokensMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListFeedbackTokensRequest,
              io.github.plaudit.v1.ListFeedbackTokensResponse>(
                service, METHODID_LIST_FEEDBACK_TOKENS)))
        .addMethod(
          getRevokeFeedbackTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.RevokeFeedbackTokenRequest,
              io.github.plaudit.v1.RevokeFeedbackTokenResponse>(
                service, METHODID_REVOKE_FEEDBACK_TOKEN)))
        .build();
  }

  private static abstract class FeedbackServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    FeedbackServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.plaudit.v1.FeedbackProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("FeedbackService");
    }
  }

  private static final class FeedbackServiceFileDescriptorSupplier
      extends FeedbackServiceBaseDescriptorSupplier {
    FeedbackServiceFileDescriptorSupplier() {}
  }

  private static final class FeedbackServiceMethodDescriptorSupplier
      extends FeedbackServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    FeedbackServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (FeedbackServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new FeedbackServiceFileDescriptorSupplier())
              .addMethod(getSubmitFeedbackMethod())
              .addMethod(getBatchSubmitMethod())
              .addMethod(getGetFeedbackMethod())
              .addMethod(getBatchGetFeedbackMethod())
              .addMethod(getListFeedbackMethod())
              .addMethod(getListFeedbackRevisionsMethod())
              .addMethod(getUpdateFeedbackMethod())
              .addMethod(getDeleteFeedbackMethod())
              .addMethod(getStreamFeedbackMethod())
              .addMethod(getWatchFeedbackMethod())
              .addMethod(getCreateFeedbackTokenMethod())
              .addMethod(getListFeedbackTokensMethod())
              .addMethod(getRevokeFeedbackTokenMethod())
              .build();
        }
      }
    }
    return result;
  }
}
