package io.wattflow.services.analytics.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.wattflow.services.analytics.store.ClusterLayout.Server;
import io.wattflow.services.analytics.store.ClusterLayout.Shard;
import io.wattflow.sql.ClickHouseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a layout, strictly: a misspelt field would be a server that nobody asks. Every error names
 * the file, the field and what to write instead.
 */
final class LayoutFile {
  private static final String FORM =
      "write {\"shards\": [{\"master\": {\"url\": …}, \"replicas\": [{\"url\": …}]}]}";
  private static final String DEFAULT_DATABASE = "wattflow";
  private static final String DEFAULT_USER = "default";

  /** Of a master and two replicas, where none is given. */
  private static final double[] OF_THREE = {0.4, 0.3, 0.3};

  // A field that is there twice would let the reader of the file see another value than we do.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;

  private LayoutFile(Path file) {
    this.file = file;
  }

  /**
   * The layout.
   *
   * @param environment where passwords are, by name
   */
  static ClusterLayout read(Path file, Function<String, @Nullable String> environment) {
    LayoutFile layout = new LayoutFile(file);
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      return layout.layout(root, environment);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s, line %d: no JSON: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + ": cannot be read (" + e.getClass().getSimpleName() + "): give a readable file",
          e);
    }
  }

  private ClusterLayout layout(JsonNode root, Function<String, @Nullable String> environment) {
    object(root, "the file", Set.of("shards", "database", "user", "password_env"));
    List<Shard> shards = new ArrayList<>();
    JsonNode list = array(root.path("shards"), "shards");
    if (list.isEmpty()) {
      throw wrong("shards", "is empty; " + FORM);
    }
    for (int i = 0; i < list.size(); i++) {
      shards.add(shard(list.get(i), "shards[" + i + "]"));
    }
    refuseTwins(shards);
    return new ClusterLayout(
        shards,
        text(root, "database", DEFAULT_DATABASE),
        text(root, "user", DEFAULT_USER),
        password(root, environment));
  }

  private String password(JsonNode root, Function<String, @Nullable String> environment) {
    String variable = text(root, "password_env", "");
    if (variable.isEmpty()) {
      return "";
    }
    String password = environment.apply(variable);
    if (password == null) {
      throw wrong("password_env", "names " + variable + ", which is not set: set it");
    }
    return password;
  }

  private Shard shard(JsonNode node, String field) {
    object(node, field, Set.of("master", "replicas"));
    List<Entry> entries = new ArrayList<>();
    entries.add(entry(node.path("master"), field + ".master", true));
    if (node.has("replicas")) {
      JsonNode replicas = array(node.path("replicas"), field + ".replicas");
      for (int i = 0; i < replicas.size(); i++) {
        entries.add(entry(replicas.get(i), field + ".replicas[" + i + "]", false));
      }
    }
    return new Shard(weighted(entries, field));
  }

  private record Entry(String field, ClickHouseUrl url, boolean master, @Nullable Double weight) {}

  private Entry entry(JsonNode node, String field, boolean master) {
    object(node, field, Set.of("url", "weight"));
    JsonNode url = node.path("url");
    if (!url.isTextual()) {
      throw wrong(field + ".url", "must be a text such as \"http://10.0.0.1:8123\"");
    }
    Double weight = null;
    if (node.has("weight")) {
      JsonNode number = node.path("weight");
      if (!number.isNumber() || !(number.asDouble() >= 0) || number.asDouble() > 1e9) {
        throw wrong(field + ".weight", "must be a number that is not negative, such as 0.4");
      }
      weight = number.asDouble();
    }
    try {
      return new Entry(field, ClickHouseUrl.parse(url.textValue()), master, weight);
    } catch (IllegalArgumentException e) {
      // Its message quotes the text, and that may hold a password.
      throw new IllegalArgumentException(
          file + ": " + field + ".url is no address: write one such as http://10.0.0.1:8123", e);
    }
  }

  private List<Server> weighted(List<Entry> entries, String field) {
    boolean given = entries.stream().anyMatch(entry -> entry.weight() != null);
    List<Server> servers = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      double weight;
      if (entry.weight() != null) {
        weight = entry.weight();
      } else if (given && !entry.master()) {
        throw wrong(
            entry.field() + ".weight", "is missing: give every replica a weight, or none of them");
      } else if (given) {
        // A master without one writes, and is read from when nobody else answers.
        weight = 0;
      } else {
        weight = entries.size() == OF_THREE.length ? OF_THREE[i] : 1.0 / entries.size();
      }
      servers.add(new Server(entry.url(), entry.master(), weight));
    }
    if (servers.stream().mapToDouble(Server::weight).sum() <= 0) {
      throw wrong(field, "has no server with a weight above 0: give one to those that are read");
    }
    return servers;
  }

  private void refuseTwins(List<Shard> shards) {
    List<String> seen = new ArrayList<>();
    for (Shard shard : shards) {
      for (Server server : shard.servers()) {
        String address = server.url().httpAddress();
        if (seen.contains(address)) {
          throw wrong("shards", "names " + address + " twice: every server has one place");
        }
        seen.add(address);
      }
    }
  }

  private void object(JsonNode node, String field, Set<String> known) {
    if (!node.isObject()) {
      throw wrong(field, "must be an object; " + FORM);
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw wrong(field, "has an unknown field '" + name + "'; known are " + sorted(known));
      }
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  private JsonNode array(JsonNode node, String field) {
    if (!node.isArray()) {
      throw wrong(field, "must be a list; " + FORM);
    }
    return node;
  }

  private String text(JsonNode root, String field, String absent) {
    if (!root.has(field)) {
      return absent;
    }
    JsonNode node = root.path(field);
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw wrong(field, "must be a text that is not empty");
    }
    return node.textValue();
  }

  private IllegalArgumentException wrong(String field, String why) {
    return new IllegalArgumentException(file + ": " + field + " " + why);
  }
}
