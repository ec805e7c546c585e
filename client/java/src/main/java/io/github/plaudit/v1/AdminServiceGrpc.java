package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * AdminService keeps namespaces and the API keys that open them. Its calls take no request id: a
 * namespace is known by its name, and a secret is never kept to be shown again.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AdminServiceGrpc {

  private AdminServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "plaudit.v1.AdminService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateNamespaceRequest,
      io.github.plaudit.v1.CreateNamespaceResponse> getCreateNamespaceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateNamespace",
      requestType = io.github.plaudit.v1.CreateNamespaceRequest.class,
      responseType = io.github.plaudit.v1.CreateNamespaceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateNamespaceRequest,
      io.github.plaudit.v1.CreateNamespaceResponse> getCreateNamespaceMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateNamespaceRequest, io.github.plaudit.v1.CreateNamespaceResponse> getCreateNamespaceMethod;
    if ((getCreateNamespaceMethod = AdminServiceGrpc.getCreateNamespaceMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateNamespaceMethod = AdminServiceGrpc.getCreateNamespaceMethod) == null) {
          AdminServiceGrpc.getCreateNamespaceMethod = getCreateNamespaceMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateNamespaceRequest, io.github.plaudit.v1.CreateNamespaceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateNamespace"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateNamespaceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateNamespaceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateNamespace"))
              .build();
        }
      }
    }
    return getCreateNamespaceMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.GetNamespaceRequest,
      io.github.plaudit.v1.GetNamespaceResponse> getGetNamespaceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetNamespace",
      requestType = io.github.plaudit.v1.GetNamespaceRequest.class,
      responseType = io.github.plaudit.v1.GetNamespaceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.GetNamespaceRequest,
      io.github.plaudit.v1.GetNamespaceResponse> getGetNamespaceMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.GetNamespaceRequest, io.github.plaudit.v1.GetNamespaceResponse> getGetNamespaceMethod;
    if ((getGetNamespaceMethod = AdminServiceGrpc.getGetNamespaceMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getGetNamespaceMethod = AdminServiceGrpc.getGetNamespaceMethod) == null) {
          AdminServiceGrpc.getGetNamespaceMethod = getGetNamespaceMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.GetNamespaceRequest, io.github.plaudit.v1.GetNamespaceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetNamespace"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetNamespaceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetNamespaceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("GetNamespace"))
              .build();
        }
      }
    }
    return getGetNamespaceMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListNamespacesRequest,
      io.github.plaudit.v1.ListNamespacesResponse> getListNamespacesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListNamespaces",
      requestType = io.github.plaudit.v1.ListNamespacesRequest.class,
      responseType = io.github.plaudit.v1.ListNamespacesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListNamespacesRequest,
      io.github.plaudit.v1.ListNamespacesResponse> getListNamespacesMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListNamespacesRequest, io.github.plaudit.v1.ListNamespacesResponse> getListNamespacesMethod;
    if ((getListNamespacesMethod = AdminServiceGrpc.getListNamespacesMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListNamespacesMethod = AdminServiceGrpc.getListNamespacesMethod) == null) {
          AdminServiceGrpc.getListNamespacesMethod = getListNamespacesMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListNamespacesRequest, io.github.plaudit.v1.ListNamespacesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListNamespaces"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListNamespacesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListNamespacesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListNamespaces"))
              .build();
        }
      }
    }
    return getListNamespacesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateApiKeyRequest,
      io.github.plaudit.v1.CreateApiKeyResponse> getCreateApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateApiKey",
      requestType = io.github.plaudit.v1.CreateApiKeyRequest.class,
      responseType = io.github.plaudit.v1.CreateApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateApiKeyRequest,
      io.github.plaudit.v1.CreateApiKeyResponse> getCreateApiKeyMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateApiKeyRequest, io.github.plaudit.v1.CreateApiKeyResponse> getCreateApiKeyMethod;
    if ((getCreateApiKeyMethod = AdminServiceGrpc.getCreateApiKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateApiKeyMethod = AdminServiceGrpc.getCreateApiKeyMethod) == null) {
          AdminServiceGrpc.getCreateApiKeyMethod = getCreateApiKeyMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateApiKeyRequest, io.github.plaudit.v1.CreateApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateApiKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateApiKey"))
              .build();
        }
      }
    }
    return getCreateApiKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListApiKeysRequest,
      io.github.plaudit.v1.ListApiKeysResponse> getListApiKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListApiKeys",
      requestType = io.github.plaudit.v1.ListApiKeysRequest.class,
      responseType = io.github.plaudit.v1.ListApiKeysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListApiKeysRequest,
      io.github.plaudit.v1.ListApiKeysResponse> getListApiKeysMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListApiKeysRequest, io.github.plaudit.v1.ListApiKeysResponse> getListApiKeysMethod;
    if ((getListApiKeysMethod = AdminServiceGrpc.getListApiKeysMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListApiKeysMethod = AdminServiceGrpc.getListApiKeysMethod) == null) {
          AdminServiceGrpc.getListApiKeysMethod = getListApiKeysMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListApiKeysRequest, io.github.plaudit.v1.ListApiKeysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListApiKeys"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListApiKeysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListApiKeysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListApiKeys"))
              .build();
        }
      }
    }
    return getListApiKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeApiKeyRequest,
      io.github.plaudit.v1.RevokeApiKeyResponse> getRevokeApiKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeApiKey",
      requestType = io.github.plaudit.v1.RevokeApiKeyRequest.class,
      responseType = io.github.plaudit.v1.RevokeApiKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeApiKeyRequest,
      io.github.plaudit.v1.RevokeApiKeyResponse> getRevokeApiKeyMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeApiKeyRequest, io.github.plaudit.v1.RevokeApiKeyResponse> getRevokeApiKeyMethod;
    if ((getRevokeApiKeyMethod = AdminServiceGrpc.getRevokeApiKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getRevokeApiKeyMethod = AdminServiceGrpc.getRevokeApiKeyMethod) == null) {
          AdminServiceGrpc.getRevokeApiKeyMethod = getRevokeApiKeyMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.RevokeApiKeyRequest, io.github.plaudit.v1.RevokeApiKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeApiKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.RevokeApiKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.RevokeApiKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("RevokeApiKey"))
              .build();
        }
      }
    }
    return getRevokeApiKeyMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AdminServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AdminServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AdminServiceStub>() {
        @java.lang.Override
        public AdminServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AdminServiceStub(channel, callOptions);
        }
      };
    return AdminServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AdminServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AdminServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AdminServiceBlockingV2Stub>() {
        @java.lang.Override
        public AdminServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AdminServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AdminServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AdminServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AdminServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AdminServiceBlockingStub>() {
        @java.lang.Override
        public AdminServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AdminServiceBlockingStub(channel, callOptions);
        }
      };
    return AdminServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AdminServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AdminServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AdminServiceFutureStub>() {
        @java.lang.Override
        public AdminServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AdminServiceFutureStub(channel, callOptions);
        }
      };
    return AdminServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * AdminService keeps namespaces and the API keys that open them. Its calls take no request id: a
   * namespace is known by its name, and a secret is never kept to be shown again.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * CreateNamespace opens a new tenant.
     * Scope: admin, on a key that spans all namespaces. Errors: PERMISSION_DENIED
     * (NAMESPACE_FORBIDDEN) for a key of one namespace. ALREADY_EXISTS (NAMESPACE_EXISTS).
     * </pre>
     */
    default void createNamespace(io.github.plaudit.v1.CreateNamespaceRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateNamespaceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateNamespaceMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetNamespace answers one namespace by its id or its name.
     * Scope: admin. Errors: NOT_FOUND (NAMESPACE_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN)
     * for a key of another namespace, whether the namespace exists or not.
     * </pre>
     */
    default void getNamespace(io.github.plaudit.v1.GetNamespaceRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetNamespaceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetNamespaceMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListNamespaces lists the namespaces that the key may open, by name.
     * Scope: admin.
     * </pre>
     */
    default void listNamespaces(io.github.plaudit.v1.ListNamespacesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListNamespacesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListNamespacesMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace.
     * </pre>
     */
    default void createApiKey(io.github.plaudit.v1.CreateApiKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListApiKeys lists the keys of the namespace of the call, newest first, expired and revoked ones
     * too, never their secrets.
     * Scope: admin.
     * </pre>
     */
    default void listApiKeys(io.github.plaudit.v1.ListApiKeysRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListApiKeysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListApiKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * RevokeApiKey ends a key of the namespace of the call: no call that starts after the answer
     * passes with it on this server; another server on the same database refuses it within 5 seconds.
     * Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND).
     * </pre>
     */
    default void revokeApiKey(io.github.plaudit.v1.RevokeApiKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeApiKeyMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AdminService.
   * <pre>
   * AdminService keeps namespaces and the API keys that open them. Its calls take no request id: a
   * namespace is known by its name, and a secret is never kept to be shown again.
   * </pre>
   */
  public static abstract class AdminServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AdminServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AdminService.
   * <pre>
   * AdminService keeps namespaces and the API keys that open them. Its calls take no request id: a
   * namespace is known by its name, and a secret is never kept to be shown again.
   * </pre>
   */
  public static final class AdminServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AdminServiceStub> {
    private AdminServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AdminServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AdminServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateNamespace opens a new tenant.
     * Scope: admin, on a key that spans all namespaces. Errors: PERMISSION_DENIED
     * (NAMESPACE_FORBIDDEN) for a key of one namespace. ALREADY_EXISTS (NAMESPACE_EXISTS).
     * </pre>
     */
    public void createNamespace(io.github.plaudit.v1.CreateNamespaceRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateNamespaceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateNamespaceMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetNamespace answers one namespace by its id or its name.
     * Scope: admin. Errors: NOT_FOUND (NAMESPACE_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN)
     * for a key of another namespace, whether the namespace exists or not.
     * </pre>
     */
    public void getNamespace(io.github.plaudit.v1.GetNamespaceRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetNamespaceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetNamespaceMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListNamespaces lists the namespaces that the key may open, by name.
     * Scope: admin.
     * </pre>
     */
    public void listNamespaces(io.github.plaudit.v1.ListNamespacesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListNamespacesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListNamespacesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace.
     * </pre>
     */
    public void createApiKey(io.github.plaudit.v1.CreateApiKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListApiKeys lists the keys of the namespace of the call, newest first, expired and revoked ones
     * too, never their secrets.
     * Scope: admin.
     * </pre>
     */
    public void listApiKeys(io.github.plaudit.v1.ListApiKeysRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListApiKeysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListApiKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RevokeApiKey ends a key of the namespace of the call: no call that starts after the answer
     * passes with it on this server; another server on the same database refuses it within 5 seconds.
     * Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND).
     * </pre>
     */
    public void revokeApiKey(io.github.plaudit.v1.RevokeApiKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeApiKeyMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AdminService.
   * <pre>
   * AdminService keeps namespaces and the API keys that open them. Its calls take no request id: a
   * namespace is known by its name, and a secret is never kept to be shown again.
   * </pre>
   */
  public static final class AdminServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AdminServiceBlockingV2Stub> {
    private AdminServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AdminServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AdminServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateNamespace opens a new tenant.
     * Scope: admin, on a key that spans all namespaces. Errors: PERMISSION_DENIED
     * (NAMESPACE_FORBIDDEN) for a key of one namespace. ALREADY_EXISTS (NAMESPACE_EXISTS).
     * </pre>
     */
    public io.github.plaudit.v1.CreateNamespaceResponse createNamespace(io.github.plaudit.v1.CreateNamespaceRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateNamespaceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetNamespace answers one namespace by its id or its name.
     * Scope: admin. Errors: NOT_FOUND (NAMESPACE_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN)
     * for a key of another namespace, whether the namespace exists or not.
     * </pre>
     */
    public io.github.plaudit.v1.GetNamespaceResponse getNamespace(io.github.plaudit.v1.GetNamespaceRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetNamespaceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListNamespaces lists the namespaces that the key may open, by name.
     * Scope: admin.
     * </pre>
     */
    public io.github.plaudit.v1.ListNamespacesResponse listNamespaces(io.github.plaudit.v1.ListNamespacesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListNamespacesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace.
     * </pre>
     */
    public io.github.plaudit.v1.CreateApiKeyResponse createApiKey(io.github.plaudit.v1.CreateApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListApiKeys lists the keys of the namespace of the call, newest first, expired and revoked ones
     * too, never their secrets.
     * Scope: admin.
     * </pre>
     */
    public io.github.plaudit.v1.ListApiKeysResponse listApiKeys(io.github.plaudit.v1.ListApiKeysRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListApiKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RevokeApiKey ends a key of the namespace of the call: no call that starts after the answer
     * passes with it on this server; another server on the same database refuses it within 5 seconds.
     * Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.RevokeApiKeyResponse revokeApiKey(io.github.plaudit.v1.RevokeApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeApiKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AdminService.
   * <pre>
   * AdminService keeps namespaces and the API keys that open them. Its calls take no request id: a
   * namespace is known by its name, and a secret is never kept to be shown again.
   * </pre>
   */
  public static final class AdminServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AdminServiceBlockingStub> {
    private AdminServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AdminServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AdminServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateNamespace opens a new tenant.
     * Scope: admin, on a key that spans all namespaces. Errors: PERMISSION_DENIED
     * (NAMESPACE_FORBIDDEN) for a key of one namespace. ALREADY_EXISTS (NAMESPACE_EXISTS).
     * </pre>
     */
    public io.github.plaudit.v1.CreateNamespaceResponse createNamespace(io.github.plaudit.v1.CreateNamespaceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateNamespaceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetNamespace answers one namespace by its id or its name.
     * Scope: admin. Errors: NOT_FOUND (NAMESPACE_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN)
     * for a key of another namespace, whether the namespace exists or not.
     * </pre>
     */
    public io.github.plaudit.v1.GetNamespaceResponse getNamespace(io.github.plaudit.v1.GetNamespaceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetNamespaceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListNamespaces lists the namespaces that the key may open, by name.
     * Scope: admin.
     * </pre>
     */
    public io.github.plaudit.v1.ListNamespacesResponse listNamespaces(io.github.plaudit.v1.ListNamespacesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListNamespacesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace.
     * </pre>
     */
    public io.github.plaudit.v1.CreateApiKeyResponse createApiKey(io.github.plaudit.v1.CreateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListApiKeys lists the keys of the namespace of the call, newest first, expired and revoked ones
     * too, never their secrets.
     * Scope: admin.
     * </pre>
     */
    public io.github.plaudit.v1.ListApiKeysResponse listApiKeys(io.github.plaudit.v1.ListApiKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListApiKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RevokeApiKey ends a key of the namespace of the call: no call that starts after the answer
     * passes with it on this server; another server on the same database refuses it within 5 seconds.
     * Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.RevokeApiKeyResponse revokeApiKey(io.github.plaudit.v1.RevokeApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeApiKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AdminService.
   * <pre>
   * AdminService keeps namespaces and the API keys that open them. Its calls take no request id: a
   * namespace is known by its name, and a secret is never kept to be shown again.
   * </pre>
   */
  public static final class AdminServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AdminServiceFutureStub> {
    private AdminServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AdminServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AdminServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * CreateNamespace opens a new tenant.
     * Scope: admin, on a key that spans all namespaces. Errors: PERMISSION_DENIED
     * (NAMESPACE_FORBIDDEN) for a key of one namespace. ALREADY_EXISTS (NAMESPACE_EXISTS).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateNamespaceResponse> createNamespace(
        io.github.plaudit.v1.CreateNamespaceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateNamespaceMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetNamespace answers one namespace by its id or its name.
     * Scope: admin. Errors: NOT_FOUND (NAMESPACE_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN)
     * for a key of another namespace, whether the namespace exists or not.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.GetNamespaceResponse> getNamespace(
        io.github.plaudit.v1.GetNamespaceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetNamespaceMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListNamespaces lists the namespaces that the key may open, by name.
     * Scope: admin.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListNamespacesResponse> listNamespaces(
        io.github.plaudit.v1.ListNamespacesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListNamespacesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateApiKeyResponse> createApiKey(
        io.github.plaudit.v1.CreateApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListApiKeys lists the keys of the namespace of the call, newest first, expired and revoked ones
     * too, never their secrets.
     * Scope: admin.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListApiKeysResponse> listApiKeys(
        io.github.plaudit.v1.ListApiKeysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListApiKeysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RevokeApiKey ends a key of the namespace of the call: no call that starts after the answer
     * passes with it on this server; another server on the same database refuses it within 5 seconds.
     * Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.RevokeApiKeyResponse> revokeApiKey(
        io.github.plaudit.v1.RevokeApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeApiKeyMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_NAMESPACE = 0;
  private static final int METHODID_GET_NAMESPACE = 1;
  private static final int METHODID_LIST_NAMESPACES = 2;
  private static final int METHODID_CREATE_API_KEY = 3;
  private static final int METHODID_LIST_API_KEYS = 4;
  private static final int METHODID_REVOKE_API_KEY = 5;

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
        case METHODID_CREATE_NAMESPACE:
          serviceImpl.createNamespace((io.github.plaudit.v1.CreateNamespaceRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateNamespaceResponse>) responseObserver);
          break;
        case METHODID_GET_NAMESPACE:
          serviceImpl.getNamespace((io.github.plaudit.v1.GetNamespaceRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetNamespaceResponse>) responseObserver);
          break;
        case METHODID_LIST_NAMESPACES:
          serviceImpl.listNamespaces((io.github.plaudit.v1.ListNamespacesRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListNamespacesResponse>) responseObserver);
          break;
        case METHODID_CREATE_API_KEY:
          serviceImpl.createApiKey((io.github.plaudit.v1.CreateApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateApiKeyResponse>) responseObserver);
          break;
        case METHODID_LIST_API_KEYS:
          serviceImpl.listApiKeys((io.github.plaudit.v1.ListApiKeysRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListApiKeysResponse>) responseObserver);
          break;
        case METHODID_REVOKE_API_KEY:
          serviceImpl.revokeApiKey((io.github.plaudit.v1.RevokeApiKeyRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeApiKeyResponse>) responseObserver);
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
          getCreateNamespaceMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateNamespaceRequest,
              io.github.plaudit.v1.CreateNamespaceResponse>(
                service, METHODID_CREATE_NAMESPACE)))
        .addMethod(
          getGetNamespaceMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.GetNamespaceRequest,
              io.github.plaudit.v1.GetNamespaceResponse>(
                service, METHODID_GET_NAMESPACE)))
        .addMethod(
          getListNamespacesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListNamespacesRequest,
              io.github.plaudit.v1.ListNamespacesResponse>(
                service, METHODID_LIST_NAMESPACES)))
        .addMethod(
          getCreateApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateApiKeyRequest,
              io.github.plaudit.v1.CreateApiKeyResponse>(
                service, METHODID_CREATE_API_KEY)))
        .addMethod(
          getListApiKeysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListApiKeysRequest,
              io.github.plaudit.v1.ListApiKeysResponse>(
                service, METHODID_LIST_API_KEYS)))
        .addMethod(
          getRevokeApiKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.RevokeApiKeyRequest,
              io.github.plaudit.v1.RevokeApiKeyResponse>(
                service, METHODID_REVOKE_API_KEY)))
        .build();
  }

  private static abstract class AdminServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AdminServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return io.github.plaudit.v1.AdminProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AdminService");
    }
  }

  private static final class AdminServiceFileDescriptorSupplier
      extends AdminServiceBaseDescriptorSupplier {
    AdminServiceFileDescriptorSupplier() {}
  }

  private static final class AdminServiceMethodDescriptorSupplier
      extends AdminServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AdminServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AdminServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AdminServiceFileDescriptorSupplier())
              .addMethod(getCreateNamespaceMethod())
              .addMethod(getGetNamespaceMethod())
              .addMethod(getListNamespacesMethod())
              .addMethod(getCreateApiKeyMethod())
              .addMethod(getListApiKeysMethod())
              .addMethod(getRevokeApiKeyMethod())
              .build();
        }
      }
    }
    return result;
  }
}
