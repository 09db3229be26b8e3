/** ClickHouse in shards of users, each with a master and replicas that share the reads. */
@NullMarked
package io.wattflow.services.analytics.store;

import org.jspecify.annotations.NullMarked;
