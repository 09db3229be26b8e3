package io.wattflow.services.ingestion.auth;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * API keys in one JSON file that people can read, and may edit:
 *
 * <pre>{"keys": [{"id": "…", "user_id": 7, "secret_sha256": "…", "created_at": "…",
 *   "readings_per_second": 1000, "note": "…", "expires_at": "…"}]}</pre>
 *
 * <p>The last three may be missing. A thread looks once a second whether the file has changed, so
 * that a new or a revoked key counts within two seconds; lookups never touch the disk. A file that
 * cannot be read, or is gone, changes nothing: the keys known before stay valid, and the log names
 * the line and the field until it is mended. To revoke every key, write an empty list.
 *
 * <p>Writes replace the file as a whole, readable by its owner only (where the file system is
 * POSIX), and are on the disk when the call returns.
 */
public final class FileApiKeyStore implements ApiKeyStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileApiKeyStore.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final KeyFile file;
  private final Duration period;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watcher;

  private volatile Map<String, ApiKey> keys;
  private volatile @Nullable String problem;
  private KeyFile.Stamp stamp;

  private FileApiKeyStore(KeyFile file, Duration period) {
    this.file = file;
    this.period = period;
    // The stamp first: a change that comes in between is then seen as one.
    this.stamp = file.stamp();
    this.keys = file.read();
    this.watcher = new Thread(this::watch, "api-key-file");
    watcher.setDaemon(true);
  }

  /**
   * Reads the file and watches it from now on.
   *
   * @throws ApiKeyStoreException if there is none (with the remedy) or it cannot be read (with line
   *     and field)
   */
  public static FileApiKeyStore open(Path path) {
    return open(path, PERIOD);
  }

  /** As {@link #open}, but a missing file is made, with no key in it. */
  public static FileApiKeyStore openOrCreate(Path path) {
    new KeyFile(path).createIfMissing();
    return open(path);
  }

  static FileApiKeyStore open(Path path, Duration period) {
    FileApiKeyStore store = new FileApiKeyStore(new KeyFile(path), period);
    store.watcher.start();
    return store;
  }

  @Override
  public CompletableFuture<@Nullable ApiKey> find(String keyId) {
    return CompletableFuture.completedFuture(keys.get(keyId));
  }

  @Override
  public List<ApiKey> list() {
    return keys.values().stream().sorted(Comparator.comparing(ApiKey::createdAt)).toList();
  }

  @Override
  public void put(ApiKey key) {
    file.update(
        all -> {
          all.put(key.id(), key);
          return true;
        });
    reloadIfChanged();
  }

  @Override
  public boolean remove(String keyId) {
    boolean removed = file.update(all -> all.remove(keyId) != null);
    reloadIfChanged();
    return removed;
  }

  /** What is wrong with the file now, in one line as in the log; empty: nothing. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  @Override
  public boolean isInMemory() {
    return true;
  }

  private void watch() {
    try {
      while (!closed.await(period.toNanos(), TimeUnit.NANOSECONDS)) {
        reloadIfChanged();
      }
    } catch (InterruptedException e) {
      // Somebody ends this thread in another way: nothing is left to do.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void reloadIfChanged() {
    try {
      KeyFile.Stamp now = file.stamp();
      if (!now.equals(stamp)) {
        Map<String, ApiKey> read = file.read();
        LOG.info("{} has changed: {} keys, {} before", file.path(), read.size(), keys.size());
        keys = read;
        // Only now: a file that cannot be read is tried again, since permissions have no stamp.
        stamp = now;
      }
      problem = null;
    } catch (ApiKeyStoreException e) {
      report(String.valueOf(e.getMessage()));
    }
  }

  private void report(String message) {
    if (!message.equals(problem)) {
      problem = message;
      LOG.error("{}; the {} keys known before stay valid", message, keys.size());
    }
  }

  /** Ends the watch; lookups go on with what is known. */
  @Override
  public void close() {
    closed.countDown();
    try {
      watcher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
