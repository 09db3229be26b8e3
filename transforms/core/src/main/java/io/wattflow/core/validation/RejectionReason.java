package io.wattflow.core.validation;

/** Why a reading was refused. The names go into dead letters and metrics, so they are stable. */
public enum RejectionReason {
  /** A number is NaN or infinite. */
  NOT_FINITE,
  /** The event time lies beyond now plus the allowed skew. */
  EVENT_TIME_TOO_FAR_IN_FUTURE,
  /** The event time lies further back than the allowed age. */
  EVENT_TIME_TOO_OLD,
  /** The device id has no bytes. */
  EMPTY_DEVICE_ID,
  /** The device id has too many bytes. */
  DEVICE_ID_TOO_LONG,
  /** The user id is zero or negative. */
  USER_ID_NOT_POSITIVE,
  /** The magnitude of the power is beyond the limit. */
  POWER_OUT_OF_RANGE,
  /** The power factor is not in [-1, 1]. */
  POWER_FACTOR_OUT_OF_RANGE,
  /** The energy counter is negative or beyond the limit. */
  COUNTER_OUT_OF_RANGE,
  /** The voltage is negative or beyond the limit. */
  VOLTAGE_OUT_OF_RANGE,
  /** The sequence number is negative. */
  SEQUENCE_NEGATIVE
}
