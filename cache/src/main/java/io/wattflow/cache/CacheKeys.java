package io.wattflow.cache;

/**
 * Names in Redis. The braces keep all keys of a user in one slot of a cluster, so that a script may
 * touch them together.
 */
public final class CacheKeys {
  /**
   * Channel of changed rows, see {@link ChangeLines}. Published when the changed rows are visible
   * and the shared cache has evicted what they change.
   */
  public static final String EVICTIONS = "wattflow:evictions";

  /** Channel of answers that have been stored: {@code <user id> TAB <answer's name>}. */
  public static final String LOADED = "wattflow:loaded";

  /**
   * Sorted set of the users that have, or are about to have, cached answers: member is the user id,
   * score the instant in epoch ms until which the answers may live. A reader enters the user before
   * it asks ClickHouse; a writer asks it after its rows are visible and passes over whoever is not
   * in it. One of the two thus sees the other.
   */
  public static final String WATCHED = "wattflow:watched";

  /** How long an {@link #epoch} is kept, in ms; far longer than any load of an answer takes. */
  public static final long EPOCH_MILLIS = 600_000;

  /** The field of a hash of devices that is no device's. */
  public static final String SINCE = "";

  private CacheKeys() {}

  private static String user(long userId) {
    return "wattflow:{" + Long.toUnsignedString(userId) + "}:";
  }

  /** String: an encoded answer. */
  public static String answer(long userId, String name) {
    return user(userId) + "answer:" + name;
  }

  /**
   * Hash: the user's cached answers by name; the value is their dependencies, as {@link
   * ChangeLines} writes them.
   */
  public static String answers(long userId) {
    return user(userId) + "answers";
  }

  /**
   * Number that grows with each eviction of a user's answers; missing counts as 0. An answer is
   * stored only if none of the evictions since the number from before it was loaded touches it.
   */
  public static String epoch(long userId) {
    return user(userId) + "epoch";
  }

  /** Hash: what was evicted with each of the last epochs, as {@link ChangeLines} writes it. */
  public static String changes(long userId) {
    return user(userId) + "changes";
  }

  /** String: who loads an answer at the moment. */
  public static String lease(long userId, String name) {
    return user(userId) + "loading:" + name;
  }

  /**
   * Hash: the latest status of each device of a user, by device id, see {@link DeviceStatus#value}.
   * Under {@link #SINCE} stands from when on it has all that the stream says, in epoch ms of Redis.
   */
  public static String devices(long userId) {
    return user(userId) + "devices";
  }
}
