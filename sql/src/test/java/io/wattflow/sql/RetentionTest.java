package io.wattflow.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
  @Test
  void isReadFromText() {
    assertThat(Retention.parse("30d")).isEqualTo(Retention.ofDays(30));
    assertThat(Retention.parse(" 5Y ")).isEqualTo(Retention.ofDays(5 * 366));
    assertThat(Retention.parse("forever")).isEqualTo(Retention.FOREVER);
    assertThat(Retention.parse(Retention.ofDays(7).toString())).isEqualTo(Retention.ofDays(7));
    assertThat(Retention.parse(Retention.FOREVER.toString())).isEqualTo(Retention.FOREVER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "0d", "-1d", "d", "1.5d", "30h", "1000000d", "never"})
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> Retention.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void refusesNegativeDays() {
    assertThatThrownBy(() -> new Retention(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> Retention.ofDays(0)).hasMessageContaining("0");
  }
}
