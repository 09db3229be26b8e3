package io.wattflow.schemas.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Not a schema registry: an HTTP server that answers {@code GET /schemas/ids/{id}} as the public
 * API of Confluent's registry documents it. No registry can be had from Maven Central, so the
 * client is tested against the contract.
 */
public final class RegistryContractServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/schemas/ids/";

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<Integer, String> bodies = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile @Nullable String requiredAuthorization;
  private volatile @Nullable Answer overriding;

  public RegistryContractServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** A server that knows these Avro schemas, JSON by id. */
  public static RegistryContractServer knowing(Map<Integer, String> schemas) throws IOException {
    RegistryContractServer registry = new RegistryContractServer();
    schemas.forEach(registry::register);
    return registry;
  }

  /** Makes an Avro schema known, as the registry would answer it: without a type. */
  public void register(int id, String schema) {
    respondTo(id, JSON.createObjectNode().put("schema", schema));
  }

  /** Makes a whole answer known. */
  public void respondTo(int id, ObjectNode body) {
    bodies.put(id, body.toString());
  }

  /** From now on every request gets this answer. */
  public void respondAlways(int status, String body) {
    overriding = new Answer(status, body);
  }

  /** Ends {@link #respondAlways}. */
  public void recover() {
    overriding = null;
  }

  /** From now on requests without this Authorization header get 401. */
  public void requireAuthorization(String header) {
    requiredAuthorization = header;
  }

  /** Paths asked for so far, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI().getPath());
      Answer answer = answerTo(exchange);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answerTo(HttpExchange exchange) {
    Answer always = overriding;
    if (always != null) {
      return always;
    }
    String required = requiredAuthorization;
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (required != null && !required.equals(given)) {
      return error(401, 40101, "Unauthorized");
    }
    String path = exchange.getRequestURI().getPath();
    if (!path.startsWith(PATH)) {
      return error(404, 404, "HTTP 404 Not Found");
    }
    String body = bodies.get(Integer.valueOf(path.substring(PATH.length())));
    return body == null ? error(404, 40403, "Schema not found") : new Answer(200, body);
  }

  private static Answer error(int status, int code, String message) {
    return new Answer(
        status, JSON.createObjectNode().put("error_code", code).put("message", message).toString());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
