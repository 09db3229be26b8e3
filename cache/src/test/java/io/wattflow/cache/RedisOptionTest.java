package io.wattflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RedisOptionTest {
  @Test
  void itIsAnAddressOrNoneOrTheUsualOne() {
    assertThat(RedisOption.read("redis://h:1")).contains(RedisAddress.parse("redis://h:1"));
    assertThat(RedisOption.read("none")).isEmpty();
    assertThat(RedisOption.read(null)).contains(RedisAddress.parse(RedisOption.USUAL));
    assertThatThrownBy(() -> RedisOption.read("nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(RedisAddress.RULE);
  }
}
