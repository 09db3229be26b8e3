package io.wattflow.services.ingestion.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The file of {@link FileApiKeyStore} on the disk.
 *
 * <p>It is replaced as a whole: a reader sees the old one or the new one. Two writers, in this
 * process or another, wait for each other at a lock file beside it, so that neither loses what the
 * other adds.
 */
final class KeyFile {
  /** What changes when the file does; the file's own identity sees a replacement of equal size. */
  record Stamp(FileTime modified, long size, @Nullable Object identity) {}

  // A lock on a file belongs to the whole process; threads need one of their own.
  private static final Lock WRITERS = new ReentrantLock();
  private static final String OWNER_ONLY = "rw-------";
  private static final JsonFactory JSON = new JsonFactory();

  private final Path path;

  KeyFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  Path path() {
    return path;
  }

  /**
   * The stamp of what is there now.
   *
   * @throws ApiKeyStoreException if there is none, with the remedy
   */
  Stamp stamp() {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (NoSuchFileException e) {
      throw missing(e);
    } catch (IOException e) {
      throw unusable("be read", e);
    }
  }

  /**
   * The keys by id.
   *
   * @throws ApiKeyStoreException if there is no file, or none that can be read
   */
  Map<String, ApiKey> read() {
    try {
      return KeyFileReader.read(Files.readAllBytes(path), path);
    } catch (NoSuchFileException e) {
      throw missing(e);
    } catch (IOException e) {
      throw unusable("be read", e);
    }
  }

  /** Makes a file without keys, and the folders above it, unless it is there. */
  void createIfMissing() {
    try {
      Files.createDirectories(folder(path));
      if (!Files.exists(path)) {
        update(keys -> keys.isEmpty() && !Files.exists(path));
      }
    } catch (IOException e) {
      throw unusable("be made", e);
    }
  }

  /**
   * Changes the keys on the disk: what the change makes of the map is written if it returns true.
   *
   * @return what the change has returned
   */
  boolean update(Predicate<Map<String, ApiKey>> change) {
    WRITERS.lock();
    try (FileChannel channel =
            FileChannel.open(
                path.resolveSibling(path.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock ignored = channel.lock()) {
      Map<String, ApiKey> keys = new LinkedHashMap<>(Files.exists(path) ? read() : Map.of());
      boolean changed = change.test(keys);
      if (changed) {
        replace(write(keys.values()));
      }
      return changed;
    } catch (IOException e) {
      throw unusable("be written", e);
    } finally {
      WRITERS.unlock();
    }
  }

  private void replace(byte[] text) throws IOException {
    // What a link points at is to be replaced, not the link.
    Path target = Files.exists(path) ? path.toRealPath() : path;
    Path partial =
        Files.createTempFile(folder(target), "." + target.getFileName(), ".tmp", ownerOnly(target));
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        out.write(text);
        // A file that is in place must not turn out empty after a power cut.
        channel.force(true);
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path target) {
    boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY))
        }
        : new FileAttribute<?>[0];
  }

  private static byte[] write(Collection<ApiKey> keys) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      json.writeArrayFieldStart(KeyFileReader.KEYS);
      for (ApiKey key : keys) {
        json.writeStartObject();
        for (Map.Entry<String, String> field : ApiKeyFields.write(key).entrySet()) {
          writeField(json, field.getKey(), field.getValue());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return text.toByteArray();
  }

  private static void writeField(JsonGenerator json, String name, String value) throws IOException {
    switch (name) {
      case ApiKeyFields.USER_ID, ApiKeyFields.READINGS_PER_SECOND ->
          json.writeNumberField(name, Long.parseLong(value));
      default -> json.writeStringField(name, value);
    }
  }

  private static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private ApiKeyStoreException missing(NoSuchFileException cause) {
    return new ApiKeyStoreException(
        path
            + ": there is no such file; make the first key with"
            + " bin/wattflow keys create --user=<id> --file="
            + path,
        cause);
  }

  private ApiKeyStoreException unusable(String what, IOException cause) {
    return new ApiKeyStoreException(
        path
            + " cannot "
            + what
            + ": "
            + cause.getClass().getSimpleName()
            + " "
            + cause.getMessage(),
        cause);
  }
}
