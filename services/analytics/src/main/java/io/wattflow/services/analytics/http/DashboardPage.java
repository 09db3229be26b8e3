package io.wattflow.services.analytics.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The dashboard at {@code /}: a page of static files in the jar, which asks the API like any other
 * client. Nothing is loaded from elsewhere.
 *
 * <p>The files behind the page are served under a folder that is named after their content, so a
 * browser keeps them for good; the page itself is asked for anew each time, and names that folder.
 */
public final class DashboardPage {
  static final String FOLDER = "dashboard/";
  static final List<String> ASSETS =
      List.of(
          "alerts.js",
          "api.js",
          "cards.js",
          "chart.js",
          "dom.js",
          "format.js",
          "icon.svg",
          "live.js",
          "main.js",
          "plot.js",
          "range.js",
          "session.js",
          "stream.js",
          "first.js",
          "time.js",
          "uPlot.iife.min.js");

  /** Served as one, in this order: a first paint waits for each file of styles. */
  static final List<String> STYLES =
      List.of("uPlot.min.css", "layout.css", "controls.css", "parts.css", "charts.css");

  private static final String ALL_STYLES = "styles.css";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");
  private static final String PAGE_CACHING = "no-cache";
  private static final String ASSET_CACHING = "public, max-age=31536000, immutable";

  /** The page runs its own files only, is framed by nobody, and never turns text into markup. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final int REVISION_DIGITS = 12;

  private final StaticFile page;
  private final Map<String, StaticFile> assets;
  private final String assetFolder;

  private DashboardPage(StaticFile page, Map<String, StaticFile> assets, String assetFolder) {
    this.page = page;
    this.assets = assets;
    this.assetFolder = assetFolder;
  }

  /** Reads all files from the class path. */
  public static DashboardPage load() {
    Map<String, byte[]> contents = new LinkedHashMap<>();
    ASSETS.forEach(name -> contents.put(name, read("assets/" + name)));
    contents.put(ALL_STYLES, styles());
    Map<String, StaticFile> assets = new LinkedHashMap<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    contents.forEach(
        (name, bytes) -> {
          assets.put(name, StaticFile.of(type(name), bytes));
          all.writeBytes(name.getBytes(UTF_8));
          all.writeBytes(bytes);
        });
    String folder = "assets/" + StaticFile.digest(all.toByteArray()).substring(0, REVISION_DIGITS);
    String html = new String(read("index.html"), UTF_8).replace("\"assets/", '"' + folder + '/');
    return new DashboardPage(
        StaticFile.of(type("index.html"), html.getBytes(UTF_8)), assets, '/' + folder + '/');
  }

  private static byte[] styles() {
    ByteArrayOutputStream styles = new ByteArrayOutputStream();
    for (String name : STYLES) {
      styles.writeBytes(read("assets/" + name));
      styles.write('\n');
    }
    return styles.toByteArray();
  }

  private static byte[] read(String file) {
    String resource = FOLDER + file;
    try (InputStream in = DashboardPage.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    String type = TYPES.get(extension);
    if (type == null) {
      throw new IllegalStateException("no media type for ." + extension);
    }
    return type;
  }

  /** Serves the page and its files. */
  public void mount(Router router) {
    serve(router, "/", page, PAGE_CACHING);
    assets.forEach((name, file) -> serve(router, assetFolder + name, file, ASSET_CACHING));
  }

  private static void serve(Router router, String path, StaticFile file, String caching) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(
            context -> {
              guard(context.response());
              file.send(context.request(), caching);
            });
  }

  private static void guard(HttpServerResponse response) {
    response
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY");
  }
}
