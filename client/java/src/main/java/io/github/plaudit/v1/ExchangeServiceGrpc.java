package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * ExchangeService registers the exchanges that feedback on messages and requests is about.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ExchangeServiceGrpc {

  private ExchangeServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "plaudit.v1.ExchangeService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateExchangeRequest,
      io.github.plaudit.v1.CreateExchangeResponse> getCreateExchangeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateExchange",
      requestType = io.github.plaudit.v1.CreateExchangeRequest.class,
      responseType = io.github.plaudit.v1.CreateExchangeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateExchangeRequest,
      io.github.plaudit.v1.CreateExchangeResponse> getCreateExchangeMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateExchangeRequest, io.github.plaudit.v1.CreateExchangeResponse> getCreateExchangeMethod;
    if ((getCreateExchangeMethod = ExchangeServiceGrpc.getCreateExchangeMethod) == null) {
      synchronized (ExchangeServiceGrpc.class) {
        if ((getCreateExchangeMethod = ExchangeServiceGrpc.getCreateExchangeMethod) == null) {
          ExchangeServiceGrpc.getCreateExchangeMethod = getCreateExchangeMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateExchangeRequest, io.github.plaudit.v1.CreateExchangeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateExchange"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateExchangeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateExchangeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExchangeServiceMethodDescriptorSupplier("CreateExchange"))
              .build();
        }
      }
    }
    return getCreateExchangeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchCreateExchangesRequest,
      io.github.plaudit.v1.BatchCreateExchangesResponse> getBatchCreateExchangesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchCreateExchanges",
      requestType = io.github.plaudit.v1.BatchCreateExchangesRequest.class,
      responseType = io.github.plaudit.v1.BatchCreateExchangesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchCreateExchangesRequest,
      io.github.plaudit.v1.BatchCreateExchangesResponse> getBatchCreateExchangesMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchCreateExchangesRequest, io.github.plaudit.v1.BatchCreateExchangesResponse> getBatchCreateExchangesMethod;
    if ((getBatchCreateExchangesMethod = ExchangeServiceGrpc.getBatchCreateExchangesMethod) == null) {
      synchronized (ExchangeServiceGrpc.class) {
        if ((getBatchCreateExchangesMethod = ExchangeServiceGrpc.getBatchCreateExchangesMethod) == null) {
          ExchangeServiceGrpc.getBatchCreateExchangesMethod = getBatchCreateExchangesMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.BatchCreateExchangesRequest, io.github.plaudit.v1.BatchCreateExchangesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchCreateExchanges"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.BatchCreateExchangesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.BatchCreateExchangesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExchangeServiceMethodDescriptorSupplier("BatchCreateExchanges"))
              .build();
        }
      }
    }
    return getBatchCreateExchangesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateExchangeRequest,
      io.github.plaudit.v1.UpdateExchangeResponse> getUpdateExchangeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateExchange",
      requestType = io.github.plaudit.v1.UpdateExchangeRequest.class,
      responseType = io.github.plaudit.v1.UpdateExchangeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateExchangeRequest,
      io.github.plaudit.v1.UpdateExchangeResponse> getUpdateExchangeMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateExchangeRequest, io.github.plaudit.v1.UpdateExchangeResponse> getUpdateExchangeMethod;
    if ((getUpdateExchangeMethod = ExchangeServiceGrpc.getUpdateExchangeMethod) == null) {
      synchronized (ExchangeServiceGrpc.class) {
        if ((getUpdateExchangeMethod = ExchangeServiceGrpc.getUpdateExchangeMethod) == null) {
          ExchangeServiceGrpc.getUpdateExchangeMethod = getUpdateExchangeMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.UpdateExchangeRequest, io.github.plaudit.v1.UpdateExchangeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateExchange"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateExchangeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateExchangeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExchangeServiceMethodDescriptorSupplier("UpdateExchange"))
              .build();
        }
      }
    }
    return getUpdateExchangeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.GetExchangeRequest,
      io.github.plaudit.v1.GetExchangeResponse> getGetExchangeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetExchange",
      requestType = io.github.plaudit.v1.GetExchangeRequest.class,
      responseType = io.github.plaudit.v1.GetExchangeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.GetExchangeRequest,
      io.github.plaudit.v1.GetExchangeResponse> getGetExchangeMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.GetExchangeRequest, io.github.plaudit.v1.GetExchangeResponse> getGetExchangeMethod;
    if ((getGetExchangeMethod = ExchangeServiceGrpc.getGetExchangeMethod) == null) {
      synchronized (ExchangeServiceGrpc.class) {
        if ((getGetExchangeMethod = ExchangeServiceGrpc.getGetExchangeMethod) == null) {
          ExchangeServiceGrpc.getGetExchangeMethod = getGetExchangeMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.GetExchangeRequest, io.github.plaudit.v1.GetExchangeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetExchange"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetExchangeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetExchangeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExchangeServiceMethodDescriptorSupplier("GetExchange"))
              .build();
        }
      }
    }
    return getGetExchangeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListExchangesRequest,
      io.github.plaudit.v1.ListExchangesResponse> getListExchangesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListExchanges",
      requestType = io.github.plaudit.v1.ListExchangesRequest.class,
      responseType = io.github.plaudit.v1.ListExchangesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListExchangesRequest,
      io.github.plaudit.v1.ListExchangesResponse> getListExchangesMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListExchangesRequest, io.github.plaudit.v1.ListExchangesResponse> getListExchangesMethod;
    if ((getListExchangesMethod = ExchangeServiceGrpc.getListExchangesMethod) == null) {
      synchronized (ExchangeServiceGrpc.class) {
        if ((getListExchangesMethod = ExchangeServiceGrpc.getListExchangesMethod) == null) {
          ExchangeServiceGrpc.getListExchangesMethod = getListExchangesMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListExchangesRequest, io.github.plaudit.v1.ListExchangesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListExchanges"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListExchangesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListExchangesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExchangeServiceMethodDescriptorSupplier("ListExchanges"))
              .build();
        }
      }
    }
    return getListExchangesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ExchangeServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExchangeServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExchangeServiceStub>() {
        @java.lang.Override
        public ExchangeServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExchangeServiceStub(channel, callOptions);
        }
      };
    return ExchangeServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ExchangeServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExchangeServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExchangeServiceBlockingV2Stub>() {
        @java.lang.Override
        public ExchangeServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExchangeServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ExchangeServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ExchangeServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExchangeServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExchangeServiceBlockingStub>() {
        @java.lang.Override
        public ExchangeServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExchangeServiceBlockingStub(channel, callOptions);
        }
      };
    return ExchangeServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ExchangeServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExchangeServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExchangeServiceFutureStub>() {
        @java.lang.Override
        public ExchangeServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExchangeServiceFutureStub(channel, callOptions);
        }
      };
    return ExchangeServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * ExchangeService registers the exchanges that feedback on messages and requests is about.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * CreateExchange registers one user message and the assistant's answer to it, durably.
     * Scope: exchanges.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. ALREADY_EXISTS
     * (EXCHANGE_EXISTS): the session has an exchange of that `message_id`, or of that `request_id`,
     * already, even of the same content; ResourceInfo has its id. Send a `request_id` of the request to
     * retry safely.
     * </pre>
     */
    default void createExchange(io.github.plaudit.v1.CreateExchangeRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateExchangeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateExchangeMethod(), responseObserver);
    }

    /**
     * <pre>
     * BatchCreateExchanges registers up to 1,000 exchanges, each on its own: a bad item gets its own
     * error, and its neighbours are registered all the same, durably when the answer comes. Items are
     * applied in their order. The call fails as a whole only where the request itself is wrong or the
     * storage took no writes (UNAVAILABLE).
     * Scope: exchanges.write. Errors of items: those of CreateExchange, with fields named as in one
     * Exchange.
     * </pre>
     */
    default void batchCreateExchanges(io.github.plaudit.v1.BatchCreateExchangesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchCreateExchangesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchCreateExchangesMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateExchange completes or fails a pending exchange, or amends what is known of one.
     * Scope: exchanges.write.
     * Errors: NOT_FOUND (EXCHANGE_NOT_FOUND). FAILED_PRECONDITION (EXCHANGE_STATUS_FINAL): a completed
     * or failed exchange takes no other status. INVALID_ARGUMENT (INVALID_FIELD): the exchange is not
     * named, a path of the mask is unknown or names a field that cannot change, or the mask holds the
     * status and none is set.
     * </pre>
     */
    default void updateExchange(io.github.plaudit.v1.UpdateExchangeRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateExchangeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateExchangeMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetExchange answers one exchange by its id, by its message or by its request.
     * Scope: exchanges.write or feedback.read. Errors: NOT_FOUND (EXCHANGE_NOT_FOUND).
     * </pre>
     */
    default void getExchange(io.github.plaudit.v1.GetExchangeRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetExchangeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetExchangeMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListExchanges finds exchanges by a filter, by creation, forwards or backwards. Pages stay stable
     * while exchanges arrive; one of long texts may hold fewer than asked for, and so may one of a filter
     * that fits little, even none: the list goes on as long as there is a `next_page_token`.
     * Scope: exchanges.write or feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter
     * contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query.
     * </pre>
     */
    default void listExchanges(io.github.plaudit.v1.ListExchangesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListExchangesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListExchangesMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ExchangeService.
   * <pre>
   * ExchangeService registers the exchanges that feedback on messages and requests is about.
   * </pre>
   */
  public static abstract class ExchangeServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ExchangeServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ExchangeService.
   * <pre>
   * ExchangeService registers the exchanges that feedback on messages and requests is about.
   * </pre>
   */
  public static final class ExchangeServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ExchangeServiceStub> {
    private ExchangeServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExchangeServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExchangeServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateExchange registers one user message and the assistant's answer to it, durably.
     * Scope: exchanges.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. ALREADY_EXISTS
     * (EXCHANGE_EXISTS): the session has an exchange of that `message_id`, or of that `request_id`,
     * already, even of the same content; ResourceInfo has its id. Send a `request_id` of the request to
     * retry safely.
     * </pre>
     */
    public void createExchange(io.github.plaudit.v1.CreateExchangeRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateExchangeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateExchangeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * BatchCreateExchanges registers up to 1,000 exchanges, each on its own: a bad item gets its own
     * error, and its neighbours are registered all the same, durably when the answer comes. Items are
     * applied in their order. The call fails as a whole only where the request itself is wrong or the
     * storage took no writes (UNAVAILABLE).
     * Scope: exchanges.write. Errors of items: those of CreateExchange, with fields named as in one
     * Exchange.
     * </pre>
     */
    public void batchCreateExchanges(io.github.plaudit.v1.BatchCreateExchangesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchCreateExchangesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchCreateExchangesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateExchange completes or fails a pending exchange, or amends what is known of one.
     * Scope: exchanges.write.
     * Errors: NOT_FOUND (EXCHANGE_NOT_FOUND). FAILED_PRECONDITION (EXCHANGE_STATUS_FINAL): a completed
     * or failed exchange takes no other status. INVALID_ARGUMENT (INVALID_FIELD): the exchange is not
     * named, a path of the mask is unknown or names a field that cannot change, or the mask holds the
     * status and none is set.
     * </pre>
     */
    public void updateExchange(io.github.plaudit.v1.UpdateExchangeRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateExchangeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateExchangeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetExchange answers one exchange by its id, by its message or by its request.
     * Scope: exchanges.write or feedback.read. Errors: NOT_FOUND (EXCHANGE_NOT_FOUND).
     * </pre>
     */
    public void getExchange(io.github.plaudit.v1.GetExchangeRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetExchangeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetExchangeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListExchanges finds exchanges by a filter, by creation, forwards or backwards. Pages stay stable
     * while exchanges arrive; one of long texts may hold fewer than asked for, and so may one of a filter
     * that fits little, even none: the list goes on as long as there is a `next_page_token`.
     * Scope: exchanges.write or feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter
     * contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query.
     * </pre>
     */
    public void listExchanges(io.github.plaudit.v1.ListExchangesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListExchangesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListExchangesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ExchangeService.
   * <pre>
   * ExchangeService registers the exchanges that feedback on messages and requests is about.
   * </pre>
   */
  public static final class ExchangeServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ExchangeServiceBlockingV2Stub> {
    private ExchangeServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExchangeServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExchangeServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateExchange registers one user message and the assistant's answer to it, durably.
     * Scope: exchanges.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. ALREADY_EXISTS
     * (EXCHANGE_EXISTS): the session has an exchange of that `message_id`, or of that `request_id`,
     * already, even of the same content; ResourceInfo has its id. Send a `request_id` of the request to
     * retry safely.
     * </pre>
     */
    public io.github.plaudit.v1.CreateExchangeResponse createExchange(io.github.plaudit.v1.CreateExchangeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateExchangeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BatchCreateExchanges registers up to 1,000 exchanges, each on its own: a bad item gets its own
     * error, and its neighbours are registered all the same, durably when the answer comes. Items are
     * applied in their order. The call fails as a whole only where the request itself is wrong or the
     * storage took no writes (UNAVAILABLE).
     * Scope: exchanges.write. Errors of items: those of CreateExchange, with fields named as in one
     * Exchange.
     * </pre>
     */
    public io.github.plaudit.v1.BatchCreateExchangesResponse batchCreateExchanges(io.github.plaudit.v1.BatchCreateExchangesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchCreateExchangesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateExchange completes or fails a pending exchange, or amends what is known of one.
     * Scope: exchanges.write.
     * Errors: NOT_FOUND (EXCHANGE_NOT_FOUND). FAILED_PRECONDITION (EXCHANGE_STATUS_FINAL): a completed
     * or failed exchange takes no other status. INVALID_ARGUMENT (INVALID_FIELD): the exchange is not
     * named, a path of the mask is unknown or names a field that cannot change, or the mask holds the
     * status and none is set.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateExchangeResponse updateExchange(io.github.plaudit.v1.UpdateExchangeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateExchangeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetExchange answers one exchange by its id, by its message or by its request.
     * Scope: exchanges.write or feedback.read. Errors: NOT_FOUND (EXCHANGE_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.GetExchangeResponse getExchange(io.github.plaudit.v1.GetExchangeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetExchangeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListExchanges finds exchanges by a filter, by creation, forwards or backwards. Pages stay stable
     * while exchanges arrive; one of long texts may hold fewer than asked for, and so may one of a filter
     * that fits little, even none: the list goes on as long as there is a `next_page_token`.
     * Scope: exchanges.write or feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter
     * contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query.
     * </pre>
     */
    public io.github.plaudit.v1.ListExchangesResponse listExchanges(io.github.plaudit.v1.ListExchangesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListExchangesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ExchangeService.
   * <pre>
   * ExchangeService registers the exchanges that feedback on messages and requests is about.
   * </pre>
   */
  public static final class ExchangeServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ExchangeServiceBlockingStub> {
    private ExchangeServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExchangeServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExchangeServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateExchange registers one user message and the assistant's answer to it, durably.
     * Scope: exchanges.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. ALREADY_EXISTS
     * (EXCHANGE_EXISTS): the session has an exchange of that `message_id`, or of that `request_id`,
     * already, even of the same content; ResourceInfo has its id. Send a `request_id` of the request to
     * retry safely.
     * </pre>
     */
    public io.github.plaudit.v1.CreateExchangeResponse createExchange(io.github.plaudit.v1.CreateExchangeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateExchangeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BatchCreateExchanges registers up to 1,000 exchanges, each on its own: a bad item gets its own
     * error, and its neighbours are registered all the same, durably when the answer comes. Items are
     * applied in their order. The call fails as a whole only where the request itself is wrong or the
     * storage took no writes (UNAVAILABLE).
     * Scope: exchanges.write. Errors of items: those of CreateExchange, with fields named as in one
     * Exchange.
     * </pre>
     */
    public io.github.plaudit.v1.BatchCreateExchangesResponse batchCreateExchanges(io.github.plaudit.v1.BatchCreateExchangesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchCreateExchangesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateExchange completes or fails a pending exchange, or amends what is known of one.
     * Scope: exchanges.write.
     * Errors: NOT_FOUND (EXCHANGE_NOT_FOUND). FAILED_PRECONDITION (EXCHANGE_STATUS_FINAL): a completed
     * or failed exchange takes no other status. INVALID_ARGUMENT (INVALID_FIELD): the exchange is not
     * named, a path of the mask is unknown or names a field that cannot change, or the mask holds the
     * status and none is set.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateExchangeResponse updateExchange(io.github.plaudit.v1.UpdateExchangeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateExchangeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetExchange answers one exchange by its id, by its message or by its request.
     * Scope: exchanges.write or feedback.read. Errors: NOT_FOUND (EXCHANGE_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.GetExchangeResponse getExchange(io.github.plaudit.v1.GetExchangeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetExchangeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListExchanges finds exchanges by a filter, by creation, forwards or backwards. Pages stay stable
     * while exchanges arrive; one of long texts may hold fewer than asked for, and so may one of a filter
     * that fits little, even none: the list goes on as long as there is a `next_page_token`.
     * Scope: exchanges.write or feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter
     * contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query.
     * </pre>
     */
    public io.github.plaudit.v1.ListExchangesResponse listExchanges(io.github.plaudit.v1.ListExchangesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListExchangesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ExchangeService.
   * <pre>
   * ExchangeService registers the exchanges that feedback on messages and requests is about.
   * </pre>
   */
  public static final class ExchangeServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ExchangeServiceFutureStub> {
    private ExchangeServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExchangeServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExchangeServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateExchange registers one user message and the assistant's answer to it, durably.
     * Scope: exchanges.write.
     * Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a rule. ALREADY_EXISTS
     * (EXCHANGE_EXISTS): the session has an exchange of that `message_id`, or of that `request_id`,
     * already, even of the same content; ResourceInfo has its id. Send a `request_id` of the request to
     * retry safely.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateExchangeResponse> createExchange(
        io.github.plaudit.v1.CreateExchangeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateExchangeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * BatchCreateExchanges registers up to 1,000 exchanges, each on its own: a bad item gets its own
     * error, and its neighbours are registered all the same, durably when the answer comes. Items are
     * applied in their order. The call fails as a whole only where the request itself is wrong or the
     * storage took no writes (UNAVAILABLE).
     * Scope: exchanges.write. Errors of items: those of CreateExchange, with fields named as in one
     * Exchange.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.BatchCreateExchangesResponse> batchCreateExchanges(
        io.github.plaudit.v1.BatchCreateExchangesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchCreateExchangesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateExchange completes or fails a pending exchange, or amends what is known of one.
     * Scope: exchanges.write.
     * Errors: NOT_FOUND (EXCHANGE_NOT_FOUND). FAILED_PRECONDITION (EXCHANGE_STATUS_FINAL): a completed
     * or failed exchange takes no other status. INVALID_ARGUMENT (INVALID_FIELD): the exchange is not
     * named, a path of the mask is unknown or names a field that cannot change, or the mask holds the
     * status and none is set.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.UpdateExchangeResponse> updateExchange(
        io.github.plaudit.v1.UpdateExchangeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateExchangeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetExchange answers one exchange by its id, by its message or by its request.
     * Scope: exchanges.write or feedback.read. Errors: NOT_FOUND (EXCHANGE_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.GetExchangeResponse> getExchange(
        io.github.plaudit.v1.GetExchangeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetExchangeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListExchanges finds exchanges by a filter, by creation, forwards or backwards. Pages stay stable
     * while exchanges arrive; one of long texts may hold fewer than asked for, and so may one of a filter
     * that fits little, even none: the list goes on as long as there is a `next_page_token`.
     * Scope: exchanges.write or feedback.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the filter
     * contradicts itself; (INVALID_PAGE_TOKEN): the token is of another query.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListExchangesResponse> listExchanges(
        io.github.plaudit.v1.ListExchangesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListExchangesMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_EXCHANGE = 0;
  private static final int METHODID_BATCH_CREATE_EXCHANGES = 1;
  private static final int METHODID_UPDATE_EXCHANGE = 2;
  private static final int METHODID_GET_EXCHANGE = 3;
  private static final int METHODID_LIST_EXCHANGES = 4;

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
        case METHODID_CREATE_EXCHANGE:
          serviceImpl.createExchange((io.github.plaudit.v1.CreateExchangeRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateExchangeResponse>) responseObserver);
          break;
        case METHODID_BATCH_CREATE_EXCHANGES:
          serviceImpl.batchCreateExchanges((io.github.plaudit.v1.BatchCreateExchangesRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchCreateExchangesResponse>) responseObserver);
          break;
        case METHODID_UPDATE_EXCHANGE:
          serviceImpl.updateExchange((io.github.plaudit.v1.UpdateExchangeRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateExchangeResponse>) responseObserver);
          break;
        case METHODID_GET_EXCHANGE:
          serviceImpl.getExchange((io.github.plaudit.v1.GetExchangeRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetExchangeResponse>) responseObserver);
          break;
        case METHODID_LIST_EXCHANGES:
          serviceImpl.listExchanges((io.github.plaudit.v1.ListExchangesRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListExchangesResponse>) responseObserver);
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
          getCreateExchangeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateExchangeRequest,
              io.github.plaudit.v1.CreateExchangeResponse>(
                service, METHODID_CREATE_EXCHANGE)))
        .addMethod(
          getBatchCreateExchangesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.BatchCreateExchangesRequest,
              io.github.plaudit.v1.BatchCreateExchangesResponse>(
                service, METHODID_BATCH_CREATE_EXCHANGES)))
        .addMethod(
          getUpdateExchangeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.UpdateExchangeRequest,
              io.github.plaudit.v1.UpdateExchangeResponse>(
                service, METHODID_UPDATE_EXCHANGE)))
        .addMethod(
          getGetExchangeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.GetExchangeRequest,
              io.github.plaudit.v1.GetExchangeResponse>(
                service, METHODID_GET_EXCHANGE)))
        .addMethod(
          getListExchangesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListExchangesRequest,
              io.github.plaudit.v1.ListExchangesResponse>(
                service, METHODID_LIST_EXCHANGES)))
        .build();
  }

  private static abstract class ExchangeServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ExchangeServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.plaudit.v1.ExchangeProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ExchangeService");
    }
  }

  private static final class ExchangeServiceFileDescriptorSupplier
      extends ExchangeServiceBaseDescriptorSupplier {
    ExchangeServiceFileDescriptorSupplier() {}
  }

  private static final class ExchangeServiceMethodDescriptorSupplier
      extends ExchangeServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ExchangeServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ExchangeServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ExchangeServiceFileDescriptorSupplier())
              .addMethod(getCreateExchangeMethod())
              .addMethod(getBatchCreateExchangesMethod())
              .addMethod(getUpdateExchangeMethod())
              .addMethod(getGetExchangeMethod())
              .addMethod(getListExchangesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
