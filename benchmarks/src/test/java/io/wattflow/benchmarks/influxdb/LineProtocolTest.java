package io.wattflow.benchmarks.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.schemas.avro.DeviceType;
import io.wattflow.schemas.wire.DecodedReading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineProtocolTest {
  private final LineProtocol lines = new LineProtocol();

  @Test
  void aReadingIsALine() {
    lines.add(
        new DecodedReading()
            .set("gerät-1", 42, DeviceType.METER, 0, -1.0625)
            .setPowerFactor(0.5)
            .setVoltageVolts(230.1)
            .setEnergyCounterWh(12_345.678),
        1_700_000_000_123_456_789L);

    assertThat(text())
        .isEqualTo(
            "readings,device_id=gerät-1,device_type=METER,user_id=42"
                + " power=-1.062,power_factor=0.500,voltage=230.100,energy_counter=12345.678"
                + " 1700000000123456789\n");
  }

  @Test
  void whatAReadingDoesNotHaveIsLeftOut() {
    lines.add(new DecodedReading().set("a", 0, DeviceType.BATTERY, 0, 0.004), 7);

    assertThat(text())
        .isEqualTo("readings,device_id=a,device_type=BATTERY,user_id=0 power=0.004 7\n");
  }

  @Test
  void manyFitAndNoneIsLeftAfterClearing() {
    DecodedReading reading = new DecodedReading().set("d".repeat(100), 1, DeviceType.PLUG, 0, 1);
    for (int i = 0; i < 20_000; i++) {
      lines.add(reading, i);
    }
    assertThat(lines.lines()).isEqualTo(20_000);
    assertThat(text().lines()).hasSize(20_000).last().asString().endsWith(" 19999");

    lines.clear();

    assertThat(lines.lines()).isZero();
    assertThat(text()).isEmpty();
  }

  private String text() {
    return new String(lines.toBytes(), StandardCharsets.UTF_8);
  }
}
