package tripline.bench;

/** What the bench tells a peer, through variables. */
public final class BenchSettings {
  public static final String BROKERS = variable("BENCH_BROKERS");
  public static final String GROUP = variable("BENCH_GROUP");
  public static final String PAYMENTS = variable("BENCH_PAYMENTS");
  public static final String DECISIONS = variable("BENCH_DECISIONS");
  public static final String REVIEWS = variable("BENCH_REVIEWS");
  public static final int RULES = Integer.parseInt(variable("BENCH_RULES"));
  public static final String VARIANT = variable("BENCH_VARIANT");
  /** A folder for state and checkpoints that the bench removes. */
  public static final String STATE_DIR = variable("BENCH_STATE_DIR");

  private BenchSettings() {}

  private static String variable(String name) {
    String value = System.getenv(name);
    if (value == null) throw new IllegalStateException(name + " is not set");
    return value;
  }
}
