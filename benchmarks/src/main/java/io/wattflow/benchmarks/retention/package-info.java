/** What a year of a device takes on disk. */
@NullMarked
package io.wattflow.benchmarks.retention;

import org.jspecify.annotations.NullMarked;
