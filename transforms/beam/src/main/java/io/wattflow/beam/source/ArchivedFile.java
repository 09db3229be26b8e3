package io.wattflow.beam.source;

import java.io.Serializable;

/**
 * A file of archived readings.
 *
 * @param path where it lies, as every worker sees it
 * @param readings that it holds, exactly
 */
public record ArchivedFile(String path, long readings) implements Serializable {
  /** What to do with a file that is not as it was written: the end of a message. */
  public static final String REMEDY =
      ": put back a copy of it, or remove it and run wattflow archive while the table has the day";
}
