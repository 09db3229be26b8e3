/**
 * The rollup algebra: accumulators are sets, merging is union, and a row is a pure function of a
 * set.
 */
@NullMarked
package io.wattflow.core.rollup;

import org.jspecify.annotations.NullMarked;
