/** The ingestion service as a process. */
@NullMarked
package io.wattflow.platform.ingestion;

import org.jspecify.annotations.NullMarked;
