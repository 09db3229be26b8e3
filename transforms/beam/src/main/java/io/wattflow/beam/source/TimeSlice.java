package io.wattflow.beam.source;

import java.io.Serializable;

/**
 * A stretch of event time that one query reads.
 *
 * @param fromMillis in ms since the epoch
 * @param untilMillis exclusive
 */
public record TimeSlice(long fromMillis, long untilMillis) implements Serializable {}
