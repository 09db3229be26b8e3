package io.wattflow.services.analytics.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A JWKS in a file, which may be replaced at any time. */
final class KeyFile implements KeyOrigin {
  /** What changes when the file does; the file's own identity sees a replacement of equal size. */
  private record Stamp(FileTime modified, long size, @Nullable Object identity) {}

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration FOREVER = Duration.ofDays(36_500);

  private final Path path;
  private @Nullable Stamp stamp;

  KeyFile(Path path) {
    this.path = path;
  }

  @Override
  public VerificationKeys load(VerificationKeys known) throws KeyLoadException {
    try {
      BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
      if (found.size() > VerificationKeys.MAX_BYTES) {
        throw new KeyLoadException(path + ": too large for a set of keys", null);
      }
      // Taken before the content: a change that comes in between is then seen as one.
      Stamp now = new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
      if (now.equals(stamp)) {
        return known;
      }
      String text = Files.readString(path, StandardCharsets.UTF_8);
      VerificationKeys keys = VerificationKeys.parse(text, path.toString());
      stamp = now;
      return keys;
    } catch (NoSuchFileException e) {
      throw new KeyLoadException(
          path + ": there is no such file; `bin/wattflow tokens init` makes keys to try with", e);
    } catch (IOException e) {
      throw new KeyLoadException(
          path + " cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage(), e);
    }
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public Duration period() {
    return PERIOD;
  }

  @Override
  public Duration shortestInterval() {
    return PERIOD;
  }

  @Override
  public Duration tolerance() {
    return FOREVER;
  }
}
