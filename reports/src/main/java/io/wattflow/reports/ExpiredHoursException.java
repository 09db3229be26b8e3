package io.wattflow.reports;

import io.wattflow.reports.compute.Target;

/**
 * Reports were to be replaced by what their hours say now, and some of these hours have expired or
 * are about to.
 */
public final class ExpiredHoursException extends Exception {
  private static final long serialVersionUID = 1L;

  ExpiredHoursException(Target reach) {
    super(
        "hours from %s on would be needed, with those of the periods before, and some have expired, by the TTL of rollup_1h:"
                .formatted(reach.first())
            + " name later dates, or shorter periods");
  }
}
