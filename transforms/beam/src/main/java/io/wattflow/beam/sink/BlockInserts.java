package io.wattflow.beam.sink;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.TableLayout;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ExecutionException;
import org.apache.beam.sdk.util.BackOff;
import org.apache.beam.sdk.util.BackOffUtils;
import org.apache.beam.sdk.util.Sleeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends blocks to ClickHouse as they are, one INSERT each, and waits while ClickHouse is away.
 * Holds an HTTP client. Safe for use by several threads.
 */
final class BlockInserts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlockInserts.class);

  private final ClickHouseTarget target;
  private final Client client;

  BlockInserts(ClickHouseTarget target) {
    this.target = target;
    this.client =
        new Client.Builder()
            .addEndpoint(target.url())
            .setUsername(target.user())
            .setPassword(target.password())
            .setDefaultDatabase(target.database())
            .setConnectTimeout(ClickHouseDataSources.CONNECT.toMillis(), ChronoUnit.MILLIS)
            .setSocketTimeout(ClickHouseDataSources.ANSWER.toMillis(), ChronoUnit.MILLIS)
            .compressClientRequest(false)
            .compressServerResponse(false)
            .useServerTimeZone(false)
            .useTimeZone("UTC")
            // What is tried again, and for how long, is decided here.
            .retryOnFailures(ClientFaultCause.None)
            .setMaxRetries(0)
            .build();
  }

  /**
   * Returns when ClickHouse has acknowledged the block.
   *
   * @throws IOException if it never will, or has been away for as long as the target allows
   */
  void insert(RowBlock block) throws IOException, InterruptedException {
    BackOff backoff = Outages.pauses(target.maxOutage());
    // The pauses alone do not count what a server that hangs takes of each attempt.
    long deadline = System.nanoTime() + target.maxOutage().toNanos();
    boolean told = false;
    Exception failure = send(block);
    while (failure != null) {
      if (LastingFailures.isLasting(failure)) {
        throw new IOException(
            "ClickHouse refuses " + block + ": " + Outages.rootMessage(failure), failure);
      }
      if (!told) {
        LOG.warn(
            "ClickHouse does not take an insert, trying again: {}", Outages.rootMessage(failure));
        told = true;
      }
      if (System.nanoTime() - deadline > 0 || !BackOffUtils.next(Sleeper.DEFAULT, backoff)) {
        throw new IOException(
            "ClickHouse has not taken " + block + " for " + target.maxOutage(), failure);
      }
      failure = send(block);
    }
  }

  /** Why the block may not have been stored; null if it was. */
  private @Nullable Exception send(RowBlock block) throws InterruptedException {
    TableLayout layout = TableLayout.of(block.table());
    try (InsertResponse acknowledged =
        client
            .insert(
                "`" + target.database() + "`." + block.table().tableName(),
                layout.columnNames(),
                out -> out.write(block.bytes()),
                ClickHouseFormat.valueOf(block.format().clickHouseName()),
                settings())
            .get()) {
      LOG.debug("{} stored as {}", block, acknowledged.getQueryId());
      return null;
    } catch (ClickHouseException | ExecutionException e) {
      return e;
    }
  }

  /** Made for each insert, since the client writes into them. */
  private static InsertSettings settings() {
    InsertSettings settings = new InsertSettings();
    InsertStatements.SETTINGS.forEach(settings::serverSetting);
    return settings;
  }

  @Override
  public void close() {
    client.close();
  }
}
