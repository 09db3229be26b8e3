package io.wattflow.pipelines.archive;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an archived day consists of. A day is archived when its manifest is there: it is written
 * last.
 *
 * @param format of the archive, {@link #FORMAT}
 * @param day UTC, as {@code 2026-11-20}
 * @param revision 1, and one more each time that the day was archived anew
 * @param shards that devices were spread over, by {@code io.wattflow.core.shard.Shards}
 * @param readings of the day
 * @param checksum of the day, see {@link Tally}
 * @param hours of the day, 24
 * @param files those of shards without readings are missing
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
    int format,
    String day,
    int revision,
    int shards,
    long readings,
    String checksum,
    List<Hour> hours,
    List<Entry> files) {
  /** Of this version. */
  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  public Manifest {
    hours = List.copyOf(hours);
    files = List.copyOf(files);
  }

  /** Readings and checksum of an hour. */
  public record Hour(int hour, long readings, String checksum) {}

  /**
   * A file.
   *
   * @param name in the folder of the day
   * @param shard from 0 on
   * @param readings in it
   * @param bytes its length
   * @param sha256 of its bytes, in hexadecimal digits
   */
  public record Entry(String name, int shard, long readings, long bytes, String sha256) {}

  static Manifest of(LocalDate day, int revision, int shards, DayTally tally, List<Entry> files) {
    return new Manifest(
        FORMAT,
        day.toString(),
        revision,
        shards,
        tally.total().readings(),
        tally.total().hex(),
        IntStream.range(0, DayTally.HOURS)
            .mapToObj(
                hour ->
                    new Hour(
                        hour, tally.hours().get(hour).readings(), tally.hours().get(hour).hex()))
            .toList(),
        files);
  }

  /** The tallies of its hours. */
  public DayTally tally() {
    return new DayTally(
        hours.stream()
            .map(hour -> new Tally(hour.readings(), Long.parseUnsignedLong(hour.checksum(), 16)))
            .toList());
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(Entry::bytes).sum();
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is plain text and numbers", e);
    }
  }

  /**
   * Reads one.
   *
   * @param expected the day that it should be of
   * @throws ArchiveException if it is not what {@link #toJson} writes, or contradicts itself
   */
  static Manifest fromJson(String json, LocalDate expected) throws ArchiveException {
    try {
      Manifest manifest = JSON.readValue(json, Manifest.class);
      if (manifest.format() != FORMAT) {
        throw new ArchiveException(
            "the manifest of %s has format %d, and this version knows %d"
                .formatted(expected, manifest.format(), FORMAT));
      }
      Tally total = manifest.tally().total();
      long inFiles = manifest.files().stream().mapToLong(Entry::readings).sum();
      if (!manifest.day().equals(expected.toString())
          || !total.equals(
              new Tally(manifest.readings(), Long.parseUnsignedLong(manifest.checksum(), 16)))
          || inFiles != manifest.readings()) {
        throw new ArchiveException("the manifest of " + expected + " contradicts itself");
      }
      return manifest;
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new ArchiveException(
          "the manifest of %s cannot be read: %s"
              .formatted(expected, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }
}
