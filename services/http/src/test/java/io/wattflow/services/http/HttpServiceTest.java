package io.wattflow.services.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HttpServiceTest {
  private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: l\r\n\r\n".getBytes(US_ASCII);

  private static HttpService start(ServerSettings settings) throws Exception {
    return HttpService.start(settings, (vertx, guard) -> request -> request.response().end("here"));
  }

  private static Socket connect(URI address) throws IOException {
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static int firstByte(Socket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    return socket.getInputStream().read();
  }

  @Test
  void moreConnectionsThanAllowedAreClosed() throws Exception {
    try (HttpService service = start(ServerSettings.onLoopback(0).withMaxConnections(1));
        Socket first = connect(service.address())) {
      assertThat(firstByte(first)).isEqualTo('H');
      try (Socket second = connect(service.address())) {
        assertThat(second.getInputStream().read()).isEqualTo(-1);
      }
      Awaitility.await().until(() -> service.connections() == 1);
    }
  }

  @Test
  void aTakenPortIsNamedWithTheRemedy() throws Exception {
    try (HttpService service = start(ServerSettings.onLoopback(0))) {
      int port = service.address().getPort();
      assertThatExceptionOfType(ServiceStartException.class)
          .isThrownBy(() -> start(ServerSettings.onLoopback(port)))
          .withMessageContaining("127.0.0.1:" + port)
          .withMessageContaining("--port");
    }
  }
}
