package io.wattflow.services.ingestion.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {
  @Test
  void whatDoesNotFitIsRefusedAndTakesNothing() {
    InFlight inFlight = new InFlight(100);

    assertThat(inFlight.tryReserve(60)).isTrue();
    assertThat(inFlight.tryReserve(41)).isFalse();
    assertThat(inFlight.tryReserve(40)).isTrue();
    assertThat(inFlight.bytes()).isEqualTo(100);
    inFlight.release(60);
    assertThat(inFlight.tryReserve(60)).isTrue();
  }
}
