package tripline.bench.flink;

import java.util.Arrays;
import org.apache.flink.util.Collector;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import tripline.bench.BenchRules;

/** Outputs go as bytes between operators: which topic, the text. The key is the payment's id, at a fixed place in the text. */
final class Outputs {
  static final byte DECISION = 'D';
  static final byte REVIEW = 'R';
  private static final int ID_FROM = 1 + "{\"paymentId\":\"".length();
  private static final int ID_LENGTH = "pay_000000000".length();

  private Outputs() {}

  static byte[] of(byte topic, byte[] text) {
    byte[] output = new byte[text.length + 1];
    output[0] = topic;
    System.arraycopy(text, 0, output, 1, text.length);
    return output;
  }

  static byte[] key(byte[] output) {
    return Arrays.copyOfRange(output, ID_FROM, ID_FROM + ID_LENGTH);
  }

  static byte[] value(byte[] output) {
    return Arrays.copyOfRange(output, 1, output.length);
  }

  static void give(BenchRules rules, byte[] payment, Collector<byte[]> to) {
    to.collect(of(DECISION, rules.decision()));
    if (rules.isFlagged()) to.collect(of(REVIEW, rules.review(payment)));
  }

  static void give(BenchRules rules, byte[] payment, Output<StreamRecord<byte[]>> to) {
    to.collect(new StreamRecord<>(of(DECISION, rules.decision())));
    if (rules.isFlagged()) to.collect(new StreamRecord<>(of(REVIEW, rules.review(payment))));
  }
}
