package io.wattflow.services.analytics.answers;

import io.wattflow.services.analytics.live.LiveDevices;
import io.wattflow.services.analytics.store.Store;

/**
 * What answers are made of.
 *
 * @param store rollups, reports and the registry
 * @param devices what the stream says of devices
 */
public record Sources(Store store, LiveDevices devices) {

  /** The same for answers that nobody waits for, see {@link Store#unhurried}. */
  public Sources unhurried() {
    return new Sources(store.unhurried(), devices);
  }
}
