package io.wattflow.pipelines.backfill;

/** There is nothing in the time that was asked for; the message says what there is. */
public final class NoReadingsException extends SourceException {
  private static final long serialVersionUID = 1L;

  NoReadingsException(String message) {
    super(message);
  }
}
