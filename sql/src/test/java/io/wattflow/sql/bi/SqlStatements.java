package io.wattflow.sql.bi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Statements in a text, each ended by a semicolon at the end of its line. */
final class SqlStatements {
  private static final Pattern BLOCK =
      Pattern.compile("^```sql\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern END = Pattern.compile(";[ \\t]*(\\n|$)");
  private static final Pattern QUERY = Pattern.compile("(?i)(SELECT|WITH)\\b.*", Pattern.DOTALL);

  private SqlStatements() {}

  /** Those of a script, without its comments. */
  static List<String> ofScript(String script) {
    String code =
        script
            .lines()
            .filter(line -> !line.startsWith("--"))
            .collect(Collectors.joining("\n", "", "\n"));
    return Arrays.stream(END.split(code))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  /** Those of a page's blocks that are marked as SQL. */
  static List<String> ofPage(String markdown) {
    List<String> statements = new ArrayList<>();
    Matcher block = BLOCK.matcher(markdown);
    while (block.find()) {
      statements.addAll(ofScript(block.group(1)));
    }
    return statements;
  }

  /** Whether it answers with rows. */
  static boolean isQuery(String statement) {
    return QUERY.matcher(statement).matches();
  }
}
