package tripline.bench.flink;

import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import tripline.bench.BenchPayment;
import tripline.bench.BenchRules;
import tripline.bench.BenchSettings;
import tripline.bench.BenchWindows;
import tripline.bench.PaymentReader;

/**
 * Everything in one chained task that turns to each of the payment's five keys itself. Nothing is serialized between
 * operators, so this is the fastest that Flink can be; it cannot be spread over tasks, since each would hold other keys.
 */
final class OneTaskShape {
  private OneTaskShape() {}

  static DataStream<byte[]> build(DataStream<byte[]> payments, int chunkEvents) {
    return DataStreamUtils.reinterpretAsKeyedStream(payments, each -> "", Types.STRING)
        .transform("decide", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO, new Decide(chunkEvents));
  }

  private static final class Decide extends AbstractStreamOperator<byte[]> implements OneInputStreamOperator<byte[], byte[]> {
    private final int chunkEvents;
    private transient PaymentReader reader;
    private transient BenchWindows windows;
    private transient BenchRules rules;
    private transient ValueState<long[]> heads;
    private transient StateChunks chunks;
    private transient long[] found;

    Decide(int chunkEvents) {
      this.chunkEvents = chunkEvents;
    }

    @Override
    public void open() throws Exception {
      super.open();
      reader = new PaymentReader();
      windows = new BenchWindows(chunkEvents);
      rules = new BenchRules(BenchSettings.RULES);
      found = new long[BenchPayment.KEYS * 2 * BenchWindows.WINDOWS.length];
      heads = getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, KeyStates.HEADS);
      MapState<Long, long[]> stored =
          getPartitionedState(VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, KeyStates.CHUNKS);
      chunks = new StateChunks(stored);
    }

    @Override
    public void processElement(StreamRecord<byte[]> record) throws Exception {
      BenchPayment payment = reader.read(record.getValue());
      for (int key = 0; key < BenchPayment.KEYS; key++) {
        setCurrentKey(payment.keys[key]);
        long[] known = heads.value();
        if (known == null) known = BenchWindows.emptyHeads();
        windows.enter(known, chunks, payment.timeMs, payment.amountMinor, found, key * 2 * BenchWindows.WINDOWS.length);
        heads.update(known);
      }
      rules.ask(payment.id, payment.occurredAt, payment.amountMinor, found);
      Outputs.give(rules, payment.bytes, output);
    }
  }
}
