package tripline.bench.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple5;
import org.apache.flink.api.java.tuple.Tuple6;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import tripline.bench.BenchPayment;
import tripline.bench.BenchRules;
import tripline.bench.BenchSettings;
import tripline.bench.BenchWindows;
import tripline.bench.PaymentReader;

/**
 * The shape that scales, and that Flink's own guides lead to: each payment is sent to its five keys, counted there, and its
 * parts are brought together again by its id. The first part carries the payment's bytes.
 */
final class KeyedShape {
  private static final int VALUES = 2 * BenchWindows.WINDOWS.length;
  private static final byte[] NOTHING = {};

  private KeyedShape() {}

  static DataStream<byte[]> build(DataStream<byte[]> payments, int chunkEvents) {
    var bytes = PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
    var longs = PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO;
    return payments
        .flatMap(new Split())
        .returns(Types.TUPLE(Types.STRING, Types.INT, Types.STRING, Types.LONG, Types.LONG, bytes))
        .setParallelism(1)
        .keyBy(part -> part.f0, Types.STRING)
        .process(new Count(chunkEvents))
        .returns(Types.TUPLE(Types.STRING, Types.INT, longs, Types.LONG, bytes))
        .keyBy(part -> part.f0, Types.STRING)
        .process(new Decide())
        .returns(bytes);
  }

  /** Key, number of the key, id, time, amount, the payment. */
  private static final class Split
      extends RichFlatMapFunction<byte[], Tuple6<String, Integer, String, Long, Long, byte[]>> {
    private transient PaymentReader reader;

    @Override
    public void open(OpenContext context) {
      reader = new PaymentReader();
    }

    @Override
    public void flatMap(byte[] bytes, Collector<Tuple6<String, Integer, String, Long, Long, byte[]>> to) throws Exception {
      BenchPayment payment = reader.read(bytes);
      for (int key = 0; key < BenchPayment.KEYS; key++) {
        byte[] carried = key == 0 ? bytes : NOTHING;
        to.collect(Tuple6.of(payment.keys[key], key, payment.id, payment.timeMs, payment.amountMinor, carried));
      }
    }
  }

  /** Id, number of the key, its counts and sums, amount, the payment. */
  private static final class Count
      extends KeyedProcessFunction<
          String, Tuple6<String, Integer, String, Long, Long, byte[]>, Tuple5<String, Integer, long[], Long, byte[]>> {
    private final int chunkEvents;
    private transient BenchWindows windows;
    private transient ValueState<long[]> heads;
    private transient StateChunks chunks;

    Count(int chunkEvents) {
      this.chunkEvents = chunkEvents;
    }

    @Override
    public void open(OpenContext context) {
      windows = new BenchWindows(chunkEvents);
      heads = getRuntimeContext().getState(KeyStates.HEADS);
      chunks = new StateChunks(getRuntimeContext().getMapState(KeyStates.CHUNKS));
    }

    @Override
    public void processElement(
        Tuple6<String, Integer, String, Long, Long, byte[]> part,
        Context context,
        Collector<Tuple5<String, Integer, long[], Long, byte[]>> to)
        throws Exception {
      long[] known = heads.value();
      if (known == null) known = BenchWindows.emptyHeads();
      long[] values = new long[VALUES];
      windows.enter(known, chunks, part.f3, part.f4, values, 0);
      heads.update(known);
      to.collect(Tuple5.of(part.f2, part.f1, values, part.f4, part.f5));
    }
  }

  /** Waits until all parts of a payment are there: in `gathered` the values and, last, how many parts have come. */
  private static final class Decide
      extends KeyedProcessFunction<String, Tuple5<String, Integer, long[], Long, byte[]>, byte[]> {
    private static final int PARTS_AT = BenchPayment.KEYS * VALUES;
    private transient PaymentReader reader;
    private transient BenchRules rules;
    private transient ValueState<long[]> gathered;
    private transient ValueState<byte[]> payment;

    @Override
    public void open(OpenContext context) {
      reader = new PaymentReader();
      rules = new BenchRules(BenchSettings.RULES);
      gathered =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("gathered", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
      payment =
          getRuntimeContext()
              .getState(new ValueStateDescriptor<>("payment", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement(
        Tuple5<String, Integer, long[], Long, byte[]> part, Context context, Collector<byte[]> to) throws Exception {
      long[] values = gathered.value();
      if (values == null) values = new long[PARTS_AT + 1];
      System.arraycopy(part.f2, 0, values, part.f1 * VALUES, VALUES);
      if (++values[PARTS_AT] < BenchPayment.KEYS) {
        gathered.update(values);
        if (part.f1 == 0) payment.update(part.f4);
        return;
      }
      byte[] bytes = part.f1 == 0 ? part.f4 : payment.value();
      BenchPayment read = reader.read(bytes);
      rules.ask(read.id, read.occurredAt, read.amountMinor, values);
      Outputs.give(rules, bytes, to);
      gathered.clear();
      payment.clear();
    }
  }
}
