package tripline.bench.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import tripline.bench.BenchPayment;
import tripline.bench.BenchRules;
import tripline.bench.BenchSettings;
import tripline.bench.BenchWindows;
import tripline.bench.PaymentReader;

/** Counts a payment on its five keys, asks the rules, and forwards the decision and, where it is flagged, the review. */
final class DecideProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  /** One event is one record of the changelog, so that nothing is written twice. */
  private static final int CHUNK_EVENTS = 1;

  private final PaymentReader reader = new PaymentReader();
  private final BenchWindows windows = new BenchWindows(CHUNK_EVENTS);
  private final BenchRules rules = new BenchRules(BenchSettings.RULES);
  private final long[] found = new long[BenchPayment.KEYS * 2 * BenchWindows.WINDOWS.length];
  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<String, long[]> heads;
  private KeyValueStore<String, long[]> events;

  @Override
  public void init(ProcessorContext<byte[], byte[]> given) {
    context = given;
    heads = context.getStateStore(StreamsBench.HEADS);
    events = context.getStateStore(StreamsBench.EVENTS);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    BenchPayment payment = read(record.value());
    for (int key = 0; key < BenchPayment.KEYS; key++) {
      String name = payment.keys[key];
      long[] known = heads.get(name);
      if (known == null) known = BenchWindows.emptyHeads();
      int foundAt = key * 2 * BenchWindows.WINDOWS.length;
      windows.enter(known, new StoredEvents(name), payment.timeMs, payment.amountMinor, found, foundAt);
      heads.put(name, known);
    }
    rules.ask(payment.id, payment.occurredAt, payment.amountMinor, found);
    byte[] id = payment.id.getBytes(StandardCharsets.UTF_8);
    context.forward(record.withKey(id).withValue(rules.decision()), "decisions");
    if (rules.isFlagged()) context.forward(record.withKey(id).withValue(rules.review(payment.bytes)), "reviews");
  }

  private BenchPayment read(byte[] bytes) {
    try {
      return reader.read(bytes);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** The events of one key, each under a name of its own. */
  private final class StoredEvents implements BenchWindows.Chunks {
    private final String name;

    StoredEvents(String name) {
      this.name = name;
    }

    @Override
    public long[] get(long number) {
      return events.get(name + '#' + number);
    }

    @Override
    public void put(long number, long[] chunk) {
      events.put(name + '#' + number, chunk);
    }

    @Override
    public void remove(long number) {
      events.delete(name + '#' + number);
    }
  }
}
