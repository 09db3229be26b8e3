package io.wattflow.core.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class PriceTest {
  @Test
  void aCostIsTheExactProduct() {
    long price = Price.of(new BigDecimal("0.3120"));
    assertThat(price).isEqualTo(312_000);
    // 1,234.567891 Wh at 0.312 a kWh
    assertThat(Price.units(Price.cost(1_234_567_891, price)))
        .isEqualByComparingTo("0.385185181992");
    assertThat(Price.units(Price.amount(410_000))).isEqualByComparingTo("0.41");
    assertThat(Price.units(BigInteger.ONE)).isEqualByComparingTo("1e-15");
  }

  @Test
  void theGreatestEnergyAtTheGreatestPriceDoesNotOverflow() {
    // A megawatt for a year.
    BigInteger cost = Price.cost(8_760_000_000_000_000L, Price.of(BigDecimal.valueOf(Price.MAX)));
    assertThat(Price.units(cost)).isEqualByComparingTo("8760000000000");
  }
}
