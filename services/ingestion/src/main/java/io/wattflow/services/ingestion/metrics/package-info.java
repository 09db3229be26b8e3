/** What the service tells about itself. */
@NullMarked
package io.wattflow.services.ingestion.metrics;

import org.jspecify.annotations.NullMarked;
