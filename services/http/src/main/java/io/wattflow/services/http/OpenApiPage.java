package io.wattflow.services.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A service's description (OpenAPI 3.1) at {@code /openapi.json}, and for people at {@code /docs/},
 * by Swagger UI from this service itself: nothing is loaded from elsewhere.
 */
public final class OpenApiPage {
  private static final String WEBJAR_VERSION =
      "META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/";
  private static final Map<String, String> FILES =
      Map.of(
          "swagger-ui.css", "text/css; charset=utf-8",
          "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
          "favicon-32x32.png", "image/png");
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Wattflow API</title>
          <link rel="stylesheet" href="swagger-ui.css">
          <link rel="icon" href="favicon-32x32.png">
        </head>
        <body>
          <div id="api"></div>
          <script src="swagger-ui-bundle.js"></script>
          <script src="start.js"></script>
        </body>
      </html>
      """;
  private static final String START =
      """
      SwaggerUIBundle({url: "../openapi.json", dom_id: "#api", validatorUrl: null, deepLinking: true,
        defaultModelsExpandDepth: 0});
      """;
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

  private final Buffer description;
  private final String folder;
  private final Map<String, Buffer> files = new ConcurrentHashMap<>();

  private OpenApiPage(Buffer description, String folder) {
    this.description = description;
    this.folder = folder;
  }

  /**
   * The page of a description.
   *
   * @param resource path of the JSON file on the class path
   */
  public static OpenApiPage of(String resource) {
    Properties version = new Properties();
    try (InputStream in = open(WEBJAR_VERSION)) {
      version.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OpenApiPage(read(resource), WEBJAR + version.getProperty("version") + "/");
  }

  private static InputStream open(String resource) {
    InputStream in = OpenApiPage.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(resource + " is not on the class path");
    }
    return in;
  }

  private static Buffer read(String resource) {
    try (InputStream in = open(resource)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void mount(Router router) {
    router
        .get("/openapi.json")
        .handler(context -> send(context.response(), "application/json", description));
    router
        .get("/docs/")
        .handler(context -> send(context.response(), "text/html; charset=utf-8", text(PAGE)));
    // Behind the other one, since it matches that path too.
    router.get("/docs").handler(context -> context.redirect("/docs/"));
    router
        .get("/docs/start.js")
        .handler(
            context -> send(context.response(), "text/javascript; charset=utf-8", text(START)));
    FILES.forEach(
        (name, type) ->
            router
                .get("/docs/" + name)
                .handler(context -> send(context.response(), type, file(name))));
  }

  private Buffer file(String name) {
    return files.computeIfAbsent(name, file -> read(folder + file));
  }

  private static Buffer text(String text) {
    return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpServerResponse response, String type, Buffer body) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .end(body);
  }
}
