package io.wattflow.services.ingestion.auth;

import java.net.URI;
import java.net.URISyntaxException;
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
  private @Nullable URI redis;

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

  private static final class RedisUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
      try {
        URI url = new URI(value);
        RedisApiKeyStore.checked(url);
        return url;
      } catch (URISyntaxException | IllegalArgumentException e) {
        // Not the value: it may hold a password.
        throw new TypeConversionException(RedisApiKeyStore.ADDRESS_RULE);
      }
    }
  }
}
