/** The ingestion service under load. */
@NullMarked
package io.wattflow.benchmarks.ingestion;

import org.jspecify.annotations.NullMarked;
