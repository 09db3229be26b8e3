package io.wattflow.services.ingestion.auth;

import io.wattflow.cache.RedisAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the keys are kept: one of the two options. */
final class KeyStoreOptions {
  @Option(
      names = "--file",
      paramLabel = "<path>",
      required = true,
      description = "Keys in this JSON file; create makes it if it is missing.")
  private @Nullable Path file;

  @Option(
      names = "--redis",
      paramLabel = "<url>",
      required = true,
      converter = RedisUrl.class,
      description = "Keys in this Redis, such as redis://127.0.0.1:6379")
  private @Nullable RedisAddress redis;

  /** Opens the store that is there. */
  ApiKeyStore open() {
    return file == null ? redisStore() : FileApiKeyStore.open(file);
  }

  /** Opens the store, and makes the file if it is missing. */
  ApiKeyStore openOrCreate() {
    return file == null ? redisStore() : FileApiKeyStore.openOrCreate(file);
  }

  /** How soon the services notice a change. */
  String noticedWithin() {
    return file == null ? "60 s" : "2 s";
  }

  private ApiKeyStore redisStore() {
    if (redis == null) {
      throw new IllegalStateException("the command line wants one of the two");
    }
    return new RedisApiKeyStore(redis);
  }

  private static final class RedisUrl implements ITypeConverter<RedisAddress> {
    @Override
    public RedisAddress convert(String value) {
      try {
        return RedisApiKeyStore.address(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
