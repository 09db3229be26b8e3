package io.wattflow.beam.rollup;

import java.time.Duration;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.AfterProcessingTime;
import org.apache.beam.sdk.transforms.windowing.AfterWatermark;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.transforms.windowing.WindowFn;
import org.apache.beam.sdk.values.KV;

/**
 * When a window speaks: early panes while it is open, one on time, one for every late arrival until
 * it is given up.
 *
 * @param earlyFiring processing time between a delta's arrival and the early pane that shows it;
 *     zero: no early panes
 * @param allowedLateness event time for which a window is kept after its end; 0 or more. What comes
 *     later is dropped here; the raw table has it, and the audit repairs its window
 */
public record Panes(Duration earlyFiring, Duration allowedLateness)
    implements java.io.Serializable {

  /**
   * Assigns deltas to windows and says when these fire.
   *
   * <p>Panes discard: each hands on only the deltas that came since the last. Nothing is lost by
   * it, since the merge behind keeps the union in its state and emits absolute rows.
   */
  Window<KV<Integer, byte[]>> window(WindowFn<Object, IntervalWindow> windows) {
    AfterWatermark.AfterWatermarkEarlyAndLate onTime =
        AfterWatermark.pastEndOfWindow().withLateFirings(AfterPane.elementCountAtLeast(1));
    return Window.<KV<Integer, byte[]>>into(windows)
        .triggering(
            earlyFiring.isZero()
                ? onTime
                : onTime.withEarlyFirings(
                    AfterProcessingTime.pastFirstElementInPane()
                        .plusDelayOf(org.joda.time.Duration.millis(earlyFiring.toMillis()))))
        .withAllowedLateness(
            org.joda.time.Duration.millis(allowedLateness.toMillis()),
            Window.ClosingBehavior.FIRE_IF_NON_EMPTY)
        .withOnTimeBehavior(Window.OnTimeBehavior.FIRE_IF_NON_EMPTY)
        .discardingFiredPanes();
  }
}
