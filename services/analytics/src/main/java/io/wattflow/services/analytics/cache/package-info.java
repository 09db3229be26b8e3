/** Answers in tiers: in this process, in Redis, and what HTTP caches are told. */
@NullMarked
package io.wattflow.services.analytics.cache;

import org.jspecify.annotations.NullMarked;
