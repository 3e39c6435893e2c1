package tripline.bench.flink;

import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.ProducerRecord;
import tripline.bench.BenchSettings;

/**
 * The job for Flink in an embedded mini cluster. The variant is a shape (`keyed` or `one-task`), a state backend (`heap` or
 * `rocksdb`) and the milliseconds between checkpoints, 0 for none: `keyed,heap,1000`.
 */
public final class FlinkBench {
  /** Events in one value of state: small where each write is serialized, large where it is a reference. */
  private static final int HEAP_CHUNK_EVENTS = 64;
  private static final int ROCKSDB_CHUNK_EVENTS = 8;

  private FlinkBench() {}

  public static void main(String[] arguments) throws Exception {
    String[] variant = BenchSettings.VARIANT.split(",");
    boolean keyed = variant[0].equals("keyed");
    boolean rocksdb = variant[1].equals("rocksdb");
    long checkpointMs = Long.parseLong(variant[2]);
    int chunkEvents = rocksdb ? ROCKSDB_CHUNK_EVENTS : HEAP_CHUNK_EVENTS;

    Configuration settings = new Configuration();
    settings.set(StateBackendOptions.STATE_BACKEND, rocksdb ? "rocksdb" : "hashmap");
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, "file://" + BenchSettings.STATE_DIR + "/checkpoints");
    settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, rocksdb);
    settings.setString("state.backend.rocksdb.localdir", BenchSettings.STATE_DIR + "/rocksdb");
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    StreamExecutionEnvironment flink = StreamExecutionEnvironment.createLocalEnvironment(keyed ? 2 : 1, settings);
    flink.getConfig().enableObjectReuse();
    flink.setBufferTimeout(1);
    if (checkpointMs > 0) flink.enableCheckpointing(checkpointMs);

    DataStream<byte[]> payments = flink.fromSource(source(), WatermarkStrategy.noWatermarks(), "payments").setParallelism(1);
    DataStream<byte[]> outputs = keyed ? KeyedShape.build(payments, chunkEvents) : OneTaskShape.build(payments, chunkEvents);
    outputs.filter(each -> each[0] == Outputs.DECISION).sinkTo(sink(BenchSettings.DECISIONS, checkpointMs));
    outputs.filter(each -> each[0] == Outputs.REVIEW).sinkTo(sink(BenchSettings.REVIEWS, checkpointMs));
    flink.execute("bench");
  }

  private static KafkaSource<byte[]> source() {
    return KafkaSource.<byte[]>builder()
        .setBootstrapServers(BenchSettings.BROKERS)
        .setGroupId(BenchSettings.GROUP)
        .setTopics(BenchSettings.PAYMENTS)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setProperty("fetch.max.wait.ms", "20")
        .setProperty("max.partition.fetch.bytes", "4194304")
        .setValueOnlyDeserializer(new Bytes())
        .build();
  }

  /** Without checkpoints Flink never waits for the outputs; with them each checkpoint does. */
  private static KafkaSink<byte[]> sink(String topic, long checkpointMs) {
    Properties producer = new Properties();
    producer.setProperty("linger.ms", "1");
    producer.setProperty("batch.size", "131072");
    return KafkaSink.<byte[]>builder()
        .setBootstrapServers(BenchSettings.BROKERS)
        .setKafkaProducerConfig(producer)
        .setDeliveryGuarantee(checkpointMs > 0 ? DeliveryGuarantee.AT_LEAST_ONCE : DeliveryGuarantee.NONE)
        .setRecordSerializer(new ToTopic(topic))
        .build();
  }

  private static final class ToTopic implements KafkaRecordSerializationSchema<byte[]> {
    private final String topic;

    ToTopic(String topic) {
      this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(byte[] output, KafkaSinkContext context, Long timestampMs) {
      return new ProducerRecord<>(topic, Outputs.key(output), Outputs.value(output));
    }
  }

  /** The bytes of a record as they are. */
  private static final class Bytes implements DeserializationSchema<byte[]> {
    @Override
    public byte[] deserialize(byte[] bytes) {
      return bytes;
    }

    @Override
    public boolean isEndOfStream(byte[] bytes) {
      return false;
    }

    @Override
    public TypeInformation<byte[]> getProducedType() {
      return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    }
  }
}
