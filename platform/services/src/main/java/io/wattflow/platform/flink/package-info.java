/** A Flink cluster on one machine. */
@NullMarked
package io.wattflow.platform.flink;

import org.jspecify.annotations.NullMarked;
