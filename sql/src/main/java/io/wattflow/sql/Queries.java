package io.wattflow.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The questions of {@code sql/clickhouse/queries}, each read once. Their parameters are question
 * marks.
 */
public final class Queries {
  private static final Map<Key, String> READ = new ConcurrentHashMap<>();

  private record Key(String name, Map<String, String> placeholders) {}

  private Queries() {}

  /**
   * A question without placeholders.
   *
   * @param name of the file, without {@code .sql}
   * @throws IllegalStateException if there is no such file
   */
  public static String read(String name) {
    return read(name, Map.of());
  }

  /**
   * A question over one of several tables.
   *
   * @param placeholders what stands for {@code ${name}}: constants of the code, of which there are
   *     few, and never a text of a user
   */
  public static String read(String name, Map<String, String> placeholders) {
    return READ.computeIfAbsent(
        new Key(name, Map.copyOf(placeholders)),
        key -> SqlText.read(Queries.class, "queries/" + key.name() + ".sql", key.placeholders()));
  }
}
