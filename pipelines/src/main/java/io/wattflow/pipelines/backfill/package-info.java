/** Recomputes rollups of the past from stored readings. */
@NullMarked
package io.wattflow.pipelines.backfill;

import org.jspecify.annotations.NullMarked;
