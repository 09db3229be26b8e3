/** How fast rollups of the past are recomputed. */
@NullMarked
package io.wattflow.benchmarks.backfill;

import org.jspecify.annotations.NullMarked;
