package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * FeedbackService records what people, models and code think of answers, searches and sessions.
 * Every call of every service needs a credential: `authorization: Bearer KEY` or, where that header is
 * not sent, `x-api-key: KEY`. A key that spans namespaces chooses one with `x-namespace`, by id or
 * name; other keys need not send it. A request message has at most 3,932,160 bytes (3.75 MiB) unless
 * the server is set otherwise, so that an answer that repeats it fits into the 4 MiB that clients
 * take; more is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). Every error that plaudit answers is a
 * google.rpc.Status with an ErrorInfo of domain "plaudit"; its reason is named here in capitals.
 * Where fields break rules, BadRequest lists them all, each with its own reason, and ErrorInfo has the
 * reason of the first.
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
   * Every call of every service needs a credential: `authorization: Bearer KEY` or, where that header is
   * not sent, `x-api-key: KEY`. A key that spans namespaces chooses one with `x-namespace`, by id or
   * name; other keys need not send it. A request message has at most 3,932,160 bytes (3.75 MiB) unless
   * the server is set otherwise, so that an answer that repeats it fits into the 4 MiB that clients
   * take; more is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). Every error that plaudit answers is a
   * google.rpc.Status with an ErrorInfo of domain "plaudit"; its reason is named here in capitals.
   * Where fields break rules, BadRequest lists them all, each with its own reason, and ErrorInfo has the
   * reason of the first.
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
     * `request_id` makes them exact even when somebody changed the feedback in between.
     * Scope: feedback.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. NOT_FOUND
     * (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this namespace; create
     * it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still pending, or has
     * failed. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is recorded only once.
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
     * Items are applied in their order, so a later item may change an earlier one. Scope:
     * feedback.write. Errors of items: those of SubmitFeedback, as google.rpc.Status, with fields
     * named as in one Feedback: `text`, where SubmitFeedback says `feedback.text`.
     * </pre>
     */
    default void batchSubmit(io.github.plaudit.v1.BatchSubmitRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchSubmitResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchSubmitMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetFeedback answers one feedback by its id.
     * Allowed to the credential that submitted it first, and to any with the scope feedback.read.
     * Errors: PERMISSION_DENIED (SCOPE_MISSING), whether the feedback exists or not, for a credential
     * that neither created it nor has the scope. NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace.
     * </pre>
     */
    default void getFeedback(io.github.plaudit.v1.GetFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetFeedbackResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetFeedbackMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs a credential: `authorization: Bearer KEY` or, where that header is
   * not sent, `x-api-key: KEY`. A key that spans namespaces chooses one with `x-namespace`, by id or
   * name; other keys need not send it. A request message has at most 3,932,160 bytes (3.75 MiB) unless
   * the server is set otherwise, so that an answer that repeats it fits into the 4 MiB that clients
   * take; more is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). Every error that plaudit answers is a
   * google.rpc.Status with an ErrorInfo of domain "plaudit"; its reason is named here in capitals.
   * Where fields break rules, BadRequest lists them all, each with its own reason, and ErrorInfo has the
   * reason of the first.
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
   * Every call of every service needs a credential: `authorization: Bearer KEY` or, where that header is
   * not sent, `x-api-key: KEY`. A key that spans namespaces chooses one with `x-namespace`, by id or
   * name; other keys need not send it. A request message has at most 3,932,160 bytes (3.75 MiB) unless
   * the server is set otherwise, so that an answer that repeats it fits into the 4 MiB that clients
   * take; more is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). Every error that plaudit answers is a
   * google.rpc.Status with an ErrorInfo of domain "plaudit"; its reason is named here in capitals.
   * Where fields break rules, BadRequest lists them all, each with its own reason, and ErrorInfo has the
   * reason of the first.
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
     * `request_id` makes them exact even when somebody changed the feedback in between.
     * Scope: feedback.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. NOT_FOUND
     * (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this namespace; create
     * it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still pending, or has
     * failed. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is recorded only once.
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
     * Items are applied in their order, so a later item may change an earlier one. Scope:
     * feedback.write. Errors of items: those of SubmitFeedback, as google.rpc.Status, with fields
     * named as in one Feedback: `text`, where SubmitFeedback says `feedback.text`.
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
     * Allowed to the credential that submitted it first, and to any with the scope feedback.read.
     * Errors: PERMISSION_DENIED (SCOPE_MISSING), whether the feedback exists or not, for a credential
     * that neither created it nor has the scope. NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace.
     * </pre>
     */
    public void getFeedback(io.github.plaudit.v1.GetFeedbackRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetFeedbackResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetFeedbackMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs a credential: `authorization: Bearer KEY` or, where that header is
   * not sent, `x-api-key: KEY`. A key that spans namespaces chooses one with `x-namespace`, by id or
   * name; other keys need not send it. A request message has at most 3,932,160 bytes (3.75 MiB) unless
   * the server is set otherwise, so that an answer that repeats it fits into the 4 MiB that clients
   * take; more is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). Every error that plaudit answers is a
   * google.rpc.Status with an ErrorInfo of domain "plaudit"; its reason is named here in capitals.
   * Where fields break rules, BadRequest lists them all, each with its own reason, and ErrorInfo has the
   * reason of the first.
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
     * `request_id` makes them exact even when somebody changed the feedback in between.
     * Scope: feedback.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. NOT_FOUND
     * (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this namespace; create
     * it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still pending, or has
     * failed. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is recorded only once.
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
     * Items are applied in their order, so a later item may change an earlier one. Scope:
     * feedback.write. Errors of items: those of SubmitFeedback, as google.rpc.Status, with fields
     * named as in one Feedback: `text`, where SubmitFeedback says `feedback.text`.
     * </pre>
     */
    public io.github.plaudit.v1.BatchSubmitResponse batchSubmit(io.github.plaudit.v1.BatchSubmitRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchSubmitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetFeedback answers one feedback by its id.
     * Allowed to the credential that submitted it first, and to any with the scope feedback.read.
     * Errors: PERMISSION_DENIED (SCOPE_MISSING), whether the feedback exists or not, for a credential
     * that neither created it nor has the scope. NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace.
     * </pre>
     */
    public io.github.plaudit.v1.GetFeedbackResponse getFeedback(io.github.plaudit.v1.GetFeedbackRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetFeedbackMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs a credential: `authorization: Bearer KEY` or, where that header is
   * not sent, `x-api-key: KEY`. A key that spans namespaces chooses one with `x-namespace`, by id or
   * name; other keys need not send it. A request message has at most 3,932,160 bytes (3.75 MiB) unless
   * the server is set otherwise, so that an answer that repeats it fits into the 4 MiB that clients
   * take; more is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). Every error that plaudit answers is a
   * google.rpc.Status with an ErrorInfo of domain "plaudit"; its reason is named here in capitals.
   * Where fields break rules, BadRequest lists them all, each with its own reason, and ErrorInfo has the
   * reason of the first.
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
     * `request_id` makes them exact even when somebody changed the feedback in between.
     * Scope: feedback.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. NOT_FOUND
     * (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this namespace; create
     * it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still pending, or has
     * failed. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is recorded only once.
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
     * Items are applied in their order, so a later item may change an earlier one. Scope:
     * feedback.write. Errors of items: those of SubmitFeedback, as google.rpc.Status, with fields
     * named as in one Feedback: `text`, where SubmitFeedback says `feedback.text`.
     * </pre>
     */
    public io.github.plaudit.v1.BatchSubmitResponse batchSubmit(io.github.plaudit.v1.BatchSubmitRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchSubmitMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetFeedback answers one feedback by its id.
     * Allowed to the credential that submitted it first, and to any with the scope feedback.read.
     * Errors: PERMISSION_DENIED (SCOPE_MISSING), whether the feedback exists or not, for a credential
     * that neither created it nor has the scope. NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace.
     * </pre>
     */
    public io.github.plaudit.v1.GetFeedbackResponse getFeedback(io.github.plaudit.v1.GetFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetFeedbackMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service FeedbackService.
   * <pre>
   * FeedbackService records what people, models and code think of answers, searches and sessions.
   * Every call of every service needs a credential: `authorization: Bearer KEY` or, where that header is
   * not sent, `x-api-key: KEY`. A key that spans namespaces chooses one with `x-namespace`, by id or
   * name; other keys need not send it. A request message has at most 3,932,160 bytes (3.75 MiB) unless
   * the server is set otherwise, so that an answer that repeats it fits into the 4 MiB that clients
   * take; more is RESOURCE_EXHAUSTED (MESSAGE_TOO_LARGE). Every error that plaudit answers is a
   * google.rpc.Status with an ErrorInfo of domain "plaudit"; its reason is named here in capitals.
   * Where fields break rules, BadRequest lists them all, each with its own reason, and ErrorInfo has the
   * reason of the first.
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
     * `request_id` makes them exact even when somebody changed the feedback in between.
     * Scope: feedback.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. NOT_FOUND
     * (EXCHANGE_NOT_FOUND): a message or request target names no exchange of this namespace; create
     * it first. FAILED_PRECONDITION (EXCHANGE_NOT_COMPLETED): the exchange is still pending, or has
     * failed. UNAVAILABLE (STORAGE_UNAVAILABLE): retry after RetryInfo; the same is recorded only once.
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
     * Items are applied in their order, so a later item may change an earlier one. Scope:
     * feedback.write. Errors of items: those of SubmitFeedback, as google.rpc.Status, with fields
     * named as in one Feedback: `text`, where SubmitFeedback says `feedback.text`.
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
     * Allowed to the credential that submitted it first, and to any with the scope feedback.read.
     * Errors: PERMISSION_DENIED (SCOPE_MISSING), whether the feedback exists or not, for a credential
     * that neither created it nor has the scope. NOT_FOUND (FEEDBACK_NOT_FOUND): no such feedback in
     * this namespace.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.GetFeedbackResponse> getFeedback(
        io.github.plaudit.v1.GetFeedbackRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetFeedbackMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_SUBMIT_FEEDBACK = 0;
  private static final int METHODID_BATCH_SUBMIT = 1;
  private static final int METHODID_GET_FEEDBACK = 2;

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
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
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
              .build();
        }
      }
    }
    return result;
  }
}
