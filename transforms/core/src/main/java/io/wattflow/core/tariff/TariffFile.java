package io.wattflow.core.tariff;

import io.wattflow.core.tariff.LocatedJson.Elements;
import io.wattflow.core.tariff.LocatedJson.Fields;
import io.wattflow.core.tariff.LocatedJson.Text;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads a tariff file, strictly: what it does not understand may be what somebody is billed by. The
 * format is described in docs/reports.md. Every error names the file, the line and the field.
 */
public final class TariffFile {
  private static final String TARIFFS = "tariffs";
  private static final String NAME = "name";
  private static final String CURRENCY = "currency";
  private static final String VERSIONS = "versions";
  private static final String VALID_FROM = "validFrom";
  private static final String FLAT = "flat";
  private static final String TIME_OF_USE = "timeOfUse";
  private static final String EXPORT = "export";
  private static final String STANDING_CHARGE = "standingChargePerDay";
  private static final int LONGEST_NAME = 100;

  private final String file;

  private TariffFile(String file) {
    this.file = file;
  }

  /**
   * The tariffs of a file by name, in its order.
   *
   * @param json in UTF-8
   * @param file its name, for messages
   * @throws InvalidTariffException if it is no tariff file
   */
  public static Map<String, Tariff> read(byte[] json, String file) throws InvalidTariffException {
    return new TariffFile(file).tariffs(LocatedJson.read(json, file));
  }

  private Map<String, Tariff> tariffs(LocatedJson root) throws InvalidTariffException {
    Fields fields = fields(root, "the file", Set.of(TARIFFS));
    Map<String, Tariff> tariffs = new LinkedHashMap<>();
    for (LocatedJson element : elements(required(fields, TARIFFS), TARIFFS)) {
      Tariff tariff = tariff(element);
      if (tariffs.put(tariff.name(), tariff) != null) {
        throw wrong(
            element, NAME, "is the same as that of a tariff above: '" + tariff.name() + "'");
      }
    }
    return tariffs;
  }

  private Tariff tariff(LocatedJson json) throws InvalidTariffException {
    Fields fields = fields(json, "a tariff", Set.of(NAME, CURRENCY, VERSIONS));
    Text name = text(required(fields, NAME), NAME);
    if (name.value().isBlank() || name.value().length() > LONGEST_NAME) {
      throw wrong(name, NAME, "must have 1 to " + LONGEST_NAME + " characters");
    }
    Text currency = text(required(fields, CURRENCY), CURRENCY);
    checkCurrency(currency);
    LocatedJson list = required(fields, VERSIONS);
    List<TariffVersion> versions = new ArrayList<>();
    Set<LocalDate> dates = new HashSet<>();
    for (LocatedJson element : elements(list, VERSIONS)) {
      TariffVersion version = version(element);
      if (!dates.add(version.validFrom())) {
        throw wrong(element, VALID_FROM, "is the same as that of a version above");
      }
      versions.add(version);
    }
    if (versions.isEmpty()) {
      throw wrong(list, VERSIONS, "must have at least one version");
    }
    versions.sort(Comparator.comparing(TariffVersion::validFrom));
    return new Tariff(name.value(), currency.value(), versions);
  }

  private void checkCurrency(Text currency) throws InvalidTariffException {
    try {
      Currency.getInstance(currency.value());
    } catch (IllegalArgumentException e) {
      throw wrong(
          currency, CURRENCY, "must be an ISO 4217 code such as EUR, not " + currency.form());
    }
  }

  private TariffVersion version(LocatedJson json) throws InvalidTariffException {
    Fields fields =
        fields(json, "a version", Set.of(VALID_FROM, FLAT, TIME_OF_USE, EXPORT, STANDING_CHARGE));
    LocatedJson flat = fields.values().get(FLAT);
    LocatedJson timeOfUse = fields.values().get(TIME_OF_USE);
    if ((flat == null) == (timeOfUse == null)) {
      throw wrong(json, FLAT, "or " + TIME_OF_USE + " must be there, and not both");
    }
    WeeklyPrices prices =
        flat != null
            ? WeeklyPrices.flat(price(flat, FLAT))
            : new TimeOfUseReader(this).read(Objects.requireNonNull(timeOfUse));
    LocatedJson charge = fields.values().get(STANDING_CHARGE);
    long standing = charge == null ? 0 : price(charge, STANDING_CHARGE);
    if (charge != null && standing < 0) {
      throw wrong(charge, STANDING_CHARGE, "must not be negative");
    }
    LocatedJson export = fields.values().get(EXPORT);
    return new TariffVersion(
        date(required(fields, VALID_FROM)),
        prices,
        export == null ? 0 : price(export, EXPORT),
        standing);
  }

  private LocalDate date(LocatedJson json) throws InvalidTariffException {
    Text text = text(json, VALID_FROM);
    try {
      return LocalDate.parse(text.value());
    } catch (DateTimeException e) {
      throw wrong(text, VALID_FROM, "must be a date such as 2026-01-31, not " + text.form());
    }
  }

  /** A price in 1e-6 currency units. */
  long price(LocatedJson json, String field) throws InvalidTariffException {
    Text text = text(json, field);
    try {
      return Price.of(new BigDecimal(text.value()));
    } catch (NumberFormatException e) {
      throw wrong(text, field, "must be a number such as 0.3120, not " + text.form());
    } catch (IllegalArgumentException e) {
      throw wrong(text, field, e.getMessage() + ": " + text.form());
    }
  }

  /** An object with some of the known fields and no other. */
  Fields fields(LocatedJson json, String what, Set<String> known) throws InvalidTariffException {
    if (!(json instanceof Fields fields)) {
      throw wrong(json, what, "must be an object {...}, not " + json.form());
    }
    for (Map.Entry<String, LocatedJson> field : fields.values().entrySet()) {
      if (!known.contains(field.getKey())) {
        throw wrong(
            field.getValue(),
            field.getKey(),
            "is not known here; "
                + what
                + " has "
                + String.join(", ", known.stream().sorted().toList()));
      }
    }
    return fields;
  }

  LocatedJson required(Fields fields, String field) throws InvalidTariffException {
    LocatedJson value = fields.values().get(field);
    if (value == null) {
      throw wrong(fields, field, "is missing");
    }
    return value;
  }

  List<LocatedJson> elements(LocatedJson json, String field) throws InvalidTariffException {
    if (json instanceof Elements elements) {
      return elements.values();
    }
    throw wrong(json, field, "must be a list [...], not " + json.form());
  }

  Text text(LocatedJson json, String field) throws InvalidTariffException {
    if (json instanceof Text text) {
      return text;
    }
    throw wrong(json, field, "must be a text or a number, not " + json.form());
  }

  InvalidTariffException wrong(LocatedJson at, String field, String rule) {
    return new InvalidTariffException(file + ", line " + at.line() + ": " + field + " " + rule);
  }
}
