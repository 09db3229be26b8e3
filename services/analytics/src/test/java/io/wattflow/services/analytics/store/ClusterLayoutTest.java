package io.wattflow.services.analytics.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wattflow.services.analytics.store.ClusterLayout.Server;
import io.wattflow.sql.ClickHouseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of servers says, and what it is told when it says something else. */
class ClusterLayoutTest {
  private static final String MASTER = "{\"url\": \"http://a:8123\"}";

  @TempDir private Path folder = Path.of("unset");

  private ClusterLayout read(String json) throws IOException {
    Path file = folder.resolve("cluster.json");
    Files.writeString(file, json.replace('\'', '"'));
    return LayoutFile.read(file, Map.of("SECRET", "s3cret")::get);
  }

  private static List<Double> weights(ClusterLayout layout, int shard) {
    return layout.shards().get(shard).servers().stream().map(Server::weight).toList();
  }

  @Test
  void aWholeFileIsRead() throws IOException {
    ClusterLayout layout =
        read(
            """
            {'shards': [
               {'master': {'url': 'http://a:1'},
                'replicas': [{'url': 'http://b:2', 'weight': 0.6}, {'url': 'http://c', 'weight': 0.2}]},
               {'master': {'url': 'jdbc:clickhouse://d:4'}}],
             'database': 'energy', 'user': 'reader', 'password_env': 'SECRET'}
            """);
    assertThat(layout.shards()).hasSize(2);
    assertThat(layout.shards().get(0).servers())
        .containsExactly(
            new Server(ClickHouseUrl.parse("http://a:1"), true, 0),
            new Server(ClickHouseUrl.parse("http://b:2"), false, 0.6),
            new Server(ClickHouseUrl.parse("http://c:8123"), false, 0.2));
    assertThat(layout.database()).isEqualTo("energy");
    assertThat(layout.user()).isEqualTo("reader");
    assertThat(layout.password()).isEqualTo("s3cret");
    assertThat(layout.toString()).doesNotContain("s3cret");
  }

  @Test
  void threeServersShareTheReadsByTheUsualWeightsAndOthersEvenly() throws IOException {
    ClusterLayout layout =
        read(
            """
            {'shards': [
               {'master': {'url': 'http://a'}, 'replicas': [{'url': 'http://b'}, {'url': 'http://c'}]},
               {'master': {'url': 'http://d'}, 'replicas': [{'url': 'http://e'}]}]}
            """);
    assertThat(weights(layout, 0)).containsExactly(0.4, 0.3, 0.3);
    assertThat(weights(layout, 1)).containsExactly(0.5, 0.5);
    assertThat(layout.database()).isEqualTo("wattflow");
    assertThat(layout.user()).isEqualTo("default");
    assertThat(layout.password()).isEmpty();
  }

  @Test
  void aUserIsInTheShardOfItsUnsignedRemainder() throws IOException {
    ClusterLayout layout =
        read(
            "{'shards': [{'master': {'url': 'http://a'}}, {'master': {'url': 'http://b'}},"
                + " {'master': {'url': 'http://c'}}]}");
    assertThat(layout.shardOf(7)).isEqualTo(1);
    assertThat(layout.shardOf(9)).isZero();
    // 18446744073709551615 = 3 * 6148914691236517205
    assertThat(layout.shardOf(-1L)).isZero();
    assertThat(layout.shardOf(-2L)).isEqualTo(2);
    ClusterLayout single =
        ClusterLayout.single(ClickHouseUrl.parse("http://a"), "wattflow", "default", "");
    assertThat(single.shardOf(-2L)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                                                        | the file must be an object
          {}                                                        | shards must be a list
          {'shards': []}                                            | shards is empty
          {'shards': [{}]}                                          | shards[0].master must be an object
          {'shards': [{'master': {}}]}                              | shards[0].master.url must be a text
          {'shards': [{'master': {'url': 'x y:pw'}}]}               | shards[0].master.url is no address
          {'shards': [{'master': M, 'replica': []}]}                | unknown field 'replica'; known are [master, replicas]
          {'shards': [{'master': M, 'replicas': [{'url': 'http://b', 'weight': -1}]}]} | shards[0].replicas[0].weight must be a number
          {'shards': [{'master': M, 'replicas': [{'url': 'http://b', 'weight': 1}, {'url': 'http://c'}]}]} | shards[0].replicas[1].weight is missing
          {'shards': [{'master': {'url': 'http://a', 'weight': 0}}]} | shards[0] has no server with a weight above 0
          {'shards': [{'master': M}, {'master': M}]}                | http://a:8123 twice
          {'shards': [{'master': M}], 'password_env': 'OTHER'}      | password_env names OTHER, which is not set
          {'shards': [{'master': M}], 'database': ''}               | database must be a text
          {'shards': [{'master': M}], 'shards': []}                 | Duplicate field 'shards'
          {'shards': [{'master': M}]} {}                            | no JSON
          {'shards'                                                 | line 1: no JSON
          """)
  void whatIsWrongIsNamed(String json, String message) {
    assertThatThrownBy(() -> read(json.replace("M", MASTER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster.json")
        .hasMessageContaining(message)
        .hasMessageNotContaining("pw");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> ClusterLayout.read(folder.resolve("none.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.json")
        .hasMessageContaining("cannot be read");
  }
}
