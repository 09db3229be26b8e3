package io.wattflow.services.analytics.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A script that Redis runs; what it is called with and returns stands at its head. */
enum LuaScript {
  LOOK("look.lua"),
  STORE("store.lua"),
  RELEASE("release.lua"),
  WATCH("watch.lua");

  private final String text;
  private final String digest;

  LuaScript(String resource) {
    try (InputStream in = LuaScript.class.getResourceAsStream(resource)) {
      byte[] bytes = Objects.requireNonNull(in, resource).readAllBytes();
      text = new String(bytes, UTF_8);
      // By this name Redis knows a script; it protects nothing.
      digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /**
   * Runs it; its text is sent only to a server that does not know it yet.
   *
   * @throws redis.clients.jedis.exceptions.JedisException if Redis cannot be reached or refuses
   */
  Object run(UnifiedJedis redis, List<byte[]> keys, List<byte[]> arguments) {
    try {
      return redis.evalsha(digest.getBytes(UTF_8), keys, arguments);
    } catch (JedisNoScriptException e) {
      return redis.eval(text.getBytes(UTF_8), keys, arguments);
    }
  }
}
