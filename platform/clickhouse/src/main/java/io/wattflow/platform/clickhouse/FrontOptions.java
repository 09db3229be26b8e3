package io.wattflow.platform.clickhouse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Options of the process.
 *
 * @param port to listen on; 0: any free one
 * @param folder of the tables
 * @param memoryBytes for all queries together
 * @param library the engine, libchdb.so
 * @param queryTimeout of queries that name none
 * @param help whether only the help is wanted
 */
record FrontOptions(
    int port, Path folder, long memoryBytes, Path library, Duration queryTimeout, boolean help) {
  static final String HELP =
      """
      Serves a folder of ClickHouse tables over ClickHouse's HTTP interface on 127.0.0.1.
        --port N        port, 0 for any free one (default 8123)
        --data DIR      folder of the tables (default .wattflow/clickhouse)
        --memory SIZE   memory for all queries, such as 1500m or 2g (default 2g)
        --library FILE  libchdb.so (default below the folder in -Dwattflow.home, or here)
        --query-timeout SECONDS
                        ends a query that sets no max_execution_time (default 600)
        --help          this text""";

  private static final Path LIBRARY =
      Path.of("node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so");

  static FrontOptions parse(String[] args) {
    int port = 8123;
    Path folder = Path.of(".wattflow", "clickhouse");
    long memory = bytes("2g");
    Path library = Path.of(System.getProperty("wattflow.home", ".")).resolve(LIBRARY);
    Duration queryTimeout = Duration.ofSeconds(600);
    for (int i = 0; i < args.length; i += 2) {
      if (args[i].equals("--help") || args[i].equals("-h")) {
        return new FrontOptions(port, folder, memory, library, queryTimeout, true);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException("no value for " + args[i]);
      }
      String value = args[i + 1];
      switch (args[i]) {
        case "--port" -> port = (int) number(args[i], value, 0, 65_535);
        case "--data" -> folder = Path.of(value);
        case "--memory" -> memory = bytes(value);
        case "--library" -> library = Path.of(value);
        case "--query-timeout" ->
            queryTimeout = Duration.ofSeconds(number(args[i], value, 1, 1_000_000));
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    return new FrontOptions(port, folder, memory, library, queryTimeout, false);
  }

  private static long number(String option, String value, long least, long most) {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " is not a number: " + value, e);
    }
    throw new IllegalArgumentException(
        option + " must lie between " + least + " and " + most + ": " + value);
  }

  private static long bytes(String size) {
    String lower = size.toLowerCase(Locale.ROOT);
    long unit =
        switch (lower.isEmpty() ? ' ' : lower.charAt(lower.length() - 1)) {
          case 'g' -> 1L << 30;
          case 'm' -> 1L << 20;
          default -> 1;
        };
    String digits = unit == 1 ? lower : lower.substring(0, lower.length() - 1);
    return Math.multiplyExact(number("--memory", digits, 1, 1L << 40), unit);
  }
}
