package io.wattflow.pipelines.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the files of an archive lie.
 *
 * <pre>{@code
 * day=2026-11-20/manifest.json
 * day=2026-11-20/shard-0003-r1.avro
 * .unfinished/                        files that are being written; empty at other times
 * .lock                               held while somebody writes
 * }</pre>
 *
 * <p>Of a day, only what its manifest names belongs to the archive. Names carry the revision, so
 * that a day that is archived anew replaces the old one in one step, that of its manifest.
 */
public final class ArchiveFolder {
  private static final String DAY = "day=";
  private static final String MANIFEST = "manifest.json";
  private static final String UNFINISHED = ".unfinished";

  private final Path root;
  private final Disk disk;

  /** A folder, which need not be there yet. */
  public ArchiveFolder(Path root) {
    this(root, new Disk());
  }

  ArchiveFolder(Path root, Disk disk) {
    this.root = root;
    this.disk = disk;
  }

  /** Held while somebody writes. */
  public record Lock(FileChannel channel, FileLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      lock.release();
      channel.close();
    }
  }

  /**
   * Keeps others from writing.
   *
   * @throws ArchiveException if somebody is writing
   */
  public Lock lock() throws IOException, ArchiveException {
    disk.createFolders(root);
    FileChannel channel =
        FileChannel.open(
            root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Lock(channel, lock);
      }
    } catch (OverlappingFileLockException e) {
      // Somebody in this process: as good as somebody else.
    }
    channel.close();
    throw new ArchiveException("somebody else is archiving into " + root);
  }

  /** All days that have a manifest; whether it can be read is another question. */
  public SortedSet<LocalDate> days() throws IOException {
    if (!Files.isDirectory(root)) {
      return new TreeSet<>();
    }
    return list(root).stream()
        .map(folder -> dayOf(String.valueOf(folder.getFileName())))
        .flatMap(Optional::stream)
        .filter(this::isArchived)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    } catch (UncheckedIOException e) {
      // A disk that fails in the middle of a folder.
      throw e.getCause();
    }
  }

  /** Whether a day has a manifest. */
  public boolean isArchived(LocalDate day) {
    return Files.exists(folder(day).resolve(MANIFEST));
  }

  private static Optional<LocalDate> dayOf(String name) {
    try {
      return name.startsWith(DAY)
          ? Optional.of(LocalDate.parse(name.substring(DAY.length())))
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Of a day; empty if it is not archived. */
  public Optional<Manifest> manifest(LocalDate day) throws IOException, ArchiveException {
    return isArchived(day)
        ? Optional.of(
            Manifest.fromJson(
                // Bytes that are no UTF-8 are a damaged manifest's, for the parser to say.
                new String(
                    Files.readAllBytes(folder(day).resolve(MANIFEST)), StandardCharsets.UTF_8),
                day))
        : Optional.empty();
  }

  /** Where a file of a day lies. */
  Path file(LocalDate day, Manifest.Entry entry) {
    return folder(day).resolve(entry.name());
  }

  private Path folder(LocalDate day) {
    return root.resolve(DAY + day);
  }

  /**
   * Looks whether a file is as it was written.
   *
   * @param thorough whether all of its bytes are read, and not only their number
   * @throws ArchiveException naming the file if it is missing, cut or changed
   */
  void verify(LocalDate day, Manifest.Entry entry, boolean thorough)
      throws IOException, ArchiveException {
    Path file = file(day, entry);
    String which = "%s of %s".formatted(entry.name(), day);
    if (!Files.exists(file)) {
      throw new ArchiveException(which + " is missing from the archive");
    }
    long bytes = Files.size(file);
    if (bytes != entry.bytes()) {
      throw new ArchiveException(
          "%s is %s: %,d bytes, and the manifest says %,d"
              .formatted(which, bytes < entry.bytes() ? "cut" : "too long", bytes, entry.bytes()));
    }
    if (thorough && !Sha256.of(file).equals(entry.sha256())) {
      throw new ArchiveException(which + " has changed: its SHA-256 is not the manifest's");
    }
  }

  /** An empty folder for what is not finished. What an earlier writer has left there goes. */
  Path unfinished() throws IOException {
    removeUnfinished();
    disk.createFolders(root);
    return Files.createDirectories(root.resolve(UNFINISHED));
  }

  void removeUnfinished() throws IOException {
    Path folder = root.resolve(UNFINISHED);
    if (!Files.isDirectory(folder)) {
      return;
    }
    for (Path file : list(folder)) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  /**
   * Makes a day part of the archive. Whenever the power is cut, it is as before or as afterwards:
   * the manifest is moved once its files are safe, and old files go once it is.
   *
   * @param unfinished has the files of the manifest, forced to the disk
   */
  void publish(LocalDate day, Path unfinished, Manifest manifest)
      throws IOException, ArchiveException {
    Path folder = folder(day);
    disk.createFolders(folder);
    Optional<Manifest> old = manifest(day);
    // Whoever was stopped between the files and the manifest has left some.
    removeAllBut(old.map(Manifest::files).orElse(List.of()), folder);
    for (Manifest.Entry entry : manifest.files()) {
      disk.move(unfinished.resolve(entry.name()), folder.resolve(entry.name()));
    }
    disk.force(folder);
    // Whoever was stopped may have made the folder without making it safe.
    disk.force(root);
    Path written = unfinished.resolve(MANIFEST);
    disk.write(written, manifest.toJson());
    disk.move(written, folder.resolve(MANIFEST));
    disk.force(folder);
    removeAllBut(manifest.files(), folder);
  }

  private void removeAllBut(List<Manifest.Entry> entries, Path folder) throws IOException {
    Set<String> kept = new HashSet<>(entries.stream().map(Manifest.Entry::name).toList());
    kept.add(MANIFEST);
    for (Path file : list(folder)) {
      if (!kept.contains(String.valueOf(file.getFileName()))) {
        disk.remove(file);
      }
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
