package io.wattflow.core.tariff;

/** A tariff file that cannot be used; the message names the file, the line and the field. */
public final class InvalidTariffException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidTariffException(String message) {
    super(message);
  }

  InvalidTariffException(String message, Throwable cause) {
    super(message, cause);
  }
}
