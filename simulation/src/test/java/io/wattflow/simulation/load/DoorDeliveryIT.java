package io.wattflow.simulation.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.wattflow.simulation.load.DoorStandIn.Reaction;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One body after the other, as the demo sends them. */
@Timeout(120)
class DoorDeliveryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> retries = Collections.synchronizedList(new ArrayList<>());

  private static DoorBody body(String... devices) {
    StringBuilder text = new StringBuilder();
    for (String device : devices) {
      text.append(
          """
          {"device_id":"%s","user_id":1,"device_type":"PLUG","event_time":1772366000000,"power_watts":1}
          """
              .formatted(device));
    }
    return new DoorBody(text.toString().getBytes(UTF_8), "application/x-ndjson", false);
  }

  private DoorClient client(URI url) {
    return new DoorClient(new DoorOptions(url, 1, null, Duration.ofMillis(500)));
  }

  @Test
  void bodiesArriveInTheirOrderWhateverFails() throws Exception {
    try (DoorStandIn door =
            new DoorStandIn(
                Reaction.CUT, Reaction.TAKE, Reaction.HANG, Reaction.TAKE, Reaction.BUSY);
        DoorClient client = client(door.url())) {
      DoorDelivery delivery = new DoorDelivery(client, PATIENCE, retries::add);

      for (String device : List.of("a", "b", "c", "d")) {
        DoorAnswer answer = delivery.deliverAndWait(body(device));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.accepted()).isEqualTo(1);
        assertThat(answer.serviceNanos()).isPositive();
      }

      assertThat(door.arrivals().stream().map(r -> r.deviceId()))
          .containsExactly("a", "b", "c", "d");
      assertThat(retries)
          .containsExactly(DoorDelivery.NO_CONNECTION, DoorDelivery.NO_CONNECTION, "503");
    }
  }

  @Test
  void aRefusalIsAnAnswer() throws Exception {
    try (DoorStandIn door = new DoorStandIn();
        DoorClient client = client(door.url())) {
      DoorDelivery delivery = new DoorDelivery(client, PATIENCE, retries::add);

      DoorAnswer mixed = delivery.deliverAndWait(body("a", "", "b"));
      assertThat(mixed.status()).isEqualTo(207);
      assertThat(mixed.accepted()).isEqualTo(2);
      assertThat(mixed.rejected()).singleElement().matches(r -> r.index() == 1);
      assertThat(delivery.deliverAndWait(body("")).status()).isEqualTo(422);
      assertThat(retries).isEmpty();
    }
  }

  @Test
  void patienceEnds() throws Exception {
    try (DoorStandIn door = new DoorStandIn(Reaction.BUSY, Reaction.BUSY, Reaction.BUSY);
        DoorClient client = client(door.url())) {
      DoorDelivery delivery = new DoorDelivery(client, Duration.ofMillis(1_500), retries::add);

      assertThatThrownBy(() -> delivery.deliverAndWait(body("a")))
          .isInstanceOf(DoorUnavailableException.class)
          .hasMessageContaining(door.url().toString())
          .hasMessageContaining("503 Problem: Kafka is away");
    }
  }

  @Test
  void anAddressWhereNobodyListensIsNamed() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:1");
    try (DoorClient client = client(nobody)) {
      DoorDelivery delivery = new DoorDelivery(client, Duration.ofMillis(300), retries::add);

      assertThatThrownBy(() -> delivery.deliverAndWait(body("a")))
          .isInstanceOf(DoorUnavailableException.class)
          .hasMessageContaining("http://127.0.0.1:1");
      assertThat(retries).containsOnly(DoorDelivery.NO_CONNECTION);
    }
  }

  @Test
  void whatIsUnderWayFailsWhenTheClientCloses() throws Exception {
    try (DoorStandIn door = new DoorStandIn(Reaction.HANG)) {
      DoorClient client = new DoorClient(DoorOptions.of(door.url(), 2, null));
      DoorDelivery delivery = new DoorDelivery(client, PATIENCE, retries::add);
      CompletableFuture<DoorAnswer> hanging = client.post(body("a")).toCompletableFuture();
      await().until(() -> !door.headers().isEmpty());
      CompletableFuture<DoorAnswer> waiting = delivery.deliver(body("b")).toCompletableFuture();
      client.close();
      CompletableFuture<DoorAnswer> late = delivery.deliver(body("c")).toCompletableFuture();

      for (CompletableFuture<DoorAnswer> each : List.of(hanging, late)) {
        assertThat(each)
            .completesExceptionallyWithin(PATIENCE)
            .withThrowableThat()
            .withCauseInstanceOf(DoorUnavailableException.class);
      }
      await().until(waiting::isDone);
    }
  }
}
