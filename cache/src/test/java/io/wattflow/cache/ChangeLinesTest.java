package io.wattflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeLinesTest {
  @Property
  void whatIsWrittenIsRead(@ForAll String deviceId, @ForAll long userId) {
    List<Change> changes =
        List.of(
            new Change("rollup_1h", userId, deviceId, -5, 5),
            new Change("alerts", userId, Change.ALL_DEVICES, 0, Long.MAX_VALUE));

    assertThat(ChangeLines.read(ChangeLines.write(changes))).isEqualTo(changes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%", "%4", "a%4", "%4g", "%+4", "%-1", "% 4", "%%41"})
  void aDeviceThatIsNoneIsRefused(String escaped) {
    assertThatThrownBy(() -> ChangeLines.read("1\trollup_1h\t0\t1\t" + escaped))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1\trollup_1h\t0\t1",
        "-1\trollup_1h\t0\t1\t",
        "1\trollup_1h\t0\tx\t",
        "1\trollup_1h\t1\t1\t",
        "1\trollup_1h\t0\t1\t\n"
      })
  void aLineThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> ChangeLines.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
