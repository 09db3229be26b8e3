package io.wattflow.cli;

import io.wattflow.sql.ClickHouseUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Where the tables are. */
final class ClickHouseOptions {
  @Option(
      names = "--clickhouseUrl",
      paramLabel = "<url>",
      defaultValue = "http://127.0.0.1:8123",
      converter = UrlConverter.class,
      description = "ClickHouse's HTTP address. Default: ${DEFAULT-VALUE}")
  private @Nullable ClickHouseUrl url;

  @Option(
      names = "--clickhouseDatabase",
      paramLabel = "<name>",
      defaultValue = "wattflow",
      description = "Its database. Default: ${DEFAULT-VALUE}")
  private String database = "wattflow";

  @Option(names = "--clickhouseUser", paramLabel = "<name>", description = "Default: the server's")
  private @Nullable String user;

  @Option(names = "--clickhousePassword", paramLabel = "<password>", description = "Default: none")
  private @Nullable String password;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec mixee;

  /** The name of the database. */
  String database() {
    WrongOption.require(
        mixee,
        "--clickhouseDatabase",
        database,
        database.matches("[A-Za-z_][A-Za-z0-9_]*"),
        "has more than letters, digits and underscores");
    return database;
  }

  /** The server, with user and password among the parameters. */
  ClickHouseUrl server() {
    ClickHouseUrl server = Objects.requireNonNull(url);
    StringBuilder parameters = new StringBuilder(server.parameters());
    append(parameters, "user", user);
    append(parameters, "password", password);
    return new ClickHouseUrl(server.httpAddress(), parameters.toString());
  }

  /** The same as one text. */
  String address() {
    ClickHouseUrl server = server();
    String parameters = server.parameters();
    return server.httpAddress() + (parameters.isEmpty() ? "" : "?" + parameters);
  }

  private static void append(StringBuilder parameters, String name, @Nullable String value) {
    if (value != null) {
      parameters
          .append(parameters.isEmpty() ? "" : "&")
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }

  /** An error of the parser becomes one of the option. */
  private static final class UrlConverter implements ITypeConverter<ClickHouseUrl> {
    @Override
    public ClickHouseUrl convert(String value) {
      try {
        return ClickHouseUrl.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
