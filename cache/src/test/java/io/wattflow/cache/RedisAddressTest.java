package io.wattflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://h|redis://h:6379|false|Redis at h:6379",
        "rediss://u:p@h:1/2|rediss://u:p@h:1/2|false|Redis at h:1",
        "redis://:p@h/2|redis://:p@h:6379/2|false|Redis at h:6379",
        "redis-cluster://u:p@a:1,b|redis-cluster://u:p@a:1,b|true|Redis at a:1,b:6379",
        "rediss-cluster://a:1|rediss-cluster://a:1|true|Redis at a:1"
      })
  void isRead(String written, String text, boolean cluster, String named) {
    RedisAddress address = RedisAddress.parse(written);
    assertThat(address.text()).isEqualTo(text);
    assertThat(address.cluster()).isEqualTo(cluster);
    assertThat(address).hasToString(named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "h:6379",
        "http://secret@h:1",
        "redis://",
        "redis://secret@h:70000",
        "redis://secret@h/x",
        "redis-cluster://",
        "redis-cluster://secret@a:1,",
        "redis-cluster://a:1,secret@b:2",
        "redis-cluster://secret@a:1/1",
        "redis://secret@h:1 2"
      })
  void isRefusedWithoutTellingThePassword(String text) {
    assertThatThrownBy(() -> RedisAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(RedisAddress.RULE)
        .hasNoCause();
  }
}
