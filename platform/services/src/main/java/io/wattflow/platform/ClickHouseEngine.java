package io.wattflow.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One ClickHouse on its HTTP interface: a {@code clickhouse} server where the PATH has one,
 * otherwise the engine as a library behind our own front.
 */
public final class ClickHouseEngine extends Part {
  static final String NAME = "ClickHouse";
  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

  private final PartProcess.Spec spec;

  private ClickHouseEngine(PlatformConfig config, boolean background) {
    super(NAME, config.clickHousePort(), config);
    List<String> command =
        Programs.find("clickhouse")
            .map(server -> serverCommand(server, config.clickHouseMemory()))
            .orElseGet(() -> frontCommand(config));
    this.spec = new PartProcess.Spec(NAME, command, Map.of("TZ", "UTC"), log(), background);
  }

  /** Starts an engine that ends with this process, and waits until it answers. */
  public static ClickHouseEngine start(PlatformConfig config) {
    return begun(new ClickHouseEngine(config, false));
  }

  static ClickHouseEngine startInBackground(PlatformConfig config) {
    return begun(new ClickHouseEngine(config, true));
  }

  private static ClickHouseEngine begun(ClickHouseEngine engine) {
    engine.begin();
    return engine;
  }

  @Override
  PartProcess launch() {
    return PartProcess.start(spec);
  }

  @Override
  boolean answers() {
    return answers(url());
  }

  private List<String> frontCommand(PlatformConfig config) {
    List<String> command = new ArrayList<>(Programs.java("-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(
        List.of(
            "-Duser.timezone=UTC",
            "-cp",
            Installation.clickHouseFront(config.home()),
            "io.wattflow.platform.clickhouse.ClickHouseFront",
            "--library",
            Installation.clickHouseLibrary(config.home()).toString(),
            "--port",
            Integer.toString(port()),
            "--data",
            folder().toString(),
            "--memory",
            config.clickHouseMemory()));
    return List.copyOf(command);
  }

  private List<String> serverCommand(Path server, String memory) {
    long unit = memory.endsWith("g") ? 1L << 30 : 1L << 20;
    long bytes = Long.parseLong(memory.substring(0, memory.length() - 1)) * unit;
    String text =
        """
        <clickhouse>
          <logger><level>warning</level><console>1</console></logger>
          <listen_host>127.0.0.1</listen_host>
          <http_port>%d</http_port>
          <path>%s/</path>
          <timezone>UTC</timezone>
          <max_server_memory_usage>%d</max_server_memory_usage>
          <users><default><password></password><profile>default</profile><quota>default</quota>
            <networks><ip>127.0.0.1</ip></networks><access_management>1</access_management>
          </default></users>
          <profiles><default/></profiles>
          <quotas><default/></quotas>
        </clickhouse>
        """
            .formatted(port(), folder().resolve("server"), bytes);
    try {
      Files.createDirectories(folder());
      Path config = Files.writeString(folder().resolve("server.xml"), text);
      return List.of(server.toString(), "server", "--config-file=" + config);
    } catch (IOException e) {
      throw new PlatformException(
          NAME, "its folder cannot be written: " + e.getMessage(), "check " + folder(), e);
    }
  }

  /** Whether a ClickHouse at this address answers a ping and a query. */
  static boolean answers(URI url) {
    return ask(url.resolve("/ping")).isPresent()
        && ask(url.resolve("/?query=SELECT%201")).filter("1\n"::equals).isPresent();
  }

  private static Optional<String> ask(URI address) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ASK_TIMEOUT).build();
    try {
      HttpResponse<String> response =
          Http.CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException(NAME, "the wait was interrupted", "try again", e);
    }
  }

  /** Made when first needed, for it has threads. */
  private static final class Http {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(ASK_TIMEOUT)
            .build();
  }

  /** The address of its HTTP interface, such as http://127.0.0.1:8123. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port());
  }
}
