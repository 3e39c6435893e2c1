package tripline.bench;

/** What the job needs of one payment, and its bytes as they came. */
public final class BenchPayment {
  /** In the order of the job's keys: card, email, ip, device, customer. */
  public static final int KEYS = 5;

  public String id;
  public String occurredAt;
  public long timeMs;
  /** Cents. */
  public long amountMinor;
  public final String[] keys = new String[KEYS];
  public byte[] bytes;
}
