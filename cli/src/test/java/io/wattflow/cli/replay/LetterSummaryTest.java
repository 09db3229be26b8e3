package io.wattflow.cli.replay;

import static io.wattflow.cli.replay.Letters.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.wattflow.cli.replay.LetterSummary.Group;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterSummaryTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Selection ALL = new Selection(Set.of(), null, null, null, Set.of());

  private final ReplayMarks marks = new ReplayMarks();

  private static Letter letter(long offset, String reason, int secondsAgo) {
    return Letters.letter(
        at(1, offset), reason, NOW.minusSeconds(secondsAgo), Letters.poison((int) offset));
  }

  private void mark(Letter letter, String topic, @Nullable Place landed) {
    ReplayMark mark = new ReplayMark(letter.digest(), topic, landed, NOW);
    marks.add(mark.key(letter.place()), mark);
  }

  private LetterSummary summary(int most) {
    Letter replayed = letter(1, "OVERSIZED", 30);
    mark(replayed, Letters.TOPIC, at(3, 77));
    mark(replayed, "scratch", null);
    mark(letter(2, "TRUNCATED", 20), "scratch", null);
    LetterSummary summary = new LetterSummary(ALL, marks, most);
    summary.visit(letter(3, "OVERSIZED", 10));
    summary.visit(replayed);
    summary.visit(letter(2, "TRUNCATED", 20));
    return summary;
  }

  @Test
  void countsFirstAndLastAreByReason() {
    LetterSummary summary = summary(0);

    assertThat(summary.groups())
        .containsEntry("OVERSIZED", new Group(2, 1, NOW.minusSeconds(30), NOW.minusSeconds(10)))
        .containsEntry("TRUNCATED", new Group(1, 0, NOW.minusSeconds(20), NOW.minusSeconds(20)));
    assertThat(summary.total())
        .isEqualTo(new Group(3, 1, NOW.minusSeconds(30), NOW.minusSeconds(10)));
    assertThat(summary.newest()).isEmpty();
  }

  @Test
  void theNewestAreKeptInTheirOrder() {
    assertThat(summary(2).newest())
        .extracting(line -> line.place().offset())
        .containsExactly(2L, 3L);
  }

  @Test
  void theTableTellsWhereTheyWent() {
    StringWriter text = new StringWriter();
    new LetterTable(new PrintWriter(text, true)).write("dead", summary(10), 4);

    assertThat(text.toString())
        .startsWith("dead: 3 dead letters, 3 selected; 4 records are none")
        .containsPattern("OVERSIZED +2 +1 +2026-11-23T11:59:30Z +2026-11-23T11:59:50Z\\R")
        .containsPattern("all +3 +1 ")
        .containsPattern("telemetry-data-1-1 .* telemetry-data-3-77, begun, to scratch\\R")
        .containsPattern("telemetry-data-1-2 .* begun, to scratch\\R")
        .contains("detail of telemetry-data-1-2");
  }

  @Test
  void theJsonIsOneObject() throws IOException {
    StringWriter text = new StringWriter();
    LetterJson.write("dead", summary(1), 4, new PrintWriter(text, true));

    assertThat(text.toString().replaceAll("\\s", ""))
        .isEqualTo(
            ("{'dead_letter_topic':'dead','letters_in_topic':3,'not_dead_letters':4,'letters':3,"
                    + "'replayed':1,'first':'2026-11-23T11:59:30Z','last':'2026-11-23T11:59:50Z',"
                    + "'reasons':[{'reason':'OVERSIZED','letters':2,'replayed':1,"
                    + "'first':'2026-11-23T11:59:30Z','last':'2026-11-23T11:59:50Z'},"
                    + "{'reason':'TRUNCATED','letters':1,'replayed':0,"
                    + "'first':'2026-11-23T11:59:40Z','last':'2026-11-23T11:59:40Z'}],"
                    + "'newest':[{'letter':'telemetry-data-1-3','topic':'telemetry-data',"
                    + "'partition':1,'offset':3,'record_timestamp':'2026-11-23T11:59:50Z',"
                    + "'reason':'OVERSIZED','detail':'detailoftelemetry-data-1-3',"
                    + "'step':'validate','payload_bytes':8,'replay':null,'replays':[]}]}")
                .replace('\'', '"'));
  }

  @Test
  void theJsonTellsWhatWasSentFromWhatWasOnlyBegun() throws IOException {
    StringWriter text = new StringWriter();
    LetterJson.write("dead", summary(10), 0, new PrintWriter(text, true));

    String sent =
        "{'topic':'telemetry-data','partition':3,'offset':77,'at':'2026-11-23T12:00:00Z','sent':true}";
    String begun = "{'topic':'scratch','at':'2026-11-23T12:00:00Z','sent':false}";
    assertThat(text.toString().replaceAll("\\s", "").replace('"', '\''))
        .contains("'replay':%s,'replays':[%s,%s]".formatted(sent, sent, begun))
        .contains("'replay':%s,'replays':[%s]".formatted(begun, begun));
  }
}
