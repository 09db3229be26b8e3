package io.wattflow.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on 127.0.0.1. */
public final class Ports {
  /** Below the range from which the system takes ports for outgoing connections. */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;
  private static final int CONNECT_MILLIS = 500;

  private Ports() {}

  static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  /**
   * The wished port if nobody listens on it; for 0 any free one.
   *
   * @param part whose port it will be, for the error
   * @throws PlatformException if it is in use, or none is free
   */
  public static int claim(String part, int wished) {
    if (wished != 0) {
      if (!isFree(wished)) {
        throw new PlatformException(
            part, "port " + wished + " is in use", "stop what uses it or choose another port");
      }
      return wished;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new PlatformException(
        part,
        "no free port was found between " + LOWEST + " and " + HIGHEST,
        "name one that is free");
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether somebody takes connections there. */
  static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(loopback(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
