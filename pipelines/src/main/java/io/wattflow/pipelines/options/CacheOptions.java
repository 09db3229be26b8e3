package io.wattflow.pipelines.options;

import io.wattflow.cache.RedisAddress;
import io.wattflow.cache.RedisOption;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** The caches of answers about the rows that a job writes. */
public interface CacheOptions extends PipelineOptions {
  @Description(
      "Redis: "
          + RedisAddress.FORMS
          + ", a cluster by some of its nodes. Without it "
          + RedisOption.USUAL
          + ". A job that recomputes goes on without a Redis that was not asked for, and takes none:"
          + " then caches show old values for as long as they keep them.")
  @Nullable String getRedisUrl();

  void setRedisUrl(@Nullable String value);

  @Description(
      "How long a window must have been over for a row that is written to be a late one: what it"
          + " changes is evicted from the caches. Rows of younger windows are many, and caches keep"
          + " answers about them for a short time only.")
  @Default.String("60s")
  String getEvictAfter();

  void setEvictAfter(String value);
}
