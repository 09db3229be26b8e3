package io.wattflow.benchmarks.retention;

import io.wattflow.benchmarks.harness.BenchException;
import io.wattflow.core.rows.RowBlock;
import io.wattflow.core.rows.RowBlockBuilder;
import io.wattflow.core.rows.Table;
import io.wattflow.schemas.wire.DecodeFailure;
import io.wattflow.schemas.wire.DecodedReading;
import io.wattflow.schemas.wire.ReadingDecoder;
import io.wattflow.simulation.ProducedRecord;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Puts records into the raw table as the stream does it, without Kafka in between. */
final class RawRows {
  private static final int MAX_BLOCK_ROWS = 250_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI clickHouse;
  private final String database;

  RawRows(URI clickHouse, String database) {
    this.clickHouse = clickHouse;
    this.database = database;
  }

  /** Inserts all; how many they were. */
  long insert(Iterable<ProducedRecord> records) throws IOException, InterruptedException {
    ReadingDecoder decoder = new ReadingDecoder();
    DecodedReading reading = new DecodedReading();
    RowBlockBuilder block = new RowBlockBuilder(Table.TELEMETRY, MAX_BLOCK_ROWS);
    long inserted = 0;
    for (ProducedRecord record : records) {
      DecodeFailure failure = decoder.decode(record.payload(), reading);
      if (failure != null) {
        throw new BenchException("a record of the fleet does not decode: " + failure);
      }
      inserted++;
      if (block.append(reading)) {
        insert(block.build());
      }
    }
    if (!block.isEmpty()) {
      insert(block.build());
    }
    return inserted;
  }

  private void insert(RowBlock block) throws IOException, InterruptedException {
    String sql =
        "INSERT INTO `%s`.%s FORMAT %s"
            .formatted(database, block.table().tableName(), block.format().clickHouseName());
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(
                    clickHouse.resolve("/?query=" + URLEncoder.encode(sql, StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(block.bytes()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new BenchException("ClickHouse refuses a block: " + answer.body().strip());
    }
  }
}
