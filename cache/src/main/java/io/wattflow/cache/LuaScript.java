package io.wattflow.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * A script that Redis runs. It is called by its digest; its text is sent only to a server that does
 * not know it yet, as after a restart. Safe for use by several threads.
 */
public final class LuaScript {
  private static final int PIPELINED = 1_000;

  private final String text;
  private final String digest;

  private LuaScript(byte[] bytes) {
    this.text = new String(bytes, StandardCharsets.UTF_8);
    this.digest = HexFormat.of().formatHex(sha1().digest(bytes));
  }

  /**
   * The script of a resource; what it is called with and returns stands at its head.
   *
   * @param owner beside which it lies
   * @param resource its name, such as {@code evict.lua}
   * @throws NullPointerException if there is none
   */
  public static LuaScript read(Class<?> owner, String resource) {
    return new LuaScript(bytes(owner, resource));
  }

  /**
   * The same behind {@code fence.lua}, whose functions it may call.
   *
   * @throws NullPointerException if there is none
   */
  public static LuaScript readFenced(Class<?> owner, String resource) {
    byte[] fence = bytes(LuaScript.class, "fence.lua");
    byte[] script = bytes(owner, resource);
    byte[] both = Arrays.copyOf(fence, fence.length + script.length);
    System.arraycopy(script, 0, both, fence.length, script.length);
    return new LuaScript(both);
  }

  private static byte[] bytes(Class<?> owner, String resource) {
    try (InputStream in = owner.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By this digest Redis knows a script; it protects nothing. */
  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /**
   * Runs it once.
   *
   * @param keys that it touches, all of one slot
   * @return what it returns: a number, bytes, or a list of such
   * @throws JedisException if Redis cannot be reached or refuses
   */
  public Object run(UnifiedJedis redis, List<byte[]> keys, List<byte[]> arguments)
      throws JedisException {
    try {
      return redis.evalsha(digest.getBytes(StandardCharsets.UTF_8), keys, arguments);
    } catch (JedisNoScriptException e) {
      return redis.eval(text.getBytes(StandardCharsets.UTF_8), keys, arguments);
    }
  }

  /**
   * One of many calls.
   *
   * @param keys that the script touches, all of one slot
   * @param arguments of it
   */
  public record Call(List<String> keys, List<String> arguments) {}

  /**
   * Runs it many times, without waiting for each answer and in no certain order.
   *
   * @throws JedisException if Redis cannot be reached, or a call has failed; some have then been
   *     made, and some perhaps not
   */
  public void runAll(UnifiedJedis redis, List<Call> calls) throws JedisException {
    try {
      for (int from = 0; from < calls.size(); from += PIPELINED) {
        runAtOnce(redis, calls.subList(from, Math.min(calls.size(), from + PIPELINED)));
      }
    } catch (JedisException e) {
      // Single commands follow a slot that has moved to another node, pipelines do not.
      if (redis instanceof RedisClusterClient cluster) {
        refresh(cluster, e);
      }
      throw e;
    }
  }

  private void runAtOnce(UnifiedJedis redis, List<Call> calls) {
    List<Call> unknown =
        unknown(
            redis,
            calls,
            (pipeline, call) -> pipeline.evalsha(digest, call.keys(), call.arguments()));
    if (!unknown.isEmpty()) {
      unknown =
          unknown(
              redis,
              unknown,
              (pipeline, call) -> pipeline.eval(text, call.keys(), call.arguments()));
    }
    if (!unknown.isEmpty()) {
      throw new JedisNoScriptException("a script that calls one that is not known");
    }
  }

  @FunctionalInterface
  private interface Command {
    Response<Object> send(AbstractPipeline pipeline, Call call);
  }

  /** Makes calls; returns those whose server does not know the script. */
  private static List<Call> unknown(UnifiedJedis redis, List<Call> calls, Command command) {
    List<Response<Object>> answers = new ArrayList<>(calls.size());
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (Call call : calls) {
        answers.add(command.send(pipeline, call));
      }
      pipeline.sync();
    }
    List<Call> unknown = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (!isKnown(answers.get(i))) {
        unknown.add(calls.get(i));
      }
    }
    return unknown;
  }

  private static boolean isKnown(Response<Object> answer) {
    try {
      // One that is an error only throws when it is asked for.
      answer.get();
      return true;
    } catch (JedisNoScriptException e) {
      return false;
    } catch (IllegalStateException e) {
      // What a pipeline over several nodes makes of one that has gone meanwhile.
      throw new JedisConnectionException("a node of the cluster has not answered", e);
    }
  }

  private static void refresh(RedisClusterClient cluster, JedisException failure) {
    try {
      cluster.refreshClusterTopology();
    } catch (JedisException e) {
      failure.addSuppressed(e);
    }
  }
}
