package io.wattflow.cache;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Runs one script many times, without waiting for each answer. */
public final class ScriptCalls {
  private static final int PIPELINED = 1_000;

  private ScriptCalls() {}

  /**
   * One call.
   *
   * @param keys that the script touches, all of one slot
   * @param arguments of it
   */
  public record Call(List<String> keys, List<String> arguments) {}

  /**
   * Runs a script.
   *
   * @throws JedisException if Redis cannot be reached, or a call has failed; some have then been
   *     made, and some perhaps not
   */
  public static void run(UnifiedJedis redis, String script, List<Call> calls)
      throws JedisException {
    try {
      for (int from = 0; from < calls.size(); from += PIPELINED) {
        runAtOnce(redis, script, calls.subList(from, Math.min(calls.size(), from + PIPELINED)));
      }
    } catch (JedisException e) {
      // Single commands follow a slot that has moved to another node, pipelines do not.
      if (redis instanceof RedisClusterClient cluster) {
        refresh(cluster, e);
      }
      throw e;
    }
  }

  private static void runAtOnce(UnifiedJedis redis, String script, List<Call> calls) {
    List<Response<Object>> answers = new ArrayList<>(calls.size());
    try (AbstractPipeline pipeline = redis.pipelined()) {
      for (Call call : calls) {
        answers.add(pipeline.eval(script, call.keys(), call.arguments()));
      }
      pipeline.sync();
    }
    // An answer that is an error only throws when it is asked for.
    answers.forEach(ScriptCalls::check);
  }

  private static void check(Response<Object> answer) {
    try {
      answer.get();
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
