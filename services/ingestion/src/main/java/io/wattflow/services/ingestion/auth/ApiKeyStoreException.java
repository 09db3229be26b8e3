package io.wattflow.services.ingestion.auth;

/**
 * The store of API keys is away, refuses, or holds what cannot be read. The message says which
 * store, what is wrong and the remedy; it names no secret, but addresses and paths that a client
 * need not know.
 */
public final class ApiKeyStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ApiKeyStoreException(String message) {
    super(message);
  }

  public ApiKeyStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
