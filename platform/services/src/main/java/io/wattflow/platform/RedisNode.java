package io.wattflow.platform;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One Redis: the {@code redis-server} of the PATH, otherwise the one in our libraries. Writes go to
 * an append-only file, so that they survive a kill of the process.
 */
public final class RedisNode extends Part {
  static final String NAME = "Redis";
  private static final int TIMEOUT_MILLIS = 2_000;

  private final PartProcess.Spec spec;

  private RedisNode(
      String name, int port, PlatformConfig config, boolean background, List<String> settings) {
    super(name, port, config);
    Path server = Programs.find("redis-server").orElseGet(this::unpacked);
    List<String> command =
        new ArrayList<>(
            List.of(
                server.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port()),
                "--dir",
                folder().toString(),
                "--appendonly",
                "yes",
                "--save",
                "",
                "--maxmemory",
                "512mb",
                "--maxmemory-policy",
                "volatile-lru"));
    command.addAll(settings);
    this.spec = new PartProcess.Spec(name, command, Map.of(), log(), background);
  }

  /** Starts a Redis that ends with this process, and waits until it answers. */
  public static RedisNode start(PlatformConfig config) {
    return begun(new RedisNode(NAME, config.redisPort(), config, false, List.of()));
  }

  static RedisNode startInBackground(PlatformConfig config) {
    return begun(new RedisNode(NAME, config.redisPort(), config, true, List.of()));
  }

  /** One of several that are to become a cluster; see {@link RedisCluster}. */
  static RedisNode startForCluster(String name, int port, PlatformConfig config) {
    return begun(new RedisNode(name, port, config, false, List.of("--cluster-enabled", "yes")));
  }

  private static RedisNode begun(RedisNode node) {
    node.begin();
    return node;
  }

  @Override
  PartProcess launch() {
    try {
      Files.createDirectories(folder());
    } catch (IOException e) {
      throw new PlatformException(
          name(), "its folder cannot be made: " + e.getMessage(), "check " + folder(), e);
    }
    return PartProcess.start(spec);
  }

  @Override
  boolean answers() {
    return answers(port());
  }

  private Path unpacked() {
    String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
    Path target = folder().resolve("bin").resolve(resource);
    if (Files.isExecutable(target)) {
      return target;
    }
    try (InputStream binary = RedisNode.class.getResourceAsStream("/" + resource)) {
      if (binary == null) {
        throw new PlatformException(
            name(), "no program for this system", "install redis-server and put it on the PATH");
      }
      Files.createDirectories(folder().resolve("bin"));
      Path partial = target.resolveSibling(resource + ".partial");
      PartProcess.FORKS.lock();
      try {
        Files.copy(binary, partial, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        PartProcess.FORKS.unlock();
      }
      if (!partial.toFile().setExecutable(true)) {
        throw new IOException("not allowed to make " + partial + " executable");
      }
      return Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PlatformException(
          name(), "its program cannot be unpacked: " + e.getMessage(), "check " + folder(), e);
    }
  }

  private static String resource(String system, String processor) {
    boolean arm = processor.equals("aarch64");
    if (system.startsWith("Mac")) {
      return arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
    }
    return arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
  }

  /** Whether a Redis on this port answers a PING. */
  static boolean answers(int port) {
    return answers(new InetSocketAddress(Ports.loopback(), port));
  }

  /** Whether a Redis at this address answers a PING. */
  static boolean answers(URI uri) {
    int port = uri.getPort() < 0 ? PlatformConfig.REDIS_PORT : uri.getPort();
    return answers(new InetSocketAddress(uri.getHost(), port));
  }

  private static boolean answers(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(5);
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /** Such as redis://127.0.0.1:6379. */
  public URI uri() {
    return URI.create("redis://127.0.0.1:" + port());
  }
}
