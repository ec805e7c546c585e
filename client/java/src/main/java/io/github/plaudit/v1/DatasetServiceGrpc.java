package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * DatasetService keeps annotation datasets: what is shown, what is asked, and what was answered.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class DatasetServiceGrpc {

  private DatasetServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "plaudit.v1.DatasetService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateDatasetRequest,
      io.github.plaudit.v1.CreateDatasetResponse> getCreateDatasetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateDataset",
      requestType = io.github.plaudit.v1.CreateDatasetRequest.class,
      responseType = io.github.plaudit.v1.CreateDatasetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateDatasetRequest,
      io.github.plaudit.v1.CreateDatasetResponse> getCreateDatasetMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateDatasetRequest, io.github.plaudit.v1.CreateDatasetResponse> getCreateDatasetMethod;
    if ((getCreateDatasetMethod = DatasetServiceGrpc.getCreateDatasetMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getCreateDatasetMethod = DatasetServiceGrpc.getCreateDatasetMethod) == null) {
          DatasetServiceGrpc.getCreateDatasetMethod = getCreateDatasetMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateDatasetRequest, io.github.plaudit.v1.CreateDatasetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateDataset"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateDatasetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateDatasetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("CreateDataset"))
              .build();
        }
      }
    }
    return getCreateDatasetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.GetDatasetRequest,
      io.github.plaudit.v1.GetDatasetResponse> getGetDatasetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetDataset",
      requestType = io.github.plaudit.v1.GetDatasetRequest.class,
      responseType = io.github.plaudit.v1.GetDatasetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.GetDatasetRequest,
      io.github.plaudit.v1.GetDatasetResponse> getGetDatasetMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.GetDatasetRequest, io.github.plaudit.v1.GetDatasetResponse> getGetDatasetMethod;
    if ((getGetDatasetMethod = DatasetServiceGrpc.getGetDatasetMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getGetDatasetMethod = DatasetServiceGrpc.getGetDatasetMethod) == null) {
          DatasetServiceGrpc.getGetDatasetMethod = getGetDatasetMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.GetDatasetRequest, io.github.plaudit.v1.GetDatasetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetDataset"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetDatasetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetDatasetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("GetDataset"))
              .build();
        }
      }
    }
    return getGetDatasetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateRecordRequest,
      io.github.plaudit.v1.CreateRecordResponse> getCreateRecordMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateRecord",
      requestType = io.github.plaudit.v1.CreateRecordRequest.class,
      responseType = io.github.plaudit.v1.CreateRecordResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateRecordRequest,
      io.github.plaudit.v1.CreateRecordResponse> getCreateRecordMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateRecordRequest, io.github.plaudit.v1.CreateRecordResponse> getCreateRecordMethod;
    if ((getCreateRecordMethod = DatasetServiceGrpc.getCreateRecordMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getCreateRecordMethod = DatasetServiceGrpc.getCreateRecordMethod) == null) {
          DatasetServiceGrpc.getCreateRecordMethod = getCreateRecordMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateRecordRequest, io.github.plaudit.v1.CreateRecordResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateRecord"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateRecordRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateRecordResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("CreateRecord"))
              .build();
        }
      }
    }
    return getCreateRecordMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.GetRecordRequest,
      io.github.plaudit.v1.GetRecordResponse> getGetRecordMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetRecord",
      requestType = io.github.plaudit.v1.GetRecordRequest.class,
      responseType = io.github.plaudit.v1.GetRecordResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.GetRecordRequest,
      io.github.plaudit.v1.GetRecordResponse> getGetRecordMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.GetRecordRequest, io.github.plaudit.v1.GetRecordResponse> getGetRecordMethod;
    if ((getGetRecordMethod = DatasetServiceGrpc.getGetRecordMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getGetRecordMethod = DatasetServiceGrpc.getGetRecordMethod) == null) {
          DatasetServiceGrpc.getGetRecordMethod = getGetRecordMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.GetRecordRequest, io.github.plaudit.v1.GetRecordResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetRecord"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetRecordRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetRecordResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("GetRecord"))
              .build();
        }
      }
    }
    return getGetRecordMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static DatasetServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DatasetServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DatasetServiceStub>() {
        @java.lang.Override
        public DatasetServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DatasetServiceStub(channel, callOptions);
        }
      };
    return DatasetServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static DatasetServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DatasetServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DatasetServiceBlockingV2Stub>() {
        @java.lang.Override
        public DatasetServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DatasetServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return DatasetServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static DatasetServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DatasetServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DatasetServiceBlockingStub>() {
        @java.lang.Override
        public DatasetServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DatasetServiceBlockingStub(channel, callOptions);
        }
      };
    return DatasetServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static DatasetServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<DatasetServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<DatasetServiceFutureStub>() {
        @java.lang.Override
        public DatasetServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new DatasetServiceFutureStub(channel, callOptions);
        }
      };
    return DatasetServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * DatasetService keeps annotation datasets: what is shown, what is asked, and what was answered.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * CreateDataset defines a dataset.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a
     * rule. ALREADY_EXISTS (DATASET_EXISTS): the namespace has a dataset of that name.
     * </pre>
     */
    default void createDataset(io.github.plaudit.v1.CreateDatasetRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateDatasetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateDatasetMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetDataset answers one dataset by its id or its name.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    default void getDataset(io.github.plaudit.v1.GetDatasetRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetDatasetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetDatasetMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME,
     * a key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer that its question does not allow, or
     * a required question without an answer in a submitted response.
     * </pre>
     */
    default void createRecord(io.github.plaudit.v1.CreateRecordRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateRecordResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateRecordMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetRecord answers one record with the responses to it, oldest first.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    default void getRecord(io.github.plaudit.v1.GetRecordRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetRecordResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetRecordMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service DatasetService.
   * <pre>
   * DatasetService keeps annotation datasets: what is shown, what is asked, and what was answered.
   * </pre>
   */
  public static abstract class DatasetServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return DatasetServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service DatasetService.
   * <pre>
   * DatasetService keeps annotation datasets: what is shown, what is asked, and what was answered.
   * </pre>
   */
  public static final class DatasetServiceStub
      extends io.grpc.stub.AbstractAsyncStub<DatasetServiceStub> {
    private DatasetServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DatasetServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DatasetServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateDataset defines a dataset.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a
     * rule. ALREADY_EXISTS (DATASET_EXISTS): the namespace has a dataset of that name.
     * </pre>
     */
    public void createDataset(io.github.plaudit.v1.CreateDatasetRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateDatasetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateDatasetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetDataset answers one dataset by its id or its name.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    public void getDataset(io.github.plaudit.v1.GetDatasetRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetDatasetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetDatasetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME,
     * a key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer that its question does not allow, or
     * a required question without an answer in a submitted response.
     * </pre>
     */
    public void createRecord(io.github.plaudit.v1.CreateRecordRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateRecordResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateRecordMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetRecord answers one record with the responses to it, oldest first.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    public void getRecord(io.github.plaudit.v1.GetRecordRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetRecordResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetRecordMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service DatasetService.
   * <pre>
   * DatasetService keeps annotation datasets: what is shown, what is asked, and what was answered.
   * </pre>
   */
  public static final class DatasetServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<DatasetServiceBlockingV2Stub> {
    private DatasetServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DatasetServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DatasetServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateDataset defines a dataset.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a
     * rule. ALREADY_EXISTS (DATASET_EXISTS): the namespace has a dataset of that name.
     * </pre>
     */
    public io.github.plaudit.v1.CreateDatasetResponse createDataset(io.github.plaudit.v1.CreateDatasetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateDatasetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetDataset answers one dataset by its id or its name.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.GetDatasetResponse getDataset(io.github.plaudit.v1.GetDatasetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetDatasetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME,
     * a key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer that its question does not allow, or
     * a required question without an answer in a submitted response.
     * </pre>
     */
    public io.github.plaudit.v1.CreateRecordResponse createRecord(io.github.plaudit.v1.CreateRecordRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateRecordMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetRecord answers one record with the responses to it, oldest first.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.GetRecordResponse getRecord(io.github.plaudit.v1.GetRecordRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetRecordMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service DatasetService.
   * <pre>
   * DatasetService keeps annotation datasets: what is shown, what is asked, and what was answered.
   * </pre>
   */
  public static final class DatasetServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<DatasetServiceBlockingStub> {
    private DatasetServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DatasetServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DatasetServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateDataset defines a dataset.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a
     * rule. ALREADY_EXISTS (DATASET_EXISTS): the namespace has a dataset of that name.
     * </pre>
     */
    public io.github.plaudit.v1.CreateDatasetResponse createDataset(io.github.plaudit.v1.CreateDatasetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateDatasetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetDataset answers one dataset by its id or its name.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.GetDatasetResponse getDataset(io.github.plaudit.v1.GetDatasetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetDatasetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME,
     * a key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer that its question does not allow, or
     * a required question without an answer in a submitted response.
     * </pre>
     */
    public io.github.plaudit.v1.CreateRecordResponse createRecord(io.github.plaudit.v1.CreateRecordRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateRecordMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetRecord answers one record with the responses to it, oldest first.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.GetRecordResponse getRecord(io.github.plaudit.v1.GetRecordRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetRecordMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service DatasetService.
   * <pre>
   * DatasetService keeps annotation datasets: what is shown, what is asked, and what was answered.
   * </pre>
   */
  public static final class DatasetServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<DatasetServiceFutureStub> {
    private DatasetServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected DatasetServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new DatasetServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateDataset defines a dataset.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT (INVALID_FIELD) names every field that breaks a
     * rule. ALREADY_EXISTS (DATASET_EXISTS): the namespace has a dataset of that name.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateDatasetResponse> createDataset(
        io.github.plaudit.v1.CreateDatasetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateDatasetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetDataset answers one dataset by its id or its name.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.GetDatasetResponse> getDataset(
        io.github.plaudit.v1.GetDatasetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetDatasetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME,
     * a key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer that its question does not allow, or
     * a required question without an answer in a submitted response.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateRecordResponse> createRecord(
        io.github.plaudit.v1.CreateRecordRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateRecordMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetRecord answers one record with the responses to it, oldest first.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.GetRecordResponse> getRecord(
        io.github.plaudit.v1.GetRecordRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetRecordMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_DATASET = 0;
  private static final int METHODID_GET_DATASET = 1;
  private static final int METHODID_CREATE_RECORD = 2;
  private static final int METHODID_GET_RECORD = 3;

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
        case METHODID_CREATE_DATASET:
          serviceImpl.createDataset((io.github.plaudit.v1.CreateDatasetRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateDatasetResponse>) responseObserver);
          break;
        case METHODID_GET_DATASET:
          serviceImpl.getDataset((io.github.plaudit.v1.GetDatasetRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetDatasetResponse>) responseObserver);
          break;
        case METHODID_CREATE_RECORD:
          serviceImpl.createRecord((io.github.plaudit.v1.CreateRecordRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateRecordResponse>) responseObserver);
          break;
        case METHODID_GET_RECORD:
          serviceImpl.getRecord((io.github.plaudit.v1.GetRecordRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetRecordResponse>) responseObserver);
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
          getCreateDatasetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateDatasetRequest,
              io.github.plaudit.v1.CreateDatasetResponse>(
                service, METHODID_CREATE_DATASET)))
        .addMethod(
          getGetDatasetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.GetDatasetRequest,
              io.github.plaudit.v1.GetDatasetResponse>(
                service, METHODID_GET_DATASET)))
        .addMethod(
          getCreateRecordMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateRecordRequest,
              io.github.plaudit.v1.CreateRecordResponse>(
                service, METHODID_CREATE_RECORD)))
        .addMethod(
          getGetRecordMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.GetRecordRequest,
              io.github.plaudit.v1.GetRecordResponse>(
                service, METHODID_GET_RECORD)))
        .build();
  }

  private static abstract class DatasetServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    DatasetServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.plaudit.v1.DatasetProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("DatasetService");
    }
  }

  private static final class DatasetServiceFileDescriptorSupplier
      extends DatasetServiceBaseDescriptorSupplier {
    DatasetServiceFileDescriptorSupplier() {}
  }

  private static final class DatasetServiceMethodDescriptorSupplier
      extends DatasetServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    DatasetServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (DatasetServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new DatasetServiceFileDescriptorSupplier())
              .addMethod(getCreateDatasetMethod())
              .addMethod(getGetDatasetMethod())
              .addMethod(getCreateRecordMethod())
              .addMethod(getGetRecordMethod())
              .build();
        }
      }
    }
    return result;
  }
}
