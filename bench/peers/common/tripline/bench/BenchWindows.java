package tripline.bench;

import java.util.Arrays;

/**
 * Counts and sums of one key over sliding windows (t − w, t], exact. The events of a key stand in chunks of a log; of each
 * window only its first event, its count and its sum are kept, so a payment costs the same however many events there are.
 * Events come in order of time.
 */
public final class BenchWindows {
  /** Minutes. */
  public static final int[] WINDOWS = {10, 60, 24 * 60, 7 * 24 * 60};

  /** Next number, first number that is still stored, then four for each window: first number, its time, count, sum. */
  public static final int HEADS = 2 + 4 * WINDOWS.length;

  /** Where the events of one key are kept: chunks of (time, amount) pairs by number. */
  public interface Chunks {
    long[] get(long number);

    void put(long number, long[] chunk);

    void remove(long number);
  }

  private final int chunkEvents;

  public BenchWindows(int chunkEvents) {
    this.chunkEvents = chunkEvents;
  }

  public static long[] emptyHeads() {
    return new long[HEADS];
  }

  /** Enters one event into `heads` and `chunks`, and writes count and sum of each window to `found` from `foundAt`. */
  public void enter(long[] heads, Chunks chunks, long timeMs, long amountMinor, long[] found, int foundAt) {
    long number = heads[0]++;
    append(chunks, number, timeMs, amountMinor);
    for (int window = 0; window < WINDOWS.length; window++) {
      int at = 2 + 4 * window;
      if (heads[at + 2] == 0) {
        heads[at] = number;
        heads[at + 1] = timeMs;
      }
      heads[at + 2]++;
      heads[at + 3] += amountMinor;
      if (heads[at + 1] <= timeMs - WINDOWS[window] * 60_000L) leave(heads, at, chunks, timeMs - WINDOWS[window] * 60_000L);
      found[foundAt + 2 * window] = heads[at + 2];
      found[foundAt + 2 * window + 1] = heads[at + 3];
    }
    // The longest window stands last: what has left it is read no more.
    long first = heads[2 + 4 * (WINDOWS.length - 1)];
    while (heads[1] / chunkEvents < first / chunkEvents) {
      chunks.remove(heads[1] / chunkEvents);
      heads[1] = (heads[1] / chunkEvents + 1) * chunkEvents;
    }
  }

  private void append(Chunks chunks, long number, long timeMs, long amountMinor) {
    int place = 2 * (int) (number % chunkEvents);
    long[] chunk = place == 0 ? new long[2] : chunks.get(number / chunkEvents);
    if (place >= chunk.length) chunk = Arrays.copyOf(chunk, Math.min(2 * chunkEvents, 2 * chunk.length));
    chunk[place] = timeMs;
    chunk[place + 1] = amountMinor;
    chunks.put(number / chunkEvents, chunk);
  }

  private void leave(long[] heads, int at, Chunks chunks, long untilMs) {
    long first = heads[at];
    long[] chunk = chunks.get(first / chunkEvents);
    while (heads[at + 1] <= untilMs) {
      heads[at + 2]--;
      heads[at + 3] -= chunk[2 * (int) (first % chunkEvents) + 1];
      first++;
      if (first % chunkEvents == 0) chunk = chunks.get(first / chunkEvents);
      heads[at + 1] = chunk[2 * (int) (first % chunkEvents)];
    }
    heads[at] = first;
  }
}
