package io.wattflow.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "http://a:8123, jdbc:clickhouse:http://a:8123/w",
    "http://a, jdbc:clickhouse:http://a:8123/w",
    "https://a, jdbc:clickhouse:https://a:8443/w",
    "http://a:1/db?user=u&password=p%20q, jdbc:clickhouse:http://a:1/w?user=u&password=p%20q",
    "jdbc:clickhouse://a:1/db, jdbc:clickhouse:http://a:1/w",
    "jdbc:ch:https://a:1/db?ssl=true, jdbc:clickhouse:https://a:1/w?ssl=true",
    "jdbc:clickhouse:http://[::1]:1, jdbc:clickhouse:http://[::1]:1/w",
  })
  void leadsToTheDatabase(String text, String jdbc) {
    assertThat(ClickHouseUrl.parse(text).jdbc("w")).isEqualTo(jdbc);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a:8123",
        "localhost",
        "ftp://a:1",
        "jdbc:mysql://a:1",
        "http://",
        "http://a b"
      })
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> ClickHouseUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }
}
