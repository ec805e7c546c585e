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

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListDatasetsRequest,
      io.github.plaudit.v1.ListDatasetsResponse> getListDatasetsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListDatasets",
      requestType = io.github.plaudit.v1.ListDatasetsRequest.class,
      responseType = io.github.plaudit.v1.ListDatasetsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListDatasetsRequest,
      io.github.plaudit.v1.ListDatasetsResponse> getListDatasetsMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListDatasetsRequest, io.github.plaudit.v1.ListDatasetsResponse> getListDatasetsMethod;
    if ((getListDatasetsMethod = DatasetServiceGrpc.getListDatasetsMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getListDatasetsMethod = DatasetServiceGrpc.getListDatasetsMethod) == null) {
          DatasetServiceGrpc.getListDatasetsMethod = getListDatasetsMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListDatasetsRequest, io.github.plaudit.v1.ListDatasetsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListDatasets"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListDatasetsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListDatasetsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("ListDatasets"))
              .build();
        }
      }
    }
    return getListDatasetsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateDatasetRequest,
      io.github.plaudit.v1.UpdateDatasetResponse> getUpdateDatasetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateDataset",
      requestType = io.github.plaudit.v1.UpdateDatasetRequest.class,
      responseType = io.github.plaudit.v1.UpdateDatasetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateDatasetRequest,
      io.github.plaudit.v1.UpdateDatasetResponse> getUpdateDatasetMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateDatasetRequest, io.github.plaudit.v1.UpdateDatasetResponse> getUpdateDatasetMethod;
    if ((getUpdateDatasetMethod = DatasetServiceGrpc.getUpdateDatasetMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getUpdateDatasetMethod = DatasetServiceGrpc.getUpdateDatasetMethod) == null) {
          DatasetServiceGrpc.getUpdateDatasetMethod = getUpdateDatasetMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.UpdateDatasetRequest, io.github.plaudit.v1.UpdateDatasetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateDataset"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateDatasetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateDatasetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("UpdateDataset"))
              .build();
        }
      }
    }
    return getUpdateDatasetMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteDatasetRequest,
      io.github.plaudit.v1.DeleteDatasetResponse> getDeleteDatasetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteDataset",
      requestType = io.github.plaudit.v1.DeleteDatasetRequest.class,
      responseType = io.github.plaudit.v1.DeleteDatasetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteDatasetRequest,
      io.github.plaudit.v1.DeleteDatasetResponse> getDeleteDatasetMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteDatasetRequest, io.github.plaudit.v1.DeleteDatasetResponse> getDeleteDatasetMethod;
    if ((getDeleteDatasetMethod = DatasetServiceGrpc.getDeleteDatasetMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getDeleteDatasetMethod = DatasetServiceGrpc.getDeleteDatasetMethod) == null) {
          DatasetServiceGrpc.getDeleteDatasetMethod = getDeleteDatasetMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.DeleteDatasetRequest, io.github.plaudit.v1.DeleteDatasetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteDataset"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.DeleteDatasetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.DeleteDatasetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("DeleteDataset"))
              .build();
        }
      }
    }
    return getDeleteDatasetMethod;
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

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchCreateRecordsRequest,
      io.github.plaudit.v1.BatchCreateRecordsResponse> getBatchCreateRecordsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchCreateRecords",
      requestType = io.github.plaudit.v1.BatchCreateRecordsRequest.class,
      responseType = io.github.plaudit.v1.BatchCreateRecordsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchCreateRecordsRequest,
      io.github.plaudit.v1.BatchCreateRecordsResponse> getBatchCreateRecordsMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.BatchCreateRecordsRequest, io.github.plaudit.v1.BatchCreateRecordsResponse> getBatchCreateRecordsMethod;
    if ((getBatchCreateRecordsMethod = DatasetServiceGrpc.getBatchCreateRecordsMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getBatchCreateRecordsMethod = DatasetServiceGrpc.getBatchCreateRecordsMethod) == null) {
          DatasetServiceGrpc.getBatchCreateRecordsMethod = getBatchCreateRecordsMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.BatchCreateRecordsRequest, io.github.plaudit.v1.BatchCreateRecordsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchCreateRecords"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.BatchCreateRecordsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.BatchCreateRecordsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("BatchCreateRecords"))
              .build();
        }
      }
    }
    return getBatchCreateRecordsMethod;
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

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListRecordsRequest,
      io.github.plaudit.v1.ListRecordsResponse> getListRecordsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListRecords",
      requestType = io.github.plaudit.v1.ListRecordsRequest.class,
      responseType = io.github.plaudit.v1.ListRecordsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListRecordsRequest,
      io.github.plaudit.v1.ListRecordsResponse> getListRecordsMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListRecordsRequest, io.github.plaudit.v1.ListRecordsResponse> getListRecordsMethod;
    if ((getListRecordsMethod = DatasetServiceGrpc.getListRecordsMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getListRecordsMethod = DatasetServiceGrpc.getListRecordsMethod) == null) {
          DatasetServiceGrpc.getListRecordsMethod = getListRecordsMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListRecordsRequest, io.github.plaudit.v1.ListRecordsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListRecords"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListRecordsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListRecordsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("ListRecords"))
              .build();
        }
      }
    }
    return getListRecordsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.NextRecordsRequest,
      io.github.plaudit.v1.NextRecordsResponse> getNextRecordsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "NextRecords",
      requestType = io.github.plaudit.v1.NextRecordsRequest.class,
      responseType = io.github.plaudit.v1.NextRecordsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.NextRecordsRequest,
      io.github.plaudit.v1.NextRecordsResponse> getNextRecordsMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.NextRecordsRequest, io.github.plaudit.v1.NextRecordsResponse> getNextRecordsMethod;
    if ((getNextRecordsMethod = DatasetServiceGrpc.getNextRecordsMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getNextRecordsMethod = DatasetServiceGrpc.getNextRecordsMethod) == null) {
          DatasetServiceGrpc.getNextRecordsMethod = getNextRecordsMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.NextRecordsRequest, io.github.plaudit.v1.NextRecordsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "NextRecords"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.NextRecordsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.NextRecordsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("NextRecords"))
              .build();
        }
      }
    }
    return getNextRecordsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteRecordRequest,
      io.github.plaudit.v1.DeleteRecordResponse> getDeleteRecordMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteRecord",
      requestType = io.github.plaudit.v1.DeleteRecordRequest.class,
      responseType = io.github.plaudit.v1.DeleteRecordResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteRecordRequest,
      io.github.plaudit.v1.DeleteRecordResponse> getDeleteRecordMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteRecordRequest, io.github.plaudit.v1.DeleteRecordResponse> getDeleteRecordMethod;
    if ((getDeleteRecordMethod = DatasetServiceGrpc.getDeleteRecordMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getDeleteRecordMethod = DatasetServiceGrpc.getDeleteRecordMethod) == null) {
          DatasetServiceGrpc.getDeleteRecordMethod = getDeleteRecordMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.DeleteRecordRequest, io.github.plaudit.v1.DeleteRecordResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteRecord"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.DeleteRecordRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.DeleteRecordResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("DeleteRecord"))
              .build();
        }
      }
    }
    return getDeleteRecordMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateResponseRequest,
      io.github.plaudit.v1.CreateResponseResponse> getCreateResponseMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateResponse",
      requestType = io.github.plaudit.v1.CreateResponseRequest.class,
      responseType = io.github.plaudit.v1.CreateResponseResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateResponseRequest,
      io.github.plaudit.v1.CreateResponseResponse> getCreateResponseMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.CreateResponseRequest, io.github.plaudit.v1.CreateResponseResponse> getCreateResponseMethod;
    if ((getCreateResponseMethod = DatasetServiceGrpc.getCreateResponseMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getCreateResponseMethod = DatasetServiceGrpc.getCreateResponseMethod) == null) {
          DatasetServiceGrpc.getCreateResponseMethod = getCreateResponseMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.CreateResponseRequest, io.github.plaudit.v1.CreateResponseResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateResponse"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateResponseRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.CreateResponseResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("CreateResponse"))
              .build();
        }
      }
    }
    return getCreateResponseMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateResponseRequest,
      io.github.plaudit.v1.UpdateResponseResponse> getUpdateResponseMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateResponse",
      requestType = io.github.plaudit.v1.UpdateResponseRequest.class,
      responseType = io.github.plaudit.v1.UpdateResponseResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateResponseRequest,
      io.github.plaudit.v1.UpdateResponseResponse> getUpdateResponseMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.UpdateResponseRequest, io.github.plaudit.v1.UpdateResponseResponse> getUpdateResponseMethod;
    if ((getUpdateResponseMethod = DatasetServiceGrpc.getUpdateResponseMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getUpdateResponseMethod = DatasetServiceGrpc.getUpdateResponseMethod) == null) {
          DatasetServiceGrpc.getUpdateResponseMethod = getUpdateResponseMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.UpdateResponseRequest, io.github.plaudit.v1.UpdateResponseResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateResponse"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateResponseRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.UpdateResponseResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("UpdateResponse"))
              .build();
        }
      }
    }
    return getUpdateResponseMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.ListResponsesRequest,
      io.github.plaudit.v1.ListResponsesResponse> getListResponsesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListResponses",
      requestType = io.github.plaudit.v1.ListResponsesRequest.class,
      responseType = io.github.plaudit.v1.ListResponsesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.ListResponsesRequest,
      io.github.plaudit.v1.ListResponsesResponse> getListResponsesMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.ListResponsesRequest, io.github.plaudit.v1.ListResponsesResponse> getListResponsesMethod;
    if ((getListResponsesMethod = DatasetServiceGrpc.getListResponsesMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getListResponsesMethod = DatasetServiceGrpc.getListResponsesMethod) == null) {
          DatasetServiceGrpc.getListResponsesMethod = getListResponsesMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.ListResponsesRequest, io.github.plaudit.v1.ListResponsesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListResponses"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListResponsesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.ListResponsesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("ListResponses"))
              .build();
        }
      }
    }
    return getListResponsesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteResponseRequest,
      io.github.plaudit.v1.DeleteResponseResponse> getDeleteResponseMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteResponse",
      requestType = io.github.plaudit.v1.DeleteResponseRequest.class,
      responseType = io.github.plaudit.v1.DeleteResponseResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteResponseRequest,
      io.github.plaudit.v1.DeleteResponseResponse> getDeleteResponseMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.DeleteResponseRequest, io.github.plaudit.v1.DeleteResponseResponse> getDeleteResponseMethod;
    if ((getDeleteResponseMethod = DatasetServiceGrpc.getDeleteResponseMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getDeleteResponseMethod = DatasetServiceGrpc.getDeleteResponseMethod) == null) {
          DatasetServiceGrpc.getDeleteResponseMethod = getDeleteResponseMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.DeleteResponseRequest, io.github.plaudit.v1.DeleteResponseResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteResponse"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.DeleteResponseRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.DeleteResponseResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("DeleteResponse"))
              .build();
        }
      }
    }
    return getDeleteResponseMethod;
  }

  private static volatile io.grpc.MethodDescriptor<io.github.plaudit.v1.GetAgreementRequest,
      io.github.plaudit.v1.GetAgreementResponse> getGetAgreementMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetAgreement",
      requestType = io.github.plaudit.v1.GetAgreementRequest.class,
      responseType = io.github.plaudit.v1.GetAgreementResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<io.github.plaudit.v1.GetAgreementRequest,
      io.github.plaudit.v1.GetAgreementResponse> getGetAgreementMethod() {
    io.grpc.MethodDescriptor<io.github.plaudit.v1.GetAgreementRequest, io.github.plaudit.v1.GetAgreementResponse> getGetAgreementMethod;
    if ((getGetAgreementMethod = DatasetServiceGrpc.getGetAgreementMethod) == null) {
      synchronized (DatasetServiceGrpc.class) {
        if ((getGetAgreementMethod = DatasetServiceGrpc.getGetAgreementMethod) == null) {
          DatasetServiceGrpc.getGetAgreementMethod = getGetAgreementMethod =
              io.grpc.MethodDescriptor.<io.github.plaudit.v1.GetAgreementRequest, io.github.plaudit.v1.GetAgreementResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetAgreement"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetAgreementRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  io.github.plaudit.v1.GetAgreementResponse.getDefaultInstance()))
              .setSchemaDescriptor(new DatasetServiceMethodDescriptorSupplier("GetAgreement"))
              .build();
        }
      }
    }
    return getGetAgreementMethod;
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
     * ListDatasets answers the datasets of the namespace, oldest first, each with its progress.
     * Scope: datasets.write or datasets.annotate. Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    default void listDatasets(io.github.plaudit.v1.ListDatasetsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListDatasetsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListDatasetsMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateDataset changes the definition of a dataset.
     * While it has records, only changes that every record and response fits pass: names of the
     * dataset, titles, descriptions, another order, a new field or question that is not required, what
     * was required and is no more, more values, labels or span labels, ties or overlaps that become
     * allowed, and another number of responses per record.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). ALREADY_EXISTS (DATASET_EXISTS):
     * the namespace has another dataset of that name. FAILED_PRECONDITION (DATASET_HAS_RECORDS): the
     * details name each change that the records do not allow, and why.
     * </pre>
     */
    default void updateDataset(io.github.plaudit.v1.UpdateDatasetRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateDatasetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateDatasetMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteDataset deletes a dataset with its records and responses, for good. It is gone when the
     * call answers; the rows behind it are removed in the background.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). FAILED_PRECONDITION
     * (DATASET_HAS_RECORDS): it has records, and `force` is not set.
     * </pre>
     */
    default void deleteDataset(io.github.plaudit.v1.DeleteDatasetRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteDatasetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteDatasetMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME, a
     * key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer or a suggestion that its question
     * does not allow, or a required question without an answer in a submitted response. ALREADY_EXISTS
     * (RECORD_EXISTS): the dataset has a record of that `external_id`, and `upsert` is not set.
     * FAILED_PRECONDITION (RECORD_HAS_RESPONSES): an upsert would change what annotators have answered.
     * </pre>
     */
    default void createRecord(io.github.plaudit.v1.CreateRecordRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateRecordResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateRecordMethod(), responseObserver);
    }

    /**
     * <pre>
     * BatchCreateRecords adds up to 1,000 records, each with the responses to it, each on its own: a
     * bad item never harms its neighbours.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT only for the request as a whole; an item that is
     * refused holds what CreateRecord would have failed with.
     * </pre>
     */
    default void batchCreateRecords(io.github.plaudit.v1.BatchCreateRecordsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchCreateRecordsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchCreateRecordsMethod(), responseObserver);
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

    /**
     * <pre>
     * ListRecords answers the records of a dataset that fit a filter, oldest first. A page of a filter
     * that fits few may be short, even empty, and still have a token: the list then goes on.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    default void listRecords(io.github.plaudit.v1.ListRecordsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListRecordsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListRecordsMethod(), responseObserver);
    }

    /**
     * <pre>
     * NextRecords hands an annotator records that still lack submitted responses, oldest first, and
     * holds them for the annotator until they are answered or the time is up. No record is handed to
     * more annotators at a time than it lacks responses. Who asks again gets what they hold first.
     * A record that the annotator has submitted or discarded a response to is not handed out again. A
     * draft is: it is theirs to finish.
     * Scope: datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    default void nextRecords(io.github.plaudit.v1.NextRecordsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.NextRecordsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getNextRecordsMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteRecord deletes a record with the responses to it, for good.
     * Scope: datasets.write. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    default void deleteRecord(io.github.plaudit.v1.DeleteRecordRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteRecordResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteRecordMethod(), responseObserver);
    }

    /**
     * <pre>
     * CreateResponse answers a record: one response per record and author.
     * Scope: datasets.annotate.
     * Errors: NOT_FOUND (RECORD_NOT_FOUND). INVALID_ARGUMENT, naming each question: UNKNOWN_FIELD_NAME,
     * a key that is no question of the record's dataset; ANSWER_DOES_NOT_FIT, an answer that its
     * question does not allow, or a required question without an answer in a submitted response.
     * ALREADY_EXISTS (RESPONSE_EXISTS): the author has a response to the record; update that.
     * </pre>
     */
    default void createResponse(io.github.plaudit.v1.CreateResponseRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateResponseResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateResponseMethod(), responseObserver);
    }

    /**
     * <pre>
     * UpdateResponse changes the status or the answers of a response. Any status may follow any other;
     * a submitted response answers every required question.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND). INVALID_ARGUMENT as in
     * CreateResponse, and INVALID_FIELD for a mask that names what does not change.
     * </pre>
     */
    default void updateResponse(io.github.plaudit.v1.UpdateResponseRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateResponseResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateResponseMethod(), responseObserver);
    }

    /**
     * <pre>
     * ListResponses answers the responses in a dataset, or to one record, that fit a filter, oldest
     * first. A page may be short, even empty, and still have a token.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND,
     * RECORD_NOT_FOUND). INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    default void listResponses(io.github.plaudit.v1.ListResponsesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListResponsesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListResponsesMethod(), responseObserver);
    }

    /**
     * <pre>
     * DeleteResponse deletes a response, for good. Its record may be handed out for one more.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND).
     * </pre>
     */
    default void deleteResponse(io.github.plaudit.v1.DeleteResponseRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteResponseResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteResponseMethod(), responseObserver);
    }

    /**
     * <pre>
     * GetAgreement answers how far annotators agree, question by question: Krippendorff's alpha and the
     * percent agreement of submitted responses. What somebody did not answer is missing; it is no
     * value.
     * Text and span questions have no agreement of this kind and are left out.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT: UNKNOWN_FIELD_NAME, the dataset has no such question; INVALID_FIELD, a text or
     * span question, or a level that the question has no numbers for.
     * </pre>
     */
    default void getAgreement(io.github.plaudit.v1.GetAgreementRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetAgreementResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetAgreementMethod(), responseObserver);
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
     * ListDatasets answers the datasets of the namespace, oldest first, each with its progress.
     * Scope: datasets.write or datasets.annotate. Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public void listDatasets(io.github.plaudit.v1.ListDatasetsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListDatasetsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListDatasetsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateDataset changes the definition of a dataset.
     * While it has records, only changes that every record and response fits pass: names of the
     * dataset, titles, descriptions, another order, a new field or question that is not required, what
     * was required and is no more, more values, labels or span labels, ties or overlaps that become
     * allowed, and another number of responses per record.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). ALREADY_EXISTS (DATASET_EXISTS):
     * the namespace has another dataset of that name. FAILED_PRECONDITION (DATASET_HAS_RECORDS): the
     * details name each change that the records do not allow, and why.
     * </pre>
     */
    public void updateDataset(io.github.plaudit.v1.UpdateDatasetRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateDatasetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateDatasetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteDataset deletes a dataset with its records and responses, for good. It is gone when the
     * call answers; the rows behind it are removed in the background.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). FAILED_PRECONDITION
     * (DATASET_HAS_RECORDS): it has records, and `force` is not set.
     * </pre>
     */
    public void deleteDataset(io.github.plaudit.v1.DeleteDatasetRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteDatasetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteDatasetMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME, a
     * key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer or a suggestion that its question
     * does not allow, or a required question without an answer in a submitted response. ALREADY_EXISTS
     * (RECORD_EXISTS): the dataset has a record of that `external_id`, and `upsert` is not set.
     * FAILED_PRECONDITION (RECORD_HAS_RESPONSES): an upsert would change what annotators have answered.
     * </pre>
     */
    public void createRecord(io.github.plaudit.v1.CreateRecordRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateRecordResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateRecordMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * BatchCreateRecords adds up to 1,000 records, each with the responses to it, each on its own: a
     * bad item never harms its neighbours.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT only for the request as a whole; an item that is
     * refused holds what CreateRecord would have failed with.
     * </pre>
     */
    public void batchCreateRecords(io.github.plaudit.v1.BatchCreateRecordsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchCreateRecordsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchCreateRecordsMethod(), getCallOptions()), request, responseObserver);
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

    /**
     * <pre>
     * ListRecords answers the records of a dataset that fit a filter, oldest first. A page of a filter
     * that fits few may be short, even empty, and still have a token: the list then goes on.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public void listRecords(io.github.plaudit.v1.ListRecordsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListRecordsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListRecordsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * NextRecords hands an annotator records that still lack submitted responses, oldest first, and
     * holds them for the annotator until they are answered or the time is up. No record is handed to
     * more annotators at a time than it lacks responses. Who asks again gets what they hold first.
     * A record that the annotator has submitted or discarded a response to is not handed out again. A
     * draft is: it is theirs to finish.
     * Scope: datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    public void nextRecords(io.github.plaudit.v1.NextRecordsRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.NextRecordsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getNextRecordsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteRecord deletes a record with the responses to it, for good.
     * Scope: datasets.write. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    public void deleteRecord(io.github.plaudit.v1.DeleteRecordRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteRecordResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteRecordMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * CreateResponse answers a record: one response per record and author.
     * Scope: datasets.annotate.
     * Errors: NOT_FOUND (RECORD_NOT_FOUND). INVALID_ARGUMENT, naming each question: UNKNOWN_FIELD_NAME,
     * a key that is no question of the record's dataset; ANSWER_DOES_NOT_FIT, an answer that its
     * question does not allow, or a required question without an answer in a submitted response.
     * ALREADY_EXISTS (RESPONSE_EXISTS): the author has a response to the record; update that.
     * </pre>
     */
    public void createResponse(io.github.plaudit.v1.CreateResponseRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateResponseResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateResponseMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * UpdateResponse changes the status or the answers of a response. Any status may follow any other;
     * a submitted response answers every required question.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND). INVALID_ARGUMENT as in
     * CreateResponse, and INVALID_FIELD for a mask that names what does not change.
     * </pre>
     */
    public void updateResponse(io.github.plaudit.v1.UpdateResponseRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateResponseResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateResponseMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * ListResponses answers the responses in a dataset, or to one record, that fit a filter, oldest
     * first. A page may be short, even empty, and still have a token.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND,
     * RECORD_NOT_FOUND). INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public void listResponses(io.github.plaudit.v1.ListResponsesRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListResponsesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListResponsesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * DeleteResponse deletes a response, for good. Its record may be handed out for one more.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND).
     * </pre>
     */
    public void deleteResponse(io.github.plaudit.v1.DeleteResponseRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteResponseResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteResponseMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * GetAgreement answers how far annotators agree, question by question: Krippendorff's alpha and the
     * percent agreement of submitted responses. What somebody did not answer is missing; it is no
     * value.
     * Text and span questions have no agreement of this kind and are left out.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT: UNKNOWN_FIELD_NAME, the dataset has no such question; INVALID_FIELD, a text or
     * span question, or a level that the question has no numbers for.
     * </pre>
     */
    public void getAgreement(io.github.plaudit.v1.GetAgreementRequest request,
        io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetAgreementResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetAgreementMethod(), getCallOptions()), request, responseObserver);
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
     * ListDatasets answers the datasets of the namespace, oldest first, each with its progress.
     * Scope: datasets.write or datasets.annotate. Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public io.github.plaudit.v1.ListDatasetsResponse listDatasets(io.github.plaudit.v1.ListDatasetsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListDatasetsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateDataset changes the definition of a dataset.
     * While it has records, only changes that every record and response fits pass: names of the
     * dataset, titles, descriptions, another order, a new field or question that is not required, what
     * was required and is no more, more values, labels or span labels, ties or overlaps that become
     * allowed, and another number of responses per record.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). ALREADY_EXISTS (DATASET_EXISTS):
     * the namespace has another dataset of that name. FAILED_PRECONDITION (DATASET_HAS_RECORDS): the
     * details name each change that the records do not allow, and why.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateDatasetResponse updateDataset(io.github.plaudit.v1.UpdateDatasetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateDatasetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteDataset deletes a dataset with its records and responses, for good. It is gone when the
     * call answers; the rows behind it are removed in the background.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). FAILED_PRECONDITION
     * (DATASET_HAS_RECORDS): it has records, and `force` is not set.
     * </pre>
     */
    public io.github.plaudit.v1.DeleteDatasetResponse deleteDataset(io.github.plaudit.v1.DeleteDatasetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteDatasetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME, a
     * key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer or a suggestion that its question
     * does not allow, or a required question without an answer in a submitted response. ALREADY_EXISTS
     * (RECORD_EXISTS): the dataset has a record of that `external_id`, and `upsert` is not set.
     * FAILED_PRECONDITION (RECORD_HAS_RESPONSES): an upsert would change what annotators have answered.
     * </pre>
     */
    public io.github.plaudit.v1.CreateRecordResponse createRecord(io.github.plaudit.v1.CreateRecordRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateRecordMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BatchCreateRecords adds up to 1,000 records, each with the responses to it, each on its own: a
     * bad item never harms its neighbours.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT only for the request as a whole; an item that is
     * refused holds what CreateRecord would have failed with.
     * </pre>
     */
    public io.github.plaudit.v1.BatchCreateRecordsResponse batchCreateRecords(io.github.plaudit.v1.BatchCreateRecordsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchCreateRecordsMethod(), getCallOptions(), request);
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

    /**
     * <pre>
     * ListRecords answers the records of a dataset that fit a filter, oldest first. A page of a filter
     * that fits few may be short, even empty, and still have a token: the list then goes on.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public io.github.plaudit.v1.ListRecordsResponse listRecords(io.github.plaudit.v1.ListRecordsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListRecordsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * NextRecords hands an annotator records that still lack submitted responses, oldest first, and
     * holds them for the annotator until they are answered or the time is up. No record is handed to
     * more annotators at a time than it lacks responses. Who asks again gets what they hold first.
     * A record that the annotator has submitted or discarded a response to is not handed out again. A
     * draft is: it is theirs to finish.
     * Scope: datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.NextRecordsResponse nextRecords(io.github.plaudit.v1.NextRecordsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getNextRecordsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteRecord deletes a record with the responses to it, for good.
     * Scope: datasets.write. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.DeleteRecordResponse deleteRecord(io.github.plaudit.v1.DeleteRecordRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteRecordMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateResponse answers a record: one response per record and author.
     * Scope: datasets.annotate.
     * Errors: NOT_FOUND (RECORD_NOT_FOUND). INVALID_ARGUMENT, naming each question: UNKNOWN_FIELD_NAME,
     * a key that is no question of the record's dataset; ANSWER_DOES_NOT_FIT, an answer that its
     * question does not allow, or a required question without an answer in a submitted response.
     * ALREADY_EXISTS (RESPONSE_EXISTS): the author has a response to the record; update that.
     * </pre>
     */
    public io.github.plaudit.v1.CreateResponseResponse createResponse(io.github.plaudit.v1.CreateResponseRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateResponseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateResponse changes the status or the answers of a response. Any status may follow any other;
     * a submitted response answers every required question.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND). INVALID_ARGUMENT as in
     * CreateResponse, and INVALID_FIELD for a mask that names what does not change.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateResponseResponse updateResponse(io.github.plaudit.v1.UpdateResponseRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateResponseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListResponses answers the responses in a dataset, or to one record, that fit a filter, oldest
     * first. A page may be short, even empty, and still have a token.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND,
     * RECORD_NOT_FOUND). INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public io.github.plaudit.v1.ListResponsesResponse listResponses(io.github.plaudit.v1.ListResponsesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListResponsesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteResponse deletes a response, for good. Its record may be handed out for one more.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.DeleteResponseResponse deleteResponse(io.github.plaudit.v1.DeleteResponseRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteResponseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetAgreement answers how far annotators agree, question by question: Krippendorff's alpha and the
     * percent agreement of submitted responses. What somebody did not answer is missing; it is no
     * value.
     * Text and span questions have no agreement of this kind and are left out.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT: UNKNOWN_FIELD_NAME, the dataset has no such question; INVALID_FIELD, a text or
     * span question, or a level that the question has no numbers for.
     * </pre>
     */
    public io.github.plaudit.v1.GetAgreementResponse getAgreement(io.github.plaudit.v1.GetAgreementRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetAgreementMethod(), getCallOptions(), request);
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
     * ListDatasets answers the datasets of the namespace, oldest first, each with its progress.
     * Scope: datasets.write or datasets.annotate. Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public io.github.plaudit.v1.ListDatasetsResponse listDatasets(io.github.plaudit.v1.ListDatasetsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListDatasetsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateDataset changes the definition of a dataset.
     * While it has records, only changes that every record and response fits pass: names of the
     * dataset, titles, descriptions, another order, a new field or question that is not required, what
     * was required and is no more, more values, labels or span labels, ties or overlaps that become
     * allowed, and another number of responses per record.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). ALREADY_EXISTS (DATASET_EXISTS):
     * the namespace has another dataset of that name. FAILED_PRECONDITION (DATASET_HAS_RECORDS): the
     * details name each change that the records do not allow, and why.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateDatasetResponse updateDataset(io.github.plaudit.v1.UpdateDatasetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateDatasetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteDataset deletes a dataset with its records and responses, for good. It is gone when the
     * call answers; the rows behind it are removed in the background.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). FAILED_PRECONDITION
     * (DATASET_HAS_RECORDS): it has records, and `force` is not set.
     * </pre>
     */
    public io.github.plaudit.v1.DeleteDatasetResponse deleteDataset(io.github.plaudit.v1.DeleteDatasetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteDatasetMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME, a
     * key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer or a suggestion that its question
     * does not allow, or a required question without an answer in a submitted response. ALREADY_EXISTS
     * (RECORD_EXISTS): the dataset has a record of that `external_id`, and `upsert` is not set.
     * FAILED_PRECONDITION (RECORD_HAS_RESPONSES): an upsert would change what annotators have answered.
     * </pre>
     */
    public io.github.plaudit.v1.CreateRecordResponse createRecord(io.github.plaudit.v1.CreateRecordRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateRecordMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * BatchCreateRecords adds up to 1,000 records, each with the responses to it, each on its own: a
     * bad item never harms its neighbours.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT only for the request as a whole; an item that is
     * refused holds what CreateRecord would have failed with.
     * </pre>
     */
    public io.github.plaudit.v1.BatchCreateRecordsResponse batchCreateRecords(io.github.plaudit.v1.BatchCreateRecordsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchCreateRecordsMethod(), getCallOptions(), request);
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

    /**
     * <pre>
     * ListRecords answers the records of a dataset that fit a filter, oldest first. A page of a filter
     * that fits few may be short, even empty, and still have a token: the list then goes on.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public io.github.plaudit.v1.ListRecordsResponse listRecords(io.github.plaudit.v1.ListRecordsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListRecordsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * NextRecords hands an annotator records that still lack submitted responses, oldest first, and
     * holds them for the annotator until they are answered or the time is up. No record is handed to
     * more annotators at a time than it lacks responses. Who asks again gets what they hold first.
     * A record that the annotator has submitted or discarded a response to is not handed out again. A
     * draft is: it is theirs to finish.
     * Scope: datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.NextRecordsResponse nextRecords(io.github.plaudit.v1.NextRecordsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getNextRecordsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteRecord deletes a record with the responses to it, for good.
     * Scope: datasets.write. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.DeleteRecordResponse deleteRecord(io.github.plaudit.v1.DeleteRecordRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteRecordMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * CreateResponse answers a record: one response per record and author.
     * Scope: datasets.annotate.
     * Errors: NOT_FOUND (RECORD_NOT_FOUND). INVALID_ARGUMENT, naming each question: UNKNOWN_FIELD_NAME,
     * a key that is no question of the record's dataset; ANSWER_DOES_NOT_FIT, an answer that its
     * question does not allow, or a required question without an answer in a submitted response.
     * ALREADY_EXISTS (RESPONSE_EXISTS): the author has a response to the record; update that.
     * </pre>
     */
    public io.github.plaudit.v1.CreateResponseResponse createResponse(io.github.plaudit.v1.CreateResponseRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateResponseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * UpdateResponse changes the status or the answers of a response. Any status may follow any other;
     * a submitted response answers every required question.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND). INVALID_ARGUMENT as in
     * CreateResponse, and INVALID_FIELD for a mask that names what does not change.
     * </pre>
     */
    public io.github.plaudit.v1.UpdateResponseResponse updateResponse(io.github.plaudit.v1.UpdateResponseRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateResponseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * ListResponses answers the responses in a dataset, or to one record, that fit a filter, oldest
     * first. A page may be short, even empty, and still have a token.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND,
     * RECORD_NOT_FOUND). INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public io.github.plaudit.v1.ListResponsesResponse listResponses(io.github.plaudit.v1.ListResponsesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListResponsesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * DeleteResponse deletes a response, for good. Its record may be handed out for one more.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND).
     * </pre>
     */
    public io.github.plaudit.v1.DeleteResponseResponse deleteResponse(io.github.plaudit.v1.DeleteResponseRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteResponseMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * GetAgreement answers how far annotators agree, question by question: Krippendorff's alpha and the
     * percent agreement of submitted responses. What somebody did not answer is missing; it is no
     * value.
     * Text and span questions have no agreement of this kind and are left out.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT: UNKNOWN_FIELD_NAME, the dataset has no such question; INVALID_FIELD, a text or
     * span question, or a level that the question has no numbers for.
     * </pre>
     */
    public io.github.plaudit.v1.GetAgreementResponse getAgreement(io.github.plaudit.v1.GetAgreementRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetAgreementMethod(), getCallOptions(), request);
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
     * ListDatasets answers the datasets of the namespace, oldest first, each with its progress.
     * Scope: datasets.write or datasets.annotate. Errors: INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListDatasetsResponse> listDatasets(
        io.github.plaudit.v1.ListDatasetsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListDatasetsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateDataset changes the definition of a dataset.
     * While it has records, only changes that every record and response fits pass: names of the
     * dataset, titles, descriptions, another order, a new field or question that is not required, what
     * was required and is no more, more values, labels or span labels, ties or overlaps that become
     * allowed, and another number of responses per record.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). ALREADY_EXISTS (DATASET_EXISTS):
     * the namespace has another dataset of that name. FAILED_PRECONDITION (DATASET_HAS_RECORDS): the
     * details name each change that the records do not allow, and why.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.UpdateDatasetResponse> updateDataset(
        io.github.plaudit.v1.UpdateDatasetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateDatasetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteDataset deletes a dataset with its records and responses, for good. It is gone when the
     * call answers; the rows behind it are removed in the background.
     * Scope: datasets.write. Errors: NOT_FOUND (DATASET_NOT_FOUND). FAILED_PRECONDITION
     * (DATASET_HAS_RECORDS): it has records, and `force` is not set.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.DeleteDatasetResponse> deleteDataset(
        io.github.plaudit.v1.DeleteDatasetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteDatasetMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateRecord adds one item to a dataset, with the first response to it where there is one.
     * Scope: datasets.write.
     * Errors: NOT_FOUND (DATASET_NOT_FOUND). INVALID_ARGUMENT, naming each field: UNKNOWN_FIELD_NAME, a
     * key that is no field or question of the dataset; INVALID_FIELD, a required field is missing or
     * has the wrong kind of value; ANSWER_DOES_NOT_FIT, an answer or a suggestion that its question
     * does not allow, or a required question without an answer in a submitted response. ALREADY_EXISTS
     * (RECORD_EXISTS): the dataset has a record of that `external_id`, and `upsert` is not set.
     * FAILED_PRECONDITION (RECORD_HAS_RESPONSES): an upsert would change what annotators have answered.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateRecordResponse> createRecord(
        io.github.plaudit.v1.CreateRecordRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateRecordMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * BatchCreateRecords adds up to 1,000 records, each with the responses to it, each on its own: a
     * bad item never harms its neighbours.
     * Scope: datasets.write. Errors: INVALID_ARGUMENT only for the request as a whole; an item that is
     * refused holds what CreateRecord would have failed with.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.BatchCreateRecordsResponse> batchCreateRecords(
        io.github.plaudit.v1.BatchCreateRecordsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchCreateRecordsMethod(), getCallOptions()), request);
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

    /**
     * <pre>
     * ListRecords answers the records of a dataset that fit a filter, oldest first. A page of a filter
     * that fits few may be short, even empty, and still have a token: the list then goes on.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListRecordsResponse> listRecords(
        io.github.plaudit.v1.ListRecordsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListRecordsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * NextRecords hands an annotator records that still lack submitted responses, oldest first, and
     * holds them for the annotator until they are answered or the time is up. No record is handed to
     * more annotators at a time than it lacks responses. Who asks again gets what they hold first.
     * A record that the annotator has submitted or discarded a response to is not handed out again. A
     * draft is: it is theirs to finish.
     * Scope: datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.NextRecordsResponse> nextRecords(
        io.github.plaudit.v1.NextRecordsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getNextRecordsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteRecord deletes a record with the responses to it, for good.
     * Scope: datasets.write. Errors: NOT_FOUND (RECORD_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.DeleteRecordResponse> deleteRecord(
        io.github.plaudit.v1.DeleteRecordRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteRecordMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * CreateResponse answers a record: one response per record and author.
     * Scope: datasets.annotate.
     * Errors: NOT_FOUND (RECORD_NOT_FOUND). INVALID_ARGUMENT, naming each question: UNKNOWN_FIELD_NAME,
     * a key that is no question of the record's dataset; ANSWER_DOES_NOT_FIT, an answer that its
     * question does not allow, or a required question without an answer in a submitted response.
     * ALREADY_EXISTS (RESPONSE_EXISTS): the author has a response to the record; update that.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.CreateResponseResponse> createResponse(
        io.github.plaudit.v1.CreateResponseRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateResponseMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * UpdateResponse changes the status or the answers of a response. Any status may follow any other;
     * a submitted response answers every required question.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND). INVALID_ARGUMENT as in
     * CreateResponse, and INVALID_FIELD for a mask that names what does not change.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.UpdateResponseResponse> updateResponse(
        io.github.plaudit.v1.UpdateResponseRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateResponseMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * ListResponses answers the responses in a dataset, or to one record, that fit a filter, oldest
     * first. A page may be short, even empty, and still have a token.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND,
     * RECORD_NOT_FOUND). INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.ListResponsesResponse> listResponses(
        io.github.plaudit.v1.ListResponsesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListResponsesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * DeleteResponse deletes a response, for good. Its record may be handed out for one more.
     * Scope: datasets.annotate. Errors: NOT_FOUND (RESPONSE_NOT_FOUND).
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.DeleteResponseResponse> deleteResponse(
        io.github.plaudit.v1.DeleteResponseRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteResponseMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * GetAgreement answers how far annotators agree, question by question: Krippendorff's alpha and the
     * percent agreement of submitted responses. What somebody did not answer is missing; it is no
     * value.
     * Text and span questions have no agreement of this kind and are left out.
     * Scope: datasets.write or datasets.annotate. Errors: NOT_FOUND (DATASET_NOT_FOUND).
     * INVALID_ARGUMENT: UNKNOWN_FIELD_NAME, the dataset has no such question; INVALID_FIELD, a text or
     * span question, or a level that the question has no numbers for.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<io.github.plaudit.v1.GetAgreementResponse> getAgreement(
        io.github.plaudit.v1.GetAgreementRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetAgreementMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_DATASET = 0;
  private static final int METHODID_GET_DATASET = 1;
  private static final int METHODID_LIST_DATASETS = 2;
  private static final int METHODID_UPDATE_DATASET = 3;
  private static final int METHODID_DELETE_DATASET = 4;
  private static final int METHODID_CREATE_RECORD = 5;
  private static final int METHODID_BATCH_CREATE_RECORDS = 6;
  private static final int METHODID_GET_RECORD = 7;
  private static final int METHODID_LIST_RECORDS = 8;
  private static final int METHODID_NEXT_RECORDS = 9;
  private static final int METHODID_DELETE_RECORD = 10;
  private static final int METHODID_CREATE_RESPONSE = 11;
  private static final int METHODID_UPDATE_RESPONSE = 12;
  private static final int METHODID_LIST_RESPONSES = 13;
  private static final int METHODID_DELETE_RESPONSE = 14;
  private static final int METHODID_GET_AGREEMENT = 15;

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
        case METHODID_LIST_DATASETS:
          serviceImpl.listDatasets((io.github.plaudit.v1.ListDatasetsRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListDatasetsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_DATASET:
          serviceImpl.updateDataset((io.github.plaudit.v1.UpdateDatasetRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateDatasetResponse>) responseObserver);
          break;
        case METHODID_DELETE_DATASET:
          serviceImpl.deleteDataset((io.github.plaudit.v1.DeleteDatasetRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteDatasetResponse>) responseObserver);
          break;
        case METHODID_CREATE_RECORD:
          serviceImpl.createRecord((io.github.plaudit.v1.CreateRecordRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateRecordResponse>) responseObserver);
          break;
        case METHODID_BATCH_CREATE_RECORDS:
          serviceImpl.batchCreateRecords((io.github.plaudit.v1.BatchCreateRecordsRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.BatchCreateRecordsResponse>) responseObserver);
          break;
        case METHODID_GET_RECORD:
          serviceImpl.getRecord((io.github.plaudit.v1.GetRecordRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetRecordResponse>) responseObserver);
          break;
        case METHODID_LIST_RECORDS:
          serviceImpl.listRecords((io.github.plaudit.v1.ListRecordsRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListRecordsResponse>) responseObserver);
          break;
        case METHODID_NEXT_RECORDS:
          serviceImpl.nextRecords((io.github.plaudit.v1.NextRecordsRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.NextRecordsResponse>) responseObserver);
          break;
        case METHODID_DELETE_RECORD:
          serviceImpl.deleteRecord((io.github.plaudit.v1.DeleteRecordRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteRecordResponse>) responseObserver);
          break;
        case METHODID_CREATE_RESPONSE:
          serviceImpl.createResponse((io.github.plaudit.v1.CreateResponseRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.CreateResponseResponse>) responseObserver);
          break;
        case METHODID_UPDATE_RESPONSE:
          serviceImpl.updateResponse((io.github.plaudit.v1.UpdateResponseRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.UpdateResponseResponse>) responseObserver);
          break;
        case METHODID_LIST_RESPONSES:
          serviceImpl.listResponses((io.github.plaudit.v1.ListResponsesRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.ListResponsesResponse>) responseObserver);
          break;
        case METHODID_DELETE_RESPONSE:
          serviceImpl.deleteResponse((io.github.plaudit.v1.DeleteResponseRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.DeleteResponseResponse>) responseObserver);
          break;
        case METHODID_GET_AGREEMENT:
          serviceImpl.getAgreement((io.github.plaudit.v1.GetAgreementRequest) request,
              (io.grpc.stub.StreamObserver<io.github.plaudit.v1.GetAgreementResponse>) responseObserver);
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
          getListDatasetsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListDatasetsRequest,
              io.github.plaudit.v1.ListDatasetsResponse>(
                service, METHODID_LIST_DATASETS)))
        .addMethod(
          getUpdateDatasetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.UpdateDatasetRequest,
              io.github.plaudit.v1.UpdateDatasetResponse>(
                service, METHODID_UPDATE_DATASET)))
        .addMethod(
          getDeleteDatasetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.DeleteDatasetRequest,
              io.github.plaudit.v1.DeleteDatasetResponse>(
                service, METHODID_DELETE_DATASET)))
        .addMethod(
          getCreateRecordMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateRecordRequest,
              io.github.plaudit.v1.CreateRecordResponse>(
                service, METHODID_CREATE_RECORD)))
        .addMethod(
          getBatchCreateRecordsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.BatchCreateRecordsRequest,
              io.github.plaudit.v1.BatchCreateRecordsResponse>(
                service, METHODID_BATCH_CREATE_RECORDS)))
        .addMethod(
          getGetRecordMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.GetRecordRequest,
              io.github.plaudit.v1.GetRecordResponse>(
                service, METHODID_GET_RECORD)))
        .addMethod(
          getListRecordsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListRecordsRequest,
              io.github.plaudit.v1.ListRecordsResponse>(
                service, METHODID_LIST_RECORDS)))
        .addMethod(
          getNextRecordsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.NextRecordsRequest,
              io.github.plaudit.v1.NextRecordsResponse>(
                service, METHODID_NEXT_RECORDS)))
        .addMethod(
          getDeleteRecordMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.DeleteRecordRequest,
              io.github.plaudit.v1.DeleteRecordResponse>(
                service, METHODID_DELETE_RECORD)))
        .addMethod(
          getCreateResponseMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.CreateResponseRequest,
              io.github.plaudit.v1.CreateResponseResponse>(
                service, METHODID_CREATE_RESPONSE)))
        .addMethod(
          getUpdateResponseMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.UpdateResponseRequest,
              io.github.plaudit.v1.UpdateResponseResponse>(
                service, METHODID_UPDATE_RESPONSE)))
        .addMethod(
          getListResponsesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.ListResponsesRequest,
              io.github.plaudit.v1.ListResponsesResponse>(
                service, METHODID_LIST_RESPONSES)))
        .addMethod(
          getDeleteResponseMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.DeleteResponseRequest,
              io.github.plaudit.v1.DeleteResponseResponse>(
                service, METHODID_DELETE_RESPONSE)))
        .addMethod(
          getGetAgreementMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              io.github.plaudit.v1.GetAgreementRequest,
              io.github.plaudit.v1.GetAgreementResponse>(
                service, METHODID_GET_AGREEMENT)))
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
              .addMethod(getListDatasetsMethod())
              .addMethod(getUpdateDatasetMethod())
              .addMethod(getDeleteDatasetMethod())
              .addMethod(getCreateRecordMethod())
              .addMethod(getBatchCreateRecordsMethod())
              .addMethod(getGetRecordMethod())
              .addMethod(getListRecordsMethod())
              .addMethod(getNextRecordsMethod())
              .addMethod(getDeleteRecordMethod())
              .addMethod(getCreateResponseMethod())
              .addMethod(getUpdateResponseMethod())
              .addMethod(getListResponsesMethod())
              .addMethod(getDeleteResponseMethod())
              .addMethod(getGetAgreementMethod())
              .build();
        }
      }
    }
    return result;
  }
}
