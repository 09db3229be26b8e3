package io.wattflow.beam.source;

import java.io.Serializable;

/**
 * A file of archived readings.
 *
 * @param path where it lies, as every worker sees it
 * @param readings that it holds, exactly
 */
public record ArchivedFile(String path, long readings) implements Serializable {}
