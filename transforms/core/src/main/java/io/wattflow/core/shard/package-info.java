/** How devices are spread over shards. */
@NullMarked
package io.wattflow.core.shard;

import org.jspecify.annotations.NullMarked;
