package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * AnalyticsService answers how satisfied people are, and where they are not.
 * What counts is every feedback that is in force: not what was deleted or erased, nor what still
 * waits for its exchange. A change, a deletion, an erasure or an exchange that gets another topic
 * shows in the next call. A feedback counts at the time of its first submission.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AnalyticsServiceGrpc {

  private AnalyticsServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "plaudit.v1.AnalyticsService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.QuerySatisfactionRequest,
      io.github.plaudit.v1.QuerySatisfactionResponse> getQuerySatisfactionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "QuerySatisfaction",
      requestType = io.github.plaudit.v1.QuerySatisfactionRequest.class,
      responseType = io.github.plaudit.v1.QuerySatisfactionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.QuerySatisfactionRequest,
      io.github.plaudit.v1.QuerySatisfactionResponse> getQuerySatisfactionMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.QuerySatisfactionRequest, io.github.plaudit.v1.QuerySatisfactionResponse> getQuerySatisfactionMethod;
    if ((getQuerySatisfactionMethod = AnalyticsServiceGrpc.getQuerySatisfactionMethod) == null) {
      synchronized (AnalyticsServiceGrpc.class) {
        if ((getQuerySatisfactionMethod = AnalyticsServiceGrpc.getQuerySatisfactionMethod) == null) {
          AnalyticsServiceGrpc.getQuerySatisfactionMethod = getQuerySatisfactionMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.QuerySatisfactionRequest, io.github.plaudit.v1.QuerySatisfactionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "QuerySatisfaction"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.QuerySatisfactionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.QuerySatisfactionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AnalyticsServiceMethodDescriptorSupplier("QuerySatisfaction"))
              .build();
        }
      }
    }
    return getQuerySatisfactionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListLowSatisfactionRequest,
      io.github.plaudit.v1.ListLowSatisfactionResponse> getListLowSatisfactionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListLowSatisfaction",
      requestType = io.github.plaudit.v1.ListLowSatisfactionRequest.class,
      responseType = io.github.plaudit.v1.ListLowSatisfactionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListLowSatisfactionRequest,
      io.github.plaudit.v1.ListLowSatisfactionResponse> getListLowSatisfactionMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListLowSatisfactionRequest, io.github.plaudit.v1.ListLowSatisfactionResponse> getListLowSatisfactionMethod;
    if ((getListLowSatisfactionMethod = AnalyticsServiceGrpc.getListLowSatisfactionMethod) == null) {
      synchronized (AnalyticsServiceGrpc.class) {
        if ((getListLowSatisfactionMethod = AnalyticsServiceGrpc.getListLowSatisfactionMethod) == null) {
          AnalyticsServiceGrpc.getListLowSatisfactionMethod = getListLowSatisfactionMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListLowSatisfactionRequest, io.github.plaudit.v1.ListLowSatisfactionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListLowSatisfaction"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListLowSatisfactionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListLowSatisfactionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AnalyticsServiceMethodDescriptorSupplier("ListLowSatisfaction"))
              .build();
        }
      }
    }
    return getListLowSatisfactionMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AnalyticsServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AnalyticsServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AnalyticsServiceStub>() {
        @java.lang.Override
        public AnalyticsServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AnalyticsServiceStub(channel, callOptions);
        }
      };
    return AnalyticsServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AnalyticsServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AnalyticsServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AnalyticsServiceBlockingV2Stub>() {
        @java.lang.Override
        public AnalyticsServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AnalyticsServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AnalyticsServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AnalyticsServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AnalyticsServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AnalyticsServiceBlockingStub>() {
        @java.lang.Override
        public AnalyticsServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AnalyticsServiceBlockingStub(channel, callOptions);
        }
      };
    return AnalyticsServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AnalyticsServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AnalyticsServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AnalyticsServiceFutureStub>() {
        @java.lang.Override
        public AnalyticsServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AnalyticsServiceFutureStub(channel, callOptions);
        }
      };
    return AnalyticsServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * AnalyticsService answers how satisfied people are, and where they are not.
   * What counts is every feedback that is in force: not what was deleted or erased, nor what still
   * waits for its exchange. A change, a deletion, an erasure or an exchange that gets another topic
   * shows in the next call. A feedback counts at the time of its first submission.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * QuerySatisfaction counts feedback over time: how much there is, how much of it is positive or
     * negative, and the mean score. Its cost does not grow with the amount of feedback, but with the
     * periods and, where two dimensions or more are named, with their combinations.
     * Scope: analytics.read. Errors: INVALID_ARGUMENT (INVALID_FIELD) for an unknown time zone, a range
     * that ends before it starts, or more than 10,000 periods.
     * </pre>
     */
    default void querySatisfaction(io.github.plaudit.v1.QuerySatisfactionRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.QuerySatisfactionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getQuerySatisfactionMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListLowSatisfaction answers the exchanges or the topics that people are least satisfied with, the
     * worst first, with what people said.
     * The order is by how much dissatisfaction the votes prove: the lower bound of the Wilson interval,
     * at 95%, of the negative share of all thumbs. One thumb down alone proves 0.21, ninety of a
     * hundred prove 0.83.
     * Scope: analytics.read. Errors: as for QuerySatisfaction. What exchanges and feedback say, and
     * whose they are, is answered only to a key that has feedback.read too: without it an exchange has
     * its id, topic, confidence, model and times.
     * </pre>
     */
    default void listLowSatisfaction(io.github.plaudit.v1.ListLowSatisfactionRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListLowSatisfactionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListLowSatisfactionMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AnalyticsService.
   * <pre>
   * AnalyticsService answers how satisfied people are, and where they are not.
   * What counts is every feedback that is in force: not what was deleted or erased, nor what still
   * waits for its exchange. A change, a deletion, an erasure or an exchange that gets another topic
   * shows in the next call. A feedback counts at the time of its first submission.
   * </pre>
   */
  public static abstract class AnalyticsServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AnalyticsServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AnalyticsService.
   * <pre>
   * AnalyticsService answers how satisfied people are, and where they are not.
   * What counts is every feedback that is in force: not what was deleted or erased, nor what still
   * waits for its exchange. A change, a deletion, an erasure or an exchange that gets another topic
   * shows in the next call. A feedback counts at the time of its first submission.
   * </pre>
   */
  public static final class AnalyticsServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AnalyticsServiceStub> {
    private AnalyticsServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AnalyticsServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AnalyticsServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * QuerySatisfaction counts feedback over time: how much there is, how much of it is positive or
     * negative, and the mean score. Its cost does not grow with the amount of feedback, but with the
     * periods and, where two dimensions or more are named, with their combinations.
     * Scope: analytics.read. Errors: INVALID_ARGUMENT (INVALID_FIELD) for an unknown time zone, a range
     * that ends before it starts, or more than 10,000 periods.
     * </pre>
     */
    public void querySatisfaction(io.github.plaudit.v1.QuerySatisfactionRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.QuerySatisfactionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getQuerySatisfactionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListLowSatisfaction answers the exchanges or the topics that people are least satisfied with, the
     * worst first, with what people said.
     * The order is by how much dissatisfaction the votes prove: the lower bound of the Wilson interval,
     * at 95%, of the negative share of all thumbs. One thumb down alone proves 0.21, ninety of a
     * hundred prove 0.83.
     * Scope: analytics.read. Errors: as for QuerySatisfaction. What exchanges and feedback say, and
     * whose they are, is answered only to a key that has feedback.read too: without it an exchange has
     * its id, topic, confidence, model and times.
     * </pre>
     */
    public void listLowSatisfaction(io.github.plaudit.v1.ListLowSatisfactionRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListLowSatisfactionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListLowSatisfactionMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AnalyticsService.
   * <pre>
   * AnalyticsService answers how satisfied people are, and where they are not.
   * What counts is every feedback that is in force: not what was deleted or erased, nor what still
   * waits for its exchange. A change, a deletion, an erasure or an exchange that gets another topic
   * shows in the next call. A feedback counts at the time of its first submission.
   * </pre>
   */
  public static final class AnalyticsServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AnalyticsServiceBlockingV2Stub> {
    private AnalyticsServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AnalyticsServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AnalyticsServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * QuerySatisfaction counts feedback over time: how much there is, how much of it is positive or
     * negative, and the mean score. Its cost does not grow with the amount of feedback, but with the
     * periods and, where two dimensions or more are named, with their combinations.
     * Scope: analytics.read. Errors: INVALID_ARGUMENT (INVALID_FIELD) for an unknown time zone, a range
     * that ends before it starts, or more than 10,000 periods.
     * </pre>
     */
    public io.github.plaudit.v1.QuerySatisfactionResponse querySatisfaction(io.github.plaudit.v1.QuerySatisfactionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getQuerySatisfactionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListLowSatisfaction answers the exchanges or the topics that people are least satisfied with, the
     * worst first, with what people said.
     * The order is by how much dissatisfaction the votes prove: the lower bound of the Wilson interval,
     * at 95%, of the negative share of all thumbs. One thumb down alone proves 0.21, ninety of a
     * hundred prove 0.83.
     * Scope: analytics.read. Errors: as for QuerySatisfaction. What exchanges and feedback say, and
     * whose they are, is answered only to a key that has feedback.read too: without it an exchange has
     * its id, topic, confidence, model and times.
     * </pre>
     */
    public io.github.plaudit.v1.ListLowSatisfactionResponse listLowSatisfaction(io.github.plaudit.v1.ListLowSatisfactionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListLowSatisfactionMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AnalyticsService.
   * <pre>
   * AnalyticsService answers how satisfied people are, and where they are not.
   * What counts is every feedback that is in force: not what was deleted or erased, nor what still
   * waits for its exchange. A change, a deletion, an erasure or an exchange that gets another topic
   * shows in the next call. A feedback counts at the time of its first submission.
   * </pre>
   */
  public static final class AnalyticsServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AnalyticsServiceBlockingStub> {
    private AnalyticsServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AnalyticsServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AnalyticsServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * QuerySatisfaction counts feedback over time: how much there is, how much of it is positive or
     * negative, and the mean score. Its cost does not grow with the amount of feedback, but with the
     * periods and, where two dimensions or more are named, with their combinations.
     * Scope: analytics.read. Errors: INVALID_ARGUMENT (INVALID_FIELD) for an unknown time zone, a range
     * that ends before it starts, or more than 10,000 periods.
     * </pre>
     */
    public io.github.plaudit.v1.QuerySatisfactionResponse querySatisfaction(io.github.plaudit.v1.QuerySatisfactionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getQuerySatisfactionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListLowSatisfaction answers the exchanges or the topics that people are least satisfied with, the
     * worst first, with what people said.
     * The order is by how much dissatisfaction the votes prove: the lower bound of the Wilson interval,
     * at 95%, of the negative share of all thumbs. One thumb down alone proves 0.21, ninety of a
     * hundred prove 0.83.
     * Scope: analytics.read. Errors: as for QuerySatisfaction. What exchanges and feedback say, and
     * whose they are, is answered only to a key that has feedback.read too: without it an exchange has
     * its id, topic, confidence, model and times.
     * </pre>
     */
    public io.github.plaudit.v1.ListLowSatisfactionResponse listLowSatisfaction(io.github.plaudit.v1.ListLowSatisfactionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListLowSatisfactionMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AnalyticsService.
   * <pre>
   * AnalyticsService answers how satisfied people are, and where they are not.
   * What counts is every feedback that is in force: not what was deleted or erased, nor what still
   * waits for its exchange. A change, a deletion, an erasure or an exchange that gets another topic
   * shows in the next call. A feedback counts at the time of its first submission.
   * </pre>
   */
  public static final class AnalyticsServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AnalyticsServiceFutureStub> {
    private AnalyticsServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AnalyticsServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AnalyticsServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * QuerySatisfaction counts feedback over time: how much there is, how much of it is positive or
     * negative, and the mean score. Its cost does not grow with the amount of feedback, but with the
     * periods and, where two dimensions or more are named, with their combinations.
     * Scope: analytics.read. Errors: INVALID_ARGUMENT (INVALID_FIELD) for an unknown time zone, a range
     * that ends before it starts, or more than 10,000 periods.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.QuerySatisfactionResponse> querySatisfaction(
        io.github.plaudit.v1.QuerySatisfactionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getQuerySatisfactionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListLowSatisfaction answers the exchanges or the topics that people are least satisfied with, the
     * worst first, with what people said.
     * The order is by how much dissatisfaction the votes prove: the lower bound of the Wilson interval,
     * at 95%, of the negative share of all thumbs. One thumb down alone proves 0.21, ninety of a
     * hundred prove 0.83.
     * Scope: analytics.read. Errors: as for QuerySatisfaction. What exchanges and feedback say, and
     * whose they are, is answered only to a key that has feedback.read too: without it an exchange has
     * its id, topic, confidence, model and times.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListLowSatisfactionResponse> listLowSatisfaction(
        io.github.plaudit.v1.ListLowSatisfactionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListLowSatisfactionMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_QUERY_SATISFACTION = 0;
  private static final int METHODID_LIST_LOW_SATISFACTION = 1;

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
        case METHODID_QUERY_SATISFACTION:
          serviceImpl.querySatisfaction((io.github.plaudit.v1.QuerySatisfactionRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.QuerySatisfactionResponse>) responseObserver);
          break;
        case METHODID_LIST_LOW_SATISFACTION:
          serviceImpl.listLowSatisfaction((io.github.plaudit.v1.ListLowSatisfactionRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListLowSatisfactionResponse>) responseObserver);
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
          getQuerySatisfactionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.QuerySatisfactionRequest,
              io.github.plaudit.v1.QuerySatisfactionResponse>(
                service, METHODID_QUERY_SATISFACTION)))
        .addMethod(
          getListLowSatisfactionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListLowSatisfactionRequest,
              io.github.plaudit.v1.ListLowSatisfactionResponse>(
                service, METHODID_LIST_LOW_SATISFACTION)))
        .build();
  }

  private static abstract class AnalyticsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AnalyticsServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.plaudit.v1.AnalyticsProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AnalyticsService");
    }
  }

  private static final class AnalyticsServiceFileDescriptorSupplier
      extends AnalyticsServiceBaseDescriptorSupplier {
    AnalyticsServiceFileDescriptorSupplier() {}
  }

  private static final class AnalyticsServiceMethodDescriptorSupplier
      extends AnalyticsServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AnalyticsServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AnalyticsServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AnalyticsServiceFileDescriptorSupplier())
              .addMethod(getQuerySatisfactionMethod())
              .addMethod(getListLowSatisfactionMethod())
              .build();
        }
      }
    }
    return result;
  }
}
