package io.wattflow.core.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityTest {
  @Test
  void eachBitHasTheNameOfItsConstant() throws IllegalAccessException {
    List<Field> constants =
        Arrays.stream(Quality.class.getFields())
            .filter(field -> Modifier.isStatic(field.getModifiers()))
            .toList();
    assertThat(constants).hasSize(6);
    for (Field constant : constants) {
      assertThat(Quality.flags(constant.getInt(null))).containsExactly(constant.getName());
    }
  }

  @Test
  void severalBitsAreToldFromTheLowestAndOthersAreLeftOut() {
    assertThat(Quality.flags(0)).isEmpty();
    assertThat(Quality.flags(Quality.CONFLICT | 64 | Quality.ESTIMATED | Quality.GAP))
        .containsExactly("ESTIMATED", "GAP", "CONFLICT");
    assertThat(Quality.flags(-1)).hasSize(6);
  }
}
