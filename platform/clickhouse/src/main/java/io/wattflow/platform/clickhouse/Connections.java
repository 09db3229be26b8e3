package io.wattflow.platform.clickhouse;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hands out connections: a new one for every request, or the one pinned by a session id. Whatever a
 * request sets (settings, database) is gone when it has ended, as ClickHouse has it; what a session
 * sets by SET, USE or temporary tables stays for the session.
 */
final class Connections implements AutoCloseable {
  private static final Duration SESSION_PATIENCE = Duration.ofSeconds(1);

  private final Engine engine;
  private final Map<String, Session> sessions = new HashMap<>();

  Connections(Engine engine) {
    this.engine = engine;
  }

  /** A connection in use; to be closed by who leased it. */
  interface Lease extends AutoCloseable {
    EngineConnection connection();

    /** Says that a statement failed, so that the connection may not be used as it is. */
    void failed();

    @Override
    void close();
  }

  /**
   * Leases a connection with these settings and this database.
   *
   * @throws EngineException when a setting or the database is not known, or the session is in use
   */
  Lease lease(
      @Nullable String sessionId,
      Duration sessionTimeout,
      Map<String, String> settings,
      @Nullable String database)
      throws EngineException {
    for (String name : settings.keySet()) {
      if (!engine.knows(name)) {
        throw EngineException.of(115, "UNKNOWN_SETTING", "Unknown setting '" + name + "'");
      }
    }
    return sessionId == null
        ? new Single(opened(settings, database))
        : new Pinned(occupied(sessionId, sessionTimeout), settings, database);
  }

  private EngineConnection opened(Map<String, String> settings, @Nullable String database)
      throws EngineException {
    EngineConnection connection = engine.connect(settings);
    try {
      // Every connection begins in the database "default".
      if (database != null && !database.equals("default")) {
        connection.text("USE " + Sql.identifier(database));
      }
      return connection;
    } catch (EngineException e) {
      connection.close();
      throw e;
    }
  }

  private Session occupied(String id, Duration timeout) throws EngineException {
    synchronized (sessions) {
      awaitIdle(id);
      Session session = sessions.get(id);
      if (session == null) {
        session = new Session(id, engine.connect(Map.of()));
        sessions.put(id, session);
      } else if (session.busy) {
        throw EngineException.of(
            373, "SESSION_IS_LOCKED", "Session " + id + " is locked by a concurrent client");
      }
      session.busy = true;
      session.timeout = timeout;
      return session;
    }
  }

  /** A client may send its next request while the last one is still being cleared away. */
  private void awaitIdle(String id) {
    long deadline = System.nanoTime() + SESSION_PATIENCE.toNanos();
    try {
      Session session = sessions.get(id);
      long millis = SESSION_PATIENCE.toMillis();
      while (session != null && session.busy && millis > 0) {
        sessions.wait(millis);
        session = sessions.get(id);
        millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the sessions that nobody has used for their timeout. */
  void closeIdleSessions() {
    Instant now = Instant.now();
    synchronized (sessions) {
      sessions
          .values()
          .removeIf(
              session -> {
                boolean idle = !session.busy && session.lastUse.plus(session.timeout).isBefore(now);
                if (idle) {
                  session.connection.close();
                }
                return idle;
              });
    }
  }

  @Override
  public void close() {
    synchronized (sessions) {
      sessions.values().stream()
          .filter(session -> !session.busy)
          .forEach(session -> session.connection.close());
      sessions.clear();
    }
  }

  private static final class Session {
    final String id;
    final EngineConnection connection;
    boolean busy;
    Duration timeout = Duration.ZERO;
    Instant lastUse = Instant.now();

    Session(String id, EngineConnection connection) {
      this.id = id;
      this.connection = connection;
    }
  }

  private record Single(EngineConnection connection) implements Lease {
    @Override
    public void failed() {
      // Closed after every request anyway.
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private final class Pinned implements Lease {
    private final Session session;
    private final Map<String, String> settingsBefore;
    private final @Nullable String databaseBefore;
    private boolean dirty;

    Pinned(Session session, Map<String, String> settings, @Nullable String database)
        throws EngineException {
      this.session = session;
      EngineConnection connection = session.connection;
      try {
        settingsBefore = valuesOf(connection, settings);
        connection.text("SET " + Sql.assignments(settings));
        if (database == null) {
          databaseBefore = null;
        } else {
          databaseBefore = connection.text("SELECT currentDatabase()").strip();
          connection.text("USE " + Sql.identifier(database));
        }
      } catch (EngineException e) {
        release();
        throw e;
      }
    }

    @Override
    public EngineConnection connection() {
      return session.connection;
    }

    @Override
    public void failed() {
      dirty = true;
    }

    @Override
    public void close() {
      boolean usable = false;
      try {
        usable = !dirty || cleansed();
        if (usable) {
          session.connection.text("SET " + Sql.assignments(settingsBefore));
          if (databaseBefore != null) {
            session.connection.text("USE " + Sql.identifier(databaseBefore));
          }
        }
      } catch (EngineException e) {
        // The session cannot be put back as it was; the client's next request begins a new one.
        usable = false;
      }
      if (usable) {
        release();
      } else {
        drop();
      }
    }

    /** Draws off what a failed statement left in the connection, so that the session lives on. */
    private boolean cleansed() throws EngineException {
      for (int attempt = 0; attempt < 3; attempt++) {
        if (session.connection.text("SELECT 'clean'").equals("clean\n")) {
          return true;
        }
      }
      return false;
    }

    private void release() {
      synchronized (sessions) {
        session.busy = false;
        session.lastUse = Instant.now();
        sessions.notifyAll();
      }
    }

    private void drop() {
      synchronized (sessions) {
        sessions.remove(session.id);
        sessions.notifyAll();
      }
      session.connection.close();
    }
  }

  private static Map<String, String> valuesOf(
      EngineConnection connection, Map<String, String> settings) throws EngineException {
    String names = settings.keySet().stream().map(Sql::literal).collect(Collectors.joining(", "));
    Map<String, String> values = new LinkedHashMap<>();
    connection
        .text("SELECT name, base64Encode(value) FROM system.settings WHERE name IN (" + names + ")")
        .lines()
        .forEach(
            line -> {
              String[] cells = line.split("\t", 2);
              values.put(cells[0], Sql.fromBase64(cells[1]));
            });
    return values;
  }
}
