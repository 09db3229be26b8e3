package io.wattflow.benchmarks.ingestion;

import io.wattflow.benchmarks.influxdb.LineProtocol;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.simulation.Faults;
import io.wattflow.simulation.ProducedRecord;
import io.wattflow.simulation.load.BodyEncoder;
import io.wattflow.simulation.load.BodyFormat;
import io.wattflow.simulation.load.LiveScript;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The same readings of a fleet as bodies for the ingestion service, and for InfluxDB. */
final class Readings {
  private static final long SEED = 7;
  private static final int PER_SECOND = 100_000;

  /** So that their event times are past when they are sent. */
  private static final Duration AGE = Duration.ofMinutes(1);

  private final List<ProducedRecord> records = new ArrayList<>();

  /** As many as wanted, of so many devices. */
  Readings(int devices, int number) {
    Iterator<ProducedRecord> script =
        script(devices, PER_SECOND).from(Instant.now().minus(AGE), null).iterator();
    while (records.size() < number) {
      records.add(script.next());
    }
  }

  /** A fleet without faults that reports steadily. */
  static LiveScript script(int devices, int perSecond) {
    return new LiveScript(SEED, devices, perSecond, Faults.none(), null);
  }

  /** JSON. */
  List<byte[]> json(int readingsOfBody) {
    BodyEncoder encoder = new BodyEncoder(BodyFormat.JSON, false);
    List<byte[]> bodies = new ArrayList<>();
    for (int at = 0; at + readingsOfBody <= records.size(); at += readingsOfBody) {
      bodies.add(encoder.encode(records.subList(at, at + readingsOfBody)).bytes());
    }
    return bodies;
  }

  /** InfluxDB's lines. */
  List<byte[]> lines(int readingsOfBody) {
    LineProtocol lines = new LineProtocol();
    ReadingDecoder decoder = new ReadingDecoder();
    DecodedReading reading = new DecodedReading();
    List<byte[]> bodies = new ArrayList<>();
    for (ProducedRecord produced : records) {
      if (decoder.decode(produced.payload(), reading) != null) {
        throw new IllegalStateException("a reading without faults: " + decoder.detail());
      }
      lines.add(reading, TimeUnit.MILLISECONDS.toNanos(reading.eventTimeMillis()));
      if (lines.lines() == readingsOfBody) {
        bodies.add(lines.toBytes());
        lines.clear();
      }
    }
    return bodies;
  }
}
