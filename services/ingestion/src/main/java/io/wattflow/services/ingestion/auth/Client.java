package io.wattflow.services.ingestion.auth;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Who sends.
 *
 * @param id names the client in quotas, logs and metrics: the key's id, or its address when there
 *     are no keys; never a secret
 * @param userId whose devices it may write for; empty: anybody's
 * @param readingsPerSecond quota of its own, at least 1; empty: the service's default
 */
public record Client(String id, OptionalLong userId, OptionalInt readingsPerSecond) {
  /** A client without a key, as {@code --auth=none} knows it: by its address. */
  public static Client anonymous(String remoteAddress) {
    return new Client(remoteAddress, OptionalLong.empty(), OptionalInt.empty());
  }
}
