package tripline.bench.flink;

import org.apache.flink.api.common.state.MapState;
import tripline.bench.BenchWindows;

/** The events of the current key in Flink's state. */
final class StateChunks implements BenchWindows.Chunks {
  private final MapState<Long, long[]> state;

  StateChunks(MapState<Long, long[]> state) {
    this.state = state;
  }

  @Override
  public long[] get(long number) {
    try {
      return state.get(number);
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }

  @Override
  public void put(long number, long[] chunk) {
    try {
      state.put(number, chunk);
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }

  @Override
  public void remove(long number) {
    try {
      state.remove(number);
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }
}
