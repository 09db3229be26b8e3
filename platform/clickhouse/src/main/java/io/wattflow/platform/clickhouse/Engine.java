package io.wattflow.platform.clickhouse;

import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ClickHouse engine of this process on one data folder. Connections are cheap (about 0.15 ms),
 * and one stays open for the life of the process, for closing the last one shuts the engine down.
 */
final class Engine implements AutoCloseable {
  private final Path folder;
  private final EngineConnection keeper;
  private final String version;
  private final String timezone;
  private final String displayName;
  private final Set<String> settingNames;

  private Engine(Path folder, EngineConnection keeper) throws EngineException {
    this.folder = folder;
    this.keeper = keeper;
    this.version = keeper.text("SELECT version()").strip();
    this.timezone = keeper.text("SELECT timezone()").strip();
    this.displayName = keeper.text("SELECT displayName()").strip();
    this.settingNames =
        Set.copyOf(
            keeper
                .text(
                    "SELECT arrayJoin([name, alias_for]) AS n FROM system.settings WHERE n != '' GROUP BY n")
                .lines()
                .toList());
  }

  /**
   * Starts the engine.
   *
   * @param library libchdb.so
   * @param folder where the tables lie; created if need be; one process at a time
   * @param memoryBytes what all queries together may use
   */
  static Engine start(Path library, Path folder, long memoryBytes)
      throws EngineException, IOException {
    LibChdb.closeStandardInput();
    LibChdb.load(library);
    // The engine would take over SIGSEGV, which the JVM needs for its own null checks.
    LibChdb.chdb_set_signal_handlers_enabled(0);
    Files.createDirectories(folder);
    Path config = folder.resolve("front.xml");
    Files.writeString(config, config(memoryBytes));
    Pointer holder =
        connect(
            List.of(
                "--path=" + folder.resolve("store").toAbsolutePath(),
                "--config-file=" + config.toAbsolutePath()));
    if (holder == null) {
      throw EngineException.of(
          76,
          "CANNOT_OPEN_FILE",
          "The engine did not start on " + folder + ": is another process using this folder?");
    }
    return new Engine(folder, new EngineConnection(holder));
  }

  private static String config(long memoryBytes) {
    return """
        <clickhouse>
          <display_name>wattflow</display_name>
          <timezone>UTC</timezone>
          <max_server_memory_usage>%d</max_server_memory_usage>
          <mark_cache_size>%d</mark_cache_size>
          <uncompressed_cache_size>%d</uncompressed_cache_size>
        </clickhouse>
        """
        .formatted(memoryBytes, memoryBytes / 16, memoryBytes / 16);
  }

  /**
   * A new connection.
   *
   * @param settings names must be {@linkplain #knows known}: the engine ignores others in silence
   * @throws EngineException in the engine's words where a value is not one
   */
  EngineConnection connect(Map<String, String> settings) throws EngineException {
    List<String> arguments = new ArrayList<>();
    arguments.add("--path=" + folder.resolve("store").toAbsolutePath());
    settings.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    Pointer holder = connect(arguments);
    if (holder != null) {
      return new EngineConnection(holder);
    }
    // Refused without a reason; a plain connection that sets the same names gives it.
    if (!settings.isEmpty()) {
      try (EngineConnection plain = connect(Map.of())) {
        plain.text("SET " + Sql.assignments(settings));
      }
    }
    throw EngineException.of(210, "NETWORK_ERROR", "The engine refused a connection");
  }

  private static Pointer connect(List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add(0, "clickhouse");
    // UTF-8 whatever the locale of this process is.
    StringArray array = new StringArray(all.toArray(String[]::new), "UTF-8");
    return LibChdb.chdb_connect(all.size(), array);
  }

  /** Whether the engine has a setting of this name. */
  boolean knows(String settingName) {
    return settingNames.contains(settingName);
  }

  String version() {
    return version;
  }

  String timezone() {
    return timezone;
  }

  String displayName() {
    return displayName;
  }

  @Override
  public void close() {
    keeper.close();
  }
}
