package tripline.bench.streams;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Eight bytes for each number. */
final class LongsSerde implements Serde<long[]> {
  @Override
  public Serializer<long[]> serializer() {
    return (topic, values) -> {
      if (values == null) return null;
      ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
      bytes.asLongBuffer().put(values);
      return bytes.array();
    };
  }

  @Override
  public Deserializer<long[]> deserializer() {
    return (topic, bytes) -> {
      if (bytes == null) return null;
      long[] values = new long[bytes.length / 8];
      ByteBuffer.wrap(bytes).asLongBuffer().get(values);
      return values;
    };
  }
}
