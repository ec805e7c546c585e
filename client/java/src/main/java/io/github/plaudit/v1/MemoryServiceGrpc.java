package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * MemoryService answers the exchanges that were kept because feedback on them was positive.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class MemoryServiceGrpc {

  private MemoryServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "plaudit.v1.MemoryService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListMemoriesRequest,
      io.github.plaudit.v1.ListMemoriesResponse> getListMemoriesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListMemories",
      requestType = io.github.plaudit.v1.ListMemoriesRequest.class,
      responseType = io.github.plaudit.v1.ListMemoriesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListMemoriesRequest,
      io.github.plaudit.v1.ListMemoriesResponse> getListMemoriesMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListMemoriesRequest, io.github.plaudit.v1.ListMemoriesResponse> getListMemoriesMethod;
    if ((getListMemoriesMethod = MemoryServiceGrpc.getListMemoriesMethod) == null) {
      synchronized (MemoryServiceGrpc.class) {
        if ((getListMemoriesMethod = MemoryServiceGrpc.getListMemoriesMethod) == null) {
          MemoryServiceGrpc.getListMemoriesMethod = getListMemoriesMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListMemoriesRequest, io.github.plaudit.v1.ListMemoriesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListMemories"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListMemoriesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListMemoriesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MemoryServiceMethodDescriptorSupplier("ListMemories"))
              .build();
        }
      }
    }
    return getListMemoriesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.SearchMemoriesRequest,
      io.github.plaudit.v1.SearchMemoriesResponse> getSearchMemoriesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SearchMemories",
      requestType = io.github.plaudit.v1.SearchMemoriesRequest.class,
      responseType = io.github.plaudit.v1.SearchMemoriesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.SearchMemoriesRequest,
      io.github.plaudit.v1.SearchMemoriesResponse> getSearchMemoriesMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.SearchMemoriesRequest, io.github.plaudit.v1.SearchMemoriesResponse> getSearchMemoriesMethod;
    if ((getSearchMemoriesMethod = MemoryServiceGrpc.getSearchMemoriesMethod) == null) {
      synchronized (MemoryServiceGrpc.class) {
        if ((getSearchMemoriesMethod = MemoryServiceGrpc.getSearchMemoriesMethod) == null) {
          MemoryServiceGrpc.getSearchMemoriesMethod = getSearchMemoriesMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.SearchMemoriesRequest, io.github.plaudit.v1.SearchMemoriesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SearchMemories"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.SearchMemoriesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.SearchMemoriesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new MemoryServiceMethodDescriptorSupplier("SearchMemories"))
              .build();
        }
      }
    }
    return getSearchMemoriesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static MemoryServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MemoryServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MemoryServiceStub>() {
        @java.lang.Override
        public MemoryServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MemoryServiceStub(channel, callOptions);
        }
      };
    return MemoryServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static MemoryServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MemoryServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MemoryServiceBlockingV2Stub>() {
        @java.lang.Override
        public MemoryServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MemoryServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return MemoryServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static MemoryServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MemoryServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MemoryServiceBlockingStub>() {
        @java.lang.Override
        public MemoryServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MemoryServiceBlockingStub(channel, callOptions);
        }
      };
    return MemoryServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static MemoryServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<MemoryServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<MemoryServiceFutureStub>() {
        @java.lang.Override
        public MemoryServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new MemoryServiceFutureStub(channel, callOptions);
        }
      };
    return MemoryServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * MemoryService answers the exchanges that were kept because feedback on them was positive.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * ListMemories lists the kept exchanges of the namespace, the newest exchange first. Pages stay
     * stable while memories come and go; one of long texts may hold fewer than asked for.
     * Scope: memories.read.
     * </pre>
     */
    default void listMemories(io.github.plaudit.v1.ListMemoriesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListMemoriesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListMemoriesMethod(), responseObserver);
    }

    /**
     * <pre>
     * SearchMemories finds kept exchanges by words of their prompts and answers, the best first, with
     * their texts: what an agent needs as context. Each word of the query counts, in upper or lower case
     * and with or without accents; an exchange with more of them, and with rarer ones, ranks higher.
     * In scripts that leave no space between words, such as Chinese, pairs of neighbouring characters
     * are the words. Of a prompt and of an answer the first 32,768 characters are searched, of a word
     * the first 64. A memory is found from the answer on that says `stored`.
     * Scope: memories.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the query has no word.
     * </pre>
     */
    default void searchMemories(io.github.plaudit.v1.SearchMemoriesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.SearchMemoriesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSearchMemoriesMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service MemoryService.
   * <pre>
   * MemoryService answers the exchanges that were kept because feedback on them was positive.
   * </pre>
   */
  public static abstract class MemoryServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return MemoryServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service MemoryService.
   * <pre>
   * MemoryService answers the exchanges that were kept because feedback on them was positive.
   * </pre>
   */
  public static final class MemoryServiceStub
      extends io.grpc.stub.AbstractAsyncStub<MemoryServiceStub> {
    private MemoryServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MemoryServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MemoryServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListMemories lists the kept exchanges of the namespace, the newest exchange first. Pages stay
     * stable while memories come and go; one of long texts may hold fewer than asked for.
     * Scope: memories.read.
     * </pre>
     */
    public void listMemories(io.github.plaudit.v1.ListMemoriesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListMemoriesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListMemoriesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * SearchMemories finds kept exchanges by words of their prompts and answers, the best first, with
     * their texts: what an agent needs as context. Each word of the query counts, in upper or lower case
     * and with or without accents; an exchange with more of them, and with rarer ones, ranks higher.
     * In scripts that leave no space between words, such as Chinese, pairs of neighbouring characters
     * are the words. Of a prompt and of an answer the first 32,768 characters are searched, of a word
     * the first 64. A memory is found from the answer on that says `stored`.
     * Scope: memories.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the query has no word.
     * </pre>
     */
    public void searchMemories(io.github.plaudit.v1.SearchMemoriesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.SearchMemoriesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSearchMemoriesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service MemoryService.
   * <pre>
   * MemoryService answers the exchanges that were kept because feedback on them was positive.
   * </pre>
   */
  public static final class MemoryServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<MemoryServiceBlockingV2Stub> {
    private MemoryServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MemoryServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MemoryServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * ListMemories lists the kept exchanges of the namespace, the newest exchange first. Pages stay
     * stable while memories come and go; one of long texts may hold fewer than asked for.
     * Scope: memories.read.
     * </pre>
     */
    public io.github.plaudit.v1.ListMemoriesResponse listMemories(io.github.plaudit.v1.ListMemoriesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListMemoriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SearchMemories finds kept exchanges by words of their prompts and answers, the best first, with
     * their texts: what an agent needs as context. Each word of the query counts, in upper or lower case
     * and with or without accents; an exchange with more of them, and with rarer ones, ranks higher.
     * In scripts that leave no space between words, such as Chinese, pairs of neighbouring characters
     * are the words. Of a prompt and of an answer the first 32,768 characters are searched, of a word
     * the first 64. A memory is found from the answer on that says `stored`.
     * Scope: memories.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the query has no word.
     * </pre>
     */
    public io.github.plaudit.v1.SearchMemoriesResponse searchMemories(io.github.plaudit.v1.SearchMemoriesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSearchMemoriesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service MemoryService.
   * <pre>
   * MemoryService answers the exchanges that were kept because feedback on them was positive.
   * </pre>
   */
  public static final class MemoryServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<MemoryServiceBlockingStub> {
    private MemoryServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MemoryServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MemoryServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListMemories lists the kept exchanges of the namespace, the newest exchange first. Pages stay
     * stable while memories come and go; one of long texts may hold fewer than asked for.
     * Scope: memories.read.
     * </pre>
     */
    public io.github.plaudit.v1.ListMemoriesResponse listMemories(io.github.plaudit.v1.ListMemoriesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListMemoriesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * SearchMemories finds kept exchanges by words of their prompts and answers, the best first, with
     * their texts: what an agent needs as context. Each word of the query counts, in upper or lower case
     * and with or without accents; an exchange with more of them, and with rarer ones, ranks higher.
     * In scripts that leave no space between words, such as Chinese, pairs of neighbouring characters
     * are the words. Of a prompt and of an answer the first 32,768 characters are searched, of a word
     * the first 64. A memory is found from the answer on that says `stored`.
     * Scope: memories.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the query has no word.
     * </pre>
     */
    public io.github.plaudit.v1.SearchMemoriesResponse searchMemories(io.github.plaudit.v1.SearchMemoriesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSearchMemoriesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service MemoryService.
   * <pre>
   * MemoryService answers the exchanges that were kept because feedback on them was positive.
   * </pre>
   */
  public static final class MemoryServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<MemoryServiceFutureStub> {
    private MemoryServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected MemoryServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new MemoryServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * ListMemories lists the kept exchanges of the namespace, the newest exchange first. Pages stay
     * stable while memories come and go; one of long texts may hold fewer than asked for.
     * Scope: memories.read.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListMemoriesResponse> listMemories(
        io.github.plaudit.v1.ListMemoriesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListMemoriesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * SearchMemories finds kept exchanges by words of their prompts and answers, the best first, with
     * their texts: what an agent needs as context. Each word of the query counts, in upper or lower case
     * and with or without accents; an exchange with more of them, and with rarer ones, ranks higher.
     * In scripts that leave no space between words, such as Chinese, pairs of neighbouring characters
     * are the words. Of a prompt and of an answer the first 32,768 characters are searched, of a word
     * the first 64. A memory is found from the answer on that says `stored`.
     * Scope: memories.read. Errors: INVALID_ARGUMENT (INVALID_FIELD): the query has no word.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.SearchMemoriesResponse> searchMemories(
        io.github.plaudit.v1.SearchMemoriesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSearchMemoriesMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_LIST_MEMORIES = 0;
  private static final int METHODID_SEARCH_MEMORIES = 1;

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
        case METHODID_LIST_MEMORIES:
          serviceImpl.listMemories((io.github.plaudit.v1.ListMemoriesRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListMemoriesResponse>) responseObserver);
          break;
        case METHODID_SEARCH_MEMORIES:
          serviceImpl.searchMemories((io.github.plaudit.v1.SearchMemoriesRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.SearchMemoriesResponse>) responseObserver);
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
          getListMemoriesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListMemoriesRequest,
              io.github.plaudit.v1.ListMemoriesResponse>(
                service, METHODID_LIST_MEMORIES)))
        .addMethod(
          getSearchMemoriesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.SearchMemoriesRequest,
              io.github.plaudit.v1.SearchMemoriesResponse>(
                service, METHODID_SEARCH_MEMORIES)))
        .build();
  }

  private static abstract class MemoryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    MemoryServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.plaudit.v1.MemoryProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("MemoryService");
    }
  }

  private static final class MemoryServiceFileDescriptorSupplier
      extends MemoryServiceBaseDescriptorSupplier {
    MemoryServiceFileDescriptorSupplier() {}
  }

  private static final class MemoryServiceMethodDescriptorSupplier
      extends MemoryServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    MemoryServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (MemoryServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new MemoryServiceFileDescriptorSupplier())
              .addMethod(getListMemoriesMethod())
              .addMethod(getSearchMemoriesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
