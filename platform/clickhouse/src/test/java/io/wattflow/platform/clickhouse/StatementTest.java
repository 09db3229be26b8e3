package io.wattflow.platform.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTest {
  private static @Nullable Statement of(String sql) {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    return Statement.recognise(text, text.length, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1|",
        "select 1 format JSON|JSON",
        "SELECT 1 FORMAT JSON;|JSON",
        "SELECT 1 FORMAT JSON SETTINGS max_threads = 1|JSON",
        "SELECT format FROM t|",
        "SELECT format('{}', 1) AS format|",
        "SELECT 'x FORMAT CSV'|",
        "(SELECT 1) UNION ALL (SELECT 2) FORMAT CSV|CSV",
        "WITH 1 AS x SELECT x -- FORMAT CSV|",
        "FROM t SELECT a FORMAT Native|Native",
        "SELECT * FROM (SELECT 1 FORMAT Null)|",
        "SELECT $tag$ ; FORMAT CSV $tag$|",
        "SELECT 'a\\'; SELECT 2'|",
        "SELECT `;` FROM \"t;\"|",
      })
  void recognisesSelectsAndTheirFormat(String sql, @Nullable String format) {
    assertThat(of(sql)).isEqualTo(new Statement.Select(format, false));
  }

  @Test
  void recognisesTotals() {
    assertThat(of("SELECT a, count() FROM t GROUP BY a WITH TOTALS"))
        .isEqualTo(new Statement.Select(null, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t FORMAT CSV\n1,2",
        "INSERT INTO t (a, b) FORMAT CSV\n1,2",
        "insert into db.t (format, values) settings async_insert = 0 format CSV 1,2",
        "INSERT INTO TABLE FUNCTION file('FORMAT TSV', 'CSV') FORMAT CSV\r\n1,2",
        "INSERT INTO values FORMAT CSV\n1,2",
        "INSERT INTO `a``b`.\"c\" FORMAT CSV\n1,2",
        "/* INSERT INTO t VALUES */ INSERT INTO t FORMAT CSV\n1,2",
      })
  void findsWhereAnInsertsDataBegins(String sql) {
    byte[] text = sql.getBytes(StandardCharsets.UTF_8);
    Statement.InsertData insert = (Statement.InsertData) of(sql);
    assertThat(insert).isNotNull();
    assertThat(insert.format()).isEqualTo("CSV");
    assertThat(sql.substring(insert.dataStart())).isEqualTo("1,2");
    assertThat(sql.substring(0, insert.headEnd()).strip()).doesNotEndWith("FORMAT");

    // However little of the bytes is there: either more is asked for, or the answer is the same.
    for (int length = 0; length < text.length; length++) {
      assertThat(Statement.recognise(text, length, false)).isIn(null, insert);
    }
  }

  @Test
  void keepsBytesThatLookLikeABoundary() {
    Statement.InsertData insert =
        (Statement.InsertData) of("INSERT INTO t FORMAT RowBinary\n\n\n'");
    assertThat(insert).isNotNull();
    assertThat(insert.dataStart()).isEqualTo("INSERT INTO t FORMAT RowBinary\n".length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t SELECT 1",
        "INSERT INTO t (a) SELECT 1 FORMAT CSV",
        "INSERT INTO t (SELECT 1)",
        "INSERT INTO t WITH 1 AS x SELECT x",
        "WITH 1 AS x INSERT INTO t SELECT x",
      })
  void recognisesInsertsThatComputeTheirRows(String sql) {
    assertThat(of(sql)).isEqualTo(new Statement.InsertSelect(false));
  }

  @Test
  void recognisesTheRest() {
    assertThat(of("SHOW TABLES FORMAT JSON")).isEqualTo(new Statement.Inspect("JSON"));
    assertThat(of("EXPLAIN SELECT 1")).isEqualTo(new Statement.Inspect(null));
    assertThat(of("KILL QUERY WHERE query_id = 'x'")).isEqualTo(new Statement.Kill());
    assertThat(of("CREATE TABLE t (a UInt8) ENGINE = Memory")).isEqualTo(new Statement.Command());
    assertThat(of("SELECT 1; DROP TABLE t")).isEqualTo(new Statement.Several());
    assertThat(of(" -- nothing\n/* at all */ ")).isEqualTo(new Statement.Empty());
  }

  @Test
  void putsTheClientsIdIntoKill() {
    byte[] sql =
        "KILL QUERY WHERE query_id IN ('query_id', 'b') SYNC".getBytes(StandardCharsets.UTF_8);
    assertThat(
            new String(StatementRunner.SystemQueries.killByClientId(sql), StandardCharsets.UTF_8))
        .isEqualTo("KILL QUERY WHERE Settings['log_comment'] IN ('query_id', 'b') SYNC");
  }
}
