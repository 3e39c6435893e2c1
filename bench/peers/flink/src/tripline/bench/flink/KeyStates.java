package tripline.bench.flink;

import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/** What Flink keeps for each key: the heads of its windows, and its events in chunks. */
final class KeyStates {
  static final ValueStateDescriptor<long[]> HEADS =
      new ValueStateDescriptor<>("heads", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
  static final MapStateDescriptor<Long, long[]> CHUNKS =
      new MapStateDescriptor<>("chunks", Types.LONG, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);

  private KeyStates() {}
}
