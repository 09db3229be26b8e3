package io.wattflow.benchmarks.endtoend;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.data.ClickHouseFormat;
import io.wattflow.benchmarks.harness.ChildJvm;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.schemas.wire.DecodedReading;
import java.io.ByteArrayInputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Inserts a topic into a raw table in large batches; what else happens is ClickHouse's own work. An
 * insert is acknowledged when the rows of all views are stored too.
 *
 * <p>Arguments: Kafka's bootstrap servers, topic, address of ClickHouse, database, rows of a batch.
 */
final class ViewsDrain {
  private static final long TIMEOUT_MINUTES = 5;

  private ViewsDrain() {}

  public static void main(String[] args) throws InterruptedException, ExecutionException {
    int rows = Integer.parseInt(args[4]);
    try (Client client =
        new Client.Builder()
            .addEndpoint(args[2])
            .setUsername("default")
            .setPassword("")
            .setDefaultDatabase(args[3])
            .setSocketTimeout(TimeUnit.MINUTES.toMillis(TIMEOUT_MINUTES))
            .compressClientRequest(false)
            .compressServerResponse(false)
            .build()) {
      TopicDrain.Drained drained =
          new TopicDrain(args[0], args[1]).run(() -> new Inserts(client, rows));
      ChildJvm.tell(System.out, "seconds", drained.seconds());
      ChildJvm.tell(System.out, "records", drained.records());
    }
  }

  /** One writer. */
  private static final class Inserts implements TopicDrain.Target {
    private final Client client;
    private final RowBlockBuilder rows;

    Inserts(Client client, int rows) {
      this.client = client;
      this.rows = new RowBlockBuilder(Table.TELEMETRY, rows);
    }

    @Override
    public void take(DecodedReading reading) throws Exception {
      rows.append(reading);
      if (rows.isFull()) {
        insert();
      }
    }

    @Override
    public void finish() throws Exception {
      if (!rows.isEmpty()) {
        insert();
      }
    }

    private void insert() throws Exception {
      RowBlock block = rows.build();
      try (InsertResponse response =
          client
              .insert(
                  Table.TELEMETRY.tableName(),
                  new ByteArrayInputStream(block.bytes()),
                  ClickHouseFormat.valueOf(block.format().clickHouseName()),
                  // As the product sends its own.
                  new InsertSettings()
                      .serverSetting("async_insert", "0")
                      .serverSetting("optimize_on_insert", "0"))
              .get(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        // Acknowledged: nothing more to learn from the answer.
      }
    }
  }
}
