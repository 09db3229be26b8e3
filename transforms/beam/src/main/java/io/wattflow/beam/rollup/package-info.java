/** Windows, panes and merges that turn deltas of readings into absolute, versioned rollup rows. */
@NullMarked
package io.wattflow.beam.rollup;

import org.jspecify.annotations.NullMarked;
