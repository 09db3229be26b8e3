package io.wattflow.services.analytics.auth;

import java.time.Duration;

/** A place that publishes verification keys. Called by one thread at a time; calls block. */
interface KeyOrigin {
  /**
   * The keys as they are now.
   *
   * @param known those of the last load; returned as they are if nothing has changed
   * @throws KeyLoadException if there are none to be had
   */
  VerificationKeys load(VerificationKeys known) throws KeyLoadException;

  /** Whether the first load has to succeed: what is on this machine is there or is a mistake. */
  boolean isLocal();

  /** How often the keys are looked at anyway. */
  Duration period();

  /** How often they are looked at because of a token whose key is not known. */
  Duration shortestInterval();

  /** How long keys hold that cannot be looked at again. */
  Duration tolerance();
}
