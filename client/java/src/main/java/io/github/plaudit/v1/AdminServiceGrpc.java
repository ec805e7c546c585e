package io.github.plaudit.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * AdminService keeps namespaces, their settings and criteria, the keys that open them, and erases
 * people from them. Its calls take no request id: a namespace and a criterion are known by their
 * names, erasing twice erases once, and a secret is never kept to be shown again.
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

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateNamespaceRequest,
      io.github.plaudit.v1.UpdateNamespaceResponse> getUpdateNamespaceMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateNamespace",
      requestType = io.github.plaudit.v1.UpdateNamespaceRequest.class,
      responseType = io.github.plaudit.v1.UpdateNamespaceResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateNamespaceRequest,
      io.github.plaudit.v1.UpdateNamespaceResponse> getUpdateNamespaceMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateNamespaceRequest, io.github.plaudit.v1.UpdateNamespaceResponse> getUpdateNamespaceMethod;
    if ((getUpdateNamespaceMethod = AdminServiceGrpc.getUpdateNamespaceMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getUpdateNamespaceMethod = AdminServiceGrpc.getUpdateNamespaceMethod) == null) {
          AdminServiceGrpc.getUpdateNamespaceMethod = getUpdateNamespaceMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.UpdateNamespaceRequest, io.github.plaudit.v1.UpdateNamespaceResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateNamespace"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateNamespaceRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateNamespaceResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("UpdateNamespace"))
              .build();
        }
      }
    }
    return getUpdateNamespaceMethod;
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

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateSigningKeyRequest,
      io.github.plaudit.v1.CreateSigningKeyResponse> getCreateSigningKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateSigningKey",
      requestType = io.github.plaudit.v1.CreateSigningKeyRequest.class,
      responseType = io.github.plaudit.v1.CreateSigningKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateSigningKeyRequest,
      io.github.plaudit.v1.CreateSigningKeyResponse> getCreateSigningKeyMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateSigningKeyRequest, io.github.plaudit.v1.CreateSigningKeyResponse> getCreateSigningKeyMethod;
    if ((getCreateSigningKeyMethod = AdminServiceGrpc.getCreateSigningKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateSigningKeyMethod = AdminServiceGrpc.getCreateSigningKeyMethod) == null) {
          AdminServiceGrpc.getCreateSigningKeyMethod = getCreateSigningKeyMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateSigningKeyRequest, io.github.plaudit.v1.CreateSigningKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateSigningKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateSigningKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateSigningKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateSigningKey"))
              .build();
        }
      }
    }
    return getCreateSigningKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListSigningKeysRequest,
      io.github.plaudit.v1.ListSigningKeysResponse> getListSigningKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListSigningKeys",
      requestType = io.github.plaudit.v1.ListSigningKeysRequest.class,
      responseType = io.github.plaudit.v1.ListSigningKeysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListSigningKeysRequest,
      io.github.plaudit.v1.ListSigningKeysResponse> getListSigningKeysMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListSigningKeysRequest, io.github.plaudit.v1.ListSigningKeysResponse> getListSigningKeysMethod;
    if ((getListSigningKeysMethod = AdminServiceGrpc.getListSigningKeysMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListSigningKeysMethod = AdminServiceGrpc.getListSigningKeysMethod) == null) {
          AdminServiceGrpc.getListSigningKeysMethod = getListSigningKeysMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListSigningKeysRequest, io.github.plaudit.v1.ListSigningKeysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListSigningKeys"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListSigningKeysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListSigningKeysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListSigningKeys"))
              .build();
        }
      }
    }
    return getListSigningKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeSigningKeyRequest,
      io.github.plaudit.v1.RevokeSigningKeyResponse> getRevokeSigningKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeSigningKey",
      requestType = io.github.plaudit.v1.RevokeSigningKeyRequest.class,
      responseType = io.github.plaudit.v1.RevokeSigningKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeSigningKeyRequest,
      io.github.plaudit.v1.RevokeSigningKeyResponse> getRevokeSigningKeyMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.RevokeSigningKeyRequest, io.github.plaudit.v1.RevokeSigningKeyResponse> getRevokeSigningKeyMethod;
    if ((getRevokeSigningKeyMethod = AdminServiceGrpc.getRevokeSigningKeyMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getRevokeSigningKeyMethod = AdminServiceGrpc.getRevokeSigningKeyMethod) == null) {
          AdminServiceGrpc.getRevokeSigningKeyMethod = getRevokeSigningKeyMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.RevokeSigningKeyRequest, io.github.plaudit.v1.RevokeSigningKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeSigningKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.RevokeSigningKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.RevokeSigningKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("RevokeSigningKey"))
              .build();
        }
      }
    }
    return getRevokeSigningKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateCriterionRequest,
      io.github.plaudit.v1.CreateCriterionResponse> getCreateCriterionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateCriterion",
      requestType = io.github.plaudit.v1.CreateCriterionRequest.class,
      responseType = io.github.plaudit.v1.CreateCriterionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateCriterionRequest,
      io.github.plaudit.v1.CreateCriterionResponse> getCreateCriterionMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateCriterionRequest, io.github.plaudit.v1.CreateCriterionResponse> getCreateCriterionMethod;
    if ((getCreateCriterionMethod = AdminServiceGrpc.getCreateCriterionMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getCreateCriterionMethod = AdminServiceGrpc.getCreateCriterionMethod) == null) {
          AdminServiceGrpc.getCreateCriterionMethod = getCreateCriterionMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateCriterionRequest, io.github.plaudit.v1.CreateCriterionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateCriterion"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateCriterionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateCriterionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("CreateCriterion"))
              .build();
        }
      }
    }
    return getCreateCriterionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListCriteriaRequest,
      io.github.plaudit.v1.ListCriteriaResponse> getListCriteriaMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCriteria",
      requestType = io.github.plaudit.v1.ListCriteriaRequest.class,
      responseType = io.github.plaudit.v1.ListCriteriaResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListCriteriaRequest,
      io.github.plaudit.v1.ListCriteriaResponse> getListCriteriaMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListCriteriaRequest, io.github.plaudit.v1.ListCriteriaResponse> getListCriteriaMethod;
    if ((getListCriteriaMethod = AdminServiceGrpc.getListCriteriaMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getListCriteriaMethod = AdminServiceGrpc.getListCriteriaMethod) == null) {
          AdminServiceGrpc.getListCriteriaMethod = getListCriteriaMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListCriteriaRequest, io.github.plaudit.v1.ListCriteriaResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCriteria"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListCriteriaRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListCriteriaResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ListCriteria"))
              .build();
        }
      }
    }
    return getListCriteriaMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ArchiveCriterionRequest,
      io.github.plaudit.v1.ArchiveCriterionResponse> getArchiveCriterionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ArchiveCriterion",
      requestType = io.github.plaudit.v1.ArchiveCriterionRequest.class,
      responseType = io.github.plaudit.v1.ArchiveCriterionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ArchiveCriterionRequest,
      io.github.plaudit.v1.ArchiveCriterionResponse> getArchiveCriterionMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ArchiveCriterionRequest, io.github.plaudit.v1.ArchiveCriterionResponse> getArchiveCriterionMethod;
    if ((getArchiveCriterionMethod = AdminServiceGrpc.getArchiveCriterionMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getArchiveCriterionMethod = AdminServiceGrpc.getArchiveCriterionMethod) == null) {
          AdminServiceGrpc.getArchiveCriterionMethod = getArchiveCriterionMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ArchiveCriterionRequest, io.github.plaudit.v1.ArchiveCriterionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ArchiveCriterion"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ArchiveCriterionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ArchiveCriterionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("ArchiveCriterion"))
              .build();
        }
      }
    }
    return getArchiveCriterionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.EraseSubjectRequest,
      io.github.plaudit.v1.EraseSubjectResponse> getEraseSubjectMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "EraseSubject",
      requestType = io.github.plaudit.v1.EraseSubjectRequest.class,
      responseType = io.github.plaudit.v1.EraseSubjectResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.EraseSubjectRequest,
      io.github.plaudit.v1.EraseSubjectResponse> getEraseSubjectMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.EraseSubjectRequest, io.github.plaudit.v1.EraseSubjectResponse> getEraseSubjectMethod;
    if ((getEraseSubjectMethod = AdminServiceGrpc.getEraseSubjectMethod) == null) {
      synchronized (AdminServiceGrpc.class) {
        if ((getEraseSubjectMethod = AdminServiceGrpc.getEraseSubjectMethod) == null) {
          AdminServiceGrpc.getEraseSubjectMethod = getEraseSubjectMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.EraseSubjectRequest, io.github.plaudit.v1.EraseSubjectResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "EraseSubject"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.EraseSubjectRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.EraseSubjectResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AdminServiceMethodDescriptorSupplier("EraseSubject"))
              .build();
        }
      }
    }
    return getEraseSubjectMethod;
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
   * AdminService keeps namespaces, their settings and criteria, the keys that open them, and erases
   * people from them. Its calls take no request id: a namespace and a criterion are known by their
   * names, erasing twice erases once, and a secret is never kept to be shown again.
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
     * UpdateNamespace changes the settings of the namespace of the call. They hold from the answer on
     * for this server, and within 5 seconds for others on the same database.
     * Scope: admin. `api_access_disabled` takes a key that spans all namespaces. Errors:
     * PERMISSION_DENIED (NAMESPACE_FORBIDDEN). INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is
     * unknown or names what cannot change.
     * </pre>
     */
    default void updateNamespace(io.github.plaudit.v1.UpdateNamespaceRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateNamespaceResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateNamespaceMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * A key makes none that may do more than itself or lives longer.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace; (SCOPE_MISSING): `scopes` names one that the calling key lacks; ErrorInfo has
     * those that are missing as `scopes`. INVALID_ARGUMENT (INVALID_FIELD): also where the calling key
     * expires, and `expire_time` is unset or later.
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
     * The feedback tokens that the key made end with it. Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN): the
     * key spans all namespaces, as operators' keys do, and the calling key does not.
     * </pre>
     */
    default void revokeApiKey(io.github.plaudit.v1.RevokeApiKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeApiKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeApiKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateSigningKey registers a key with which the application signs the session tokens of its end
     * users, for the namespace of the call.
     * Scope: admin, with feedback.read and feedback.write, which session tokens open. Errors:
     * INVALID_ARGUMENT (INVALID_FIELD): the key is not one of its algorithm, or too weak.
     * PERMISSION_DENIED (SCOPE_MISSING): the calling key lacks one of the three. ALREADY_EXISTS
     * (SIGNING_KEY_EXISTS): the namespace has a key of that `key_id`.
     * </pre>
     */
    default void createSigningKey(io.github.plaudit.v1.CreateSigningKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateSigningKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateSigningKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListSigningKeys lists the signing keys of the namespace of the call, newest first, revoked ones
     * too, never the secrets.
     * Scope: admin.
     * </pre>
     */
    default void listSigningKeys(io.github.plaudit.v1.ListSigningKeysRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListSigningKeysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListSigningKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * RevokeSigningKey ends a signing key of the namespace of the call and every session token that it
     * signed: at once on this server, within 5 seconds on others. Revoking a revoked key changes
     * nothing.
     * Scope: admin. Errors: NOT_FOUND (SIGNING_KEY_NOT_FOUND).
     * </pre>
     */
    default void revokeSigningKey(io.github.plaudit.v1.RevokeSigningKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeSigningKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeSigningKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateCriterion says what feedback under a name must hold, in the namespace of the call. From the
     * answer on feedback under that name that does not fit is refused; what is stored already stays.
     * Names without a criterion take anything.
     * Scope: admin. Errors: ALREADY_EXISTS (CRITERION_EXISTS): the namespace has a criterion of that
     * name that is not archived.
     * </pre>
     */
    default void createCriterion(io.github.plaudit.v1.CreateCriterionRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateCriterionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateCriterionMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListCriteria lists the criteria of the namespace of the call, newest first, without the archived
     * ones unless asked for.
     * Scope: admin, feedback.read or feedback.write. Errors: PERMISSION_DENIED (API_ACCESS_DISABLED): the
     * namespace has no API access, and the key no scope admin.
     * </pre>
     */
    default void listCriteria(io.github.plaudit.v1.ListCriteriaRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListCriteriaResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCriteriaMethod(), responseObserver);
    }

    /**
     * <pre>
     * ArchiveCriterion ends a criterion of the namespace of the call: its name takes anything again, or
     * a new criterion. Archiving an archived one changes nothing.
     * Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND).
     * </pre>
     */
    default void archiveCriterion(io.github.plaudit.v1.ArchiveCriterionRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ArchiveCriterionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getArchiveCriterionMethod(), responseObserver);
    }

    /**
     * <pre>
     * EraseSubject erases all that the namespace of the call keeps of one person: feedback by them and
     * its revisions, exchanges of theirs and the memories of those, their responses to records, tokens
     * made for them, and first answers that were kept for retries. When it answers, nothing of it is
     * left in the database; on SQLite not in the file either. Their votes for memories are withdrawn.
     * Watchers are told the ids of the feedback that went. Erasing again erases what came since. A
     * `user_id` takes all that names it along, also what it did on behalf of an end user.
     * SQLite's file is written anew for it, once for all calls that wait for it, which takes some
     * seconds a gigabyte: meanwhile others read, and what they write waits or is UNAVAILABLE.
     * Feedback of others on an exchange that went stays, counts, and keeps no memory. Data of others that
     * mentions the person in its text is not found. On PostgreSQL what is erased is
     * out of reach at once and leaves the files when the database vacuums; backups are the operator's.
     * Scope: admin. Errors: UNAVAILABLE (STORAGE_UNAVAILABLE): not all is erased yet; ask again.
     * </pre>
     */
    default void eraseSubject(io.github.plaudit.v1.EraseSubjectRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.EraseSubjectResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getEraseSubjectMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AdminService.
   * <pre>
   * AdminService keeps namespaces, their settings and criteria, the keys that open them, and erases
   * people from them. Its calls take no request id: a namespace and a criterion are known by their
   * names, erasing twice erases once, and a secret is never kept to be shown again.
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
   * AdminService keeps namespaces, their settings and criteria, the keys that open them, and erases
   * people from them. Its calls take no request id: a namespace and a criterion are known by their
   * names, erasing twice erases once, and a secret is never kept to be shown again.
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
     * UpdateNamespace changes the settings of the namespace of the call. They hold from the answer on
     * for this server, and within 5 seconds for others on the same database.
     * Scope: admin. `api_access_disabled` takes a key that spans all namespaces. Errors:
     * PERMISSION_DENIED (NAMESPACE_FORBIDDEN). INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is
     * unknown or names what cannot change.
     * </pre>
     */
    public void updateNamespace(io.github.plaudit.v1.UpdateNamespaceRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateNamespaceResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateNamespaceMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * A key makes none that may do more than itself or lives longer.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace; (SCOPE_MISSING): `scopes` names one that the calling key lacks; ErrorInfo has
     * those that are missing as `scopes`. INVALID_ARGUMENT (INVALID_FIELD): also where the calling key
     * expires, and `expire_time` is unset or later.
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
     * The feedback tokens that the key made end with it. Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN): the
     * key spans all namespaces, as operators' keys do, and the calling key does not.
     * </pre>
     */
    public void revokeApiKey(io.github.plaudit.v1.RevokeApiKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeApiKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeApiKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateSigningKey registers a key with which the application signs the session tokens of its end
     * users, for the namespace of the call.
     * Scope: admin, with feedback.read and feedback.write, which session tokens open. Errors:
     * INVALID_ARGUMENT (INVALID_FIELD): the key is not one of its algorithm, or too weak.
     * PERMISSION_DENIED (SCOPE_MISSING): the calling key lacks one of the three. ALREADY_EXISTS
     * (SIGNING_KEY_EXISTS): the namespace has a key of that `key_id`.
     * </pre>
     */
    public void createSigningKey(io.github.plaudit.v1.CreateSigningKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateSigningKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateSigningKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListSigningKeys lists the signing keys of the namespace of the call, newest first, revoked ones
     * too, never the secrets.
     * Scope: admin.
     * </pre>
     */
    public void listSigningKeys(io.github.plaudit.v1.ListSigningKeysRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListSigningKeysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListSigningKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * RevokeSigningKey ends a signing key of the namespace of the call and every session token that it
     * signed: at once on this server, within 5 seconds on others. Revoking a revoked key changes
     * nothing.
     * Scope: admin. Errors: NOT_FOUND (SIGNING_KEY_NOT_FOUND).
     * </pre>
     */
    public void revokeSigningKey(io.github.plaudit.v1.RevokeSigningKeyRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeSigningKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeSigningKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateCriterion says what feedback under a name must hold, in the namespace of the call. From the
     * answer on feedback under that name that does not fit is refused; what is stored already stays.
     * Names without a criterion take anything.
     * Scope: admin. Errors: ALREADY_EXISTS (CRITERION_EXISTS): the namespace has a criterion of that
     * name that is not archived.
     * </pre>
     */
    public void createCriterion(io.github.plaudit.v1.CreateCriterionRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateCriterionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateCriterionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListCriteria lists the criteria of the namespace of the call, newest first, without the archived
     * ones unless asked for.
     * Scope: admin, feedback.read or feedback.write. Errors: PERMISSION_DENIED (API_ACCESS_DISABLED): the
     * namespace has no API access, and the key no scope admin.
     * </pre>
     */
    public void listCriteria(io.github.plaudit.v1.ListCriteriaRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListCriteriaResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCriteriaMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ArchiveCriterion ends a criterion of the namespace of the call: its name takes anything again, or
     * a new criterion. Archiving an archived one changes nothing.
     * Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND).
     * </pre>
     */
    public void archiveCriterion(io.github.plaudit.v1.ArchiveCriterionRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ArchiveCriterionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getArchiveCriterionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * EraseSubject erases all that the namespace of the call keeps of one person: feedback by them and
     * its revisions, exchanges of theirs and the memories of those, their responses to records, tokens
     * made for them, and first answers that were kept for retries. When it answers, nothing of it is
     * left in the database; on SQLite not in the file either. Their votes for memories are withdrawn.
     * Watchers are told the ids of the feedback that went. Erasing again erases what came since. A
     * `user_id` takes all that names it along, also what it did on behalf of an end user.
     * SQLite's file is written anew for it, once for all calls that wait for it, which takes some
     * seconds a gigabyte: meanwhile others read, and what they write waits or is UNAVAILABLE.
     * Feedback of others on an exchange that went stays, counts, and keeps no memory. Data of others that
     * mentions the person in its text is not found. On PostgreSQL what is erased is
     * out of reach at once and leaves the files when the database vacuums; backups are the operator's.
     * Scope: admin. Errors: UNAVAILABLE (STORAGE_UNAVAILABLE): not all is erased yet; ask again.
     * </pre>
     */
    public void eraseSubject(io.github.plaudit.v1.EraseSubjectRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.EraseSubjectResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getEraseSubjectMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AdminService.
   * <pre>
   * AdminService keeps namespaces, their settings and criteria, the keys that open them, and erases
   * people from them. Its calls take no request id: a namespace and a criterion are known by their
   * names, erasing twice erases once, and a secret is never kept to be shown again.
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
     * UpdateNamespace changes the settings of the namespace of the call. They hold from the answer on
     * for this server, and within 5 seconds for others on the same database.
     * Scope: admin. `api_access_disabled` takes a key that spans all namespaces. Errors:
     * PERMISSION_DENIED (NAMESPACE_FORBIDDEN). INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is
     * unknown or names what cannot change.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateNamespaceResponse updateNamespace(io.github.plaudit.v1.UpdateNamespaceRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateNamespaceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * A key makes none that may do more than itself or lives longer.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace; (SCOPE_MISSING): `scopes` names one that the calling key lacks; ErrorInfo has
     * those that are missing as `scopes`. INVALID_ARGUMENT (INVALID_FIELD): also where the calling key
     * expires, and `expire_time` is unset or later.
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
     * The feedback tokens that the key made end with it. Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN): the
     * key spans all namespaces, as operators' keys do, and the calling key does not.
     * </pre>
     */
    public io.github.plaudit.v1.RevokeApiKeyResponse revokeApiKey(io.github.plaudit.v1.RevokeApiKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateSigningKey registers a key with which the application signs the session tokens of its end
     * users, for the namespace of the call.
     * Scope: admin, with feedback.read and feedback.write, which session tokens open. Errors:
     * INVALID_ARGUMENT (INVALID_FIELD): the key is not one of its algorithm, or too weak.
     * PERMISSION_DENIED (SCOPE_MISSING): the calling key lacks one of the three. ALREADY_EXISTS
     * (SIGNING_KEY_EXISTS): the namespace has a key of that `key_id`.
     * </pre>
     */
    public io.github.plaudit.v1.CreateSigningKeyResponse createSigningKey(io.github.plaudit.v1.CreateSigningKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateSigningKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListSigningKeys lists the signing keys of the namespace of the call, newest first, revoked ones
     * too, never the secrets.
     * Scope: admin.
     * </pre>
     */
    public io.github.plaudit.v1.ListSigningKeysResponse listSigningKeys(io.github.plaudit.v1.ListSigningKeysRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListSigningKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RevokeSigningKey ends a signing key of the namespace of the call and every session token that it
     * signed: at once on this server, within 5 seconds on others. Revoking a revoked key changes
     * nothing.
     * Scope: admin. Errors: NOT_FOUND (SIGNING_KEY_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.RevokeSigningKeyResponse revokeSigningKey(io.github.plaudit.v1.RevokeSigningKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeSigningKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateCriterion says what feedback under a name must hold, in the namespace of the call. From the
     * answer on feedback under that name that does not fit is refused; what is stored already stays.
     * Names without a criterion take anything.
     * Scope: admin. Errors: ALREADY_EXISTS (CRITERION_EXISTS): the namespace has a criterion of that
     * name that is not archived.
     * </pre>
     */
    public io.github.plaudit.v1.CreateCriterionResponse createCriterion(io.github.plaudit.v1.CreateCriterionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateCriterionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListCriteria lists the criteria of the namespace of the call, newest first, without the archived
     * ones unless asked for.
     * Scope: admin, feedback.read or feedback.write. Errors: PERMISSION_DENIED (API_ACCESS_DISABLED): the
     * namespace has no API access, and the key no scope admin.
     * </pre>
     */
    public io.github.plaudit.v1.ListCriteriaResponse listCriteria(io.github.plaudit.v1.ListCriteriaRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListCriteriaMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ArchiveCriterion ends a criterion of the namespace of the call: its name takes anything again, or
     * a new criterion. Archiving an archived one changes nothing.
     * Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.ArchiveCriterionResponse archiveCriterion(io.github.plaudit.v1.ArchiveCriterionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getArchiveCriterionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * EraseSubject erases all that the namespace of the call keeps of one person: feedback by them and
     * its revisions, exchanges of theirs and the memories of those, their responses to records, tokens
     * made for them, and first answers that were kept for retries. When it answers, nothing of it is
     * left in the database; on SQLite not in the file either. Their votes for memories are withdrawn.
     * Watchers are told the ids of the feedback that went. Erasing again erases what came since. A
     * `user_id` takes all that names it along, also what it did on behalf of an end user.
     * SQLite's file is written anew for it, once for all calls that wait for it, which takes some
     * seconds a gigabyte: meanwhile others read, and what they write waits or is UNAVAILABLE.
     * Feedback of others on an exchange that went stays, counts, and keeps no memory. Data of others that
     * mentions the person in its text is not found. On PostgreSQL what is erased is
     * out of reach at once and leaves the files when the database vacuums; backups are the operator's.
     * Scope: admin. Errors: UNAVAILABLE (STORAGE_UNAVAILABLE): not all is erased yet; ask again.
     * </pre>
     */
    public io.github.plaudit.v1.EraseSubjectResponse eraseSubject(io.github.plaudit.v1.EraseSubjectRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getEraseSubjectMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AdminService.
   * <pre>
   * AdminService keeps namespaces, their settings and criteria, the keys that open them, and erases
   * people from them. Its calls take no request id: a namespace and a criterion are known by their
   * names, erasing twice erases once, and a secret is never kept to be shown again.
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
     * UpdateNamespace changes the settings of the namespace of the call. They hold from the answer on
     * for this server, and within 5 seconds for others on the same database.
     * Scope: admin. `api_access_disabled` takes a key that spans all namespaces. Errors:
     * PERMISSION_DENIED (NAMESPACE_FORBIDDEN). INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is
     * unknown or names what cannot change.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateNamespaceResponse updateNamespace(io.github.plaudit.v1.UpdateNamespaceRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateNamespaceMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * A key makes none that may do more than itself or lives longer.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace; (SCOPE_MISSING): `scopes` names one that the calling key lacks; ErrorInfo has
     * those that are missing as `scopes`. INVALID_ARGUMENT (INVALID_FIELD): also where the calling key
     * expires, and `expire_time` is unset or later.
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
     * The feedback tokens that the key made end with it. Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN): the
     * key spans all namespaces, as operators' keys do, and the calling key does not.
     * </pre>
     */
    public io.github.plaudit.v1.RevokeApiKeyResponse revokeApiKey(io.github.plaudit.v1.RevokeApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeApiKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateSigningKey registers a key with which the application signs the session tokens of its end
     * users, for the namespace of the call.
     * Scope: admin, with feedback.read and feedback.write, which session tokens open. Errors:
     * INVALID_ARGUMENT (INVALID_FIELD): the key is not one of its algorithm, or too weak.
     * PERMISSION_DENIED (SCOPE_MISSING): the calling key lacks one of the three. ALREADY_EXISTS
     * (SIGNING_KEY_EXISTS): the namespace has a key of that `key_id`.
     * </pre>
     */
    public io.github.plaudit.v1.CreateSigningKeyResponse createSigningKey(io.github.plaudit.v1.CreateSigningKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateSigningKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListSigningKeys lists the signing keys of the namespace of the call, newest first, revoked ones
     * too, never the secrets.
     * Scope: admin.
     * </pre>
     */
    public io.github.plaudit.v1.ListSigningKeysResponse listSigningKeys(io.github.plaudit.v1.ListSigningKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListSigningKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * RevokeSigningKey ends a signing key of the namespace of the call and every session token that it
     * signed: at once on this server, within 5 seconds on others. Revoking a revoked key changes
     * nothing.
     * Scope: admin. Errors: NOT_FOUND (SIGNING_KEY_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.RevokeSigningKeyResponse revokeSigningKey(io.github.plaudit.v1.RevokeSigningKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeSigningKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateCriterion says what feedback under a name must hold, in the namespace of the call. From the
     * answer on feedback under that name that does not fit is refused; what is stored already stays.
     * Names without a criterion take anything.
     * Scope: admin. Errors: ALREADY_EXISTS (CRITERION_EXISTS): the namespace has a criterion of that
     * name that is not archived.
     * </pre>
     */
    public io.github.plaudit.v1.CreateCriterionResponse createCriterion(io.github.plaudit.v1.CreateCriterionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateCriterionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListCriteria lists the criteria of the namespace of the call, newest first, without the archived
     * ones unless asked for.
     * Scope: admin, feedback.read or feedback.write. Errors: PERMISSION_DENIED (API_ACCESS_DISABLED): the
     * namespace has no API access, and the key no scope admin.
     * </pre>
     */
    public io.github.plaudit.v1.ListCriteriaResponse listCriteria(io.github.plaudit.v1.ListCriteriaRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCriteriaMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ArchiveCriterion ends a criterion of the namespace of the call: its name takes anything again, or
     * a new criterion. Archiving an archived one changes nothing.
     * Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.ArchiveCriterionResponse archiveCriterion(io.github.plaudit.v1.ArchiveCriterionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getArchiveCriterionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * EraseSubject erases all that the namespace of the call keeps of one person: feedback by them and
     * its revisions, exchanges of theirs and the memories of those, their responses to records, tokens
     * made for them, and first answers that were kept for retries. When it answers, nothing of it is
     * left in the database; on SQLite not in the file either. Their votes for memories are withdrawn.
     * Watchers are told the ids of the feedback that went. Erasing again erases what came since. A
     * `user_id` takes all that names it along, also what it did on behalf of an end user.
     * SQLite's file is written anew for it, once for all calls that wait for it, which takes some
     * seconds a gigabyte: meanwhile others read, and what they write waits or is UNAVAILABLE.
     * Feedback of others on an exchange that went stays, counts, and keeps no memory. Data of others that
     * mentions the person in its text is not found. On PostgreSQL what is erased is
     * out of reach at once and leaves the files when the database vacuums; backups are the operator's.
     * Scope: admin. Errors: UNAVAILABLE (STORAGE_UNAVAILABLE): not all is erased yet; ask again.
     * </pre>
     */
    public io.github.plaudit.v1.EraseSubjectResponse eraseSubject(io.github.plaudit.v1.EraseSubjectRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getEraseSubjectMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AdminService.
   * <pre>
   * AdminService keeps namespaces, their settings and criteria, the keys that open them, and erases
   * people from them. Its calls take no request id: a namespace and a criterion are known by their
   * names, erasing twice erases once, and a secret is never kept to be shown again.
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
     * UpdateNamespace changes the settings of the namespace of the call. They hold from the answer on
     * for this server, and within 5 seconds for others on the same database.
     * Scope: admin. `api_access_disabled` takes a key that spans all namespaces. Errors:
     * PERMISSION_DENIED (NAMESPACE_FORBIDDEN). INVALID_ARGUMENT (INVALID_FIELD): a path of the mask is
     * unknown or names what cannot change.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.UpdateNamespaceResponse> updateNamespace(
        io.github.plaudit.v1.UpdateNamespaceRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateNamespaceMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateApiKey makes a key for the namespace of the call. The answer is the only place where the
     * secret is ever shown: plaudit keeps its SHA-256 alone. For the same reason a retry makes another
     * key; revoke the one whose answer was lost.
     * A key makes none that may do more than itself or lives longer.
     * Scope: admin. Errors: PERMISSION_DENIED (NAMESPACE_FORBIDDEN): `all_namespaces` asked for by a
     * key of one namespace; (SCOPE_MISSING): `scopes` names one that the calling key lacks; ErrorInfo has
     * those that are missing as `scopes`. INVALID_ARGUMENT (INVALID_FIELD): also where the calling key
     * expires, and `expire_time` is unset or later.
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
     * The feedback tokens that the key made end with it. Revoking a revoked key changes nothing.
     * Scope: admin. Errors: NOT_FOUND (API_KEY_NOT_FOUND). PERMISSION_DENIED (NAMESPACE_FORBIDDEN): the
     * key spans all namespaces, as operators' keys do, and the calling key does not.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.RevokeApiKeyResponse> revokeApiKey(
        io.github.plaudit.v1.RevokeApiKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeApiKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateSigningKey registers a key with which the application signs the session tokens of its end
     * users, for the namespace of the call.
     * Scope: admin, with feedback.read and feedback.write, which session tokens open. Errors:
     * INVALID_ARGUMENT (INVALID_FIELD): the key is not one of its algorithm, or too weak.
     * PERMISSION_DENIED (SCOPE_MISSING): the calling key lacks one of the three. ALREADY_EXISTS
     * (SIGNING_KEY_EXISTS): the namespace has a key of that `key_id`.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateSigningKeyResponse> createSigningKey(
        io.github.plaudit.v1.CreateSigningKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateSigningKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListSigningKeys lists the signing keys of the namespace of the call, newest first, revoked ones
     * too, never the secrets.
     * Scope: admin.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListSigningKeysResponse> listSigningKeys(
        io.github.plaudit.v1.ListSigningKeysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListSigningKeysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * RevokeSigningKey ends a signing key of the namespace of the call and every session token that it
     * signed: at once on this server, within 5 seconds on others. Revoking a revoked key changes
     * nothing.
     * Scope: admin. Errors: NOT_FOUND (SIGNING_KEY_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.RevokeSigningKeyResponse> revokeSigningKey(
        io.github.plaudit.v1.RevokeSigningKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeSigningKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateCriterion says what feedback under a name must hold, in the namespace of the call. From the
     * answer on feedback under that name that does not fit is refused; what is stored already stays.
     * Names without a criterion take anything.
     * Scope: admin. Errors: ALREADY_EXISTS (CRITERION_EXISTS): the namespace has a criterion of that
     * name that is not archived.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateCriterionResponse> createCriterion(
        io.github.plaudit.v1.CreateCriterionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateCriterionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListCriteria lists the criteria of the namespace of the call, newest first, without the archived
     * ones unless asked for.
     * Scope: admin, feedback.read or feedback.write. Errors: PERMISSION_DENIED (API_ACCESS_DISABLED): the
     * namespace has no API access, and the key no scope admin.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListCriteriaResponse> listCriteria(
        io.github.plaudit.v1.ListCriteriaRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCriteriaMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ArchiveCriterion ends a criterion of the namespace of the call: its name takes anything again, or
     * a new criterion. Archiving an archived one changes nothing.
     * Scope: admin. Errors: NOT_FOUND (CRITERION_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ArchiveCriterionResponse> archiveCriterion(
        io.github.plaudit.v1.ArchiveCriterionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getArchiveCriterionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * EraseSubject erases all that the namespace of the call keeps of one person: feedback by them and
     * its revisions, exchanges of theirs and the memories of those, their responses to records, tokens
     * made for them, and first answers that were kept for retries. When it answers, nothing of it is
     * left in the database; on SQLite not in the file either. Their votes for memories are withdrawn.
     * Watchers are told the ids of the feedback that went. Erasing again erases what came since. A
     * `user_id` takes all that names it along, also what it did on behalf of an end user.
     * SQLite's file is written anew for it, once for all calls that wait for it, which takes some
     * seconds a gigabyte: meanwhile others read, and what they write waits or is UNAVAILABLE.
     * Feedback of others on an exchange that went stays, counts, and keeps no memory. Data of others that
     * mentions the person in its text is not found. On PostgreSQL what is erased is
     * out of reach at once and leaves the files when the database vacuums; backups are the operator's.
     * Scope: admin. Errors: UNAVAILABLE (STORAGE_UNAVAILABLE): not all is erased yet; ask again.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.EraseSubjectResponse> eraseSubject(
        io.github.plaudit.v1.EraseSubjectRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getEraseSubjectMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_NAMESPACE = 0;
  private static final int METHODID_GET_NAMESPACE = 1;
  private static final int METHODID_LIST_NAMESPACES = 2;
  private static final int METHODID_UPDATE_NAMESPACE = 3;
  private static final int METHODID_CREATE_API_KEY = 4;
  private static final int METHODID_LIST_API_KEYS = 5;
  private static final int METHODID_REVOKE_API_KEY = 6;
  private static final int METHODID_CREATE_SIGNING_KEY = 7;
  private static final int METHODID_LIST_SIGNING_KEYS = 8;
  private static final int METHODID_REVOKE_SIGNING_KEY = 9;
  private static final int METHODID_CREATE_CRITERION = 10;
  private static final int METHODID_LIST_CRITERIA = 11;
  private static final int METHODID_ARCHIVE_CRITERION = 12;
  private static final int METHODID_ERASE_SUBJECT = 13;

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
        case METHODID_UPDATE_NAMESPACE:
          serviceImpl.updateNamespace((io.github.plaudit.v1.UpdateNamespaceRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateNamespaceResponse>) responseObserver);
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
        case METHODID_CREATE_SIGNING_KEY:
          serviceImpl.createSigningKey((io.github.plaudit.v1.CreateSigningKeyRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateSigningKeyResponse>) responseObserver);
          break;
        case METHODID_LIST_SIGNING_KEYS:
          serviceImpl.listSigningKeys((io.github.plaudit.v1.ListSigningKeysRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListSigningKeysResponse>) responseObserver);
          break;
        case METHODID_REVOKE_SIGNING_KEY:
          serviceImpl.revokeSigningKey((io.github.plaudit.v1.RevokeSigningKeyRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.RevokeSigningKeyResponse>) responseObserver);
          break;
        case METHODID_CREATE_CRITERION:
          serviceImpl.createCriterion((io.github.plaudit.v1.CreateCriterionRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateCriterionResponse>) responseObserver);
          break;
        case METHODID_LIST_CRITERIA:
          serviceImpl.listCriteria((io.github.plaudit.v1.ListCriteriaRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListCriteriaResponse>) responseObserver);
          break;
        case METHODID_ARCHIVE_CRITERION:
          serviceImpl.archiveCriterion((io.github.plaudit.v1.ArchiveCriterionRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ArchiveCriterionResponse>) responseObserver);
          break;
        case METHODID_ERASE_SUBJECT:
          serviceImpl.eraseSubject((io.github.plaudit.v1.EraseSubjectRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.EraseSubjectResponse>) responseObserver);
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
          getUpdateNamespaceMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.UpdateNamespaceRequest,
              io.github.plaudit.v1.UpdateNamespaceResponse>(
                service, METHODID_UPDATE_NAMESPACE)))
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
        .addMethod(
          getCreateSigningKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateSigningKeyRequest,
              io.github.plaudit.v1.CreateSigningKeyResponse>(
                service, METHODID_CREATE_SIGNING_KEY)))
        .addMethod(
          getListSigningKeysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListSigningKeysRequest,
              io.github.plaudit.v1.ListSigningKeysResponse>(
                service, METHODID_LIST_SIGNING_KEYS)))
        .addMethod(
          getRevokeSigningKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.RevokeSigningKeyRequest,
              io.github.plaudit.v1.RevokeSigningKeyResponse>(
                service, METHODID_REVOKE_SIGNING_KEY)))
        .addMethod(
          getCreateCriterionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateCriterionRequest,
              io.github.plaudit.v1.CreateCriterionResponse>(
                service, METHODID_CREATE_CRITERION)))
        .addMethod(
          getListCriteriaMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListCriteriaRequest,
              io.github.plaudit.v1.ListCriteriaResponse>(
                service, METHODID_LIST_CRITERIA)))
        .addMethod(
          getArchiveCriterionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ArchiveCriterionRequest,
              io.github.plaudit.v1.ArchiveCriterionResponse>(
                service, METHODID_ARCHIVE_CRITERION)))
        .addMethod(
          getEraseSubjectMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.EraseSubjectRequest,
              io.github.plaudit.v1.EraseSubjectResponse>(
                service, METHODID_ERASE_SUBJECT)))
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
              .addMethod(getUpdateNamespaceMethod())
              .addMethod(getCreateApiKeyMethod())
              .addMethod(getListApiKeysMethod())
              .addMethod(getRevokeApiKeyMethod())
              .addMethod(getCreateSigningKeyMethod())
              .addMethod(getListSigningKeysMethod())
              .addMethod(getRevokeSigningKeyMethod())
              .addMethod(getCreateCriterionMethod())
              .addMethod(getListCriteriaMethod())
              .addMethod(getArchiveCriterionMethod())
              .addMethod(getEraseSubjectMethod())
              .build();
        }
      }
    }
    return result;
  }
}
