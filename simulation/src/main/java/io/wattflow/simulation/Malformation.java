package io.wattflow.simulation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The ways in which a record can be useless, each with the reason that its dead letter must carry:
 * those of decoding are named by the decoder, those of validation by the pipeline's rules.
 */
public enum Malformation {
  GARBAGE("UNRECOGNISED_FRAMING", true),
  NO_BYTES("EMPTY", true),
  CUT_OFF("TRUNCATED", true),
  UNKNOWN_FINGERPRINT("UNKNOWN_FINGERPRINT", true),
  UNKNOWN_SCHEMA_ID("UNKNOWN_SCHEMA_ID", true),
  BAD_BRANCH("MALFORMED", true),
  TRAILING_BYTES("TRAILING_BYTES", true),
  OVERSIZED("OVERSIZED", true),
  NAN("NOT_FINITE", false),
  INFINITE("NOT_FINITE", false),
  FAR_FUTURE("EVENT_TIME_TOO_FAR_IN_FUTURE", false),
  FAR_PAST("EVENT_TIME_TOO_OLD", false),
  EMPTY_DEVICE_ID("EMPTY_DEVICE_ID", false),
  LONG_DEVICE_ID("DEVICE_ID_TOO_LONG", false),
  NO_USER("USER_ID_NOT_POSITIVE", false),
  TOO_MUCH_POWER("POWER_OUT_OF_RANGE", false),
  WRONG_POWER_FACTOR("POWER_FACTOR_OUT_OF_RANGE", false),
  NEGATIVE_VOLTAGE("VOLTAGE_OUT_OF_RANGE", false),
  NEGATIVE_COUNTER("COUNTER_OUT_OF_RANGE", false),
  NEGATIVE_SEQUENCE("SEQUENCE_NEGATIVE", false);

  /** Longer than any payload that is accepted (64 KiB), short enough for Kafka (1 MiB). */
  private static final int TOO_LONG = 80 * 1024;

  /** 1990-01-01 and 2099-01-01, both in UTC. */
  private static final long LONG_AGO = 631_152_000_000L;

  private static final long LONG_UNTIL_THEN = 4_070_908_800_000L;

  /** Longest device id that is accepted, in bytes. */
  private static final int MAX_DEVICE_ID = 128;

  private static final int SINGLE_OBJECT_HEADER = 10;

  private final String reason;
  private final boolean ofTheBytes;

  Malformation(String reason, boolean ofTheBytes) {
    this.reason = reason;
    this.ofTheBytes = ofTheBytes;
  }

  /** Reason of the dead letter. */
  public String reason() {
    return reason;
  }

  /** Whether already decoding fails; otherwise the record decodes and is not valid. */
  public boolean ofTheBytes() {
    return ofTheBytes;
  }

  /** A malformed record beside the good one of {@code m}. */
  byte[] payload(Measurement m, Payloads payloads, SplittableRandom random) {
    String id = m.device().deviceId();
    return switch (this) {
      case GARBAGE -> garbage(random);
      case NO_BYTES -> new byte[0];
      case CUT_OFF -> {
        byte[] whole = payloads.encode(m);
        yield Arrays.copyOf(whole, random.nextInt(1, whole.length));
      }
      case UNKNOWN_FINGERPRINT -> unknownFingerprint(payloads.encode(m), random);
      case UNKNOWN_SCHEMA_ID -> payloads.encodeConfluent(m, random.nextInt(1, 1 << 20));
      case BAD_BRANCH -> {
        byte[] bytes = payloads.encodeRequiredOnly(m);
        bytes[bytes.length - 1] = 4; // branch 2 of a union of two
        yield bytes;
      }
      case TRAILING_BYTES -> {
        byte[] whole = payloads.encode(m);
        yield Arrays.copyOf(whole, whole.length + random.nextInt(1, 20));
      }
      case OVERSIZED -> payloads.encodeCurrent("x".repeat(TOO_LONG), m);
      case EMPTY_DEVICE_ID -> payloads.encodeCurrent("", m);
      case LONG_DEVICE_ID -> payloads.encodeCurrent("x".repeat(MAX_DEVICE_ID + 1), m);
      default -> payloads.encodeCurrent(id, spoilt(m, random));
    };
  }

  /** The measurement with one value that no reading may have. */
  private Measurement spoilt(Measurement m, SplittableRandom random) {
    long time = m.eventTimeMillis();
    return switch (this) {
      case NAN -> m.withWatts(Double.NaN);
      case INFINITE ->
          m.withWatts(random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
      case TOO_MUCH_POWER -> m.withWatts(random.nextBoolean() ? 1_000_000.01 : -2e9);
      case FAR_FUTURE -> m.withIdentity(m.userId(), LONG_UNTIL_THEN, m.sequence());
      case FAR_PAST -> m.withIdentity(m.userId(), LONG_AGO, m.sequence());
      case NO_USER -> m.withIdentity(random.nextBoolean() ? 0 : -7, time, m.sequence());
      case NEGATIVE_SEQUENCE -> m.withIdentity(m.userId(), time, -7);
      case WRONG_POWER_FACTOR -> m.withOptional(1.01, m.volts(), m.energyCounterWh());
      case NEGATIVE_VOLTAGE -> m.withOptional(m.powerFactor(), -1, m.energyCounterWh());
      case NEGATIVE_COUNTER -> m.withOptional(m.powerFactor(), m.volts(), -1);
      default -> throw new IllegalStateException(this + " spoils bytes, not a value");
    };
  }

  /** Bytes that begin like no framing. */
  private static byte[] garbage(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(1, 200)];
    random.nextBytes(bytes);
    if (bytes[0] == 0 || bytes[0] == (byte) 0xC3) {
      bytes[0] = '{';
    }
    return bytes;
  }

  private static byte[] unknownFingerprint(byte[] bytes, SplittableRandom random) {
    for (int i = 2; i < SINGLE_OBJECT_HEADER; i++) {
      bytes[i] ^= (byte) random.nextInt(1, 256);
    }
    return bytes;
  }
}
