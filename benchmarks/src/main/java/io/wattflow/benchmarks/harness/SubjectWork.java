package io.wattflow.benchmarks.harness;

import io.wattflow.platform.PlatformException;
import io.wattflow.platform.stream.StreamFailedException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;

/**
 * What a subject does in a round.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface SubjectWork<T> {
  /**
   * Does it.
   *
   * @throws SubjectFailedException if the subject broke down, or what it computed is wrong
   * @throws IOException as a consequence of the same
   * @throws SQLException as a consequence of the same
   */
  T run() throws IOException, SQLException, InterruptedException, SubjectFailedException;

  /**
   * Does the work. Whatever goes wrong in it is a failure of the subject, so that what other rounds
   * and subjects gave is not lost.
   *
   * @param stopping whether the JVM has been told to stop, as {@link Bench#stopping} knows
   * @throws InterruptedException also if something goes wrong because the JVM has been told to stop
   */
  static <T> T attempt(BooleanSupplier stopping, SubjectWork<T> work)
      throws InterruptedException, SubjectFailedException {
    try {
      return work.run();
    } catch (SubjectFailedException
        | StreamFailedException
        | PlatformException
        | BenchException e) {
      throw failure(stopping, String.valueOf(e.getMessage()), e);
    } catch (IOException | SQLException e) {
      throw failure(stopping, e.getClass().getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static SubjectFailedException failure(
      BooleanSupplier stopping, String message, Exception cause) throws InterruptedException {
    if (stopping.getAsBoolean()) {
      InterruptedException stopped = new InterruptedException("told to stop");
      stopped.initCause(cause);
      throw stopped;
    }
    return new SubjectFailedException(message.lines().findFirst().orElse(""), cause);
  }
}
