package io.wattflow.beam.rollup;

import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;

/** Bounds of the window that an element is in, in epoch milliseconds and milliseconds. */
final class Windows {
  private Windows() {}

  static long startMillis(BoundedWindow window) {
    return ((IntervalWindow) window).start().getMillis();
  }

  static long lengthMillis(BoundedWindow window) {
    return ((IntervalWindow) window).end().getMillis() - startMillis(window);
  }
}
