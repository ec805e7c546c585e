package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * ExportService hands feedback to training.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ExportServiceGrpc {

  private ExportServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "plaudit.v1.ExportService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ExportTrainingRequest,
      io.github.plaudit.v1.ExportTrainingResponse> getExportTrainingMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ExportTraining",
      requestType = io.github.plaudit.v1.ExportTrainingRequest.class,
      responseType = io.github.plaudit.v1.ExportTrainingResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ExportTrainingRequest,
      io.github.plaudit.v1.ExportTrainingResponse> getExportTrainingMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ExportTrainingRequest, io.github.plaudit.v1.ExportTrainingResponse> getExportTrainingMethod;
    if ((getExportTrainingMethod = ExportServiceGrpc.getExportTrainingMethod) == null) {
      synchronized (ExportServiceGrpc.class) {
        if ((getExportTrainingMethod = ExportServiceGrpc.getExportTrainingMethod) == null) {
          ExportServiceGrpc.getExportTrainingMethod = getExportTrainingMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ExportTrainingRequest, io.github.plaudit.v1.ExportTrainingResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ExportTraining"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ExportTrainingRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ExportTrainingResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ExportServiceMethodDescriptorSupplier("ExportTraining"))
              .build();
        }
      }
    }
    return getExportTrainingMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ExportServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExportServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExportServiceStub>() {
        @java.lang.Override
        public ExportServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExportServiceStub(channel, callOptions);
        }
      };
    return ExportServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ExportServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExportServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExportServiceBlockingV2Stub>() {
        @java.lang.Override
        public ExportServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExportServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ExportServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ExportServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExportServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExportServiceBlockingStub>() {
        @java.lang.Override
        public ExportServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExportServiceBlockingStub(channel, callOptions);
        }
      };
    return ExportServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ExportServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ExportServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ExportServiceFutureStub>() {
        @java.lang.Override
        public ExportServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ExportServiceFutureStub(channel, callOptions);
        }
      };
    return ExportServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * ExportService hands feedback to training.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * ExportTraining streams training examples in the format of a trainer.
     * The export shows the feedback as it stood when the export began, whatever is submitted, changed
     * or deleted meanwhile; what is erased or removed by retention meanwhile is left out. Exchanges,
     * records and responses that were added later do not come; those that changed come as they are when
     * they are read, and an exchange that gets another prompt may come twice or not at all among
     * rewards. After a break, send the same request with the `resume_token` of the last message that
     * you have kept: the export goes on right behind it, at the same snapshot, for seven days.
     * Only feedback in force on exchanges that are there, with a prompt and an answer, makes examples;
     * raw feedback is all that is in force. An example of more than 4,000,000 bytes is left out:
     * clients take messages of 4 MiB. Examples come in no order that means anything, but always in the
     * same.
     * Scope: export.read. Errors: INVALID_ARGUMENT: INVALID_RESUME_TOKEN, the token is not from this
     * query; INVALID_FIELD, `prompt_field` is no text or chat field of the dataset. NOT_FOUND
     * (DATASET_NOT_FOUND). OUT_OF_RANGE (RESUME_TOKEN_EXPIRED): the export began more than seven days
     * ago.
     * </pre>
     */
    default void exportTraining(io.github.plaudit.v1.ExportTrainingRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ExportTrainingResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExportTrainingMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ExportService.
   * <pre>
   * ExportService hands feedback to training.
   * </pre>
   */
  public static abstract class ExportServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ExportServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ExportService.
   * <pre>
   * ExportService hands feedback to training.
   * </pre>
   */
  public static final class ExportServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ExportServiceStub> {
    private ExportServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExportServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExportServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * ExportTraining streams training examples in the format of a trainer.
     * The export shows the feedback as it stood when the export began, whatever is submitted, changed
     * or deleted meanwhile; what is erased or removed by retention meanwhile is left out. Exchanges,
     * records and responses that were added later do not come; those that changed come as they are when
     * they are read, and an exchange that gets another prompt may come twice or not at all among
     * rewards. After a break, send the same request with the `resume_token` of the last message that
     * you have kept: the export goes on right behind it, at the same snapshot, for seven days.
     * Only feedback in force on exchanges that are there, with a prompt and an answer, makes examples;
     * raw feedback is all that is in force. An example of more than 4,000,000 bytes is left out:
     * clients take messages of 4 MiB. Examples come in no order that means anything, but always in the
     * same.
     * Scope: export.read. Errors: INVALID_ARGUMENT: INVALID_RESUME_TOKEN, the token is not from this
     * query; INVALID_FIELD, `prompt_field` is no text or chat field of the dataset. NOT_FOUND
     * (DATASET_NOT_FOUND). OUT_OF_RANGE (RESUME_TOKEN_EXPIRED): the export began more than seven days
     * ago.
     * </pre>
     */
    public void exportTraining(io.github.plaudit.v1.ExportTrainingRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ExportTrainingResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getExportTrainingMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ExportService.
   * <pre>
   * ExportService hands feedback to training.
   * </pre>
   */
  public static final class ExportServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ExportServiceBlockingV2Stub> {
    private ExportServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExportServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExportServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * ExportTraining streams training examples in the format of a trainer.
     * The export shows the feedback as it stood when the export began, whatever is submitted, changed
     * or deleted meanwhile; what is erased or removed by retention meanwhile is left out. Exchanges,
     * records and responses that were added later do not come; those that changed come as they are when
     * they are read, and an exchange that gets another prompt may come twice or not at all among
     * rewards. After a break, send the same request with the `resume_token` of the last message that
     * you have kept: the export goes on right behind it, at the same snapshot, for seven days.
     * Only feedback in force on exchanges that are there, with a prompt and an answer, makes examples;
     * raw feedback is all that is in force. An example of more than 4,000,000 bytes is left out:
     * clients take messages of 4 MiB. Examples come in no order that means anything, but always in the
     * same.
     * Scope: export.read. Errors: INVALID_ARGUMENT: INVALID_RESUME_TOKEN, the token is not from this
     * query; INVALID_FIELD, `prompt_field` is no text or chat field of the dataset. NOT_FOUND
     * (DATASET_NOT_FOUND). OUT_OF_RANGE (RESUME_TOKEN_EXPIRED): the export began more than seven days
     * ago.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, io.github.plaudit.v1.ExportTrainingResponse>
        exportTraining(io.github.plaudit.v1.ExportTrainingRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getExportTrainingMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ExportService.
   * <pre>
   * ExportService hands feedback to training.
   * </pre>
   */
  public static final class ExportServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ExportServiceBlockingStub> {
    private ExportServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExportServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExportServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * ExportTraining streams training examples in the format of a trainer.
     * The export shows the feedback as it stood when the export began, whatever is submitted, changed
     * or deleted meanwhile; what is erased or removed by retention meanwhile is left out. Exchanges,
     * records and responses that were added later do not come; those that changed come as they are when
     * they are read, and an exchange that gets another prompt may come twice or not at all among
     * rewards. After a break, send the same request with the `resume_token` of the last message that
     * you have kept: the export goes on right behind it, at the same snapshot, for seven days.
     * Only feedback in force on exchanges that are there, with a prompt and an answer, makes examples;
     * raw feedback is all that is in force. An example of more than 4,000,000 bytes is left out:
     * clients take messages of 4 MiB. Examples come in no order that means anything, but always in the
     * same.
     * Scope: export.read. Errors: INVALID_ARGUMENT: INVALID_RESUME_TOKEN, the token is not from this
     * query; INVALID_FIELD, `prompt_field` is no text or chat field of the dataset. NOT_FOUND
     * (DATASET_NOT_FOUND). OUT_OF_RANGE (RESUME_TOKEN_EXPIRED): the export began more than seven days
     * ago.
     * </pre>
     */
    public java.util.Iterator<io.github.plaudit.v1.ExportTrainingResponse> exportTraining(
        io.github.plaudit.v1.ExportTrainingRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getExportTrainingMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ExportService.
   * <pre>
   * ExportService hands feedback to training.
   * </pre>
   */
  public static final class ExportServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ExportServiceFutureStub> {
    private ExportServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ExportServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ExportServiceFutureStub(channel, callOptions);
    }
  }

  private static final int METHODID_EXPORT_TRAINING = 0;

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
        case METHODID_EXPORT_TRAINING:
          serviceImpl.exportTraining((io.github.plaudit.v1.ExportTrainingRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ExportTrainingResponse>) responseObserver);
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
          getExportTrainingMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              io.github.plaudit.v1.ExportTrainingRequest,
              io.github.plaudit.v1.ExportTrainingResponse>(
                service, METHODID_EXPORT_TRAINING)))
        .build();
  }

  private static abstract class ExportServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ExportServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.plaudit.v1.ExportProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ExportService");
    }
  }

  private static final class ExportServiceFileDescriptorSupplier
      extends ExportServiceBaseDescriptorSupplier {
    ExportServiceFileDescriptorSupplier() {}
  }

  private static final class ExportServiceMethodDescriptorSupplier
      extends ExportServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ExportServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ExportServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ExportServiceFileDescriptorSupplier())
              .addMethod(getExportTrainingMethod())
              .build();
        }
      }
    }
    return result;
  }
}
