package io.wattflow.pipelines.archive;

import io.wattflow.beam.source.ArchiveSelection;
import io.wattflow.beam.source.ArchivedFile;
import io.wattflow.beam.source.ReadArchivedReadings;
import io.wattflow.beam.source.ReadArchivedRows;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.shard.Shards;
import io.wattflow.pipelines.backfill.BackfillPlan;
import io.wattflow.pipelines.backfill.BackfillSpan;
import io.wattflow.pipelines.backfill.ReadingsSource;
import io.wattflow.pipelines.backfill.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of an archive as the source of a recomputation. All days of the plan have to be there,
 * and every file that is about to be read is held against its manifest before a job runs.
 *
 * <p>Of sliding windows that reach over an end of the plan, those are written whose other days are
 * archived too. Where the archive itself ends, as much is known as ever will be, and they are
 * written of that: in generation 0 only, where a row that was made of more readings wins anyway.
 */
public final class ArchivedReadings implements ReadingsSource {
  private static final Logger LOG = LoggerFactory.getLogger(ArchivedReadings.class);

  private final BackfillPlan plan;
  private final ArchiveFolder archive;
  private final Map<LocalDate, Manifest> manifests = new HashMap<>();
  private final Set<LocalDate> unreadable = new HashSet<>();
  private @Nullable SortedSet<LocalDate> archived;

  /** Of a plan. */
  public ArchivedReadings(BackfillPlan plan, ArchiveFolder archive) {
    this.plan = plan;
    this.archive = archive;
  }

  @Override
  public String noun() {
    return "archived readings";
  }

  private SortedSet<LocalDate> archived() throws SourceException {
    SortedSet<LocalDate> known = archived;
    if (known == null) {
      try {
        known = archive.days();
      } catch (IOException e) {
        throw unusable(e);
      }
      archived = known;
    }
    return known;
  }

  /** Those of a time. Of other days nothing is read, so that damaged ones are in nobody's way. */
  private SortedMap<LocalDate, Manifest> manifests(Instant from, Instant until)
      throws SourceException {
    SortedMap<LocalDate, Manifest> wanted = new TreeMap<>();
    for (LocalDate day : days(from, until)) {
      if (archived().contains(day)) {
        wanted.put(day, manifest(day));
      }
    }
    return wanted;
  }

  private Manifest manifest(LocalDate day) throws SourceException {
    Manifest known = manifests.get(day);
    if (known == null) {
      try {
        known = manifestOf(day);
      } catch (ArchiveException e) {
        throw unusable(e);
      }
      manifests.put(day, known);
    }
    return known;
  }

  private Manifest manifestOf(LocalDate day) throws SourceException, ArchiveException {
    try {
      return archive.manifest(day).orElseThrow(() -> new ArchiveException(day + " is gone"));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private SourceException unusable(Exception e) {
    return new SourceException(
        e instanceof ArchiveException
            ? String.valueOf(e.getMessage())
            : "the archive %s cannot be read: %s".formatted(archive, e),
        e);
  }

  @Override
  public Optional<Extent> extent() throws SourceException {
    SortedSet<LocalDate> days = archived();
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(new Extent(start(days.first()), start(days.last().plusDays(1))));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** All days that a time touches. */
  private static List<LocalDate> days(Instant from, Instant until) {
    if (!from.isBefore(until)) {
      return List.of();
    }
    LocalDate first = LocalDate.ofInstant(from, ZoneOffset.UTC);
    LocalDate last = LocalDate.ofInstant(until.minusMillis(1), ZoneOffset.UTC);
    return first.datesUntil(last.plusDays(1)).toList();
  }

  @Override
  public SortedMap<Instant, Long> units() throws SourceException {
    SortedMap<Instant, Long> units = new TreeMap<>();
    long unit = plan.unit().toMillis();
    long from = plan.span().from().toEpochMilli();
    long until = plan.span().until().toEpochMilli();
    for (Map.Entry<LocalDate, Manifest> day :
        manifests(plan.span().from(), plan.span().until()).entrySet()) {
      for (Manifest.Hour hour : day.getValue().hours()) {
        long start = start(day.getKey()).toEpochMilli() + hour.hour() * DayTally.HOUR_MILLIS;
        long end = start + DayTally.HOUR_MILLIS;
        // Units may be shorter than an hour, or begin within one.
        for (long at = Math.floorDiv(start, unit) * unit; at < end; at += unit) {
          if (hour.readings() > 0 && at >= from && at < until) {
            long shared = Math.min(end, at + unit) - Math.max(start, at);
            long readings = Math.max(1, hour.readings() * shared / DayTally.HOUR_MILLIS);
            units.merge(Instant.ofEpochMilli(at), readings, Long::sum);
          }
        }
      }
    }
    return units;
  }

  @Override
  public void check(SortedMap<Instant, Long> units) throws SourceException {
    SortedSet<LocalDate> days = archived();
    for (LocalDate day : days(plan.span().from(), plan.span().until())) {
      if (!days.contains(day)) {
        throw new SourceException(
            "%s is not archived in %s: %s".formatted(day, archive, runs(days)));
      }
    }
    if (units.isEmpty()) {
      throw new SourceException(
          "no %s from %s to %s: the days are archived and empty"
              .formatted(noun(), plan.span().from(), plan.span().until()));
    }
    verify(false);
  }

  @Override
  public void verify() throws SourceException {
    verify(true);
  }

  private void verify(boolean thorough) throws SourceException {
    BackfillSpan known = known(plan.span());
    try {
      for (DayFile file : wanted(from(known), until(known))) {
        archive.verify(file.day(), file.entry(), thorough);
      }
    } catch (ArchiveException e) {
      throw new SourceException(e.getMessage() + ArchivedFile.REMEDY, e);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Which days there are, for people: {@code 2026-11-01 to 2026-11-07, 2026-11-09}. */
  private static String runs(SortedSet<LocalDate> days) {
    List<String> runs = new ArrayList<>();
    LocalDate first = null;
    for (LocalDate day : days) {
      if (first == null) {
        first = day;
      }
      if (!days.contains(day.plusDays(1))) {
        runs.add(first.equals(day) ? day.toString() : first + " to " + day);
        first = null;
      }
    }
    return runs.isEmpty() ? "no day is" : "it has " + String.join(", ", runs);
  }

  private static Instant from(BackfillSpan span) {
    return Instant.ofEpochMilli(span.readFromMillis());
  }

  private static Instant until(BackfillSpan span) {
    return Instant.ofEpochMilli(span.readUntilMillis());
  }

  @Override
  public BackfillSpan known(BackfillSpan span) throws SourceException {
    SortedSet<LocalDate> days = archived();
    LocalDate first = LocalDate.ofInstant(span.from(), ZoneOffset.UTC);
    LocalDate last = LocalDate.ofInstant(span.until().minusMillis(1), ZoneOffset.UTC);
    boolean nothingBefore = days.headSet(first).isEmpty();
    boolean nothingAfter = days.tailSet(last.plusDays(1)).isEmpty();
    return span.within(
        isKnown(from(span), span.from(), nothingBefore) ? span.before() : Duration.ZERO,
        isKnown(span.until(), until(span), nothingAfter) ? span.after() : Duration.ZERO);
  }

  /** A day without a readable manifest is not known, as one that is not archived. */
  private boolean isKnown(Instant from, Instant until, boolean endOfArchive)
      throws SourceException {
    if (!archived().containsAll(days(from, until))) {
      return endOfArchive && plan.rollups().generation() == 0;
    }
    for (LocalDate day : days(from, until)) {
      if (!isReadable(day)) {
        return false;
      }
    }
    return true;
  }

  /** Says it of a day that is not. If it is one of the plan, it has failed that before. */
  private boolean isReadable(LocalDate day) throws SourceException {
    if (manifests.containsKey(day)) {
      return true;
    }
    if (unreadable.contains(day)) {
      return false;
    }
    try {
      manifests.put(day, manifestOf(day));
      return true;
    } catch (ArchiveException e) {
      LOG.warn("windows that reach into {} are left out: {}", day, e.getMessage());
      unreadable.add(day);
      return false;
    }
  }

  @Override
  public PTransform<PBegin, PCollection<KV<Integer, byte[]>>> read(BackfillSpan span)
      throws SourceException {
    // One number in a job, for a device has to have one shard in all windows.
    int shards =
        manifests(from(span), until(span)).values().stream()
            .mapToInt(Manifest::shards)
            .max()
            .orElse(1);
    return new ReadArchivedReadings(
        files(from(span), until(span)),
        new ArchiveSelection(span.readFromMillis(), span.readUntilMillis(), devices()),
        plan.rollups().minute(),
        shards);
  }

  @Override
  public Optional<PTransform<PBegin, PCollection<RowBlock>>> rows(BackfillSpan span)
      throws SourceException {
    return Optional.of(
        new ReadArchivedRows(
            files(span.from(), span.until()),
            new ArchiveSelection(
                span.from().toEpochMilli(), span.until().toEpochMilli(), devices()),
            plan.sink().maxBlockRows()));
  }

  private Set<String> devices() {
    return Set.copyOf(plan.devices());
  }

  private List<ArchivedFile> files(Instant from, Instant until) throws SourceException {
    return wanted(from, until).stream()
        .map(
            file ->
                new ArchivedFile(
                    archive.file(file.day(), file.entry()).toString(), file.entry().readings()))
        .toList();
  }

  /** A file of a day. */
  private record DayFile(LocalDate day, Manifest.Entry entry) {}

  /** Of the wanted devices' shards alone. */
  private List<DayFile> wanted(Instant from, Instant until) throws SourceException {
    List<DayFile> files = new ArrayList<>();
    for (Map.Entry<LocalDate, Manifest> day : manifests(from, until).entrySet()) {
      Set<Integer> wanted = shards(day.getValue().shards());
      for (Manifest.Entry entry : day.getValue().files()) {
        if (wanted.isEmpty() || wanted.contains(entry.shard())) {
          files.add(new DayFile(day.getKey(), entry));
        }
      }
    }
    return files;
  }

  /** Empty: all. */
  private Set<Integer> shards(int shards) {
    return plan.devices().stream()
        .map(device -> device.getBytes(StandardCharsets.UTF_8))
        .map(id -> Shards.shardOf(id, 0, id.length, shards))
        .collect(Collectors.toSet());
  }
}
