package io.wattflow.platform;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One command to one Redis, without a client library. */
final class RedisCommand {
  private static final int TIMEOUT_MILLIS = 5_000;

  private RedisCommand() {}

  /**
   * Sends it over a connection of its own.
   *
   * @param command and its arguments
   * @return the answer, a status or a text
   * @throws IOException if Redis does not answer, or answers with an error or with something else
   */
  static String send(int port, List<String> command) throws IOException {
    StringBuilder request = new StringBuilder("*").append(command.size()).append("\r\n");
    for (String word : command) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(length).append("\r\n").append(word).append("\r\n");
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.loopback(), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      return answer(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static String answer(InputStream in) throws IOException {
    String line = line(in);
    return switch (line.charAt(0)) {
      case '+' -> line.substring(1);
      case '$' -> {
        int length = Integer.parseInt(line.substring(1));
        if (length < 0) {
          throw new IOException("there is no such value");
        }
        yield new String(in.readNBytes(length), StandardCharsets.UTF_8);
      }
      default -> throw new IOException(line);
    };
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      line.append((char) next);
    }
    if (in.read() != '\n' || line.isEmpty()) {
      throw new IOException("not an answer: " + line);
    }
    return line.toString();
  }
}
