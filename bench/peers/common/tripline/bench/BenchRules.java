package tripline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * The rules of the job as a Java team would write them by hand, once for both peers. Numbers as in bench/job/job-rule.ts. Not
 * for several threads at once.
 */
public final class BenchRules {
  private static final String[] KEY_NAMES = {"card", "email", "ip", "device", "customer"};
  private static final int PAIRS = BenchPayment.KEYS * BenchWindows.WINDOWS.length;
  private static final int SCORE = 20;
  private static final int REVIEW_FROM = 40;
  private static final int BLOCK_FROM = 400;

  private final int rules;
  private final int[] hits;
  private final StringBuilder text = new StringBuilder(256);
  private String action;
  private byte[] decision;

  public BenchRules(int rules) {
    this.rules = rules;
    this.hits = new int[rules];
  }

  /** `found` holds a count and a sum for each key and window. Afterwards `decision` and `review` give the outputs. */
  public void ask(String id, String occurredAt, long amountMinor, long[] found) {
    int hit = 0;
    for (int rule = 0; rule < rules; rule++) {
      int pair = 2 * (rule % PAIRS);
      if (found[pair] >= (rule % 3 == 2 ? 2 : 1)
          && found[pair + 1] > 1000 + 10 * (rule % 100)
          && amountMinor > 25_000 + 5000 * (rule % 40)
          && found[2 * ((rule * 7 + 3) % PAIRS) + 1] > 30_000 + 100 * (rule % 100)) {
        hits[hit++] = rule;
      }
    }
    int score = hit * SCORE;
    action = score >= BLOCK_FROM ? "block" : score >= REVIEW_FROM ? "review" : "allow";
    text.setLength(0);
    text.append("{\"paymentId\":\"").append(id).append("\",\"merchantId\":\"m_1\",\"occurredAt\":\"").append(occurredAt);
    text.append("\",\"action\":\"").append(action).append("\",\"score\":").append(score).append(",\"ruleset\":\"bench\",\"hits\":[");
    for (int at = 0; at < hit; at++) {
      if (at > 0) text.append(',');
      appendHit(hits[at], found);
    }
    decision = text.append("]}").toString().getBytes(UTF_8);
  }

  private void appendHit(int rule, long[] found) {
    int pair = rule % PAIRS;
    long sum = found[2 * pair + 1];
    text.append("{\"rule\":\"bench-").append(rule).append("\",\"mode\":\"live\",\"score\":").append(SCORE);
    text.append(",\"reason\":\"").append(found[2 * pair]).append(" payments worth ").append(sum / 100).append('.');
    if (sum % 100 < 10) text.append('0');
    text.append(sum % 100).append(" on this ").append(KEY_NAMES[pair / BenchWindows.WINDOWS.length]);
    text.append(" within ").append(BenchWindows.WINDOWS[pair % BenchWindows.WINDOWS.length]).append("m\"}");
  }

  public byte[] decision() {
    return decision;
  }

  public boolean isFlagged() {
    return !action.equals("allow");
  }

  /** The decision with the payment in it, as bytes that came. */
  public byte[] review(byte[] payment) {
    ByteArrayOutputStream review = new ByteArrayOutputStream(decision.length + payment.length + 16);
    review.write(decision, 0, decision.length - 1);
    byte[] field = ",\"payment\":".getBytes(UTF_8);
    review.write(field, 0, field.length);
    review.write(payment, 0, payment.length);
    review.write('}');
    return review.toByteArray();
  }
}
