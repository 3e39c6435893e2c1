package tripline.bench.streams;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import tripline.bench.BenchSettings;

/**
 * The job for Kafka Streams: Processor API, state with a changelog, at least once. All of a payment's keys are in the task of
 * its partition, so there is no repartitioning; that holds only while the payments topic has one partition. The variant is
 * the store: `memory` or `rocksdb`.
 */
public final class StreamsBench {
  static final String HEADS = "heads";
  static final String EVENTS = "events";
  private static final Map<String, String> CHANGELOG = Map.of(TopicConfig.SEGMENT_BYTES_CONFIG, "134217728");

  private StreamsBench() {}

  public static void main(String[] arguments) {
    boolean memory = BenchSettings.VARIANT.equals("memory");
    Topology topology = new Topology();
    var bytes = Serdes.ByteArray();
    topology.addSource("payments", bytes.deserializer(), bytes.deserializer(), BenchSettings.PAYMENTS);
    topology.addProcessor("decide", DecideProcessor::new, "payments");
    topology.addStateStore(store(HEADS, memory).withCachingEnabled(), "decide");
    topology.addStateStore(store(EVENTS, memory), "decide");
    topology.addSink("decisions", BenchSettings.DECISIONS, bytes.serializer(), bytes.serializer(), "decide");
    topology.addSink("reviews", BenchSettings.REVIEWS, bytes.serializer(), bytes.serializer(), "decide");

    KafkaStreams streams = new KafkaStreams(topology, settings());
    streams.setUncaughtExceptionHandler(
        error -> {
          error.printStackTrace();
          return StreamThreadExceptionResponse.SHUTDOWN_APPLICATION;
        });
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.ERROR) Runtime.getRuntime().halt(1);
        });
    streams.start();
  }

  private static StoreBuilder<KeyValueStore<String, long[]>> store(String name, boolean memory) {
    KeyValueBytesStoreSupplier kept = memory ? Stores.inMemoryKeyValueStore(name) : Stores.persistentKeyValueStore(name);
    return Stores.keyValueStoreBuilder(kept, Serdes.String(), new LongsSerde()).withLoggingEnabled(CHANGELOG);
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, BenchSettings.GROUP);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, BenchSettings.BROKERS);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, BenchSettings.STATE_DIR);
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 128L << 20);
    settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 2000);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 20);
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 << 20);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 2);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 << 10);
    return settings;
  }
}
