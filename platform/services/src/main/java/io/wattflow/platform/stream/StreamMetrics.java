package io.wattflow.platform.stream;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads the counters that a stream publishes in Prometheus' text format. */
final class StreamMetrics {
  private static final int TIMEOUT_MILLIS = 2_000;

  private final URI address;

  StreamMetrics(URI address) {
    this.address = address;
  }

  /**
   * Every sample without labels, by name; samples with labels are added up under their name.
   *
   * @throws IOException if nobody answers, or answers with anything but 200
   */
  Map<String, Double> read() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new IOException(address + " answers " + connection.getResponseCode());
      }
      try (InputStream body = connection.getInputStream()) {
        return parse(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } finally {
      connection.disconnect();
    }
  }

  /** The samples of a page in the text format; lines that are none are passed over. */
  static Map<String, Double> parse(String page) {
    Map<String, Double> samples = new TreeMap<>();
    for (String line : page.lines().toList()) {
      int nameEnd = firstOf(line, '{', ' ');
      if (line.startsWith("#") || nameEnd <= 0) {
        continue;
      }
      // Label values may hold spaces, so the value begins behind the closing brace.
      String rest = line.substring(line.lastIndexOf('}') + 1);
      String[] words =
          (rest.length() < line.length() ? rest : line.substring(nameEnd)).strip().split(" +");
      try {
        samples.merge(line.substring(0, nameEnd), Double.valueOf(words[0]), Double::sum);
      } catch (NumberFormatException e) {
        // +Inf and NaN are written differently here than in Java, and no counter has them.
        continue;
      }
    }
    return samples;
  }

  private static int firstOf(String line, char one, char other) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == one || line.charAt(i) == other) {
        return i;
      }
    }
    return -1;
  }
}
