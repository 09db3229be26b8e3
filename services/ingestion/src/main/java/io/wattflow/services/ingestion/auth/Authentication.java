package io.wattflow.services.ingestion.auth;

/** What came of the check of a request. The details are meant for the client. */
public sealed interface Authentication {
  /** The client may write. */
  record Granted(Client client) implements Authentication {}

  /**
   * It may not: 401. An unknown key and a wrong secret have the same detail.
   *
   * @param detail what is wrong and how it is done right; quotes nothing of what was sent
   */
  record Refused(String detail) implements Authentication {}

  /** Nobody knows at the moment, because the store of the keys is away: 503. */
  record Unavailable(String detail) implements Authentication {}
}
