/** Raw readings kept in files beyond the TTL of their table. */
@NullMarked
package io.wattflow.pipelines.archive;

import org.jspecify.annotations.NullMarked;
